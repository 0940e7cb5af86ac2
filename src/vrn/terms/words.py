"""Fits words into a sentence: the first letter small in the middle of one, large at its start."""

from __future__ import annotations


def lower_first(text: str) -> str:
    """The text with a small first letter, for the middle of a sentence; the rest as it is.

    >>> lower_first("Robbery offences")
    'robbery offences'
    """
    return text[:1].lower() + text[1:]


def sentence_case(text: str) -> str:
    """The text with a large first letter, for the start of a sentence; the rest as it is.

    >>> sentence_case("per 1,000 residents a month")
    'Per 1,000 residents a month'
    """
    return text[:1].upper() + text[1:]
