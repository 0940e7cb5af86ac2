"""Questions worked through: what a network's own puzzles look like under every test there is."""
