"""What is promised about speed and memory, measured beside peers in the same run."""
