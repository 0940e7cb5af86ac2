"""When made-up offences are committed and recorded: day, hour and minute by the kind of occasion.

Local wall-clock time in whole minutes. Five kinds of occasion have clocks of their own: two of the
night-time economy, the end of the school day, and the rest by day and by evening.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.dealing import deal, deal_within
from vrn_demo.agencies.seasons import CLOSED, POLICE_MONTHS, days_of, has_school, weekday_of

if TYPE_CHECKING:
    from vrn_demo.agencies.planted import Planted

PREMISES, NIGHT_STREET, SCHOOL, DAY, EVENING = range(5)
"""Kinds of occasion; the first two are linked to the night-time economy."""
HOME = 5
"""The clock of what happens behind doors: all hours, most of them in the evening."""

_NIGHT_HOURS = (18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5)
_OUT_AT_NIGHT = np.array([0.5, 0.45, 0.6, 0.8, 1.8, 2.6, 1.6])
"""How busy the night that begins on each weekday is, Monday first."""
_BY_DAY = (0.02, 0.03, 0.05, 0.06, 0.07, 0.08, 0.10, 0.10, 0.11, 0.12, 0.13, 0.13)
_BY_EVENING = (0.21, 0.20, 0.17, 0.13, 0.09, 0.06, 0.05, 0.03, 0.03, 0.02, 0.005, 0.005)
_AT_HOME = (
    *(4.5, 3.2, 2.4, 1.6, 1.2, 1.0, 1.4, 2.2, 3.0, 3.4, 3.8, 4.0, 4.4, 4.2, 4.4, 4.8, 5.2, 5.6),
    *(6.0, 6.2, 6.4, 6.4, 6.2, 5.6),
)


def shape_clocks(planted: Planted) -> np.ndarray:
    """How likely each hour (column) is for each kind of occasion (row); rows add up to 1."""
    clocks = np.zeros((6, 24))
    night = [_near(_NIGHT_HOURS.index(planted.night_peak), place) for place in range(12)]
    clocks[PREMISES, _NIGHT_HOURS] = night
    clocks[NIGHT_STREET, _NIGHT_HOURS] = night
    for step, share in zip((-1, 0, 1, 2), (0.10, 0.62, 0.20, 0.08), strict=True):
        clocks[SCHOOL, min(planted.afternoon_peak + step, 17)] += share
    clocks[DAY, range(6, 18)] = _BY_DAY
    clocks[EVENING, _NIGHT_HOURS] = _BY_EVENING
    clocks[HOME] = _AT_HOME
    return clocks / clocks.sum(axis=1, keepdims=True)


def _near(peak: int, place: int) -> float:
    """How busy an hour of the night is by its distance from the busiest one."""
    return float(np.exp(-0.62 * (peak - place) if place < peak else -0.40 * (place - peak)))


def draw_days(kind: np.ndarray, month: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The day on which each occasion begins; a night out is dated by its evening."""
    days = np.zeros(len(kind), dtype="datetime64[D]")
    for number, name in enumerate(POLICE_MONTHS):
        of_month = days_of(name)
        weights = {SCHOOL: has_school(of_month).astype(float)}
        nights = _OUT_AT_NIGHT[weekday_of(of_month)]
        for one in range(6):
            here = np.flatnonzero((month == number) & (kind == one))
            if len(here):
                even = nights if one in (PREMISES, NIGHT_STREET) else np.ones(len(of_month))
                days[here] = of_month[deal(rng, len(here), weights.get(one, even))]
    return days


def draw_committed(
    kind: np.ndarray, month: np.ndarray, clocks: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Local time in minutes at which each offence began, inside its month as far as that goes.

    Minutes are mostly multiples of five, as people remember; midnight itself is never drawn,
    because files use it for a time that nobody knows.
    """
    days = draw_days(kind, month, rng)
    # dealt apart while everything is closed, so that the hours of those few months are as planted
    closed = np.isin(month, [POLICE_MONTHS.index(name) for name in CLOSED])
    hours = deal_within(rng, 2 * kind + closed, np.repeat(clocks, 2, axis=0))
    at_night = (hours < 6) & np.isin(kind, (PREMISES, NIGHT_STREET, EVENING))
    minutes = rng.integers(0, 60, len(kind))
    minutes = np.where(rng.random(len(kind)) < 0.75, minutes // 5 * 5, minutes)
    minutes = np.where((hours == 0) & (minutes == 0), 5, minutes)
    days = days + at_night.astype("timedelta64[D]")
    last = last_minute(month).astype("datetime64[D]")
    # a night that would end in the next month is taken a week earlier, on the same weekday
    days = days - np.where(days > last, 7, 0).astype("timedelta64[D]")
    return days.astype("datetime64[m]") + (60 * hours + minutes).astype("timedelta64[m]")


def last_minute(month: np.ndarray) -> np.ndarray:
    """The last minute of each month, by its place in POLICE_MONTHS."""
    after = np.array(POLICE_MONTHS, dtype="datetime64[M]")[month] + 1
    return after.astype("datetime64[m]") - np.timedelta64(1, "m")


def draw_recorded(committed: np.ndarray, month: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """When each offence was recorded: hours or days after, always in the month it belongs to."""
    delay = (20 + rng.exponential(500, len(committed))).astype(int)
    recorded = committed + delay.astype("timedelta64[m]")
    return np.maximum(np.minimum(recorded, last_minute(month)), committed)


def report_late(committed: np.ndarray, late: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The times with those of late reports moved back by whole weeks, up to some two years."""
    weeks = 1 + np.minimum(rng.exponential(9, len(committed)), 110).astype(int)
    back = np.where(late, 7 * 24 * 60 * weeks, 0)
    return committed - back.astype("timedelta64[m]")
