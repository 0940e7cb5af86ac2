"""The sentences of a dashboard's charts, by the same rules as a document's."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.document import Name, Shown
from vrn.publish.rules import highest
from vrn.publish.sentence import check_spans
from vrn.terms import unbroken_runs
from vrn_web.words import dimension_word, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Span, Spans
    from vrn.release.figure import Figure

MOST_NAMED = 3


def fill(template: str, **parts: Span) -> Spans:
    """A sentence from a translated text with {places}: each place takes a span, text as a Name.

    UnreleasedNumberError where the text itself holds a digit.
    """
    spans: list[Span] = []
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            spans.append(literal)
        if name:
            part = parts[name]
            spans.append(Name(part) if type(part) is str else part)
    check_spans(tuple(spans))
    return tuple(spans)


def highest_words(figures: Sequence[Figure], by: str) -> Spans:
    """Which is the highest, said only as strongly as the intervals allow."""
    top = highest(figures)
    title, names = figures[0].title, [figure.label_of(by) for figure in top]
    if not top:
        return fill(gettext("{title}: nothing that can be shown"), title=title)
    if len(top) == 1:
        text = gettext("{title}: the highest is {name}, {value}")
        return fill(text, title=title, name=names[0], value=Shown(top[0]))
    if len(top) <= MOST_NAMED:
        text = gettext("{title}: among the highest are {names}")
        return fill(text, title=title, names=join_words(names))
    text = gettext("{title}: no {dimension} stands clearly above the others")
    return fill(text, title=title, dimension=dimension_word(by))


def range_words(figures: Sequence[Figure], by: str) -> Spans:
    """From the lowest to the highest of the figures that have a value."""
    held = [figure for figure in figures if figure.is_shown]
    low = min(held, key=lambda figure: figure.value or 0)
    high = max(held, key=lambda figure: figure.value or 0)
    if low.value == high.value:
        return fill(gettext("Every one of them is {value}."), value=Shown(low))
    return fill(
        gettext("Values run from {low} ({low_name}) to {high} ({high_name})."),
        low=Shown(low),
        low_name=_label(low, by),
        high=Shown(high),
        high_name=_label(high, by),
    )


def gap_words(figures: Sequence[Figure]) -> Spans:
    """Which months have no figure, and that no line crosses them; nothing where all have one."""
    runs = unbroken_runs(month_of(figure) for figure in figures if not figure.is_shown)
    if not runs:
        return ()
    text = " " + gettext("There is no figure for {months}, so the line is broken there.")
    return fill(text, months=join_words([run.label for run in runs]))


def month_of(figure: Figure) -> str:
    """The month of a monthly figure, to sort by."""
    return figure.period.first if figure.period else ""


def _label(figure: Figure, by: str) -> str:
    """The code's label, with the rest of the cell where there is more than one dimension."""
    others = [label for name, _, label in figure.by if name != by]
    return ", ".join([figure.label_of(by), *others])
