"""Everything the made-up police hold: every offence with its place and times, and its people.

Offences stand in the order in which they were recorded; the columns are parallel arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.codes import numbers_in
from vrn_demo.agencies.dealing import deal, deal_within
from vrn_demo.agencies.ground import POINTS_OF_A_PIECE
from vrn_demo.agencies.people import People, find_ages
from vrn_demo.agencies.seasons import POLICE_MONTHS
from vrn_demo.agencies.sizes import plan_series
from vrn_demo.agencies.suspects import Suspects, draw_suspects
from vrn_demo.agencies.times import (
    DAY,
    EVENING,
    draw_committed,
    draw_recorded,
    report_late,
    shape_clocks,
)
from vrn_demo.agencies.victims import NOBODY, draw_victims
from vrn_demo.agencies.violence import draw_violence, is_robbery
from vrn_demo.agencies.wider import draw_outside, draw_wider, name_people

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Living
    from vrn_demo.residents import Residents

NARROW, WIDER, OUTSIDE = range(3)
"""Held by both definitions, by duty-2023 alone, by neither: as the offences were drawn."""
RECORDED, RECLASSIFIED, CANCELLED = range(3)
STATED, MIDNIGHT, WINDOW = range(3)
"""A time as it was; the day alone, written as midnight; a stretch of more than an hour."""

_COLUMNS = (
    *("month", "era", "kind", "place", "code", "knife", "domestic", "piece", "victim"),
    *("committed", "recorded"),
)
_LATE = 0.03
_OF_RULES_BEFORE = np.datetime64("2008-04-01", "D"), np.datetime64("2012-03-31", "D")
_REPEATERS_IN_WIDER = 0.02


@dataclass(frozen=True)
class Rows:
    """Rows of the file of people in its order: offence and person by place, and what is missing."""

    offence: np.ndarray
    person: np.ndarray
    is_suspect: np.ndarray
    no_birth: np.ndarray
    no_sex: np.ndarray


@dataclass(frozen=True)
class Records:
    """Offences (columns by name, all of one length), the rows of people, and the people."""

    offences: dict[str, np.ndarray]
    rows: Rows
    people: People

    def __post_init__(self) -> None:
        """Refuse columns of different lengths and rows of offences that are not there."""
        lengths = {len(column) for column in self.offences.values()}
        if len(lengths) != 1 or self.rows.offence.max() >= lengths.pop():
            raise ValueError("columns of offences differ in length, or a person has no offence")


def draw_records(
    planted: Planted,
    living: Living,
    *,
    residents: Residents,
    ground: Ground,
    rng: np.random.Generator,
) -> Records:
    """All offences and people of the police, drawn with `rng` to the planted truth."""
    people = People(ground, residents, living, rng)
    series = plan_series(planted, living, rng)
    clocks = shape_clocks(planted)
    narrow = draw_violence(planted, series, ground, rng)
    narrow["domestic"] = np.zeros(len(narrow["month"]), dtype=bool)
    late = np.isin(narrow["kind"], (DAY, EVENING)) & (rng.random(len(narrow["kind"])) < _LATE)
    _put_times(narrow, clocks, late, rng)
    narrow["victim"] = draw_victims(planted, living.of_bands(), narrow, people=people, rng=rng)
    suspects, repeaters = draw_suspects(planted, living, narrow, people=people, rng=rng)

    others = (
        draw_wider(planted, series.all_ages, ground, rng),
        draw_outside(series.all_ages, ground, rng),
    )
    found = [suspects]
    before = len(narrow["month"])
    for part in others:
        _put_times(part, clocks, part.pop("late"), rng)
        _put_old_times(part, rng)
        one = _draw_other_people(part, repeaters, people=people, rng=rng)
        found.append(Suspects(one.offence + before, one.person))
        before += len(part["month"])
    return _put_together([narrow, *others], found, people, rng)


def _draw_other_people(
    part: dict[str, np.ndarray],
    repeaters: np.ndarray,
    *,
    people: People,
    rng: np.random.Generator,
) -> Suspects:
    """Adds the victims of other offences and gives their suspects.

    A few of these have several offences of serious violence, too; those who have one there are met
    nowhere else, so that every way of counting repeats comes to the same share.
    """
    part["victim"], suspect = name_people(part, people=people, rng=rng)
    offence = np.flatnonzero(suspect != NOBODY)
    known = rng.random(len(offence)) < _REPEATERS_IN_WIDER
    known &= part["committed"][offence] > np.datetime64(f"{POLICE_MONTHS[0]}-01", "m")
    met = rng.choice(repeaters, len(offence))
    return Suspects(offence, np.where(known, met, suspect[offence]))


def _put_times(
    found: dict[str, np.ndarray],
    clocks: np.ndarray,
    late: np.ndarray,
    rng: np.random.Generator,
) -> None:
    """Adds when each offence was committed and recorded; those reported late lie further back."""
    committed = draw_committed(found["kind"], found["month"], clocks, rng)
    found["recorded"] = draw_recorded(committed, found["month"], rng)
    found["committed"] = report_late(committed, late, rng)


def _put_old_times(found: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Puts offences under codes of older rules into the years in which those were in force."""
    old = np.flatnonzero(np.isin(found["code"], numbers_in("legacy")))
    first, last = _OF_RULES_BEFORE
    days = first + rng.integers(0, int((last - first).astype(int)), len(old))
    clock = found["committed"][old] - found["committed"][old].astype("datetime64[D]")
    found["committed"][old] = days.astype("datetime64[m]") + clock


