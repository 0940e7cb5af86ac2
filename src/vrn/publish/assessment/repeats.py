"""Chapters: repeat involvement under its three rules, and hospital admissions as supplied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import write_absent
from vrn.publish.assessment.plan import ADMISSIONS, PEOPLE, REPEATS
from vrn.publish.assessment.writing import (
    ALL,
    UNDER,
    Brief,
    interval_cell,
    of_age,
    said,
    withheld_words,
)
from vrn.publish.document import Box, Chart, Heading, Name, Paragraph, Series, Span, Table
from vrn.publish.phrases import figure_table, range_words, value
from vrn.terms import AGE_GROUPS, sentence_case

if TYPE_CHECKING:
    from vrn.publish.document import Block, Cell
    from vrn.release.figure import Figure

REPEAT_KIND = "repeat"
_KINDS = {
    "assault": "admissions for assault",
    "sharp_object": "admissions for assault by sharp object",
}


def write_repeats(brief: Brief) -> tuple[Block, ...]:
    """Three rules beside one another, each by its own name; a share is never called "repeat"."""
    title, key = "Repeat involvement", "repeats"
    if not brief.holds(PEOPLE):
        return write_absent(brief, PEOPLE, title=title, key=key)
    rules = [text for text in brief.definitions.values() if text.kind == REPEAT_KIND]
    return (
        Heading(title, key),
        Paragraph(
            (
                "How much of serious violence is by people recorded before depends on the rule. "
                "Three rules bear three names here, and every share is of the offences with an "
                "identified suspect: ",
                *said(brief.one("share_without_suspect"), after=" per cent"),
                " of offences have none and are left out. ",
            )
        ),
        Box("The three rules", tuple((Name(f"{t.title}: {t.statement}"),) for t in rules)),
        _repeats_table(brief),
        Paragraph(
            (
                "A longer look back finds more: “ever” means ever in the months that are held, and "
                "the first months have nothing before them. Being recorded as a suspect again is "
                "not the same as offending again. ",
            )
        ),
    )


def _repeats_table(brief: Brief) -> Table:
    rows: list[tuple[Cell, ...]] = []
    every: list[Figure] = []
    for measure in REPEATS:
        for age in brief.ages:
            figure = brief.one(measure, age=age)
            every.append(figure)
            rows.append((Name(figure.title), Name(age), figure, interval_cell(figure)))
    return Table(
        key="repeats-table",
        title=("Offences by people recorded more than once, under three rules, per cent",),
        columns=("Rule", "Age of the suspect", "Per cent", "Interval"),
        rows=tuple(rows),
        numeric=(False, False, True, False),
        source=(*brief.source(PEOPLE), *withheld_words(every), *range_words(every)),
    )


def write_admissions(brief: Brief) -> tuple[Block, ...]:
    """Admissions by month as the hospitals count them; small and rounded numbers are theirs."""
    title, key = "Hospital admissions", "admissions"
    over = brief.periods.admissions
    if not brief.holds(ADMISSIONS) or over is None:
        return write_absent(brief, ADMISSIONS, title=title, key=key)
    return (
        Heading(title, key),
        Paragraph(
            (
                "These numbers are kept as they were supplied: counted, rounded and suppressed by "
                "whoever supplied them, under their own definition. They cannot be taken apart or "
                "added up, and are not made to match the other parts of this document. ",
            )
        ),
        *(_admissions_of(brief, kind) for kind in _KINDS),
    )


def _admissions_of(brief: Brief, kind: str) -> Block:
    """A chart of the age groups of which most months are shown; a table where neither is.

    A line of which little is left says more of the gaps than of admissions.
    """
    over, name = brief.periods.admissions, f"{kind}_admissions"
    rows = {age: brief.row(name, "month", age=age, period=over) for age in AGE_GROUPS}
    drawn = [age for age, row in rows.items() if sum(f.is_shown for f in row) * 3 >= 2 * len(row)]
    if not drawn:
        return _admissions_table(brief, kind, rows)
    return _admissions_chart(brief, kind, {age: rows[age] for age in drawn})


def _admissions_table(brief: Brief, kind: str, rows: dict[str, tuple[Figure, ...]]) -> Table:
    """Every month of both age groups, those without a value too."""
    every = [figure for row in rows.values() for figure in row]
    key = f"{kind.replace('_', '-')}-admissions-table"
    return figure_table(
        key,
        (f"{sentence_case(_KINDS[kind])} by month, as supplied",),
        head="Month",
        columns=[(Name(sentence_case(age)), row) for age, row in rows.items()],
        labels=[figure.label_of("month") for figure in rows[ALL]],
        source=(*brief.source(ADMISSIONS), *withheld_words(every)),
    )


def _admissions_chart(brief: Brief, kind: str, drawn: dict[str, tuple[Figure, ...]]) -> Chart:
    over, name = brief.periods.admissions, f"{kind}_admissions"
    rows = {age: brief.row(name, "month", age=age, period=over) for age in AGE_GROUPS}
    every = [figure for row in rows.values() for figure in row]
    words = sentence_case(_KINDS[kind])
    return Chart(
        key=f"{kind.replace('_', '-')}-admissions",
        kind="line",
        title=(f"{words} by month, as supplied",),
        subtitle=(Name(f"{words} of residents, {brief.area.name}, {over.label if over else ''}"),),
        sentence=_admissions_sentence(rows, drawn),
        source=(*brief.source(ADMISSIONS), *withheld_words(every)),
        table=_admissions_table(brief, kind, rows),
        series=tuple(
            Series(Name(sentence_case(age)), row, is_dashed=age == UNDER)
            for age, row in drawn.items()
        ),
    )


def _admissions_sentence(
    rows: dict[str, tuple[Figure, ...]], drawn: dict[str, tuple[Figure, ...]]
) -> tuple[Span, ...]:
    spans: list[Span] = []
    for age, row in rows.items():
        shown = [figure for figure in row if figure.is_shown]
        spans += [sentence_case(age)] if age == ALL else ["People ", *of_age(age)]
        if age not in drawn:
            spans.append(": too few months are shown to draw a line; the table has them. ")
            continue
        spans += [": ", value(shown[-1]), " in ", Name(shown[-1].label_of("month")), ". "]
        if len(shown) < len(row):
            spans.append("The line breaks where a month is suppressed. ")
    return tuple(spans)
