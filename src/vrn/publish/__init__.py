"""Figures in; charts, maps and documents out. Reaches no row."""
