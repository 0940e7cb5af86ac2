"""The `vrn` command: one verb for each step of the chain, from a partner's file to a paragraph."""

from vrn_cli.app import main

__all__ = ["main"]
