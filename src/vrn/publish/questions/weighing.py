"""Explanations weighed: a paragraph for each with its figures, and a table of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.document import Cell, Paragraph, Span, Spans, Table
from vrn.publish.phrases import listed
from vrn.publish.questions.rules import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

ANSWERS = {
    Told.FITS: "Yes: it fits",
    Told.DOES_NOT_FIT: "Yes: it does not fit",
    Told.CANNOT_BE_TOLD: "No",
}
CLOSINGS = {
    Told.FITS: "it fits",
    Told.DOES_NOT_FIT: "it does not fit",
    Told.CANNOT_BE_TOLD: "it cannot be told",
}
NOTHING_SHOWS = "Nothing that was received would show it"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One explanation: what it is, what it would look like, what the figures show, how it stands.

    `short` is its name within a list, `shows` is for the table and has no number; `sentence` gives
    the figures, and is empty where there are none.
    """

    name: str
    short: str
    would: str
    shows: str
    told: Told
    sentence: Spans = ()


def write_explanations(explanations: Sequence[Explanation]) -> tuple[Paragraph, ...]:
    """A paragraph for each explanation that a figure speaks to: asked, with figures, answered."""
    return tuple(
        Paragraph(
            (
                f"Is it {each.short}? ",
                *each.sentence,
                f"{each.shows}: {CLOSINGS[each.told]}. ",
            )
        )
        for each in explanations
        if each.sentence
    )


def explanations_table(
    key: str, title: str, explanations: Sequence[Explanation], *, source: Spans
) -> Table:
    """Every explanation in a row, those that cannot be told too."""
    rows: list[tuple[Cell, ...]] = [
        (each.name, each.would, each.shows, ANSWERS[each.told]) for each in explanations
    ]
    return Table(
        key=key,
        title=(title,),
        columns=("Explanation", "If it were so", "What the figures show", "Can it be told?"),
        rows=tuple(rows),
        numeric=(False, False, False, False),
        source=source,
    )


def sorted_words(explanations: Sequence[Explanation]) -> Spans:
    """Which explanations fit, which do not, and which cannot be told, a sentence for each."""
    openings = {
        Told.FITS: "What fits: ",
        Told.DOES_NOT_FIT: "What does not fit, each by itself: ",
        Told.CANNOT_BE_TOLD: "What cannot be told: ",
    }
    spans: list[Span] = []
    for told, opening in openings.items():
        names = [(each.short,) for each in explanations if each.told is told]
        if names:
            spans += [opening, *listed(names), ". "]
    return tuple(spans)
