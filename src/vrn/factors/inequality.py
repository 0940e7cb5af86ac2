"""How serious violence goes with the deprivation of the place: two ends, a slope, an index."""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.factors import words
from vrn.factors.deprivation import LATEST, ratio_of_ends
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE
from vrn.problem.violence.words import POLICE, UNDER_DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.problem.measure import Measure

TENTHS = 10
SEED = 20250901
"""What the draws behind the limits start from: the same cut gives the same figure."""
PER = 1_000.0
_TENTH = f"deprivation_{LATEST}"
_LINE = (
    "A line is fitted to the logarithm of the rates of the ten tenths of England's small areas, "
    "from the most to the least deprived, each at the middle of the share of residents that it "
    "holds and weighted by residents"
)
_METHOD = "line of the logarithms of ten rates, weighted by residents; limits of 100,000 draws"
_LIMITS = "95% limits from 100,000 draws of the ten rates, each within its own Byar's limits."


def slope_or_index(frame: pl.DataFrame, *, index: str) -> pl.DataFrame:
    """The "slope" or "relative" index of inequality over tenths of deprivation, with limits.

    `frame` has `count` and `residents` by tenth ("1" the most deprived); places of no known tenth
    are not on the line.
    """
    from vrn.statistics.inequality import Line, Simulation, inequality_indices, quantile_rates

    tenths = frame.select(
        "count", "residents", tenth=pl.col(_TENTH).cast(pl.Int64, strict=False)
    ).drop_nulls("tenth")
    if tenths.is_empty():
        return answer(reason="of no small area here is the tenth of deprivation known")
    rates = quantile_rates(tenths["count"], tenths["residents"], multiplier=PER)
    found = inequality_indices(
        tenths["tenth"],
        tenths["residents"],
        rates,
        line=Line(transform=True, contrast="first_to_last"),
        limits=Simulation(np.random.default_rng(SEED)),
        quantiles=TENTHS,
    ).row(by_predicate=pl.col("index") == index, named=True)
    if found["value"] is None or found["upper"] is None:
        return answer(reason=found["reason"].replace("quantile", "tenth"))
    count, people = int(tenths["count"].sum()), int(tenths["residents"].sum())
    return answer(
        value=found["value"],
        limits=(found["lower"], found["upper"]),
        counts=(count, float(people)),
        method=f"{_METHOD}; {people:,} residents",
        events={
            f"offences in tenth {tenth}": int(events)
            for tenth, events in tenths.select("tenth", "count").iter_rows()
        },
    )


def _estimate(
    name: str,
    title: str,
    *,
    function: Callable[..., pl.DataFrame],
    texts: Mapping[str, str],
    caveats: str = "",
    decimals: int = 1,
) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=f"serious_violence_{name}",
            title=title,
            source=f"{POLICE} {words.DEPRIVATION}",
            caveats=(
                words.OF_PLACES
                + words.DOMAIN_OF_CRIME
                + caveats
                + words.LEFT_OUT
                + words.INDEPENDENT
            ),
            decimals=decimals,
            **texts,
        ),
        over=SERIOUS_VIOLENCE,
        frame=(_TENTH,),
        function=function,
        dimensions=("definition",),
        has_residents=True,
    )


def _ratio(end: str) -> Estimate:
    return _estimate(
        "deprivation_ratio" + ("" if end == "tenth" else "_fifths"),
        f"Serious violence: most against least deprived {end} of areas",
        function=partial(ratio_of_ends, edition=LATEST, end=end),
        texts={
            "definition": (
                "The number of offences of serious violence, per resident, in the small areas that "
                f"are among the most deprived {end} of England by the Index of Multiple "
                f"Deprivation {LATEST}, over the same in those among the least deprived {end}: 2 "
                f"means twice the rate. {UNDER_DEFINITION.rstrip()}"
            ),
            "rationale": "Where violence and deprivation go together, prevention is needed there.",
            "unit": "times the rate",
            "method": f"{words.GIVEN_SUM}.",
            "numerator": f"Offences placed in the most deprived {end}, per resident",
            "denominator": f"Offences placed in the least deprived {end}, per resident",
        },
        caveats=(
            f"The {end}s are England's: a partnership may have few areas in one of them, or none, "
            "and then there is no value. "
        ),
    )


_BENDS = (
    "A line assumes a steady gradient; where the tenths bend, look at them one by one. A tenth in "
    "which nobody lives here leaves no line. Small areas of no known tenth are not on it. "
)
_ON_THE_LINE = {
    "numerator": "Offences placed in a small area of a known tenth",
    "denominator": "Residents of these small areas",
}


def _slope() -> Estimate:
    return _estimate(
        "inequality_slope",
        "Serious violence: slope index of inequality by deprivation",
        function=partial(slope_or_index, index="slope"),
        texts={
            "definition": (
                "How many more offences of serious violence for every 1,000 residents, over the "
                "whole of the period, there are at the most deprived end of the area than at the "
                f"least deprived end, along a line through all ten tenths. {UNDER_DEFINITION}0 "
                "means no gradient, and more than 0 more violence where deprivation is greater."
            ),
            "rationale": "Says the size of the gradient with all tenths in it, not two ends alone.",
            "unit": "more per 1,000 residents over the period",
            "method": (
                f"{_LINE}; the slope index is the rate at its first end less that at its last. "
                f"{_LIMITS}"
            ),
            **_ON_THE_LINE,
        },
        caveats=_BENDS + "It grows with the length of the period, which must be said with it. ",
    )


def _index() -> Estimate:
    return _estimate(
        "inequality_index",
        "Serious violence: relative index of inequality by deprivation",
        function=partial(slope_or_index, index="relative"),
        texts={
            "definition": (
                "The rate of serious violence at the most deprived end of the area over that at "
                "the least deprived end, along a line through all ten tenths. "
                f"{UNDER_DEFINITION}1 means no gradient, 2 twice the rate."
            ),
            "rationale": "Compares gradients of places and times whose levels differ.",
            "unit": "times the rate",
            "method": (
                f"{_LINE}; the relative index is the rate at its first end over that at its last. "
                f"{_LIMITS}"
            ),
            **_ON_THE_LINE,
        },
        caveats=_BENDS,
    )


@cache
def inequality_measures() -> Mapping[str, Measure]:
    """The two ratios of ends, the slope index and the relative index, of serious violence."""
    measures = (_ratio("tenth"), _ratio("fifth"), _slope(), _index())
    return MappingProxyType({each.indicator.name: each for each in measures})
