"""Which area factors serious violence goes with, the others held: associations of small areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.factors import words
from vrn.factors.area_factors import (
    EDUCATION,
    FACTORS,
    INCOME,
    TABLES,
    UNDER_25,
    URBAN,
    area_factors,
    neighbours_of,
)
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE
from vrn.problem.violence.words import POLICE, UNDER_DEFINITION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

STEPS: Mapping[str, float] = {INCOME: 1.0, EDUCATION: 1.0, UNDER_25: 10.0, URBAN: 1.0}
"""How much more of a factor a ratio is for: one tenth of England, ten points of a hundred."""
FEW, FEW_CLUSTERS = 0.001, 30
_LACKING = {
    INCOME: "tenths of income deprivation by small area",
    EDUCATION: "tenths of education deprivation by small area",
    UNDER_25: "residents by age of small areas",
    URBAN: "urban and rural small areas",
}
_NAMES = {
    INCOME: "income deprivation",
    EDUCATION: "education deprivation",
    UNDER_25: "the share of residents under 25",
    URBAN: "being urban",
}


@dataclass(frozen=True)
class _Words:
    """What is said of one factor: its title, and what more of it is."""

    title: str
    more: str
    source: str


_TOLD = {
    INCOME: _Words(
        "income deprivation",
        "that is one tenth of England further towards the most income-deprived",
        "Income domain of the English Indices of Deprivation 2025.",
    ),
    EDUCATION: _Words(
        "education deprivation",
        "that is one tenth of England further towards the most deprived of education, skills and "
        "training",
        "Education domain of the English Indices of Deprivation 2025.",
    ),
    UNDER_25: _Words(
        "the share of residents under 25",
        "where ten more of every hundred residents are under 25",
        "Residents of small areas by single year of age: mid-year estimates, Office for National "
        "Statistics.",
    ),
    URBAN: _Words(
        "being urban",
        "that is urban instead of rural",
        "Rural Urban Classification 2021, Office for National Statistics.",
    ),
}


def association(frame: pl.DataFrame, *, factor: str, tables: Tables) -> pl.DataFrame:
    """The ratio of rates that goes with a step more of a factor, the other factors held.

    `frame` has `count` and `residents` by `small_area`, every small area of the cut. Where what the
    model leaves over is alike among neighbours, its errors are taken by middle-layer area instead.
    """
    areas = area_factors(tables).join(frame, on="small_area", how="left", maintain_order="left")
    used = [name for name in FACTORS if name in areas.columns and _varies(areas, name)]
    if factor not in used:
        return answer(reason=f"this cut holds no {_LACKING[factor]} that differ")
    try:
        row = associate_areas(areas, used, factor, tables)
    except ValueError:  # the factors follow from one another: the model says no more of it
        return answer(reason="the factors follow from one another here, and cannot be told apart")
    if row["value"] is None or row["upper"] is None:
        return answer(reason=row["reason"])
    kept = areas.drop_nulls(["residents", *used]).filter(pl.col("residents") > 0)
    total = int(kept["count"].sum())
    return answer(
        value=row["value"],
        limits=(row["lower"], row["upper"]),
        counts=(total, float(kept["residents"].sum())),
        method=say_model(row, [_NAMES[name] for name in used if name != factor]),
        events={
            "offences placed": total,
            "residual degrees of freedom": row["residual_degrees"],
            **_sides(kept, factor),
        },
    )


def _varies(areas: pl.DataFrame, name: str) -> bool:
    return areas[name].drop_nulls().n_unique() > 1


def associate_areas(
    areas: pl.DataFrame, used: list[str], factor: str, tables: Tables
) -> dict[str, Any]:
    """The factor's row of the model, by middle-layer area where neighbours are alike."""
    from vrn.statistics.association import Association, associate

    fit = partial(
        associate,
        areas["count"],
        areas["residents"],
        areas.select(used),
        neighbours=neighbours_of(tables) if tables.get("boundaries") else None,
        settings=Association(per="unit", steps={name: STEPS.get(name, 1.0) for name in used}),
    )
    found = fit()
    p = found["moran_p"][0]
    if p is not None and p < Association().moran_level and areas["cluster"].n_unique() > 1:
        found = fit(cluster=areas["cluster"])
    return found.row(by_predicate=pl.col("factor") == factor, named=True)


