"""Count to Figure: lanes, cubes, the register and the walk back. The only maker of a Figure."""
