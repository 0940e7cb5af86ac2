"""A made-up partnership's folder, its cubes and outlines kept by the project's own recorders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.figures import make_figure
from vrn.publish.document import (
    Box,
    Chart,
    Document,
    Heading,
    Name,
    Note,
    Paragraph,
    Series,
    Shown,
    Table,
)
from vrn.publish.editions import publish
from vrn.release.cube import Cube
from vrn.release.outline import Outline
from vrn.release.recording import record_cubes, record_document, record_outline
from vrn.release.register import open_released
from vrn.release.signing import make_key, read_private_key
from vrn.terms import Area, Level, Period, month_label, months_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from vrn.release.figure import Figure

DISTRICTS = (
    Area("Z07000001", "Hollow Vale", Level.DISTRICT),
    Area("Z07000002", "Ashmarsh", Level.DISTRICT),
    Area("Z07000003", "Tarnbridge", Level.DISTRICT),
    Area("Z07000004", "Over Kell", Level.DISTRICT),
    Area("Z07000005", "Saltwick", Level.DISTRICT),
)
WHOLE = Area("westmere", "Westmere", Level.WHOLE)
MONTHS = months_between("2021-01", "2022-10")
MISSING = ("2021-08", "2021-09")
YEAR = Period("2021-11", "2022-10")
SPAN = Period("2021-01", "2022-10")
RECEIPTS = ("5a5e1f0c9b7d", "0b6a4c2d8e1f")
SMALL_AREAS = 130


def build_folder(folder: Path) -> Path:
    """Writes the folder, releases its cubes and outlines; nothing is published in it."""
    write_text(folder)
    key = folder / "keys" / "release.key"
    make_key(key, folder / "release.pub")
    private = read_private_key(key)
    record_cubes(folder / "released", cubes(), supplies=SUPPLIES, key=private)
    for outline in outlines():
        record_outline(folder / "released", outline, cut=1, key=private)
    return folder


def publish_profile(folder: Path, *, title: str = "Open data profile: Westmere") -> str:
    """Publishes a short profile of the folder's released figures and gives its edition."""
    document = _profile(folder, title)
    edition = publish(
        document,
        folder=folder / "published",
        supplies=SUPPLIES,
        brand="#12436D",
        on_progress=lambda done, total, what: None,
    )
    record_document(
        folder / "released",
        name=document.name,
        edition=edition.name,
        title=document.title,
        files=edition.files,
        uses=edition.uses,
    )
    return edition.name


def _profile(folder: Path, title: str) -> Document:
    register = open_released(folder / "released", folder / "release.pub")
    months = register.cube("violence", split=("month",), period=SPAN).figures
    rate = register.cube("violence_rate", period=YEAR).only
    count = register.cube("violence", period=YEAR).only
    table = Table(
        key="violence-by-month-table",
        title=("Violence by month",),
        columns=("Month", "Number"),
        rows=tuple((Name(figure.label_of("month")), figure) for figure in months),
        numeric=(False, True),
        source=("Source: made-up files.",),
    )
    chart = Chart(
        key="violence-by-month",
        kind="line",
        title=("Violence by month",),
        subtitle=("Offences a month",),
        sentence=("The last month had ", Shown(months[-1]), "."),
        source=("Source: made-up files.",),
        table=table,
        series=(Series("Westmere", months),),
    )
    finding = (
        "There were ",
        Shown(count),
        " offences, ",
        Shown(rate),
        " (",
        Shown(rate, "interval"),
        ").",
    )
    return Document(
        name="profile",
        title=title,
        subtitle=("Violence in made-up files, ", Name(SPAN.label)),
        organisation="Westmere violence reduction network",
        language="en",
        made_up=True,
        findings=(finding,),
        blocks=(
            Heading("How much", "how-much"),
            Paragraph((*finding, Note(("Counted as published.",)))),
            chart,
            Heading("What it cannot show", "limits"),
            Box("No time of day", (("Such files hold the month alone.",),)),
        ),
        licence=("Contains made-up public sector information.",),
    )


