"""The methods pages of `vrn.statistics`, printed from its docstrings and the oracles' results."""
