"""How often 95% intervals hold the truth, by simulation over a committed grid of settings."""