def _sides(areas: pl.DataFrame, factor: str) -> dict[str, int]:
    """Of a factor that is yes or no, the events of both sides; of a scale, nothing more."""
    if factor != URBAN:
        return {}
    each = areas.group_by(URBAN).agg(pl.col("count").sum())
    named = {1.0: "offences in urban small areas", 0.0: "offences in rural small areas"}
    return {named[code]: int(count) for code, count in each.iter_rows()}


def say_model(row: Mapping[str, Any], others: list[str]) -> str:
    """Which model, of how many areas, with what held, and what the check of neighbours found."""
    spread = "more spread than Poisson's" if row["model"] != "Poisson" else "no more than Poisson's"
    allowing = f", allowing for {', '.join(others)}" if others else ""
    parts = [
        f"{row['model']} regression over {row['areas']:,} small areas{allowing}",
        f"chosen by Pearson's chi-square of dispersion ({spread})",
    ]
    if row["left_out"]:
        parts.append(f"{row['left_out']:,} areas without a factor or a resident are left out")
    parts.append(_say_neighbours(row))
    return "; ".join(parts)


def _say_neighbours(row: Mapping[str, Any]) -> str:
    if row["moran"] is None:
        return "it could not be checked whether neighbours are alike"
    at = "p below 0.001" if row["moran_p"] < FEW else f"p {row['moran_p']:.3f}"
    moran = f"Moran's I of what is left over {row['moran']:.2f}, {at}"
    if row["errors"] == "by cluster":
        few = (
            ", and with so few of them limits are too narrow"
            if row["clusters"] < FEW_CLUSTERS
            else ""
        )
        return (
            f"{moran}: alike among neighbours, so errors are by {row['clusters']:,} middle-layer "
            f"areas, which does not allow for likeness across their borders{few}"
        )
    return f"{moran}: no likeness among neighbours seen"


def _estimate(factor: str) -> Estimate:
    told = _TOLD[factor]
    *first, last = (_NAMES[name] for name in FACTORS if name != factor)
    others = f"{', '.join(first)} and {last}"
    return Estimate(
        indicator=Indicator(
            name=f"serious_violence_association_{factor}",
            title=f"Serious violence and {told.title}: association among small areas",
            definition=(
                "How many times the rate of serious violence, per resident, goes with a small area "
                f"{told.more}, among areas alike in {others}. 1 means no association. "
                f"{UNDER_DEFINITION.rstrip()}"
            ),
            rationale="Says which of several things that go together violence goes with most.",
            unit="times the rate",
            method=(
                "Regression of each small area's offences on the factors, with its residents as "
                "what they are out of: Poisson, or negative binomial where Pearson's chi-square "
                "says that areas differ more than Poisson allows. Moran's I of what is left over "
                "checks whether neighbours are alike; where they are, the errors are taken by "
                "middle-layer area (some five small areas). 95% limits."
            ),
            source=f"{POLICE} {told.source} Open Government Licence v3.0.",
            caveats=(
                words.OF_PLACES
                + "Factors that go together share what they go with, and no model parts them for "
                "certain; what is not in the model may stand behind all of them. Another size of "
                "area would give another number. Ages are those of the newest estimate by small "
                "area, or of the older areas that an area was made from. " + words.LEFT_OUT.rstrip()
            ),
            numerator="Offences placed in a small area",
            denominator="Residents of these small areas",
            decimals=2,
        ),
        over=SERIOUS_VIOLENCE,
        frame=("small_area",),
        function=partial(association, factor=factor),
        dimensions=("definition",),
        has_residents=True,
        reads=TABLES,
    )


@cache
def association_measures() -> Mapping[str, Measure]:
    """`serious_violence_association_<factor>` for each of the factors."""
    measures = [_estimate(factor) for factor in FACTORS]
    return MappingProxyType({each.indicator.name: each for each in measures})
