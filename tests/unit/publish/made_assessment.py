"""A brief of made-up cubes, one for each shape that an assessment is planned from, and no other.

Counts are a total times the weights of their codes, so that parts add up to their whole and shares
to a hundred; of places and codes that do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any

from figures import WHOLE, make_figure

from vrn.publish.assessment.plan import (
    FEEDS,
    OF_PLACES,
    Periods,
    assessment_shapes,
    find_periods,
)
from vrn.publish.assessment.writing import Brief, Definition
from vrn.publish.profile.plan import Shape
from vrn.release.charting import judge
from vrn.release.cube import Cube
from vrn.release.funnelling import funnel
from vrn.release.outline import Outline
from vrn.terms import AGE_BANDS, Area, Level, Period, label_of, months_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.release.figure import Figure

Change = dict[str, Any]
EVERY_FEED = (*FEEDS, *OF_PLACES)
DISTRICTS = tuple(
    Area(f"Z0600000{number}", name, Level.DISTRICT)
    for number, name in enumerate(
        ("Northby City", "Southby", "Eastby", "Westby and Ferry", "Marsh End"), 1
    )
)
NEIGHBOURHOODS = tuple(
    Area(code, name, Level.NEIGHBOURHOOD)
    for code, name in (
        ("N1", "North Northby"),
        ("N2", "Central Northby"),
        ("N3", "South Northby"),
        *((f"N{4 + n}", area.name) for n, area in enumerate(DISTRICTS[1:])),
    )
)
CLASSES = {
    "in both": 0.46,
    "duty-2023: sexual": 0.14,
    "duty-2023: domestic": 0.18,
    "duty-2023: place not recorded": 0.02,
    "duty-2023: not a public place": 0.20,
}
DEFINITIONS = ("vrn-2019", "duty-2023", *(code for code in CLASSES if code != "in both"))
TOTAL = 12000
YOUNG = 0.4
RESIDENTS = {"all ages": 1_100_000, "under 25": 340_000}
_EVEN_DISTRICTS = (0.567, 0.16, 0.12, 0.09, 0.063)
_HOURS = (3, 2, 2, 1, 1, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 9, 6, 5, 5, 5, 5, 6, 6, 9)
_HOUR_WEIGHTS = {f"{hour:02d}": weight / sum(_HOURS) for hour, weight in enumerate(_HOURS)}
_BAND_WEIGHTS = (0.01, 0.13, 0.19, 0.14, 0.22, 0.18, 0.08, 0.02)
_RESIDENTS_BY_BAND = (0.115, 0.06, 0.06, 0.075, 0.13, 0.19, 0.19, 0.18)
_SEXES = {"male": 0.72, "female": 0.25}
WEIGHTS: dict[str, dict[str, float]] = {
    "age_group": {"all ages": 1.0, "under 25": YOUNG},
    "district": dict(zip((a.code for a in DISTRICTS), _EVEN_DISTRICTS, strict=True)),
    "neighbourhood": dict(
        zip((a.code for a in NEIGHBOURHOODS), (0.22, 0.2, 0.147, *_EVEN_DISTRICTS[1:]), strict=True)
    ),
    "offence_group": {"Assault with injury": 0.74, "Robbery": 0.19, "Attempted murder": 0.06,
                      "Homicide": 0.01},
    "code": {"8N": 0.72, "34B": 0.17, "5D": 0.06, "34A": 0.03, "1": 0.02},
    "knife": {"knife": 0.1, "no knife": 0.9},
    "place_type": {"street": 0.5, "park or open land": 0.12, "licensed premises": 0.18,
                   "school or college": 0.08, "transport": 0.05, "shop or business": 0.04,
                   "not recorded": 0.03},
    "night_time": {"night-time economy": 0.31, "other": 0.65, "not known": 0.04},
    "hour": {**{code: 0.95 * weight for code, weight in _HOUR_WEIGHTS.items()},
             "time not known": 0.05},
    "day_type": {"weekday": 0.65, "weekend": 0.3, "time not known": 0.05},
    "day_hour": {
        **{f"weekday {c}": 0.65 * w for c, w in _HOUR_WEIGHTS.items()},
        **{f"weekend {c}": 0.3 * w for c, w in _HOUR_WEIGHTS.items()},
        "time not known": 0.05,
    },
    "sex": {**_SEXES, "not recorded": 0.03},
    "age_band": {**dict(zip(AGE_BANDS, _BAND_WEIGHTS, strict=True)), "age not recorded": 0.03},
    "age_sex": {
        **{
            f"{band} {sex}": weight * share
            for band, weight in zip(AGE_BANDS, _BAND_WEIGHTS, strict=True)
            for sex, share in (("male", 0.74), ("female", 0.26))
        },
        "not recorded": 0.03,
    },
    "ethnic_group": {"Asian or Asian British": 0.2, "Black or Black British": 0.09, "Mixed": 0.05,
                     "White": 0.5, "Other ethnic group": 0.02, "not recorded": 0.14},
}  # fmt: skip
_SHAPE_OF_YEAR = {"2020-04": 0.45, "2020-05": 0.55, "2020-11": 0.75, "2021-01": 0.6, "2021-02": 0.6}
FIXED: dict[str, tuple[float, float | None, float | None]] = {
    "victims_prevalence": (0.52, 0.51, 0.54),
    "suspects_prevalence": (0.31, 0.30, 0.32),
    "suspects_under_25_ratio": (1.6, 1.5, 1.7),
    "robbery_suspects_under_25_ratio": (3.5, 3.1, 3.9),
    "serious_violence_trend": (1.21, 1.15, 1.27),
    "assault_attendances_trend": (0.61, 0.57, 0.65),
    "attendances_peak_share": (65.0, 61.0, 69.0),
    "serious_violence_usual_month": (310.0, None, None),
    "serious_violence_usual_month_low": (120.0, None, None),
    "serious_violence_usual_month_high": (500.0, None, None),
    "serious_violence_unusual_months": (9.0, None, None),
    "assault_attendances_usual_month": (90.0, None, None),
    "assault_attendances_usual_month_low": (40.0, None, None),
    "assault_attendances_usual_month_high": (140.0, None, None),
    "assault_attendances_unusual_months": (12.0, None, None),
    "violent_callouts_usual_month": (55.0, None, None),
    "violent_callouts_usual_month_low": (30.0, None, None),
    "violent_callouts_usual_month_high": (80.0, None, None),
    "violent_callouts_unusual_months": (2.0, None, None),
    "abh_share": (91.0, 90.0, 92.0),
    "conveyed_under_25_share": (74.0, 68.0, 79.0),
    "night_time_share_late": (24.0, 23.0, 25.0),
    "night_time_share_premises": (21.0, 20.0, 22.0),
    "repeat_share": (38.0, 36.0, 40.0),
    "repeat_share_within_year": (27.0, 25.0, 29.0),
    "repeat_share_ever": (45.0, 43.0, 47.0),
    "share_not_placed": (1.2, 1.0, 1.4),
    "share_without_neighbourhood": (1.6, 1.3, 1.9),
    "share_place_not_recorded": (3.0, 2.7, 3.3),
    "share_time_not_known": (5.0, 4.6, 5.4),
    "share_victim_age_not_recorded": (3.0, 2.7, 3.3),
    "share_without_suspect": (41.0, 40.0, 42.0),
    "share_not_classified": (0.2, 0.1, 0.3),
    "serious_violence_deprivation_ratio": (2.4, 2.2, 2.6),
    "serious_violence_deprivation_ratio_fifths": (2.1, 2.0, 2.2),
    "serious_violence_inequality_slope": (5.6, 5.1, 6.1),
    "serious_violence_inequality_index": (2.7, 2.5, 2.9),
    "serious_violence_urban_ratio": (1.9, 1.7, 2.1),
    "serious_violence_association_income": (1.3, 1.2, 1.4),
    "serious_violence_association_education": (1.0, 0.9, 1.1),
    "serious_violence_association_under_25": (1.4, 1.1, 1.7),
    "serious_violence_association_urban": (0.8, 0.7, 0.9),
    "victims_male_female_ratio": (2.8, 2.7, 2.9),
    "suspects_male_female_ratio": (3.1, 2.9, 3.3),
    "victims_ethnic_ratio_asian": (1.1, 0.8, 1.4),
    "victims_ethnic_ratio_black": (1.6, 1.2, 2.1),
    "victims_ethnic_ratio_mixed": (1.5, 1.1, 2.0),
    "victims_ethnic_ratio_other": (0.9, 0.6, 1.3),
    "suspects_ethnic_ratio_asian": (1.0, 0.7, 1.4),
    "suspects_ethnic_ratio_black": (1.9, 1.4, 2.5),
    "suspects_ethnic_ratio_mixed": (1.7, 1.2, 2.3),
    "suspects_ethnic_ratio_other": (0.8, 0.5, 1.2),
    "serious_violence_half_of_places": (6.2, None, None),
    "serious_violence_half_of_places_by_chance": (31.0, 30.0, 32.0),
    "victims_half": (38.0, None, None),
    "victims_half_by_chance": (49.0, 48.0, 50.0),
    "suspects_half": (22.0, None, None),
    "suspects_half_by_chance": (49.0, 48.0, 50.0),
    "serious_violence_district_dispersion": (9.4, None, None),
    "serious_violence_districts_outside": (1.0, None, None),
    "serious_violence_near_repeat": (1.4, 1.3, 1.5),
    "serious_violence_hot_spot_share": (23.0, None, None),
    "serious_violence_cluster_share": (17.0, None, None),
    "serious_violence_clusters": (3.0, None, None),
    "attendances_matched_share": (33.0, 31.0, 35.0),
    "attendances_unknown_share_low": (44.0, 41.0, 47.0),
    "attendances_unknown_share": (57.0, 54.0, 60.0),
    "attendances_unknown_share_high": (63.0, 60.0, 66.0),
    "violent_injuries_estimated_low": (6100.0, 5800.0, 6500.0),
    "violent_injuries_estimated": (9400.0, 8900.0, 9900.0),
    "violent_injuries_estimated_high": (19000.0, 17000.0, 21000.0),
}
SUPPLIES = {
    receipt: {
        "id": receipt, "title": title, "feed": feed, "supplier": supplier,
        "file": f"{feed}.csv", "sha256": sha256(receipt.encode()).hexdigest(),
        "received_on": "2022-03-07", "period_from": "2019-02", "period_to": "2022-02",
        "purpose": "the assessment", "gateway": "a made-up gateway",
    }
    for receipt, title, feed, supplier in (
        ("aaaa", "Recorded offences", "police-offences", "Westmere Police"),
        ("bbbb", "People of recorded offences", "police-people", "Westmere Police"),
        ("cccc", "Attendances at A&E", "ae-attendances", "Westmere Commissioning Support"),
        ("dddd", "Ambulance call-outs", "ambulance", "Westmere Ambulance Service"),
        ("eeee", "Hospital admissions", "hospital-admissions", "Westmere Hospitals"),
    )
}  # fmt: skip
HELD = {
    "police-offences": months_between("2019-02", "2022-02"),
    "police-people": months_between("2019-02", "2022-02"),
    "ae-attendances": months_between("2018-10", "2021-10"),
    "ambulance": months_between("2019-02", "2022-02"),
    "hospital-admissions": months_between("2019-04", "2021-09"),
}
PERIOD = Period("2020-04", "2021-09")
PERIODS = find_periods(HELD, period=PERIOD)
TEXTS = {
    name: Definition(
        id=name, version=1, kind=kind, title=title, statement=statement,
        published_on="2022-01-10", sha256=sha256(name.encode()).hexdigest(), clauses=clauses,
    )
    for name, kind, title, statement, clauses in (
        ("vrn-2019", "serious violence", "Serious violence in public places",
         "Public place violence resulting in significant physical injury.",
         (("Offences", "murder (1) and assault with injury (8N)"),
          ("Place", "a public place"), ("Left out", "domestic and sexual offences"))),
        ("duty-2023", "serious violence", "Serious violence under the duty",
         "The same offences in any place, domestic and sexual offences too.", ()),
        ("knife-enabled", "knife-enabled", "Knife-enabled", "The flag is set.", ()),
        ("night-time-economy", "night-time economy", "Night-time economy",
         "Committed from 18:00 to 05:59.", ()),
        ("repeat-in-period", "repeat", "Repeat in the period", "Two or more in the period.", ()),
        ("repeat-within-year", "repeat", "Repeat within a year", "Another in 365 days.", ()),
        ("repeat-ever", "repeat", "Repeat ever", "Any before, in what is held.", ()),
        ("public-place", "public place", "Public place", "Street, park, transport.", ()),
    )
}  # fmt: skip
_PLACES = {area.code: area for area in (*DISTRICTS, *NEIGHBOURHOODS)}


@dataclass(frozen=True)
class Made:
    """A brief, and every figure that stands in its cubes by id."""

    brief: Brief
    figures: dict[str, Figure]


def make_assessment(
    change: Mapping[str, Change | Callable[[dict[str, str]], Change]] | None = None,
    *,
    feeds: tuple[str, ...] = EVERY_FEED,
    periods: Periods = PERIODS,
    **overrides: Any,
) -> Made:
    """The brief of an assessment; `change` overrides the figures of the measures it names.

    A change is fields of a figure, or what gives them for a cell's codes.
    """
    cubes = {
        (shape.measure, shape.split, shape.period): (
            _cube(shape, change)
            if change and shape.measure in change
            else _plain_cube(shape.measure, shape.split, shape.period)
        )
        for shape in assessment_shapes(periods, feeds=feeds)
    }
    fields: dict[str, Any] = {
        "cube": _finder(cubes),
        "judge": judge,
        "funnel": funnel,
        "definition": "vrn-2019",
        "beside": "duty-2023",
        "definitions": TEXTS,
        "districts": _outline(),
        "supplies": {key: s for key, s in SUPPLIES.items() if s["feed"] in feeds},
        "organisation": "Westmere Violence Reduction Network",
        "area": WHOLE,
        "periods": periods,
        "feeds": frozenset(feeds),
        "restrictions": (
            ("First lockdown", Period("2020-03", "2020-06")),
            ("Second lockdown", Period("2020-11", "2020-11")),
            ("Third lockdown", Period("2021-01", "2021-03")),
        ),
        "residents_label": "mid-2020 estimates",
        "made_up": True,
        "language": "en-GB",
        "cut": 3,
    }
    figures = {figure.id: figure for cube in cubes.values() for figure in cube.figures}
    return Made(Brief(**{**fields, **overrides}), figures)


def _finder(cubes: dict[Any, Cube]) -> Callable[..., Cube]:
    def find(measure: str, split: tuple[str, ...] = (), period: Period | None = None) -> Cube:
        return cubes[measure, split, period]

    return find


@cache
def _plain_cube(measure: str, split: tuple[str, ...], period: Period | None) -> Cube:
    """A cube without any change, made once for all the tests of a run."""
    return _cube(Shape(measure=measure, split=split, period=period), {})


def _cube(shape: Shape, change: Mapping[str, Any]) -> Cube:
    codes = [_codes(name, shape.period) for name in shape.split]
    figures = []
    for cell in product(*codes):
        named = dict(zip(shape.split, cell, strict=True))
        own = change.get(shape.measure, {})
        figures.append(_figure(shape, named, own(named) if callable(own) else own))
    title = _title(shape.measure)
    return Cube(
        indicator={
            "name": shape.measure, "title": title, "unit": _unit(shape.measure),
            "definition": f"{title}, as the made-up catalogue says.", "rationale": "To test.",
            "method": "Counted.", "source": "Made-up files.", "caveats": "Nothing real.",
            "numerator": f"{title}.", "denominator": "Residents.",
        },
        split=shape.split, where=(), period=shape.period, figures=tuple(figures),
    )  # fmt: skip


def _codes(name: str, period: Period | None) -> tuple[str, ...]:
    months = period.months if period else ()
    if name == "definition":
        return DEFINITIONS
    if name == "month":
        return months
    if name in {"quarter", "year"}:
        from vrn.terms import quarter_of, year_of

        code_of = quarter_of if name == "quarter" else year_of
        return tuple(dict.fromkeys(code_of(month) for month in months))
    return tuple(WEIGHTS[name])


def _figure(shape: Shape, codes: dict[str, str], change: Change) -> Figure:
    time = next((codes[name] for name in ("month", "quarter", "year") if name in codes), None)
    places = [_PLACES[code] for code in codes.values() if code in _PLACES]
    fields: dict[str, Any] = {
        "measure": shape.measure,
        "title": _title(shape.measure),
        "unit": _unit(shape.measure),
        "place": places[-1] if places else WHOLE,
        "period": _months_of(time) if time else shape.period,
        "by": tuple((name, code, _label(name, code)) for name, code in codes.items()),
        "clearance": "PUBLIC",
        "provenance": {
            "cut": 3,
            "cut_hash": "c" * 64,
            "definition": "d" * 64,
            "code_version": "test",
            "supplies": [_receipt_of(shape.measure)],
        },
        **_values(shape, codes),
    }
    return make_figure(**{**fields, **change})


def _receipt_of(measure: str) -> str:
    """The supply that a made-up figure rests on."""
    beginnings = {
        "assault_att": "cccc",
        "attend": "cccc",
        "violent_injuries": "cccc",
        "violent": "dddd",
        "conveyed": "dddd",
        "assault_adm": "eeee",
        "sharp": "eeee",
        "victims": "bbbb",
        "suspects": "bbbb",
    }
    return next((key for begin, key in beginnings.items() if measure.startswith(begin)), "aaaa")


def _months_of(code: str) -> Period:
    from vrn.terms import period_of

    return period_of(code)


def _label(name: str, code: str) -> str:
    if code in _PLACES:
        return _PLACES[code].name
    return label_of(code) if name in {"month", "quarter", "year"} else code


def _values(shape: Shape, codes: dict[str, str]) -> Change:
    measure = shape.measure
    if measure in FIXED:
        value, lower, upper = FIXED[measure]
        young = codes.get("age_group") == "under 25"
        step = {"repeat_share": 14.0}.get(measure, 0.0) if young else 0.0
        return {
            "value": value + step,
            "lower": None if lower is None else lower + step,
            "upper": None if upper is None else upper + step,
            "numerator": 3100, "denominator": 9000, "decimals": 0 if value > 20 else 1,
        }  # fmt: skip
    count = _count(shape, codes)
    if measure.endswith("_share"):
        whole = _count(shape, {k: v for k, v in codes.items() if k in {"definition", "age_group"}})
        share = 100 * count / whole
        return _with_limits(share, count, whole, decimals=1)
    if measure.endswith("_rate"):
        people = RESIDENTS[codes.get("age_group", "all ages")]
        for name in ("district", "neighbourhood"):
            if name in codes:
                people = round(people * {0: 0.33}.get(list(WEIGHTS[name]).index(codes[name]), 0.16))
        people = round(people * _shares_of_residents(codes))
        return _with_limits(1000 * count / people, count, people, decimals=2)
    return {"value": float(count), "numerator": count, "decimals": 0}


def _shares_of_residents(codes: dict[str, str]) -> float:
    half = 0.5 if "sex" in codes or "age_sex" in codes else 1.0
    band = codes.get("age_band") or codes.get("age_sex", "").rpartition(" ")[0]
    return half * dict(zip(AGE_BANDS, _RESIDENTS_BY_BAND, strict=True)).get(band, 1.0)


def _with_limits(value: float, count: int, over: int, *, decimals: int) -> Change:
    half = value / max(count, 1) ** 0.5 * 1.96
    return {
        "value": value, "lower": max(0.0, value - half), "upper": value + half,
        "numerator": count, "denominator": over, "decimals": decimals,
    }  # fmt: skip


def _count(shape: Shape, codes: dict[str, str]) -> int:
    """The count of a cell: whole numbers by definition class first, so that classes add up."""
    definition = codes.get("definition", "vrn-2019")
    if definition == "duty-2023":
        return sum(_count(shape, codes | {"definition": code}) for code in CLASSES)
    size = {"suspects": 0.6, "victims": 0.95, "violent": 0.1, "sharp": 0.01}
    total = TOTAL * CLASSES.get(definition, CLASSES["in both"])
    total *= size.get(shape.measure.split("_")[0], 1.0)
    for name, code in codes.items():
        total *= WEIGHTS.get(name, {}).get(code, 1.0)
    return round(total * _share_of_time(codes))


def _share_of_time(codes: dict[str, str]) -> float:
    if "month" in codes:
        return _SHAPE_OF_YEAR.get(codes["month"], 1.0) * (1 + int(codes["month"][5:]) / 60) / 18
    return 1 / 6 if "quarter" in codes else 2 / 3 if "year" in codes else 1.0


def _unit(measure: str) -> str:
    if measure.endswith("_rate"):
        return "per 1,000 residents"
    if measure.endswith("_slope"):
        return "more per 1,000 residents over the period"
    if measure.endswith(("share", "_late", "_premises", "_year", "_ever", "prevalence")):
        return "per cent"
    if "share" in measure:
        return "per cent"
    return "times" if measure.endswith(("_ratio", "_trend")) else "offences"


def _title(measure: str) -> str:
    return measure.replace("_25", "").replace("_", " ").capitalize()


def _outline() -> Outline:
    areas = tuple(
        (area.code, area.name, area.code, (_square(number),))
        for number, area in enumerate(DISTRICTS)
    )
    return Outline("district", "2021", 300.0, 200.0, areas, ("ffff",))


def _square(number: int) -> tuple[tuple[float, float], ...]:
    x, y = 100.0 * (number % 3), 100.0 * (number // 3)
    wide = 200.0 if number == 4 else 100.0
    return ((x, y), (x + wide, y), (x + wide, y + 100.0), (x, y + 100.0), (x, y))