def write_text(folder: Path, *, brand_colour: str = "#12436D", made_up: bool = True) -> None:
    """Writes the partnership's own text."""
    districts = "".join(
        f'[[districts]]\ncode = "{area.code}"\nname = "{area.name}"\n' for area in DISTRICTS
    )
    text = f"""
name = "Westmere violence reduction network"
area_code = "{WHOLE.code}"
area_name = "{WHOLE.name}"
made_up = {str(made_up).lower()}
forces = ["Westmere Police"]
small_area_vintage = "2021"
residents = "census-2021"
residents_by_age = "mid-2020"
deprivation = "2025"
language = "en"
brand_colour = "{brand_colour}"
{districts}"""
    (folder / "partnership.toml").write_text(text, encoding="utf-8")


SUPPLIES: Mapping[str, Mapping[str, Any]] = {
    RECEIPTS[0]: {
        "id": RECEIPTS[0],
        "agreement": "street-crime",
        "title": "Street-level crime, as published",
        "feed": "street-crime",
        "supplier": "Police of Westmere",
        "file": "2022-10-westmere-street.zip",
        "bytes": 1_234_567,
        "sha256": "ab" * 32,
        "received_on": "2023-01-09",
        "rows_read": 48_210,
        "rows_loaded": 48_203,
        "rows_held_back": 7,
        "members": [
            {"name": f"{month}/{month}-westmere-street.csv", "sha256": "cd" * 32, "rows": 2_000 + n}
            for n, month in enumerate(MONTHS)
        ],
        "period_from": "2021-01",
        "period_to": "2022-10",
        "licence": {
            "name": "Open Government Licence v3.0",
            "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "statement": "Contains public sector information licensed under the OGL v3.0.",
        },
    },
    RECEIPTS[1]: {
        "id": RECEIPTS[1],
        "agreement": "residents",
        "title": "Residents by small area",
        "feed": "residents",
        "supplier": "Office of Made-up Numbers",
        "file": "residents.csv",
        "bytes": 9_876,
        "sha256": "ef" * 32,
        "received_on": "2023-01-09",
        "rows_read": 130,
        "rows_loaded": 130,
        "rows_held_back": 0,
        "members": [],
        "period_from": None,
        "period_to": None,
        "licence": {"name": "Open Government Licence v3.0", "url": "", "statement": ""},
    },
}


def cubes() -> tuple[Cube, ...]:
    """Counts and rates of two offences in the shapes that the platform releases."""
    made: list[Cube] = []
    for name, title, size in (("violence", "Violence", 900), ("robbery", "Robbery", 60)):
        count = _indicator(name, title, "offences", 0)
        rate = _indicator(f"{name}_rate", f"{title} rate", "per 1,000 residents a year", 1)
        made.append(_cube(count, (), YEAR, [_count(count, size * 12)]))
        made.append(_cube(count, ("month",), SPAN, [_month(count, m, size) for m in MONTHS]))
        made.append(_cube(count, ("district",), YEAR, _districts(count, size)))
        made.append(_cube(count, ("district", "month"), SPAN, _crossed(count, size)))
        made.append(_cube(rate, (), YEAR, [_rate(rate, size / 40)]))
        made.append(_cube(rate, ("month",), SPAN, _month_rates(rate, size)))
        made.append(_cube(rate, ("district",), YEAR, _district_rates(rate, size)))
        made.append(_cube(rate, ("deprivation_2025",), YEAR, _tenths(rate, size)))
        made.append(_cube(rate, ("small_area",), YEAR, _small_areas(rate, size)))
    blank = _indicator("weapons", "Possession of weapons", "offences", 0)
    gone = make_figure(**_of(blank), state="not available", reason="no month of it was received")
    made.append(_cube(blank, (), YEAR, [gone]))
    formula = _indicator("formula", "=HYPERLINK('x')", "offences", 0)
    made.append(_cube(formula, (), YEAR, [_count(formula, 11)]))
    return tuple(made)


