"""Answers of reference implementations, read from any folder of their layout, and ours beside."""
