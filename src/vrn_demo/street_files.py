"""The made-up offences as monthly files and archives, spelt as police.uk publishes them.

A few rows are spoilt on purpose, so that a check has something to hold back; each is told in the
list of what was planted.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn_demo.area import FORCE
from vrn_demo.offences import EARLIER_MONTHS, LATER_MONTHS
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from vrn_demo.area import MadeUpArea
    from vrn_demo.offences import Offence

HEADER = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
_MONTH, _LONGITUDE, _LATITUDE, _AREA_NAME = 1, 4, 5, 8

ARCHIVES = {
    f"police-uk_leicestershire_{months[0]}_{months[-1]}.zip": months
    for months in (EARLIER_MONTHS, LATER_MONTHS)
}
"""Name of each archive and the months in it."""

SPOILT = {
    "2021-06": ("impossible month", "coordinates swapped", "coordinates 0,0"),
    "2024-02": ("coordinates in metres",),
}
"""What is wrong with the rows that are spoilt, by month of the file; one row each."""

_STAMP = (2024, 6, 1, 12, 0, 0)
_READABLE_BY_ALL = 0o644 << 16
_MADE_ON_UNIX = 3


@dataclass(frozen=True)
class HeldBack:
    """A spoilt row: `line` is its line in the member file, the header being line 1."""

    archive: str
    member: str
    line: int
    reason: str


@dataclass(frozen=True)
class MonthFile:
    """One monthly file: its text, its good offences, and the rows that a check must hold back."""

    archive: str
    member: str
    text: str
    offences: tuple[Offence, ...]
    held_back: tuple[HeldBack, ...]

    def __post_init__(self) -> None:
        """Refuse a file that loses a row: header, good ones and held back are all there is."""
        if self.text.count("\r\n") != 1 + len(self.offences) + len(self.held_back):
            raise ValueError(f"{self.member}: rows are not those loaded and those held back")


def spell_months(
    area: MadeUpArea, drawn: dict[str, list[Offence]], rng: np.random.Generator
) -> list[MonthFile]:
    """Every monthly file of every archive, in the order of the months."""
    names = {place.code: place.name for place in (*area.areas_2011, *area.areas_2021)}
    return [
        _spell_month(area, names, archive=archive, month=month, offences=drawn[month], rng=rng)
        for archive, months in ARCHIVES.items()
        for month in months
    ]


def pack(files: Iterable[MonthFile]) -> bytes:
    """The bytes of an archive of monthly files; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            member = zipfile.ZipInfo(file.member, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _READABLE_BY_ALL
            member.create_system = _MADE_ON_UNIX
            archive.writestr(member, file.text.encode("utf-8"))
    return packed.getvalue()


def _spell_month(
    area: MadeUpArea,
    names: dict[str, str],
    *,
    archive: str,
    month: str,
    offences: list[Offence],
    rng: np.random.Generator,
) -> MonthFile:
    """One monthly file: rows in the order of small-area names, those without a place last."""
    pairs = [(offence, spell_row(area, names, offence)) for offence in offences]
    pairs.sort(key=lambda pair: (pair[1][_AREA_NAME] == "", pair[1][_AREA_NAME]))
    member = f"{month}/{month}-leicestershire-street.csv"
    located = [n for n, (_, row) in enumerate(pairs) if row[_AREA_NAME]]
    reasons = SPOILT.get(month, ())
    spoilt = dict(zip(rng.choice(located, len(reasons), replace=False), reasons, strict=True))
    for place, reason in spoilt.items():
        spoil_row(pairs[place][1], reason)
    return MonthFile(
        archive=archive,
        member=member,
        text=spell_table(HEADER, [row for _, row in pairs], line_end="\r\n"),
        offences=tuple(offence for n, (offence, _) in enumerate(pairs) if n not in spoilt),
        held_back=tuple(
            HeldBack(archive, member, int(place) + 2, spoilt[place]) for place in sorted(spoilt)
        ),
    )


def spell_row(area: MadeUpArea, names: dict[str, str], offence: Offence) -> list[str]:
    """The twelve cells of one row; small-area codes are of 2021 in the later months only."""
    where = ["", "", "No Location", "", ""]
    spot = offence.spot
    if spot is not None:
        code = spot.code
        if spot.piece is not None:
            piece = area.pieces[spot.piece]
            code = piece.code_2021 if offence.month in LATER_MONTHS else piece.code_2011
        name = spot.name or names[code]
        where = [f"{spot.longitude:.6f}", f"{spot.latitude:.6f}", spot.location, code, name]
    who = [offence.crime_id, offence.month, FORCE, FORCE]
    return [*who, *where, offence.crime_type, offence.outcome, ""]


def spoil_row(row: list[str], reason: str) -> None:
    """Make one row wrong in the way the reason says."""
    if reason == "impossible month":
        row[_MONTH] = f"{row[_MONTH][:4]}-13"
    elif reason == "coordinates swapped":
        row[_LONGITUDE], row[_LATITUDE] = row[_LATITUDE], row[_LONGITUDE]
    elif reason == "coordinates 0,0":
        row[_LONGITUDE], row[_LATITUDE] = "0.000000", "0.000000"
    elif reason == "coordinates in metres":
        row[_LONGITUDE], row[_LATITUDE] = "458912.000000", "304527.000000"
    else:
        raise ValueError(f"there is no way to spoil a row by {reason}")
