"""A made-up partnership's folder, its cubes and outlines kept by the project's own recorders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.web.made_up_cubes import (
    DISTRICTS,
    MONTHS,
    RECEIPTS,
    SPAN,
    WHOLE,
    YEAR,
    cubes,
    small_areas,
)
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
from vrn.release.outline import Outline
from vrn.release.recording import record_cubes, record_document, record_outline
from vrn.release.register import open_released
from vrn.release.signing import make_key, read_private_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


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
            {
                "name": f"{month}/{month}-westmere-street.csv",
                "sha256": "cd" * 32,
                "rows": 2_000 + n,
                "slices": [f"{month} Westmere Police"],
            }
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


def outlines() -> Iterable[Outline]:
    """Small areas as squares in rows of ten, and districts as the bands they fall into."""
    squares = tuple(
        (code, name, district, (_square(n % 10, n // 10),))
        for n, (code, name, district) in enumerate(small_areas())
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
