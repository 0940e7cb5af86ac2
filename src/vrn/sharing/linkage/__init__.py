"""Telling who is who: rows with tokens in, the same rows with person keys out."""

from vrn.sharing.linkage.persons import find_persons

__all__ = ["find_persons"]
