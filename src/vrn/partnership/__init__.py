"""Reads a partnership's folder and the reference lists, each with its vintage and source."""