def _put_together(
    parts: list[dict[str, np.ndarray]],
    suspects: list[Suspects],
    people: People,
    rng: np.random.Generator,
) -> Records:
    """All offences in one table by time of recording, with what was cancelled among them."""
    table = {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS}
    table["sort"] = np.repeat([NARROW, WIDER, OUTSIDE], [len(part["month"]) for part in parts])
    count = len(table["sort"])
    again = rng.permutation(count)[: round(gaps.CANCELLED * count)]
    table = {name: np.concatenate([column, column[again]]) for name, column in table.items()}
    table["status"] = np.full(len(table["sort"]), RECORDED)
    table["status"][rng.permutation(count)[: round(gaps.RECLASSIFIED * count)]] = RECLASSIFIED
    table["status"][count:] = CANCELLED
    table["victim"][count:] = NOBODY
    _put_quality(table, rng)
    _put_points(table, rng)
    order = np.argsort(table["recorded"], kind="stable")
    where = np.empty(len(order), dtype=int)
    where[order] = np.arange(len(order))
    offence = where[np.concatenate([one.offence for one in suspects])]
    person = np.concatenate([one.person for one in suspects])
    sorted_table = {name: column[order] for name, column in table.items()}
    rows = _list_people(sorted_table, Suspects(offence, person), people, rng)
    return Records(sorted_table, rows, people)


def _list_people(
    table: dict[str, np.ndarray], suspects: Suspects, people: People, rng: np.random.Generator
) -> Rows:
    """The rows of the file of people: offence by offence, victims first."""
    with_victim = np.flatnonzero(table["victim"] != NOBODY)
    offence = np.concatenate([with_victim, suspects.offence])
    person = np.concatenate([table["victim"][with_victim], suspects.person])
    is_suspect = np.arange(len(offence)) >= len(with_victim)
    order = np.lexsort((is_suspect, offence))
    # few are suspected of robbery: dealt apart, a missing age does not tip the sides of 25
    young = find_ages(people.born[person], table["committed"][offence]) < 25
    groups = 4 * is_robbery(table["code"][offence]) + 2 * is_suspect + young
    no_birth = deal_within(rng, groups, np.tile([1 - gaps.NO_BIRTH, gaps.NO_BIRTH], (8, 1)))
    return Rows(
        offence=offence[order],
        person=person[order],
        is_suspect=is_suspect[order],
        no_birth=no_birth[order] == 1,
        no_sex=rng.random(len(order)) < gaps.NO_SEX,
    )


def _put_quality(table: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Adds what the files say of the times: how well they are known, from when and until when."""
    quality = np.zeros(len(table["sort"]), dtype=int)
    for sort in (NARROW, WIDER, OUTSIDE):
        for era in range(3):
            here = np.flatnonzero((table["sort"] == sort) & (table["era"] == era))
            missing = (gaps.OTHERS_MIDNIGHT, gaps.OTHERS_WINDOW)
            if sort == NARROW:
                missing = (gaps.NO_HOUR_MIDNIGHT, gaps.NO_HOUR_WINDOW)
            quality[here] = deal(rng, len(here), [1 - sum(missing), *missing])
    committed, recorded = table["committed"], table["recorded"]
    # a window needs room before the recording
    minutes = np.where(quality == WINDOW, rng.integers(70, 720, len(quality)), 0)
    stated = committed - minutes.astype("timedelta64[m]")
    midnight = committed.astype("datetime64[D]").astype("datetime64[m]")
    table["stated_from"] = np.where(quality == MIDNIGHT, midnight, stated)
    until = np.minimum(committed + rng.integers(0, 30, len(quality)), recorded)
    shown = (quality == WINDOW) | ((quality == STATED) & (rng.random(len(quality)) < 0.3))
    table["stated_to"] = np.where(shown, until, np.datetime64("NaT", "m"))
    table["quality"] = quality


def _put_points(table: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Adds the point in each piece of ground, and whether the files give a place at all."""
    table["point"] = rng.integers(0, POINTS_OF_A_PIECE, len(table["sort"]))
    placed = np.ones(len(table["sort"]), dtype=bool)
    for era in range(3):
        for sort in (NARROW, WIDER, OUTSIDE):
            here = np.flatnonzero((table["sort"] == sort) & (table["era"] == era))
            placed[here] = deal(rng, len(here), [gaps.NOT_PLACED, gaps.PLACED])
    table["placed"] = placed
