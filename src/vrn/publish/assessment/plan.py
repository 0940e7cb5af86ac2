"""Which cubes the assessment and its dashboard are made of, by the periods and feeds held.

A cube of a violence measure is split by `definition` and `age_group`, so that one holds every
definition, every class of their difference and both age groups. Every shape is one of the headline
shapes that were approved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.assessment.measures import (
    ASSOCIATED,
    BY_ETHNIC_GROUP,
    BY_SEX,
    DEFINED_ALONE,
    DEPRIVED,
    OF_HALVES_OF_PEOPLE,
    OF_OFFENCES,
    OF_UNKNOWN,
    STANDARDISED,
    URBAN,
)
from vrn.publish.profile.plan import Shape
from vrn.terms import Period, following_month, period_of, quarter_of, unbroken_runs, year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

OFFENCES, PEOPLE = "police-offences", "police-people"
ATTENDANCES, CALLOUTS, ADMISSIONS = "ae-attendances", "ambulance", "hospital-admissions"
FEEDS = (OFFENCES, PEOPLE, ATTENDANCES, CALLOUTS, ADMISSIONS)
"""The records that are counted, each month by month."""
DEPRIVATION, SETTLEMENT = "deprivation", "rural-urban"
OF_PLACES = (DEPRIVATION, SETTLEMENT)
"""What is told of small areas as open data; without one nothing is set beside it."""

BOTH = ("definition", "age_group")
DEFINED = ("definition",)
AGED = ("age_group",)
# One of these beside the definition and the age group, over the assessment's period.
WITHIN_PLACES = ("offence_group", "knife", "place_type", "night_time")
WITHIN_WHOLE = (*WITHIN_PLACES, "code", "hour", "day_type", "day_hour")
PLACES = ("district", "neighbourhood")
# What figures rest on beside those feeds: residents, and what places a record in an area.
BENEATH = (
    *("residents", "residents-by-ethnic-group", "boundaries", "area-changes"),
    *("police-neighbourhoods", "postcode-sectors", *OF_PLACES),
)

OF_PERSONS = ("sex", "age_band", "age_sex", "ethnic_group")
RATED_PERSONS = ("sex", "age_band", "age_sex")
LEFT_OUT = (
    "share_not_placed",
    "share_without_neighbourhood",
    "share_place_not_recorded",
    "share_time_not_known",
    "share_victim_age_not_recorded",
    "share_without_suspect",
)
REPEATS = ("repeat_share", "repeat_share_within_year", "repeat_share_ever")
CHARTED = ("usual_month", "usual_month_low", "usual_month_high", "unusual_months")
"""The findings of a series' control chart."""
NIGHT = ("night_time_share_late", "night_time_share_premises")


@dataclass(frozen=True, kw_only=True)
class Periods:
    """The periods an assessment speaks of, start in and end in; None where a feed is not held.

    `police`, `attendances`, `callouts` and `admissions` go from the first month held of a feed to
    its last, gaps and all; `runs` are the unbroken runs of `police`. `period` is that of the
    assessment; `years` are the financial years, and `quarters` the quarters, that the police's
    months hold in full.
    """

    police: Period
    runs: tuple[Period, ...]
    period: Period
    years: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    attendances: Period | None = None
    callouts: Period | None = None
    admissions: Period | None = None

    @property
    def peak(self) -> Period | None:
        """The latest eighteen months of attendances, in which their highest month is sought."""
        held = self.attendances
        if held is None:
            return None
        return Period(max(held.first, following_month(held.last, -17)), held.last)

    @property
    def all_years(self) -> Period | None:
        """From the start of the first full year to the end of the last; None without one."""
        return _around(self.years)

    @property
    def all_quarters(self) -> Period | None:
        """From the start of the first full quarter to the end of the last; None without one."""
        return _around(self.quarters)


