"""Which attendances after assault the police know of too: planted by giving them victims' lives.

A part of residents' attendances are those of victims of offences that the police recorded in the
same month: sex, age, ethnic group, home and time agree, but for errors stated here. All others are
drawn by themselves, and meet an offence by chance alone. The files bear no sign that joins the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import emergency
from vrn_demo.agencies.clinic import find_sector
from vrn_demo.agencies.codes import CODES
from vrn_demo.agencies.dealing import deal_within, pick
from vrn_demo.agencies.people import ELSEWHERE, MALE, find_ages
from vrn_demo.agencies.records import CANCELLED, OUTSIDE
from vrn_demo.agencies.seasons import HEALTH_MONTHS, POLICE_MONTHS
from vrn_demo.agencies.victims import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_demo.agencies.emergency import Attendances
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.records import Records

AGE_OFF = 0.03
"""Known attendances whose age is one year off: a birthday told wrongly."""
MOVED = 0.04
"""Those whose home sector is another than the police's: a move, or an old address."""
INJURING = ("attempted murder", "intent", "endangering life", "assault")
"""Groups of codes whose victims are hurt; those of the others come to a hospital more rarely."""

_MINUTES_TO_ARRIVE = (20, 300)
"""From the injury to the arrival: at least, and less than."""
_MINUTES_ASTRAY = 15
"""The time of injury that a patient tells lies at most so far from when the offence began."""
_OF_OTHER_CODES, _OF_WOMEN = 0.25, 0.5
"""How likely these come, beside men hurt by an assault: keeps about two men in three."""


@dataclass(frozen=True)
class Known:
    """One entry for each attendance that is an offence too: both by place, and what is written."""

    attendance: np.ndarray
    offence: np.ndarray
    """Its place in the police's records; none stands twice."""
    is_male: np.ndarray
    group: np.ndarray
    age: np.ndarray
    sector: np.ndarray
    """The home sector; empty where the attendance keeps the one it was drawn with."""
    arrived: np.ndarray
    injured: np.ndarray

    def __post_init__(self) -> None:
        """Refuse an offence or an attendance that stands twice."""
        for one in (self.attendance, self.offence):
            if len(np.unique(one)) < len(one):
                raise ValueError("an attendance is one offence at most, and the reverse")


def draw_known(
    planted: Planted,
    attendances: Attendances,
    records: Records,
    *,
    ground: Ground,
    rng: np.random.Generator,
) -> Known:
    """The planted part of residents' attendances after assault of each month and side of 25."""
    rows = could_be_known(attendances)
    side = 2 * attendances.month[rows] + attendances.young[rows]
    shares = [1 - planted.attendances_known, planted.attendances_known]
    groups = 2 * len(HEALTH_MONTHS)
    rows = rows[deal_within(rng, side, np.tile(shares, (groups, 1))) == 1]
    offence = _choose_offences(attendances, rows, records, rng)
    return _write(attendances, rows, offence, records, ground=ground, rng=rng)


def could_be_known(attendances: Attendances) -> np.ndarray:
    """Places of residents' attendances after assault in the months of the police's files."""
    months = [HEALTH_MONTHS.index(month) for month in POLICE_MONTHS if month in HEALTH_MONTHS]
    own = (attendances.intent == emergency.ASSAULT) & (attendances.residence == emergency.RESIDENT)
    return np.flatnonzero(own & np.isin(attendances.month, months))


def find_injuries(records: Records) -> np.ndarray:
    """Whether each offence is one with injury to a resident, in the months of both files."""
    month = records.offences["committed"].astype("datetime64[M]")
    both = np.array([one for one in POLICE_MONTHS if one in HEALTH_MONTHS], dtype="datetime64[M]")
    hurts = _is_of(records, (*INJURING, "homicide"))
    return np.asarray(_stands_of_resident(records) & hurts & np.isin(month, both))


def _stands_of_resident(records: Records) -> np.ndarray:
    """Whether each offence stands, is of a definition and was done to a named resident."""
    table = records.offences
    stands = (table["sort"] != OUTSIDE) & (table["status"] != CANCELLED)
    at_home = records.people.home[np.maximum(table["victim"], 0)] != ELSEWHERE
    return np.asarray(stands & at_home & (table["victim"] != NOBODY))


def _is_of(records: Records, groups: Sequence[str]) -> np.ndarray:
    """Whether each offence bears a code of these groups."""
    return np.array([one.group in groups for one in CODES])[records.offences["code"]]


def _choose_offences(
    attendances: Attendances, rows: np.ndarray, records: Records, rng: np.random.Generator
) -> np.ndarray:
    """An offence for each of these attendances: of its month and its side of 25, none twice."""
    table, people = records.offences, records.people
    committed = table["committed"]
    month = committed.astype("datetime64[M]")
    latest = (month + 1).astype("datetime64[m]") - np.timedelta64(_MINUTES_TO_ARRIVE[1], "m")
    able = _stands_of_resident(records) & ~_is_of(records, ("homicide",)) & (committed < latest)
    able &= month == np.array(POLICE_MONTHS, dtype="datetime64[M]")[table["month"]]
    weights = np.where(_is_of(records, INJURING), 1.0, _OF_OTHER_CODES) * able
    weights *= np.where(people.sex[table["victim"]] == MALE, 1.0, _OF_WOMEN)
    young = find_ages(people.born[table["victim"]], committed) < 25
    months = np.array(HEALTH_MONTHS, dtype="datetime64[M]")
    chosen = np.zeros(len(rows), dtype=int)
    cells = 2 * attendances.month[rows] + attendances.young[rows]
    for cell in np.unique(cells):
        here = np.flatnonzero(cells == cell)
        fits = (month == months[cell // 2]) & (young == bool(cell % 2))
        taken = np.flatnonzero(pick(rng, np.where(fits, weights, 0.0), len(here)))
        chosen[here] = rng.permutation(taken)
    return chosen


def _write(
    attendances: Attendances,
    rows: np.ndarray,
    offence: np.ndarray,
    records: Records,
    *,
    ground: Ground,
    rng: np.random.Generator,
) -> Known:
    """What the hospital writes of these victims, with its errors."""
    table, people = records.offences, records.people
    person, began = table["victim"][offence], table["committed"][offence]
    count = len(rows)
    arrived = began + rng.integers(*_MINUTES_TO_ARRIVE, count).astype("timedelta64[m]")
    astray = rng.integers(-_MINUTES_ASTRAY, _MINUTES_ASTRAY + 1, count).astype("timedelta64[m]")
    ages = find_ages(people.born[person], arrived)
    off = np.where(rng.random(count) < AGE_OFF, rng.choice([-1, 1], count), 0)
    young = attendances.young[rows]
    ages = np.where(young, np.clip(ages + off, 0, 24), np.maximum(ages + off, 25))
    sectors = find_sector(ground.postcodes[:, :1])[people.home[person], 0]
    seconds = rng.integers(0, 60, count).astype("timedelta64[s]")
    return Known(
        attendance=rows,
        offence=offence,
        is_male=people.sex[person] == MALE,
        group=people.group[person],
        age=ages,
        sector=np.where(rng.random(count) < MOVED, "", sectors),
        arrived=arrived.astype("datetime64[s]") + seconds,
        injured=(began + astray).astype("datetime64[s]"),
    )
