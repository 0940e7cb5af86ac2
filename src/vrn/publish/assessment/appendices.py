"""Chapters: the methods, and appendices: each measure's specification, tables, the change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import OFFENCES, assessment_shapes
from vrn.publish.assessment.writing import ALL, Brief, withheld_words
from vrn.publish.document import Box, Heading, Name, Paragraph, Table
from vrn.publish.phrases import figure_table
from vrn.publish.rules import RULES_OF_THE_ASSESSMENT
from vrn.terms import sentence_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.publish.document import Block, Cell
    from vrn.release.figure import Figure

# A text so short is said again rather than left to another row.
_SHORT = 60


def write_methods(brief: Brief) -> tuple[Block, ...]:
    """The methods in words: rates, intervals, small numbers, and the rules for words."""
    return (
        Heading("Methods", "methods"),
        Paragraph(
            (
                "Rates are events for every ",
                Name("1,000"),
                " residents (",
                Name(brief.residents_label),
                "), with ",
                Name("95%"),
                " limits by Byar's method, exact for counts below ten. Shares have Wilson's "
                "limits. A ratio of two counts has exact limits given their sum. ",
            )
        ),
        Paragraph(
            (
                "Small numbers about violence can name a person. Every cell, and every difference "
                "between a cell and one that contains it, is nought or about ten people or more; "
                "else it is withheld, with a second one that would give it away. This was decided "
                "on exact counts over all released tables at once. Rates, shares and intervals "
                "are made from what may be shown. ",
            )
        ),
        Paragraph(("Words are used by rule: ",)),
        Box("Rules for words", tuple((Name(rule),) for rule in RULES_OF_THE_ASSESSMENT)),
        Paragraph(
            (
                "Every number in this document is a released figure. In the web page each one "
                "leads to its measure, definition, cut, code version, method, numerator and "
                "denominator, and to the files it rests on with their digests. ",
            )
        ),
    )


def write_appendices(brief: Brief) -> tuple[Block, ...]:
    """The technical specification, the data tables by district, and the change log."""
    return (
        Heading("Appendix: technical specification", "specification"),
        _specifications(brief),
        Heading("Appendix: data tables", "data-tables"),
        *_district_years(brief),
        Paragraph(
            (
                "The tables behind the charts stand below each chart on the web, and in the last "
                "chapter on paper. Each can be downloaded as a CSV file with its definition, cut "
                "and source in the first rows. ",
            )
        ),
        Heading("Appendix: change log", "change-log"),
        _change_log(brief),
    )


def _specifications(brief: Brief) -> Table:
    """One row for each measure that the assessment reads, in the order of the plan.

    A text that holds the whole text of a measure above it, as a rate has that of what it counts,
    names that measure instead.
    """
    rows: dict[str, tuple[Cell, ...]] = {}
    above: dict[str, str] = {}
    for shape in assessment_shapes(brief.periods, feeds=brief.feeds):
        if shape.measure not in rows:
            cube = brief.cube(shape.measure, split=shape.split, period=shape.period)
            rows[shape.measure] = _specification(cube.indicator, above)
    return Table(
        key="specification-table",
        title=("Each measure of this document, as the catalogue has it",),
        columns=("Measure", "What it is", "How it is made", "What it does not show"),
        rows=tuple(rows.values()),
        numeric=(False,) * 4,
        source=(Name(f"Source: the catalogue of measures, cut {brief.cut}."),),
    )


def _specification(indicator: Mapping[str, object], above: dict[str, str]) -> tuple[Cell, ...]:
    """The cells of one measure; its own texts are added to those `above`."""
    counted, over = (str(indicator.get(name) or "") for name in ("numerator", "denominator"))
    made = [
        f"Counted: {_ended(counted)}" if counted else "",
        f"Over: {_ended(over)}" if over else "",
        _ended(str(indicator["method"])),
    ]
    texts = [str(indicator["definition"]), str(indicator["caveats"])]
    meaning, caveats = (_without(text, above) for text in texts)
    above |= {text: str(indicator["title"]) for text in texts if len(text) > _SHORT}
    return (
        Name(f"{indicator['title']}, {indicator['unit']} ({indicator['name']})"),
        Name(meaning),
        Name(" ".join(part for part in made if part)),
        Name(caveats),
    )


def _without(text: str, above: Mapping[str, str]) -> str:
    """The text with whatever stands whole in a row above left to that row, the longest first."""
    for known, title in sorted(above.items(), key=lambda item: -len(item[0])):
        text = text.replace(known, f"As for “{title}”.")
    return text


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _district_years(brief: Brief) -> tuple[Block, ...]:
    """Numbers and rates by district and financial year."""
    over = brief.periods.all_years
    if over is None:
        return ()
    tables = []
    for name, words in (
        ("serious_violence", "number of offences"),
        ("serious_violence_rate", "rate"),
    ):
        cells = brief.row(name, "district", "year", age=ALL, period=over)
        tables.append(_by_year(brief, name, words, cells))
    return tuple(tables)


def _by_year(brief: Brief, name: str, words: str, cells: Sequence[Figure]) -> Table:
    held = {(f.code_of("district"), f.code_of("year")): f for f in cells}
    places = dict.fromkeys(figure.code_of("district") for figure in cells)
    years = {f.code_of("year"): f.label_of("year") for f in cells}
    unit = f", {cells[0].unit}" if name.endswith("_rate") else ""
    return figure_table(
        f"{name.replace('_', '-')}-by-district-and-year",
        (Name(f"Serious violence by district and financial year: {words}{unit}, all ages"),),
        head="District",
        columns=[
            (Name(sentence_case(label)), [held[place, year] for place in places])
            for year, label in years.items()
        ],
        labels=[held[place, next(iter(years))].label_of("district") for place in places],
        source=(
            *brief.source(OFFENCES, residents=name.endswith("_rate")),
            *withheld_words(cells),
        ),
    )


def _change_log(brief: Brief) -> Table:
    """What changed, by date: each definition's publication, and the lines that the brief brings."""
    lines = [
        (text.published_on, f"Definition published: {text.title}, {text.label}.")
        for text in brief.definitions.values()
    ]
    rows: list[tuple[Cell, ...]] = [
        (Name(day), Name(words)) for day, words in sorted([*lines, *brief.changes])
    ]
    return Table(
        key="change-log-table",
        title=("What changed, and when",),
        columns=("Date", "What"),
        rows=tuple(rows),
        numeric=(False, False),
        source=(
            Name(
                f"This document is of cut {brief.cut}. A published figure is never edited: a later "
                "cut makes a later edition beside this one."
            ),
        ),
    )
