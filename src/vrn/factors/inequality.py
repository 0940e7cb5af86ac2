"""How serious violence goes with the deprivation of the place: two ends, a slope, an index."""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from vrn.factors import words
from vrn.factors.area_factors import CLUSTER, TABLES
from vrn.factors.association import associate_areas, say_model
from vrn.factors.deprivation import LATEST, ratio_of_ends
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.places import read_places
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE
from vrn.problem.violence.words import POLICE, UNDER_DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

PER = 1_000.0
TENTH, RANK = f"deprivation_{LATEST}", "rank"
_LINE = (
    "Every small area stands at the middle of the share of residents that its tenth of England "
    "holds here, from the least deprived tenth (0) to the most (1), and the logarithm of its rate "
    "is regressed on that place: Poisson, or negative binomial where areas differ more than "
    "Poisson allows"
)
_SOURCES = (
    "After M. Moreno-Betancur and others, Relative index of inequality and slope index of "
    "inequality: a structured regression framework for estimation, Epidemiology 26 (2015) (memory)."
)
_LIMITS = (
    "95% limits are of the regression, which allows for how much small areas differ; where Moran's "
    "I finds that neighbours are alike, its errors are taken by middle-layer area."
)
_ALIKE = "the small areas here are all of one tenth of deprivation"


def slope_or_index(frame: pl.DataFrame, *, index: str, tables: Tables) -> pl.DataFrame:
    """The "slope" or "relative" index of inequality over tenths of deprivation, with limits.

    `frame` has `count` and `residents` by `small_area`, every one of the cut; those of no known
    tenth are not on the line.
    """
    places = read_places(tables, [TENTH]).select("small_area", TENTH, cluster=CLUSTER)
    areas = places.join(frame, on="small_area", how="left", maintain_order="left")
    return gradient(areas, index=index, tables=tables)


def gradient(areas: pl.DataFrame, *, index: str, tables: Tables) -> pl.DataFrame:
    """The same from a row a small area: `cluster`, `count`, `residents`, and its tenth as text."""
    ranked = _with_rank(areas)
    kept = ranked.drop_nulls(["residents", RANK]).filter(pl.col("residents") > 0)
    if kept.is_empty():
        return answer(reason="of no small area here is the tenth of deprivation known")
    if kept[RANK].n_unique() < 2:
        return answer(reason=_ALIKE)
    row = associate_areas(ranked, [RANK], RANK, tables)
    if row["value"] is None or row["upper"] is None:
        return answer(reason=row["reason"])
    of_line = partial(_slope_of, kept) if index == "slope" else float
    total = int(kept["count"].sum())
    return answer(
        value=of_line(row["value"]),
        limits=(of_line(row["lower"]), of_line(row["upper"])),
        counts=(total, float(kept["residents"].sum())),
        method=f"{say_model(row, [])}; {int(kept['residents'].sum()):,} residents",
        events={
            "offences placed": total,
            **_halves(kept),
            "residual degrees of freedom": row["residual_degrees"],
        },
    )


def _with_rank(areas: pl.DataFrame) -> pl.DataFrame:
    """With where each area's tenth stands: the middle of its share of residents, least first."""
    tenth = pl.col(TENTH).cast(pl.Int64, strict=False)
    people = (
        areas.with_columns(tenth=tenth)
        .drop_nulls(["tenth", "residents"])
        .group_by("tenth")
        .agg(pl.col("residents").sum())
        .sort("tenth", descending=True)
    )
    before = pl.col("residents").cum_sum() - pl.col("residents") / 2
    places = people.select("tenth", (before / pl.col("residents").sum()).alias(RANK))
    return areas.with_columns(tenth=tenth).join(
        places, on="tenth", how="left", maintain_order="left"
    )


def _slope_of(areas: pl.DataFrame, ratio: float) -> float:
    """The rate at the most deprived end less that at the other, for a ratio of the two.

    The line is set so that it gives all areas together as many offences as they have. It rises
    with the ratio, so limits of the one are those of the other.
    """
    shape = float((areas["residents"] * ratio ** areas[RANK]).sum())
    return PER * int(areas["count"].sum()) / shape * (ratio - 1)


def _halves(areas: pl.DataFrame) -> dict[str, int]:
    """The offences of the more and of the less deprived half of residents."""
    more = int(areas.filter(pl.col(RANK) >= 0.5)["count"].sum())
    return {
        "offences in the more deprived half": more,
        "offences in the less deprived half": int(areas["count"].sum()) - more,
    }


def _estimate(
    name: str,
    title: str,
    *,
    function: Callable[..., pl.DataFrame],
    texts: Mapping[str, str],
    caveats: str = "",
    decimals: int = 1,
    of_areas: bool = False,
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
                + (words.LEFT_OUT.rstrip() if of_areas else words.LEFT_OUT + words.INDEPENDENT)
            ),
            decimals=decimals,
            **texts,
        ),
        over=SERIOUS_VIOLENCE,
        frame=("small_area",) if of_areas else (TENTH,),
        function=function,
        dimensions=("definition",),
        has_residents=True,
        reads=TABLES if of_areas else (),
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
    "A line assumes a steady gradient; where the tenths bend, look at them one by one. Small areas "
    "of no known tenth are not on it. "
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
                f"least deprived end, along a line through all small areas by tenth. "
                f"{UNDER_DEFINITION}0 means no gradient, and more than 0 more violence where "
                "deprivation is greater."
            ),
            "rationale": "Says the size of the gradient with all areas in it, not two ends alone.",
            "unit": "more per 1,000 residents over the period",
            "method": (
                f"{_LINE}. The slope index is the rate at the most deprived end less that at the "
                f"least, the line set so that it gives as many offences as there are. {_LIMITS} "
                f"{_SOURCES}"
            ),
            **_ON_THE_LINE,
        },
        caveats=_BENDS + "It grows with the length of the period, which must be said with it. ",
        of_areas=True,
    )


def _index() -> Estimate:
    return _estimate(
        "inequality_index",
        "Serious violence: relative index of inequality by deprivation",
        function=partial(slope_or_index, index="relative"),
        texts={
            "definition": (
                "The rate of serious violence at the most deprived end of the area over that at "
                "the least deprived end, along a line through all small areas by tenth. "
                f"{UNDER_DEFINITION}1 means no gradient, 2 twice the rate."
            ),
            "rationale": "Compares gradients of places and times whose levels differ.",
            "unit": "times the rate",
            "method": (
                f"{_LINE}. The relative index is the rate at the most deprived end over that at "
                f"the least. {_LIMITS} {_SOURCES}"
            ),
            **_ON_THE_LINE,
        },
        caveats=_BENDS,
        of_areas=True,
    )


@cache
def inequality_measures() -> Mapping[str, Measure]:
    """The two ratios of ends, the slope index and the relative index, of serious violence."""
    measures = (_ratio("tenth"), _ratio("fifth"), _slope(), _index())
    return MappingProxyType({each.indicator.name: each for each in measures})
