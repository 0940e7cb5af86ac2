"""A module for each family of methods, with its CHECKS."""
