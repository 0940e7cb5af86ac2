"""The analysis library of a violence reduction network: no web, no clock, no printing."""

__version__ = "0.1.0"
