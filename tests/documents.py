"""A made-up document with every kind of block, and simple drawings for its charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.figures import make_figure
from vrn.publish.document import (
    Band,
    Box,
    Bullets,
    Chart,
    Document,
    Heading,
    Link,
    Name,
    Note,
    Paragraph,
    Series,
    Shown,
    Table,
)
from vrn.release.outline import Outline
from vrn.terms import Area, Level, Period, months_between

if TYPE_CHECKING:
    from vrn.release.figure import Figure

# A place whose name is written to break every format that does not escape it.
AWKWARD = 'St "Mary" & <b>Co</b> #x $y$ *z* _u_ \\w @v [t] `s` ~r // =q'
PLACES = ("Westmere", "Ashby Vale", AWKWARD, "Northwold")
MONTHS = months_between("2020-11", "2021-12")
MISSING = "2021-05"
MAY = Name("May 2021")
LICENCE = Link(Name("Open Licence v3"), "https://licence.example/v3")
SUPPLIES = {
    f"{number:016x}": {
        "file": f"westmere-{number}.csv",
        "sha256": f"{number:02x}" * 32,
        "supplier": "The made-up police",
        "licence": {"name": "Open Licence v3", "url": "https://licence.example/v3"},
    }
    for number in range(1, 4)
}
SOURCE = (Name("Source: made-up files of cut 1. Definition: the category as published."),)


def place(number: int) -> Area:
    """One of the made-up districts, from 0."""
    return Area(f"Z0000010{number}", PLACES[number], Level.DISTRICT)


def resting_on(*numbers: int) -> dict[str, object]:
    """The provenance of a made-up figure that rests on those of the supplies."""
    return {
        "cut": 1,
        "cut_hash": "c" * 64,
        "definition": "violence, as published",
        "code_version": "test",
        "supplies": [f"{number:016x}" for number in numbers],
    }


def count(**overrides: object) -> Figure:
    """A made-up number of offences that rests on two supplies."""
    return make_figure(provenance=resting_on(1, 2), **overrides)


def rate(value: float, **overrides: object) -> Figure:
    """A made-up rate per 1,000 residents with an interval of a tenth to each side."""
    fields: dict[str, object] = {
        "measure": "violence_rate",
        "title": "Violence offences",
        "unit": "per 1,000 residents a year",
        "value": value,
        "lower": round(value * 0.9, 3),
        "upper": round(value * 1.1, 3),
        "confidence": 0.95,
        "numerator": round(value * 21),
        "denominator": 21000,
        "decimals": 1,
        "method": "Byar's method",
        "provenance": resting_on(1, 2, 3),
    }
    return make_figure(**{**fields, **overrides})


def district_rate(number: int) -> Figure:
    """The made-up rate of a district; that of the fourth is withheld."""
    by = (("district", place(number).code, place(number).name),)
    if number == 3:
        return rate(0.0, place=place(3), by=by, state="withheld", reason="fewer than 10 persons")
    return rate(31.25 - 7 * number, place=place(number), by=by)


def month_figure(month: str) -> Figure:
    """The made-up number of a month; no file was received for one of them."""
    by = (("month", month, Period(month, month).label),)
    if month == MISSING:
        return count(month=month, by=by, state="not available", reason="no file for this month")
    number = 1200 + 40 * MONTHS.index(month)
    return count(month=month, by=by, value=float(number), numerator=number)


def make_outline() -> Outline:
    """Four square districts in a square."""
    corners = ((0.0, 0.0), (50.0, 0.0), (0.0, 40.5), (50.0, 40.5))
    areas = tuple(
        (place(n).code, place(n).name, place(n).code, (_square(*corner, 50.0, 40.5),))
        for n, corner in enumerate(corners)
    )
    return Outline("district", "2021", 100.0, 81.0, areas, ("0" * 15 + "3",))


def _square(x: float, y: float, width: float, height: float) -> tuple[tuple[float, float], ...]:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))


def _line() -> Chart:
    figures = tuple(month_figure(month) for month in MONTHS)
    return Chart(
        key="by-month",
        kind="line",
        title=("Violence rose to ", Shown(figures[-1]), " a month"),
        subtitle=(Name("Offences a month, Westmere, November 2020 to December 2021"),),
        sentence=(
            "The number ran from ",
            Shown(figures[0]),
            " to ",
            Shown(figures[-1]),
            "; no file was received for ",
            MAY,
            ".",
        ),
        source=SOURCE,
        table=Table(
            key="by-month-table",
            title=("Offences by month",),
            columns=("Month", "Offences"),
            rows=tuple((Name(figure.label_of("month")), figure) for figure in figures),
            numeric=(False, True),
            source=SOURCE,
        ),
        series=(Series("all ages", figures),),
        bands=(Band("second lockdown", Period("2020-11", "2020-12")),),
    )


def _map() -> Chart:
    figures = tuple(district_rate(number) for number in range(4))
    return Chart(
        key="by-district",
        kind="map",
        title=("The rate is the highest in ", Name(PLACES[0])),
        subtitle=(Name("Rate per 1,000 residents, 2021"),),
        sentence=(
            "The highest rate is ",
            Shown(figures[0]),
            ", ",
            Shown(figures[0], "interval"),
            ".",
        ),
        source=(*SOURCE, Note(("Districts as drawn in ", Name("2021"), "."))),
        table=Table(
            key="by-district-table",
            title=("Rates by district",),
            columns=("District", "Rate"),
            rows=tuple((Name(figure.place.name), figure) for figure in figures),
            numeric=(False, True),
            source=(),
        ),
        series=(Series("district", figures),),
        by="district",
        outline=make_outline(),
    )


def _table() -> Table:
    figures = [district_rate(number) for number in range(4)]
    return Table(
        key="rates",
        title=("Rates by district", Note(("Residents of ", Name("Census 2021"), "."))),
        columns=("District", Name("Rate per 1,000"), "Interval", "Offences"),
        rows=tuple(
            (Name(figure.place.name), figure, Shown(figure, "interval"), Shown(figure, "numerator"))
            for figure in figures
        ),
        numeric=(False, True, False, True),
        source=(*SOURCE, " Licence: ", LICENCE, "."),
    )


def example_document() -> Document:
    """The example: findings, three chapters, every kind of block, notes, links, hostile text."""
    total, yearly = count(), rate(19.62)
    twice = Note(("Recorded by the police; see ", Link("how it is counted", "#methods"), "."))
    return Document(
        name="example",
        title="An example of Westmere",
        subtitle=("Violence in made-up files, ", Name("January 2021 to December 2021")),
        organisation="Westmere Violence Reduction Network",
        language="en-GB",
        made_up=True,
        findings=(
            ("There were ", Shown(total), " offences", twice, " in the year."),
            ("The rate was ", Shown(yearly), " (", Shown(yearly, "interval"), ")."),
        ),
        blocks=(
            Heading("How much, and which way", "trends"),
            Paragraph(
                (
                    "In ",
                    Name("2021"),
                    " the police of ",
                    Name(AWKWARD),
                    " recorded ",
                    Shown(total),
                    " offences, ",
                    Shown(yearly),
                    " for every ",
                    Name("1,000"),
                    " residents (",
                    Shown(yearly, "interval"),
                    "): ",
                    Shown(yearly, "numerator"),
                    " among ",
                    Shown(yearly, "denominator"),
                    ".",
                    Note(("Recorded crime is not all crime: of ", Shown(total), ", who knows.")),
                )
            ),
            Bullets((("One is ", Shown(district_rate(1)), "."), ("Another is words alone.",))),
            Heading("By month", "months", level=2),
            Paragraph(("Offences are counted by month", twice, ".")),
            _line(),
            Heading("Where", "where"),
            Paragraph(("In ", Name(PLACES[3]), " the rate is ", Shown(district_rate(3)), ".")),
            _map(),
            _table(),
            Heading("Methods", "methods"),
            Box("What these figures cannot show", (("Time of day.",), ("Age or weapon.",))),
            Paragraph(
                (
                    "See ",
                    Link("the trends", "#trends"),
                    ", ",
                    Link("the chart", "#by-month"),
                    ", ",
                    Link("the rates", "#rates"),
                    ", ",
                    Link("the findings", "#key-findings"),
                    " and ",
                    LICENCE,
                    ".",
                )
            ),
        ),
        licence=("Contains made-up information under the ", LICENCE, "."),
    )


def example_drawings() -> dict[str, tuple[str, str]]:
    """A wide and a narrow drawing of each chart, with ids that would clash if kept."""
    return {key: (_drawing(760, 320), _drawing(320, 300)) for key in ("by-month", "by-district")}


def _drawing(width: int, height: int) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="name">'
        '<title id="name">A made-up drawing</title>'
        '<defs><clipPath id="clip0"><rect width="100%" height="100%"/></clipPath></defs>'
        f'<g clip-path="url(#clip0)"><path d="M0 {height} L{width} 20" stroke="#12436D" '
        'stroke-width="3"/><text x="10" y="30" font-size="14" '
        'font-family="VRN Inter, Arial, sans-serif">all ages</text></g></svg>'
    )


def renamed(document: Document, **changes: object) -> Document:
    """The document with some fields changed."""
    return replace(document, **changes)  # type: ignore[arg-type]