def find_periods(held: Mapping[str, Sequence[str]], *, period: Period | None = None) -> Periods:
    """The periods of an assessment, from the months held of each feed.

    `period` is the assessment's own; without one it is the last eighteen months of the police's.
    Raises ValueError where no month of police offences is held.
    """
    months = sorted(set(held.get(OFFENCES, ())))
    if not months:
        raise ValueError(
            "no month of police offences is held: receive the police's files, then make a cut"
        )
    return Periods(
        police=Period(months[0], months[-1]),
        runs=unbroken_runs(months),
        period=period or Period(months[-18:][0], months[-1]),
        years=_whole(months, year_of),
        quarters=_whole(months, quarter_of),
        attendances=_span(held.get(ATTENDANCES, ())),
        callouts=_span(held.get(CALLOUTS, ())),
        admissions=_span(held.get(ADMISSIONS, ())),
    )


def _whole(months: Sequence[str], code_of: Callable[[str], str]) -> tuple[str, ...]:
    """The codes of the quarters or years all of whose months are held, in order."""
    codes = dict.fromkeys(code_of(month) for month in months)
    return tuple(code for code in codes if set(period_of(code).months) <= set(months))


def _span(months: Iterable[str]) -> Period | None:
    held = sorted(set(months))
    return Period(held[0], held[-1]) if held else None


def _around(codes: Sequence[str]) -> Period | None:
    if not codes:
        return None
    return Period(period_of(codes[0]).first, period_of(codes[-1]).last)


def base_of(measure: str) -> tuple[str, ...]:
    """The dimensions that every cube of a measure is split by, before any other.

    >>> base_of("serious_violence_rate"), base_of("assault_attendances"), base_of("rows_read")
    (('definition', 'age_group'), ('age_group',), ())
    """
    if measure in _UNDIVIDED:
        return ()
    if measure.startswith(_AGED_ALONE):
        return AGED
    if measure in _DEFINED_ALONE:
        return DEFINED
    return BOTH


_UNDIVIDED = frozenset(
    {
        "conveyed_under_25_share",
        "offences_not_classified",
        "offences_recorded",
        "residents",
        "rows_held_back",
        "rows_read",
        "share_not_classified",
        "share_under_25",
    }
)
_AGED_ALONE = ("assault_", "sharp_object_", "violent_callouts", "violent_injuries", "attendances_")
_DEFINED_ALONE = DEFINED_ALONE | {
    *("suspects_under_25_ratio", "robbery_suspects_under_25_ratio", *LEFT_OUT)
}


def assessment_shapes(periods: Periods, *, feeds: Iterable[str]) -> list[Shape]:
    """Every cube that the assessment reads, in a fixed order; police offences are always held."""
    held = frozenset(feeds)
    shapes = [*_of_trend(periods), *_of_offences(periods), *_of_left_out(periods, held)]
    shapes += _of_places(periods.period, held)
    if PEOPLE in held:
        shapes += _of_people(periods)
    if {PEOPLE, ATTENDANCES} <= held:
        shapes += [_shape(name, periods.period) for name in OF_UNKNOWN]
    if ATTENDANCES in held and periods.attendances:
        shapes += _of_attendances(periods.attendances)
        shapes.append(_shape("attendances_peak_share", periods.peak))
    if CALLOUTS in held:
        shapes += [
            _shape("violent_callouts", periods.period),
            _shape("violent_callouts_conveyed", periods.period),
            _shape("conveyed_under_25_share", periods.period),
        ]
        if periods.callouts:
            shapes.append(_shape("violent_callouts", periods.callouts, "month"))
            shapes += [_shape(f"violent_callouts_{name}", periods.callouts) for name in CHARTED]
    if ADMISSIONS in held and periods.admissions:
        shapes += [
            _shape(f"{kind}_admissions", periods.admissions, "month")
            for kind in ("assault", "sharp_object")
        ]
    return shapes


def dashboard_shapes(periods: Periods, *, feeds: Iterable[str]) -> list[Shape]:
    """The cubes that the dashboard reads beside those of the assessment, in a fixed order."""
    shapes = []
    for place in PLACES:
        for name in WITHIN_PLACES:
            shapes.append(_shape("serious_violence", periods.period, place, name))
            shapes.append(_shape("serious_violence_share", periods.period, place, name))
    if periods.all_quarters:
        shapes.append(_shape("serious_violence", periods.all_quarters, "district", "quarter"))
        shapes.append(_shape("serious_violence_rate", periods.all_quarters, "district", "quarter"))
    return shapes


