"""Measures of concentration: the share in the few small areas with most, and by chance alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Measure
from vrn.problem.recorded import (
    ALL_RECORDED,
    GROUPS,
    SOURCE,
    caveats_of,
    tally_of,
    words_for,
)
from vrn.terms import lower_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.problem.categories import Category

TOPS = (1, 5, 10)
# Scatterings, and the seed that each cell's own generator starts from: equal cuts, equal figures.
DRAWS = 1_000
SEED = 20_190_401

_ROUNDED = (
    "{top}% of the number of small areas is rounded to a whole number, halves up; where that is "
    "none there is no value. Ties do not matter: whichever of equal areas is taken, the sum is the "
    "same."
)


def share_in_top(frame: pl.DataFrame, *, top: int) -> pl.DataFrame:
    """Per cent of the placed records that lie in the top `top` % of small areas; no interval.

    `frame` has one row a small area with `count`, those with 0 too.
    """
    refused = _why_not(frame, top)
    if refused:
        return answer(reason=refused)
    from vrn.statistics import count_in_top

    found = count_in_top(frame["count"].to_numpy(), top / 100)
    return answer(
        value=100 * found.events / found.total,
        counts=(found.events, found.total),
        method=(
            f"the top {found.places:,} of {frame.height:,} small areas; no interval, because the "
            "same records choose the areas and are counted in them"
        ),
    )


def share_in_top_if_by_chance(frame: pl.DataFrame, *, top: int) -> pl.DataFrame:
    """The same share if each record fell on a resident picked by lot: the mean of scatterings.

    `frame` has `count` and `residents` by small area. The limits hold 95% of the scatterings.
    """
    refused = _why_not(frame, top)
    if not refused and frame["residents"].null_count():
        refused = "residents of these small areas are not held"
    if not refused and not frame["residents"].sum():
        refused = "nobody lives in these areas"
    if refused:
        return answer(reason=refused)
    import numpy as np

    from vrn.statistics import places_in_top, share_in_top_by_chance

    places, total = places_in_top(frame.height, top / 100), int(frame["count"].sum())
    found = share_in_top_by_chance(
        total,
        frame["residents"].to_numpy(),
        top=places,
        draws=DRAWS,
        rng=np.random.default_rng(SEED),
    )
    return answer(
        value=100 * float(found.value),
        limits=(100 * float(found.lower), 100 * float(found.upper)),
        counts=(None, total),
        method=(
            f"mean of {DRAWS:,} scatterings of the records on residents; the limits hold 95% of "
            f"them; the top {places:,} of {frame.height:,} small areas"
        ),
    )


def _why_not(frame: pl.DataFrame, top: int) -> str:
    from vrn.statistics import places_in_top

    if not places_in_top(frame.height, top / 100):
        return f"{top}% of {frame.height:,} small areas is less than half an area"
    return "" if frame["count"].sum() else "nothing was recorded and placed here"


def _concentration(group: Category, top: int) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=f"{group.name}_concentration_{top}",
            title=f"Concentration of {lower_first(group.title)} in {top}% of small areas",
            definition=(
                f"Of the {words_for(group)}, as far as placed in the area, the share that lies "
                f"in the {top}% of small areas with the most of them. {_ROUNDED.format(top=top)}"
            ),
            rationale="Where much lies in few places, work in those places can reach much of it.",
            unit="per cent",
            method=(
                "Small areas ordered by their number of records. No interval: the same records "
                "choose the areas and are counted in them."
            ),
            source=SOURCE,
            caveats=(
                "Few records look concentrated even when scattered at random: read it beside the "
                "share by chance alone. Small areas are drawn by residents, not by size; the top "
                "ones change from year to year. " + caveats_of(group)
            ),
            numerator=f"Records in the top {top}% of small areas",
            denominator="All records placed in the area",
            decimals=1,
        ),
        over=tally_of(group),
        frame=("small_area",),
        function=partial(share_in_top, top=top),
        dimensions=_dimensions(group),
    )


def _by_chance(group: Category, top: int) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=f"{group.name}_concentration_{top}_by_chance",
            title=f"Concentration of {lower_first(group.title)} in {top}% of areas, by chance",
            definition=(
                f"Of the {words_for(group)}, as far as placed in the area, the share that would "
                f"lie in the {top}% of small areas with the most, if each had fallen on a resident "
                f"picked by lot, in that resident's small area. {_ROUNDED.format(top=top)}"
            ),
            rationale="The part of a concentration that chance and where people live explain.",
            unit="per cent",
            method=(
                f"The mean of {DRAWS:,} scatterings of as many records by a generator started from "
                "a fixed seed; the limits hold 95% of the scatterings."
            ),
            source=f"{SOURCE} Residents: Office for National Statistics, in the edition named.",
            caveats=(
                "A comparison, not a model: people are also harmed where they do not live, and one "
                "person's repeats lie in one place."
            ),
            denominator="All records placed in the area",
            decimals=1,
        ),
        over=tally_of(group),
        frame=("small_area",),
        function=partial(share_in_top_if_by_chance, top=top),
        dimensions=_dimensions(group),
        has_residents=True,
    )


def _dimensions(group: Category) -> tuple[str, ...]:
    return ("district", "crime_type") if group is ALL_RECORDED else ("district",)


def concentration_measures() -> Mapping[str, Measure]:
    """`<group>_concentration_1`, `_5`, `_10`, and each `_by_chance`."""
    measures = [
        make(group, top)
        for group in GROUPS
        for make in (_concentration, _by_chance)
        for top in TOPS
    ]
    return {each.indicator.name: each for each in measures}