def outlines() -> Iterable[Outline]:
    """Small areas as squares in rows of ten, and districts as the bands they fall into."""
    squares = tuple(
        (code, name, district, (_square(n % 10, n // 10),))
        for n, (code, name, district) in enumerate(_areas())
    )
    bands = tuple(
        (area.code, area.name, area.code, (_band(n),)) for n, area in enumerate(DISTRICTS)
    )
    parts = (("small area", squares), ("district", bands))
    for level, areas in parts:
        yield Outline(level, "2021", 100.0, 130.0, areas, (RECEIPTS[1],))


def _square(x: int, y: int) -> tuple[tuple[float, float], ...]:
    left, top = x * 10.0, y * 10.0
    right, bottom = left + 10, top + 10
    return ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))


def _band(number: int) -> tuple[tuple[float, float], ...]:
    top, bottom = number * 26.0, number * 26.0 + 26
    return ((0.0, top), (100.0, top), (100.0, bottom), (0.0, bottom), (0.0, top))


def _areas() -> Iterable[tuple[str, str, str]]:
    for number in range(SMALL_AREAS):
        district = DISTRICTS[number // 26]
        yield f"Z01{number:06d}", f"{district.name} {number % 26 + 1:03d}A", district.code


def _indicator(name: str, title: str, unit: str, decimals: int) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "definition": f"{title}: every record of the category as published.",
        "rationale": "A made-up measure to try pages with.",
        "unit": unit,
        "method": "Counted; rates with Byar's limits.",
        "source": "Made-up street-level files.",
        "caveats": "Such files hold no time of day, weapon or age.",
        "numerator": "records of the category",
        "denominator": "residents" if decimals else "",
        "decimals": decimals,
    }


def _cube(
    indicator: Mapping[str, Any], split: tuple[str, ...], period: Period, found: Iterable[Figure]
) -> Cube:
    return Cube(indicator=indicator, split=split, where=(), period=period, figures=tuple(found))


def _of(indicator: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "measure": indicator["name"],
        "title": indicator["title"],
        "unit": indicator["unit"],
        "decimals": indicator["decimals"],
        "place": WHOLE,
        "period": YEAR,
        "provenance": {
            "cut": 1,
            "cut_hash": "c" * 64,
            "definition": indicator["definition"],
            "code_version": "0.1.0+0123456789ab",
            "supplies": list(RECEIPTS if indicator["decimals"] else RECEIPTS[:1]),
        },
    }


def _count(indicator: Mapping[str, Any], number: int, **parts: Any) -> Figure:
    return make_figure(**{**_of(indicator), "value": float(number), "numerator": number, **parts})


def _month(indicator: Mapping[str, Any], month: str, size: int, **parts: Any) -> Figure:
    by = [["month", month, month_label(month)], *parts.pop("by", [])]
    if month in MISSING:
        why = {"state": "not available", "reason": "no file was received for this month"}
        return make_figure(**{**_of(indicator), "month": month, "by": by, **why, **parts})
    number = size + (int(month[5:]) * 37 + int(month[:4]) * 11) % (size // 3)
    return _count(indicator, number, month=month, by=by, **parts)


def _districts(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _count(indicator, size * (5 - n), place=area, by=[["district", area.code, area.name]])
        for n, area in enumerate(DISTRICTS)
    ]


def _crossed(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _month(
            indicator,
            month,
            max(6, size // (n + 2)),
            place=area,
            by=[["district", area.code, area.name]],
        )
        for n, area in enumerate(DISTRICTS)
        for month in MONTHS
    ]


def _rate(indicator: Mapping[str, Any], value: float, **parts: Any) -> Figure:
    limits = {"lower": value * 0.93, "upper": value * 1.07}
    counted = {"numerator": int(value * 40), "denominator": 40_000.0}
    return make_figure(**{**_of(indicator), "value": value, **limits, **counted, **parts})


def _month_rates(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    """Rates of a month, which say so in their unit."""
    return [
        _rate(
            {**indicator, "unit": "per 1,000 residents a month"},
            (size + n) / 480,
            month=month,
            by=[["month", month, month_label(month)]],
        )
        for n, month in enumerate(MONTHS)
    ]


def _district_rates(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _rate(
            indicator,
            size / (30 + 4 * n),
            place=area,
            by=[["district", area.code, area.name]],
        )
        for n, area in enumerate(DISTRICTS)
    ]


def _tenths(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    words = {1: "1 (most deprived)", 10: "10 (least deprived)"}
    return [
        _rate(
            indicator,
            size / (20 + 5 * n),
            by=[["deprivation_2025", str(n), f"Tenth {words.get(n, n)}"]],
        )
        for n in range(1, 11)
    ]


def _small_areas(indicator: Mapping[str, Any], size: int) -> list[Figure]:
    return [
        _rate(
            indicator,
            size / (20 + (n * 7) % 61),
            place=Area(code, name, Level.SMALL_AREA),
            by=[["small_area", code, name]],
        )
        for n, (code, name, _) in enumerate(_areas())
    ]
