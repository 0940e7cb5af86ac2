"""Which cubes the worked questions are made of, by the periods and feeds held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import (
    ADMISSIONS,
    ATTENDANCES,
    CALLOUTS,
    CHARTED,
    OFFENCES,
    PEOPLE,
    Periods,
    base_of,
)
from vrn.publish.profile.plan import Shape
from vrn.terms import Period, following_month

if TYPE_CHECKING:
    from collections.abc import Iterable

YEAR_BEFORE = Period("2019-03", "2020-02")
"""The last twelve months before the restrictions of 2020; both in."""
RUNS = 36
"""Months of the two runs of eighteen that admissions are compared over."""
RESTRICTED = ("restrictions_ratio", "restrictions_averted", "restrictions_power")
"""The findings of a series at the start of the national restrictions."""
CHANGED = ("change", "same_months_change")
"""The findings of one run of months against another."""
PEAKS = POLICE, HOSPITALS = ("serious_violence_peak_share", "attendances_peak_share")
"""The highest month of a series against the year before, of the police and of hospitals."""


@dataclass(frozen=True)
class Line:
    """A monthly series: its measure, what it is of in a sentence, its feed, and its key."""

    measure: str
    what: str
    feed: str
    key: str

    def over(self, periods: Periods) -> Period | None:
        """From the first month held of the series to the last; None where none is."""
        held = {
            OFFENCES: periods.police,
            ATTENDANCES: periods.attendances,
            CALLOUTS: periods.callouts,
            ADMISSIONS: periods.admissions,
        }
        return held[self.feed]


VIOLENCE = Line("serious_violence", "serious violence", OFFENCES, "violence")
VISITS = Line("assault_attendances", "assault-related attendances", ATTENDANCES, "attendances")
CALLED = Line("violent_callouts", "ambulance call-outs for violence", CALLOUTS, "callouts")
ADMITTED = Line("assault_admissions", "admissions for assault", ADMISSIONS, "admitted")
LINES = (VIOLENCE, VISITS, CALLED, ADMITTED)
DRAWN = (VIOLENCE, VISITS, ADMITTED)
"""The series that have a control chart."""


def question_shapes(periods: Periods, *, feeds: Iterable[str]) -> list[Shape]:
    """Every cube that the worked questions read, in a fixed order."""
    held = frozenset(feeds)
    shapes = [shape for line in LINES if line.feed in held for shape in _of_line(line, periods)]
    shapes.append(_shape("serious_violence_trend", periods.police))
    if ATTENDANCES in held and periods.attendances:
        shapes.append(_shape("assault_attendances_trend", periods.attendances))
        shapes += [_shape(name, periods.peak) for name in PEAKS]
        if PEOPLE in held:
            shapes += [_shape("attendances_unknown_share", over) for over in known_years(periods)]
    if ADMISSIONS in held and (over := runs_of(periods)):
        shapes += [
            _shape(f"{kind}_admissions_{ending}", over)
            for kind in ("assault", "sharp_object")
            for ending in CHANGED
        ]
    return shapes


def _of_line(line: Line, periods: Periods) -> list[Shape]:
    over = line.over(periods)
    if over is None:
        return []
    found = [_shape(f"{line.measure}_{name}", over) for name in RESTRICTED]
    if line in DRAWN:
        found.append(_shape(line.measure, over, "month"))
        found += [_shape(f"{line.measure}_{name}", over) for name in CHARTED]
    return found


def _shape(measure: str, period: Period | None, *more: str) -> Shape:
    return Shape(measure=measure, split=(*base_of(measure), *more), period=period)


def known_years(periods: Periods) -> tuple[Period, Period]:
    """The year before the restrictions, and the latest of which the police's files are held too."""
    held = periods.attendances or periods.police
    last = min(held.last, periods.police.last)
    return YEAR_BEFORE, Period(following_month(last, -11), last)


def runs_of(periods: Periods) -> Period | None:
    """The latest eighteen months of admissions with the eighteen before; None without any."""
    held = periods.admissions
    return Period(following_month(held.last, 1 - RUNS), held.last) if held else None
