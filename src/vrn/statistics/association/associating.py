"""Regression of area counts on area factors: rate ratios, and whether they can be believed.

The model is chosen by a stated test of spread, factors are put on one footing, and what is left
over is looked at for likeness among neighbours. Nothing here is a cause.

Sources: A. C. Cameron and P. K. Trivedi, Regression Analysis of Count Data, 2nd edition (Cambridge,
2013), chapter 3; those of errors, inflation and Moran's I stand in `regression` and
`residual_moran` beside.

Limits: what holds among areas need not hold among persons (the ecological fallacy), and changes
with the areas' size and borders. Factors that go together (inflation above 5 or so) share one
effect that cannot be parted. With fewer than some ten areas a factor, or fewer than some thirty
clusters, limits are too narrow. Where residuals are alike among neighbours, so too: give `cluster`
(a larger area that holds neighbours together), which is the remedy offered here, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import answers
from vrn.statistics.association.regression import (
    Areas,
    Regression,
    check_factors,
    read_areas_and_factors,
    regress,
    standardise,
    variance_inflation,
)
from vrn.statistics.association.residual_moran import ResidualMoran, residual_moran
from vrn.statistics.limits import Limits, tail_of
from vrn.statistics.series.choosing import PEARSON, TESTS, Recipe
from vrn.statistics.spatial.weights import restrict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Weights

Per: TypeAlias = Literal["standard deviation", "unit"]

TOO_FEW_AREAS = "there are no more areas than the model has terms"
NO_FIT = "the model did not converge"
ALIKE = (
    "What the model leaves over is alike among neighbours (Moran's I {value:.2f}, p {p:.2g}): {so}"
)
SO = {
    "model": "the interval is too narrow, and errors by cluster should be asked for",
    "cluster": "the interval allows for likeness within clusters, not across their borders",
}
FEW_CLUSTERS = "With only {clusters} clusters the interval may be too narrow"
FEWEST_CLUSTERS = 30
CHECKS: Mapping[str, type[pl.DataType]] = {
    "model": pl.String,
    "dispersion": pl.Float64,
    "dispersion_p": pl.Float64,
    "inflation": pl.Float64,
    "moran": pl.Float64,
    "moran_p": pl.Float64,
    "caution": pl.String,
    "p": pl.Float64,
}


@dataclass(frozen=True)
class Association:
    """How factors are associated: each choice has a name.

    - `per`: ratios for one "standard deviation" more of a factor (divisor n - 1, over the areas
      used), or for one "unit" times the factor's `steps` (10 for "ten points more"; 1 unnamed).
    - `test` of more spread than Poisson's ("Pearson chi-square" or "Cameron-Trivedi") and its
      `level`, below which the negative binomial is taken (or quasi-Poisson, aloud).
    - `moran_level`: the p below which residuals are said to be alike among neighbours.

    Raises ValueError for other words, levels outside 0 to 1, or a step that is not above 0.

    >>> Association(per="unit", steps={"income": 10}).level
    0.05
    """

    per: Per = "standard deviation"
    steps: Mapping[str, float] | None = None
    test: str = PEARSON
    level: float = 0.05
    moran_level: float = 0.05

    def __post_init__(self) -> None:
        if self.per not in get_args(Per) or self.test not in TESTS:
            raise ValueError(
                f"per is one of {', '.join(get_args(Per))} and test one of {', '.join(TESTS)}; "
                f"got {self.per!r} and {self.test!r}"
            )
        if not 0 < self.level < 1 or not 0 < self.moran_level < 1:
            raise ValueError(f"levels are between 0 and 1; got {self.level} and {self.moran_level}")
        if any(not 0 < each < np.inf for each in (self.steps or {}).values()):
            raise ValueError(f"a step is a number above 0; got {dict(self.steps or {})}")


def associate(
    count: Column,
    population: Column,
    factors: pl.DataFrame | Mapping[str, Column],
    *,
    cluster: Groups | None = None,
    neighbours: Weights | None = None,
    settings: Association | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """The rate ratio that goes with more of each factor, the others held, one row a factor.

    log E(count) = a + log population + sum of b times factor, one row an area in all columns;
    `value` = exp(b times step). Poisson, or where the test says "more spread" negative binomial
    (variance mu + mu^2 / theta), or where that has no finite theta quasi-Poisson. Limits: exp(b
    step -+ q error), q of the normal (Poisson) or Student's t on the residual degrees; with
    `cluster` (a column or columns that tell clusters of areas), the errors are Liang and Zeger's
    with the factor G/(G - 1) (n - 1)/(n - k), and q Student's on G - 1.

    `neighbours` (from `contiguity` and its like, areas in the order of the rows) asks for Moran's I
    of the Pearson residuals. Columns: `factor`, `per`, `step` (the factor's own units), `factors`,
    `areas`, `left_out` (areas without a value or without people), `residual_degrees`, `clusters`,
    `errors`, `model`, `dispersion` (Poisson's Pearson chi-square over its degrees) with its test's
    `dispersion_p`, `inflation` (1 / (1 - R^2) of the factor on the others), `moran`, `moran_p`,
    `caution` (null or a sentence), `p`; then the answer. Raises ValueError for broken counts or
    populations, no factor, a factor that is the same everywhere or follows from the others, fewer
    than two clusters, or columns of other lengths.

    >>> factors = {"mobility": [1, 2, 3, 4, 5, 6, 7, 8]}
    >>> found = associate([3, 5, 4, 7, 6, 9, 11, 12], [1000] * 8, factors)
    >>> found.select(pl.col("value", "lower", "upper").round(2)).row(0)
    (1.57, 1.17, 2.11)
    """
    chosen = settings or Association()
    areas = read_areas_and_factors(count, population, factors, cluster)
    told = _told(areas, chosen)
    if areas.counts.size <= len(areas.names) + 1:
        return _without(told, confidence, TOO_FEW_AREAS)
    check_factors(areas)
    # Areas are many where series are short: the model's own errors need no widening here.
    recipe = Recipe(test=chosen.test, level=chosen.level, small_sample=False)
    found = regress(areas, recipe)
    if found is None:
        return _without(told, confidence, NO_FIT)
    moran = _moran(found, areas, neighbours)
    steps = told["step"].to_numpy() / areas.spread
    told = told.with_columns(_checks(found, areas, moran, chosen))
    return answers(
        lambda each: _ratios(found, steps, confidence=each),
        confidence=confidence,
        method=f"{found.model} regression, errors {_errors(areas)}",
        by=told,
    )


def _told(areas: Areas, chosen: Association) -> pl.DataFrame:
    """What is known before a model is: a row a factor, the model's columns still null."""
    steps = chosen.steps or {}
    unknown = sorted(set(steps) - set(areas.names))
    if unknown:
        raise ValueError(f"steps are given for no factor: {', '.join(unknown)}")
    by_unit = [float(steps.get(name, 1.0)) for name in areas.names]
    some = areas.counts.size > 1
    spread = areas.spread.tolist() if some else [None] * len(areas.names)
    number, terms = areas.counts.size, len(areas.names) + 1
    numbers = {
        "factors": len(areas.names),
        "areas": number,
        "left_out": areas.kept.size - number,
        "residual_degrees": max(number - terms, 0),
        "clusters": _clusters(areas),
    }
    return pl.DataFrame(
        {
            "factor": areas.names,
            "per": [chosen.per] * len(areas.names),
            "step": by_unit if chosen.per == "unit" else spread,
        },
        schema_overrides={"step": pl.Float64},
    ).with_columns(
        *(pl.lit(each, dtype=pl.Int64).alias(name) for name, each in numbers.items()),
        pl.lit(_errors(areas)).alias("errors"),
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in CHECKS.items()),
    )


def _checks(
    found: Regression, areas: Areas, moran: ResidualMoran | None, chosen: Association
) -> list[pl.Expr | pl.Series]:
    from scipy.special import stdtr

    # On infinite degrees Student's t is the normal.
    p = 2 * stdtr(found.degrees, -np.abs(found.log_ratios / found.errors))
    is_seen = moran is not None and np.isfinite(moran.p)
    fell = found.fall_back
    cautions = [fell[0].upper() + fell[1:]] if fell else []
    if moran is not None and moran.p < chosen.moran_level:
        so = SO["model" if areas.clusters is None else "cluster"]
        cautions.append(ALIKE.format(value=moran.value, p=moran.p, so=so))
    clusters = _clusters(areas)
    if clusters is not None and clusters < FEWEST_CLUSTERS:
        cautions.append(FEW_CLUSTERS.format(clusters=clusters))
    told = {
        "model": found.model,
        "dispersion": found.dispersion,
        "dispersion_p": found.dispersion_p,
        "moran": moran.value if moran is not None and is_seen else None,
        "moran_p": moran.p if moran is not None and is_seen else None,
        "caution": ". ".join(cautions) or None,
    }
    return [
        *(pl.lit(each, dtype=CHECKS[name]).alias(name) for name, each in told.items()),
        pl.Series("inflation", variance_inflation(standardise(areas))),
        pl.Series("p", np.asarray(p)),
    ]


def _ratios(found: Regression, steps: FloatArray, *, confidence: float) -> Limits:
    """The rate ratios for each factor's step, which is so many of its standard deviations."""
    from scipy.special import stdtrit

    quantile = stdtrit(found.degrees, 1 - tail_of(confidence))
    middle, half = found.log_ratios * steps, quantile * found.errors * steps
    return Limits(np.exp(middle), np.exp(middle - half), np.exp(middle + half))


def _moran(found: Regression, areas: Areas, neighbours: Weights | None) -> ResidualMoran | None:
    if neighbours is None:
        return None
    if neighbours.size != areas.kept.size:
        raise ValueError(
            f"neighbours name {neighbours.size} areas, and {areas.kept.size} are given"
        )
    return residual_moran(found.residuals, found.root, restrict(neighbours, areas.kept))


def _without(told: pl.DataFrame, confidence: Confidence, why: str) -> pl.DataFrame:
    none = np.full(told.height, np.nan)
    return answers(
        lambda _: Limits(none, none, none),
        confidence=confidence,
        method="count regression",
        reason=[why] * told.height,
        by=told,
    )


def _errors(areas: Areas) -> str:
    return "of the model" if areas.clusters is None else "by cluster"


def _clusters(areas: Areas) -> int | None:
    return None if areas.clusters is None else int(areas.clusters.max(initial=-1)) + 1
