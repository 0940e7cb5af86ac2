"""Writes the agencies' made-up files into a folder, and what was planted beside them.

The same seed and the same planted truth give the same bytes. Nothing in the files is real.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vrn.terms import unwatched
from vrn_demo.agencies import admissions, ambulance, emergency, police_files, spoils
from vrn_demo.agencies.further import make_further
from vrn_demo.agencies.ground import survey
from vrn_demo.agencies.known import draw_known
from vrn_demo.agencies.planted import REPORTED
from vrn_demo.agencies.records import draw_records
from vrn_demo.agencies.second_records import tell_second_records
from vrn_demo.agencies.sizes import read_living
from vrn_demo.agencies.truth import tell_truth
from vrn_demo.agencies.unit_table import TABLE, make_unit_table
from vrn_demo.files import SEED, draw_places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vrn.terms import Progress
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.spoils import HeldBack, Spoil

FOLDER = "agencies"
TRUTH = "known_truth_agencies.json"
AMBULANCE = f"{FOLDER}/ambulance_calls.csv"
ATTENDANCES = f"{FOLDER}/ae_attendances_2018-10_2021-10.csv"
ADMISSIONS = f"{FOLDER}/hospital_admissions_monthly.csv"


def name_offences(year: str) -> str:
    """The file of the offences recorded in a year."""
    return f"{FOLDER}/police_offences_{year}.csv"


def name_people(year: str) -> str:
    """The file of the people of the offences recorded in a year."""
    return f"{FOLDER}/police_people_{year}.csv"


def write_agencies(
    folder: Path,
    *,
    seed: int = SEED,
    planted: Planted = REPORTED,
    on_progress: Progress = unwatched,
) -> list[Path]:
    """Write the agencies' files and their truth below a folder and give their paths, truth last.

    Offences come before people, as the door wants them. Files of these names that are already
    there are written over; others are left. Residents are those of `write_files` of the same seed.
    """
    contents = make_agencies(seed, planted=planted)
    written = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
        on_progress(len(written), len(contents), name)
    return written


def make_agencies(seed: int = SEED, *, planted: Planted = REPORTED) -> dict[str, bytes]:
    """The bytes of every file of the agencies by its name below the folder; touches no disk."""
    police, writing, calls, hospital, admitted, spoiling, meeting, others, again = (
        np.random.default_rng(part) for part in np.random.SeedSequence([seed, 1]).spawn(9)
    )
    places = draw_places(seed)
    living = read_living(places.residents)
    ground = survey(places, police)
    records = draw_records(planted, living, residents=places.residents, ground=ground, rng=police)
    refs = police_files.number_offences(records.offences["recorded"])
    callouts = ambulance.draw_callouts(planted, living, calls)
    attendances = emergency.draw_attendances(planted, living, hospital)
    known = draw_known(planted, attendances, records, ground=ground, rng=meeting)
    admission = admissions.draw_admissions(planted, living, admitted)
    offences = police_files.list_offences(records, refs, ground, writing)
    people = police_files.list_people(records, refs, ground, writing, again=again)
    tables = [
        *_offence_tables(offences),
        *_people_tables(people),
        _callout_table(ambulance.list_callouts(callouts, living, ground, calls)),
        _attendance_table(
            emergency.list_attendances(attendances, living, ground, known=known, rng=hospital)
        ),
    ]
    unit_table, treated = make_unit_table(others)
    spelt = [_spell(table, spoiling) for table in tables]
    truth = tell_truth(
        planted,
        records,
        ground=ground,
        living=living,
        callouts=callouts,
        attendances=attendances,
        known=known,
        admissions=admission,
    )
    told = {**truth, "assaults_treated": treated, "second_records": tell_second_records()}
    held = [one for _, of_one in spelt for one in of_one]
    return {
        **{table.name: content for table, (content, _) in zip(tables, spelt, strict=True)},
        ADMISSIONS: admissions.spell_admissions(admission).encode("utf-8"),
        **make_further([row for rows in people.values() for row in rows], others),
        TABLE: unit_table,
        TRUTH: _spell_truth(seed, told, held, tables),
    }


@dataclass(frozen=True)
class _Table:
    """A file before it is written: its good rows, how it is spelt, and how rows are spoilt."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    spoils: Sequence[Spoil]
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    line_end: str = "\r\n"


def _offence_tables(by_year: dict[str, list[tuple[str, ...]]]) -> list[_Table]:
    header, spoilt = police_files.OFFENCE_HEADER, spoils.OFFENCE_SPOILS
    return [_Table(name_offences(year), header, rows, spoilt) for year, rows in by_year.items()]


def _people_tables(by_year: dict[str, list[tuple[str, ...]]]) -> list[_Table]:
    header, spoilt = police_files.PEOPLE_HEADER, spoils.PEOPLE_SPOILS
    return [_Table(name_people(year), header, rows, spoilt) for year, rows in by_year.items()]


def _callout_table(rows: list[tuple[str, ...]]) -> _Table:
    return _Table(
        AMBULANCE, ambulance.HEADER, rows, spoils.CALLOUT_SPOILS, encoding="cp1252", delimiter=";"
    )


def _attendance_table(rows: list[tuple[str, ...]]) -> _Table:
    return _Table(
        ATTENDANCES,
        emergency.HEADER,
        rows,
        spoils.ATTENDANCE_SPOILS,
        encoding="utf-8",
        line_end="\n",
    )


def _spell(table: _Table, rng: np.random.Generator) -> tuple[bytes, list[HeldBack]]:
    """The bytes of a file with its spoilt rows, and where those stand."""
    rows, held = spoils.spoil_rows(
        table.name, table.header, table.rows, spoils=table.spoils, rng=rng
    )
    text = spoils.spell_rows(table.header, rows, delimiter=table.delimiter, line_end=table.line_end)
    return text.encode(table.encoding), held


def _spell_truth(
    seed: int, truth: dict[str, Any], held: list[HeldBack], tables: list[_Table]
) -> bytes:
    """The text of the truth file; its first line says that all of it is made up."""
    told = {
        "what": "Everything in the agencies' files is made up by vrn_demo: nobody and nothing "
        "in them is real.",
        "seed": seed,
        "rows_good": {table.name: len(table.rows) for table in tables},
        "held_back": [asdict(one) for one in held],
        **truth,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
