"""Serious violence in public places as it was planted: when, where, what, against which side of 25.

Arrays are parallel, one entry for each offence; people are put to them later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.codes import CODES, PLACE, PLACES, number_of
from vrn_demo.agencies.dealing import deal, deal_within, fit_margins, pick
from vrn_demo.agencies.seasons import ERAS, IN_PERIOD, POLICE_MONTHS, nights_open, school_days
from vrn_demo.agencies.times import DAY, EVENING, NIGHT_STREET, PREMISES, SCHOOL

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Series

KINDS = 5
HOSPITALITY_ELSEWHERE, EDUCATION_ELSEWHERE = 0.10, 0.08
"""The part of each that is domestic or sexual, and so not of the narrow definition."""

_NIGHTS_LEFT = 0.28
"""What is left of the night-time share where the night-time economy is closed."""
_YOUNG_AT_NIGHT = 0.62
"""The night-time share of the under 25 over that of the others."""
_AFTER_SCHOOL = {True: 0.36, False: 0.07}
"""Of what is not of the night, in a month full of school days, by whether the victim is young."""
_BY_DAY = {True: 0.64, False: 0.58}

_ROBBERY = {True: 0.21, False: 0.14}
_RARE = (("1", 0.002), ("4/1", 0.0008), ("2", 0.006), ("5D", 0.075), ("5E", 0.003))
_AGGRAVATED = 0.03
"""The part of assaults with injury that is racially or religiously aggravated."""
_KNIFE_PULL = {"homicide": 6, "attempted murder": 9, "intent": 7, "assault": 0.5, "robbery": 4}

_PLACES_OF: dict[int, dict[str, float]] = {
    PREMISES: {"licensed premises": 0.8, "takeaway": 0.2},
    NIGHT_STREET: {"street": 1},
    SCHOOL: {
        "street": 0.44,
        "school or college": 0.36,
        "park or open land": 0.12,
        "transport": 0.08,
    },
    EVENING: {
        "street": 0.66,
        "car park": 0.1,
        "park or open land": 0.1,
        "transport": 0.06,
        "shop or business": 0.08,
    },
    DAY: {
        "street": 0.58,
        "car park": 0.1,
        "park or open land": 0.1,
        "transport": 0.07,
        "shop or business": 0.15,
    },
}


def draw_violence(
    planted: Planted, series: Series, ground: Ground, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Columns month, era, young, kind, hood, piece, place, code and knife of every offence."""
    month = np.repeat(np.arange(len(POLICE_MONTHS)), series.all_ages)
    young = np.concatenate(
        [np.arange(n) < under for n, under in zip(series.all_ages, series.under_25, strict=True)]
    )
    kind = draw_kinds(planted, series, month, young, rng=rng)
    found = {"month": month, "era": ERAS[month], "young": young, "kind": kind}
    for name in ("hood", "place", "code"):
        found[name] = np.zeros(len(month), dtype=int)
    found["knife"] = np.zeros(len(month), dtype=bool)
    for era in range(3):
        here = np.flatnonzero(found["era"] == era)
        found["hood"][here] = _deal_hoods(planted, ground, kind[here], young[here], rng=rng)
        found["place"][here] = _deal_places(planted, kind[here], rng)
        found["code"][here] = _deal_codes(planted, young[here], found["place"][here], rng=rng)
        found["knife"][here] = _pick_knives(planted, found["code"][here], rng)
    found["piece"] = draw_pieces(ground, kind, found["hood"], rng)
    return found


