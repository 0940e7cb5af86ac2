"""Rows that a check at the door must hold back: few, each told by file and line in the truth.

A spoilt row is one more row, made from a good one: what is counted never stands in it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np

Row = list[str]


@dataclass(frozen=True)
class Spoil:
    """One way to spoil a row: `reason` in words, `change` gives the row that must be held back.

    `change` takes the good row by header, and a running number for a reference of its own.
    """

    reason: str
    change: Callable[[dict[str, str], int], dict[str, str]]


@dataclass(frozen=True)
class HeldBack:
    """A spoilt row: `line` is its line in the file, the header being line 1."""

    file: str
    line: int
    reason: str


def spoil_rows(
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    spoils: Sequence[Spoil],
    rng: np.random.Generator,
) -> tuple[list[Sequence[str]], list[HeldBack]]:
    """The rows with one spoilt row more for each spoil, and where those stand.

    Rows of a record that runs over several lines are not expected, so a row is a line.
    """
    kept = list(rows)
    places = sorted(int(n) for n in rng.choice(len(kept) - 2, len(spoils), replace=False) + 1)
    held = []
    for added, (place, spoil) in enumerate(zip(places, spoils, strict=True)):
        good = dict(zip(header, rows[place], strict=True))
        changed = spoil.change(good, added)
        kept.insert(place + added, [changed[column] for column in header])
        held.append(HeldBack(name, place + added + 2, spoil.reason))
    return kept, held


def spell_rows(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    line_end: str = "\n",
) -> str:
    """The text of a table with this delimiter; only cells that need it are quoted."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _next_ref(row: dict[str, str], number: int) -> str:
    """A crime reference that no good row bears, of the same year."""
    return f"{row['CRIME REF'][:2]}-9{number:06d}"


OFFENCE_SPOILS = (
    Spoil(
        "recorded before it was committed",
        lambda row, n: (
            row
            | {"CRIME REF": _next_ref(row, n), "COMMITTED FROM": _later(row["RECORDED AT"])}
            | {"COMMITTED TO": ""}
        ),
    ),
    Spoil(
        "an end before the start",
        lambda row, n: (
            row | {"CRIME REF": _next_ref(row, n), "COMMITTED TO": _earlier(row["COMMITTED FROM"])}
        ),
    ),
    Spoil(
        "an easting alone",
        lambda row, n: row | {"CRIME REF": _next_ref(row, n), "EASTING": "458900", "NORTHING": ""},
    ),
    Spoil(
        "a status that the mapping does not know",
        lambda row, n: row | {"CRIME REF": _next_ref(row, n), "STATUS": "Reopened"},
    ),
)
PEOPLE_SPOILS = (
    Spoil(
        "an offence that is not held",
        lambda row, n: row | {"CRIME REF": f"{row['CRIME REF'][:2]}-99{n:05d}"},
    ),
    Spoil("a role that the mapping does not know", lambda row, _: row | {"ROLE": "Witness"}),
    Spoil("a day of birth after today", lambda row, _: row | {"DOB": "01/01/2093"}),
)
CALLOUT_SPOILS = (
    Spoil(
        "arrived before the call",
        lambda row, n: (
            row | {"Incident number": f"99{n:04d}", "Arrived at scene": "2018-01-01 00:00:00"}
        ),
    ),
    Spoil("an age of 999", lambda row, n: row | {"Incident number": f"98{n:04d}", "Age": "999"}),
)
ATTENDANCE_SPOILS = (
    Spoil(
        "arrived before the injury",
        lambda row, n: row | {"AttendanceNo": f"X{n:05d}", "InjuryDateTime": "2022-01-01T00:00:00"},
    ),
    Spoil("an age of -1", lambda row, n: row | {"AttendanceNo": f"Y{n:05d}", "AgeAtArrival": "-1"}),
)


def _later(time: str) -> str:
    """The same clock time on the last day of the same year."""
    return f"31/12/{time[6:10]} 23:59"


def _earlier(time: str) -> str:
    """The same clock time a year before."""
    return f"{time[:6]}{int(time[6:10]) - 1}{time[10:]}"
