"""Patterns in place and time: hot spots, clusters and near repeats, as measures and looks need."""