def draw_kinds(
    planted: Planted,
    series: Series,
    month: np.ndarray,
    young: np.ndarray,
    *,
    rng: np.random.Generator,
) -> np.ndarray:
    """The kind of occasion of each offence, dealt by month and side of 25."""
    weights = np.zeros((2 * len(POLICE_MONTHS), KINDS))
    night = _share_nights(planted, series)
    days = np.minimum(school_days(POLICE_MONTHS) / 20, 1)
    for side in (False, True):
        own = night[:, int(side)]
        after_school = (1 - own) * days * _AFTER_SCHOOL[side]
        rest = 1 - own - after_school
        premises = planted.night_time_premises / planted.night_time
        columns = [
            *(own * premises, own * (1 - premises), after_school),
            *(rest * _BY_DAY[side], rest * (1 - _BY_DAY[side])),
        ]
        weights[int(side) :: 2] = np.column_stack(columns)
    return deal_within(rng, 2 * month + young, weights)


def _share_nights(planted: Planted, series: Series) -> np.ndarray:
    """The night-time share of each month (row), from 25 on and under 25 (columns)."""
    level = _NIGHTS_LEFT + (1 - _NIGHTS_LEFT) * nights_open(POLICE_MONTHS)
    older = series.all_ages - series.under_25
    weighed = level * (older + _YOUNG_AT_NIGHT * series.under_25)
    # streets that are not placed and hours that are not known cannot be told to be of the night
    streets = 1 - planted.night_time_premises / planted.night_time
    known = gaps.TIME_KNOWN * (1 - gaps.NOT_PLACED * streets)
    steep = planted.night_time / known * series.in_period / weighed[IN_PERIOD].sum()
    shares = np.column_stack([steep * level, _YOUNG_AT_NIGHT * steep * level])
    if shares.max() > 0.95:
        raise ValueError("so large a night-time share does not fit into the months it was open")
    return shares


def _deal_hoods(
    planted: Planted,
    ground: Ground,
    kind: np.ndarray,
    young: np.ndarray,
    *,
    rng: np.random.Generator,
) -> np.ndarray:
    """The police neighbourhood of each offence of one run of months, by quota."""
    likely = np.array([_weigh_hoods(ground, one) for one in range(KINDS)])
    shares = np.zeros((2 * KINDS, len(ground.neighbourhoods)))
    under = aim_under_25(planted, ground) * young.sum()
    in_city = planted.city / gaps.PLACED * len(kind) - under[ground.in_city].sum()
    others = np.where(ground.in_city, 1.0, 0.0) * likely[[PREMISES, DAY]].sum(axis=0)
    elsewhere = np.where(ground.in_city, 0.0, 1.0) * _weigh_hoods(ground, EVENING)
    if not 0 < in_city < (~young).sum():
        raise ValueError("the city's share and those of the under 25 contradict each other")
    over = in_city * others / others.sum()
    over += ((~young).sum() - in_city) * elsewhere / elsewhere.sum()
    for side, columns in ((True, under), (False, over)):
        rows = np.bincount(kind[young == side], minlength=KINDS).astype(float)
        table = fit_margins(likely, rows, columns)
        shares[int(side) * KINDS : (int(side) + 1) * KINDS] = table
    return deal_within(rng, young * KINDS + kind, shares)


def aim_under_25(planted: Planted, ground: Ground) -> np.ndarray:
    """The share of each neighbourhood in the offences against the under 25; adds up to 1."""
    named = {name: share / gaps.PLACED for name, share in planted.under_25_by_place}
    if missing := set(named) - set(ground.neighbourhoods):
        raise ValueError(f"no police neighbourhood is called {', '.join(sorted(missing))}")
    shares = np.array([named.get(name, 0.0) for name in ground.neighbourhoods])
    others = np.where(shares > 0, 0.0, _weigh_hoods(ground, EVENING))
    return shares + (1 - shares.sum()) * others / others.sum()


def _weigh_hoods(ground: Ground, kind: int) -> np.ndarray:
    """How likely each neighbourhood is for one kind of occasion; adds up to 1."""
    weights = np.bincount(
        ground.neighbourhood, _weigh_pieces(ground, kind), len(ground.neighbourhoods)
    )
    return np.asarray(weights / weights.sum())


