"""Charts of shares by one dimension: a bar for each code, both age groups side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.writing import ALL, UNDER, Brief, withheld_words
from vrn.publish.document import Chart, Name, Series, Span
from vrn.publish.phrases import figure_table, value
from vrn.publish.rules import ranked
from vrn.terms import sentence_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.release.figure import Figure

UNKNOWN = frozenset({"not recorded", "time not known", "not known", "age not recorded"})


def share_chart(
    brief: Brief,
    dimension: str,
    *,
    key: str,
    title: tuple[Span, ...],
    head: str,
    source: tuple[Span, ...],
    definition: str = "",
) -> Chart:
    """The share of offences of each code, from the largest; what is not recorded stands last."""
    rows = {
        age: brief.row("serious_violence_share", dimension, age=age, definition=definition)
        for age in brief.ages
    }
    counts = {
        age: brief.row("serious_violence", dimension, age=age, definition=definition)
        for age in brief.ages
    }
    order = held_codes(rows, dimension)
    shares = {age: in_step(row, dimension, order) for age, row in rows.items()}
    every = [figure for row in shares.values() for figure in row]
    return Chart(
        key=key,
        kind="bars",
        title=title,
        subtitle=(Name(f"Per cent of offences, {brief.area.name}, {_months(every)}"),),
        sentence=_range(shares[ALL], dimension),
        source=(*source, *withheld_words(every)),
        table=figure_table(
            f"{key}-table",
            ("Offences by ", head.lower(), ": number, and per cent of each age group's own"),
            head=head,
            columns=columns_of(
                {age: in_step(row, dimension, order) for age, row in counts.items()}, shares
            ),
            labels=[figure.label_of(dimension) for figure in shares[ALL]],
            source=source,
        ),
        series=series_of(shares),
        by=dimension,
    )


def columns_of(
    counts: Mapping[str, Sequence[Figure]], shares: Mapping[str, Sequence[Figure]]
) -> list[tuple[str | Name, Sequence[Figure]]]:
    """Columns of a table: for each age group its numbers, then its shares or rates."""
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    for age, figures in shares.items():
        columns.append((Name(f"Number, {age}"), counts[age]))
        columns.append((Name(f"{sentence_case(figures[0].unit)}, {age}"), figures))
    return columns


def series_of(figures: Mapping[str, Sequence[Figure]]) -> tuple[Series, ...]:
    """A series for each age group, that of people under 25 set apart."""
    return tuple(
        Series(Name(sentence_case(age)), tuple(row), is_dashed=age == UNDER)
        for age, row in figures.items()
    )


def in_order(figures: Sequence[Figure], dimension: str) -> tuple[str, ...]:
    """The codes of a dimension from the largest value; not shown next, and unknowns last."""
    shown = [figure.code_of(dimension) for figure in ranked(figures)]
    rest = sorted(f.code_of(dimension) for f in figures if f.code_of(dimension) not in shown)
    codes = [*shown, *rest]
    return (*(c for c in codes if c not in UNKNOWN), *(c for c in codes if c in UNKNOWN))


def held_codes(rows: Mapping[str, Sequence[Figure]], dimension: str) -> tuple[str, ...]:
    """The codes of a dimension in order, without those of which every row has a plain nought."""
    some = {f.code_of(dimension) for row in rows.values() for f in row if f.value != 0}
    return tuple(code for code in in_order(rows[ALL], dimension) if code in some)


def in_step(figures: Sequence[Figure], dimension: str, codes: Sequence[str]) -> tuple[Figure, ...]:
    """The figures in the order of codes; a code that a row has no figure of is an error."""
    held = {figure.code_of(dimension): figure for figure in figures}
    return tuple(held[code] for code in codes)


def _range(figures: Sequence[Figure], dimension: str) -> tuple[Span, ...]:
    shown = [f for f in ranked(figures) if f.code_of(dimension) not in UNKNOWN]
    if not shown:
        return ("No share can be shown. ",)
    return (
        "Shares run from ",
        value(shown[-1]),
        " per cent (",
        Name(shown[-1].label_of(dimension)),
        ") to ",
        value(shown[0]),
        " per cent (",
        Name(shown[0].label_of(dimension)),
        "). ",
    )


def _months(figures: Sequence[Figure]) -> str:
    return next((figure.period.label for figure in figures if figure.period), "")
