"""A partnership in small: real geography of the made-up area, and a few offences a month."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from vrn import chain
from vrn.terms import unwatched

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)
GEOGRAPHY = (
    ("boundaries/lsoa11_llr.geojson", "boundaries-lsoa-2011"),
    ("boundaries/lsoa21_llr.geojson", "boundaries-lsoa-2021"),
    ("boundaries/lad_llr.geojson", "boundaries-districts"),
    ("lookups/lsoa11_lsoa21_lad22_llr.csv", "area-changes-2011-2021"),
    ("lookups/police_neighbourhoods.csv", "police-neighbourhoods"),
    ("lookups/postcode_sectors.csv", "postcode-sectors"),
)
OFFENCES, PEOPLE = "police-offences", "police-people"
SHAPES = (("serious_violence", ("definition", "age_group", "month")),)


def write_area(folder: Path, *, months: int = 4, offences: int = 40) -> None:
    """Writes a partnership with its geography received, and the police's files still to come.

    `folder` gets `partnership`, and `arriving` with each month's offences and the people in them.
    """
    from vrn_demo.agencies.files import write_agencies
    from vrn_demo.choices import PERIODS, write_choices
    from vrn_demo.files import write_files
    from vrn_demo.partnership import police_area

    files, partnership = folder / "files", folder / "partnership"
    write_files(files, on_progress=unwatched)
    write_agencies(files, on_progress=unwatched)
    name = "Made-up violence reduction network"
    chain.start_for(partnership, police_area(), name=name, made_up=True, periods=PERIODS)
    write_choices(partnership)
    for path, under in GEOGRAPHY:
        assert chain.receive(partnership, files / path, under=under, today=TODAY).is_accepted
    _write_arriving(files / "agencies", folder / "arriving", months=months, offences=offences)


def arriving(folder: Path) -> list[tuple[Path, str]]:
    """The files still to come in their order, each with its agreement."""
    return [(path, path.stem[8:]) for path in sorted((folder / "arriving").iterdir())]


def receive_all(folder: Path, partnership: Path | None = None) -> Path:
    """Receives all files that were still to come, and gives the partnership's folder."""
    place = partnership or folder / "partnership"
    for path, under in arriving(folder):
        receipt = chain.receive(place, path, under=under, today=TODAY)
        assert receipt.is_accepted, receipt.to_text()
    return place


def _write_arriving(agencies: Path, to: Path, *, months: int, offences: int) -> None:
    to.mkdir()
    header, all_offences = rows_of(agencies / "police_offences_2021.csv")
    people_header, all_people = rows_of(agencies / "police_people_2021.csv")
    for month in range(1, months + 1):
        # recorded in the month: DD/MM/YYYY
        of_month = [row for row in all_offences if row[6][3:5] == f"{month:02d}"][:offences]
        numbers = {row[0] for row in of_month}
        people = [row for row in all_people if row[0] in numbers]
        for kind, head, rows in ((OFFENCES, header, of_month), (PEOPLE, people_header, people)):
            path = to / f"2021-{month:02d}-{kind}.csv"
            path.write_text(text_of([head, *rows]), encoding="utf-8")


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


def text_of(rows: list[list[str]]) -> str:
    """The text of a file of these rows."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def release_headlines(folder: Path) -> dict[str, str]:
    """Releases the headlines of the cut that is served; gives each cube's name and its SHA-256."""
    from vrn.chain.measuring import Measuring
    from vrn.chain.tracing import open_register

    measuring = Measuring(folder, today=TODAY)
    cubes = [measuring.cube(name, split=split) for name, split in SHAPES]
    measuring.record(cubes)
    register = open_register(folder)
    return {
        f"{entry.measure} by {', '.join(entry.split)}": entry.sha256
        for entry in register.entries()
        if entry.cut == measuring.cut.number
    }