def _weigh_pieces(ground: Ground, kind: int) -> np.ndarray:
    """How likely each piece of ground is: the night's streets lie in town centres, others not."""
    centres = {PREMISES: 25.0, NIGHT_STREET: 1.0, DAY: 5.0}.get(kind, 0.0)
    weights = ground.weigh(centres=centres)
    return np.where(ground.is_centre, weights, 0.0) if kind == NIGHT_STREET else weights


def draw_pieces(
    ground: Ground, kind: np.ndarray, hood: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The piece of ground of each offence, inside its neighbourhood."""
    pieces = np.zeros(len(kind), dtype=int)
    for one in range(KINDS):
        weights = _weigh_pieces(ground, one)
        for place in range(len(ground.neighbourhoods)):
            here = np.flatnonzero((kind == one) & (hood == place))
            if len(here):
                chances = np.where(ground.neighbourhood == place, weights, 0.0)
                pieces[here] = rng.choice(len(chances), len(here), p=chances / chances.sum())
    return pieces


def _deal_places(planted: Planted, kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The kind of place of each offence; hospitality and schools come to what is planted."""
    wider = planted.wider_times * len(kind)
    by_day = (kind == DAY).sum()
    places = np.zeros(len(kind), dtype=int)
    for one in range(KINDS):
        here = np.flatnonzero(kind == one)
        weights = np.zeros(len(PLACES))
        for name, share in _PLACES_OF[one].items():
            weights[PLACE[name]] = share
        if one == DAY:
            inns = planted.wider_hospitality * wider * (1 - HOSPITALITY_ELSEWHERE)
            inns = max(inns - (kind == PREMISES).sum(), 0) / by_day
            schools = planted.wider_education * wider * (1 - EDUCATION_ELSEWHERE)
            schools = max(schools - 0.36 * (kind == SCHOOL).sum(), 0) / by_day
            weights *= max(1 - inns - schools, 0)
            weights[PLACE["licensed premises"]] = inns
            weights[PLACE["school or college"]] = schools
        if len(here):
            places[here] = deal(rng, len(here), weights)
    return places


def _deal_codes(
    planted: Planted, young: np.ndarray, places: np.ndarray, *, rng: np.random.Generator
) -> np.ndarray:
    """The offence code of each offence; robberies in shops are of business property by half."""
    codes = np.zeros(len(young), dtype=int)
    for side in (True, False):
        here = np.flatnonzero(young == side)
        codes[here] = deal(rng, len(here), weigh_codes(planted, robbery=_ROBBERY[side]))
    robberies = np.flatnonzero(codes == number_of("34B"))
    in_shops = robberies[places[robberies] == PLACE["shop or business"]]
    codes[in_shops[: len(in_shops) // 2]] = number_of("34A")
    return codes


def weigh_codes(planted: Planted, *, robbery: float) -> np.ndarray:
    """The share of each offence code; actual bodily harm has its planted part of the assaults."""
    weights = np.zeros(len(CODES))
    for code, share in _RARE:
        weights[number_of(code)] = share
    weights[number_of("34B")] = robbery
    assaults = 1 - weights.sum()
    for code, part in (("8N", 1 - _AGGRAVATED), ("8P", _AGGRAVATED)):
        harm, other = ("06", "01") if code == "8N" else ("34", "33")
        weights[number_of(code, harm)] = assaults * part * planted.abh
        weights[number_of(code, other)] = assaults * part * (1 - planted.abh)
    return weights


def _pick_knives(planted: Planted, codes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which offences bear the knife flag: a planted part of all, and never one that may not."""
    pull = np.array([_KNIFE_PULL.get(one.group, 0.0) if one.bears_knife else 0.0 for one in CODES])
    return pick(rng, pull[codes], round(planted.knife * len(codes)))


def is_robbery(codes: np.ndarray) -> np.ndarray:
    """Whether each code is one of robbery."""
    return np.isin(codes, [number_of("34A"), number_of("34B")])