def all_shapes(periods: Periods, *, feeds: Iterable[str]) -> list[Shape]:
    """Every cube of the assessment and of its dashboard, in a fixed order, each once."""
    held = frozenset(feeds)
    return [
        *assessment_shapes(periods, feeds=held),
        *dashboard_shapes(periods, feeds=held),
    ]


def _shape(measure: str, period: Period | None, *more: str) -> Shape:
    return Shape(measure=measure, split=(*base_of(measure), *more), period=period)


def _of_trend(periods: Periods) -> list[Shape]:
    """Counts and rates by month, their trend, and by full financial year."""
    names = ("serious_violence", "serious_violence_rate")
    shapes = [_shape(name, periods.police, "month") for name in names]
    shapes.append(_shape("serious_violence_trend", periods.police))
    shapes += [_shape(f"serious_violence_{name}", periods.police) for name in CHARTED]
    if periods.all_years:
        shapes += [_shape(name, periods.all_years, "year") for name in names]
        shapes += [_shape(name, periods.all_years, "district", "year") for name in names]
    return shapes


def _of_offences(periods: Periods) -> list[Shape]:
    """Over the assessment's period: in all, by place, by each further dimension, and findings."""
    period = periods.period
    counted, shared, rated = "serious_violence", "serious_violence_share", "serious_violence_rate"
    shapes = [_shape(counted, period), _shape(rated, period)]
    for place in PLACES:
        shapes += [_shape(name, period, place) for name in (counted, shared)]
    # Residents are counted by district: a police neighbourhood has no rate.
    shapes.append(_shape(rated, period, "district"))
    for name in WITHIN_WHOLE:
        shapes += [_shape(counted, period, name), _shape(shared, period, name)]
    shapes += [_shape(name, period) for name in ("abh_share", *NIGHT)]
    shapes += [_shape("offences_recorded", period), _shape("offences_not_classified", period)]
    return shapes


def _of_left_out(periods: Periods, held: frozenset[str]) -> list[Shape]:
    of_people = {"share_victim_age_not_recorded", "share_without_suspect"}
    names = [name for name in LEFT_OUT if PEOPLE in held or name not in of_people]
    return [_shape(name, periods.period) for name in (*names, "share_not_classified")]


def _of_places(period: Period, held: frozenset[str]) -> list[Shape]:
    """What goes with offences in small areas, and how they lie together in place and time."""
    names = [*OF_OFFENCES, *ASSOCIATED]
    names += DEPRIVED if DEPRIVATION in held else ()
    names += [URBAN] if SETTLEMENT in held else []
    return [_shape(name, period) for name in names]


def _of_people(periods: Periods) -> list[Shape]:
    """Distinct victims and suspects over the assessment's period, and what is found of them."""
    period, shapes = periods.period, []
    for role in ("victims", "suspects"):
        shapes += [_shape(role, period), _shape(f"{role}_prevalence", period)]
        for name in OF_PERSONS:
            shapes += [_shape(role, period, name), _shape(f"{role}_share", period, name)]
        shapes += [_shape(f"{role}_rate", period, name) for name in RATED_PERSONS]
    shapes += [
        _shape(name, period, *place) for name in STANDARDISED for place in ((), ("district",))
    ]
    findings = (
        *("suspects_under_25_ratio", "robbery_suspects_under_25_ratio", *REPEATS),
        *(*BY_SEX, *BY_ETHNIC_GROUP, *OF_HALVES_OF_PEOPLE),
    )
    return shapes + [_shape(name, period) for name in findings]


def _of_attendances(period: Period) -> list[Shape]:
    return [
        _shape("assault_attendances", period, "month"),
        _shape("assault_attendances_rate", period, "month"),
        _shape("assault_attendances_trend", period),
        *(_shape(f"assault_attendances_{name}", period) for name in CHARTED),
    ]
