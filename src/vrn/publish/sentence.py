"""Sentences: literal text without digits, names, shown figures, notes and links.

A literal text may hold no digit: a number in a sentence is a Figure, and a name or a date that has
digits in it is a Name, said so by whoever writes it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from vrn.release.figure import Figure, check_seal
from vrn.release.wording import show_limits, show_number, show_range_in_sentence

ASPECTS = ("value", "interval", "numerator", "denominator", "range", "range limits")
_ADDRESSES = ("https://", "http://", "mailto:", "#")


class UnreleasedNumberError(TypeError):
    """A document was given a number that is not a released Figure."""


def has_digit(text: str) -> bool:
    """Whether any character is a digit or another number sign, such as "²" or "½"."""
    return any(unicodedata.category(character)[0] == "N" for character in text)


class Name(str):
    """Words that have digits in them and are not a statistic: "Census 2021", "October 2022".

    Whoever writes one says so of its digits. It is text like any other, so whatever takes a label
    takes a Name.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Name:
        """The name; UnreleasedNumberError where it is given anything but text."""
        if not isinstance(text, str):
            raise UnreleasedNumberError(f"a name is text, not {type(text).__name__}")
        return super().__new__(cls, text)

    @property
    def text(self) -> str:
        """The words as plain text."""
        return str(self)

    def __repr__(self) -> str:
        return f"Name({str(self)!r})"


@dataclass(frozen=True)
class Shown:
    """One aspect of a figure: its value, interval, numerator, denominator, or linkage range."""

    figure: Figure
    aspect: str = "value"

    def __post_init__(self) -> None:
        check_seal(self.figure)
        if self.aspect not in ASPECTS:
            raise ValueError(f"a figure has no aspect {self.aspect!r}; try one of {ASPECTS}")
        if not self.text:
            raise ValueError(
                f"the figure {self.figure.title!r} ({self.figure.id}) has no {self.aspect}: "
                "leave it out of the sentence"
            )

    @property
    def text(self) -> str:
        """The aspect as readers see it."""
        return show_aspect(self.figure, self.aspect)


@dataclass(frozen=True)
class Link:
    """Words that lead to an address outside or to a part of the document ("#" and its key)."""

    text: str
    address: str

    def __post_init__(self) -> None:
        check_text(self.text)
        if not self.address.startswith(_ADDRESSES):
            raise ValueError(
                f"the link {self.text!r} leads to {self.address!r}: "
                f"an address starts with one of {_ADDRESSES}"
            )


@dataclass(frozen=True)
class Note:
    """A footnote: its mark stands in the sentence, its text at the foot (numbered by the model)."""

    spans: tuple[Name | Shown | Link | str, ...]

    def __post_init__(self) -> None:
        check_plain_spans(self.spans, "a note")


Span: TypeAlias = str | Name | Shown | Note | Link
Spans: TypeAlias = tuple[Span, ...]
Cell: TypeAlias = str | Name | Figure | Shown | Link


def show_aspect(figure: Figure, aspect: str) -> str:
    """The text of one aspect of a figure; a withheld figure says so whatever the aspect."""
    check_seal(figure)
    if aspect == "value" or not figure.is_shown:
        return str(figure)
    if aspect == "interval":
        return figure.interval
    if aspect == "range":
        return show_range_in_sentence(figure.range_lower, figure.range_upper, figure.decimals)
    if aspect == "range limits":
        return show_limits(figure.range_lower, figure.range_upper, figure.decimals)
    return show_number(getattr(figure, aspect), 0)


def check_text(text: object) -> None:
    """Raises unless the value is text without a digit, or a Name."""
    if not isinstance(text, str):
        raise UnreleasedNumberError(f"this takes text or a Name, not {type(text).__name__}")
    if has_digit(text) and not isinstance(text, Name):
        raise UnreleasedNumberError(
            f"the text {text!r} holds a digit: give the number as a Figure, "
            "or a name or date as Name"
        )


def check_spans(spans: object) -> None:
    """Raises unless the value is a run of text, Name, Shown, Note and Link that may be shown."""
    if not isinstance(spans, tuple):
        raise TypeError(f"a sentence is a tuple of parts, not {type(spans).__name__}")
    for span in spans:
        if isinstance(span, str):
            check_text(span)
        elif not isinstance(span, Shown | Note | Link):
            raise UnreleasedNumberError(
                f"a sentence takes text, Name, Shown, Note and Link, not {type(span).__name__}"
            )


def check_plain_spans(spans: object, where: str) -> None:
    """Raises unless the value is a sentence without notes, as `where` has to be."""
    check_spans(spans)
    if isinstance(spans, tuple) and any(isinstance(span, Note) for span in spans):
        raise ValueError(f"{where} takes no note: put it into a sentence of the text")


def check_cell(cell: object) -> None:
    """Raises unless the value may stand in a table: a Figure, Shown, Link, Name or text."""
    if isinstance(cell, Figure):
        check_seal(cell)
    elif not isinstance(cell, Shown | Link):
        check_text(cell)


def plain_words(spans: Spans) -> str:
    """The sentence as plain text without its notes, such as for an alternative text."""
    return "".join(
        span if isinstance(span, str) else span.text for span in spans if not isinstance(span, Note)
    )
