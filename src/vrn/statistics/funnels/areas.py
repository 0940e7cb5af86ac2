"""Each area in its funnel: its value, the limits at its size, and on which side of them it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_POPULATION,
    column_of,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.funnels.curves import TWO_AND_THREE_SIGMA
from vrn.statistics.funnels.placing import POISSON, SHARE, Areas, placed
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import FloatArray, check_multiplier, read_counts, read_populations
from vrn.statistics.proportions import MISSING_TOTAL, NO_TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.funnels.dispersion import Overdispersion
    from vrn.statistics.groups import Sums

OWN = (
    *("count", "total", "population", "expected", "baseline"),
    *("z", "phi", "tau2", "dispersion_p", "position", "significance"),
)

MISSING_EXPECTED = "the expected events are missing"
NONE_EXPECTED = "no event is expected"
NO_BASELINE = "no event in the whole funnel: there is no baseline"


def proportion_funnel(
    count: Column,
    total: Column,
    *,
    by: Groups | None = None,
    within: Sequence[str] = (),
    baseline: float | None = None,
    multiplier: float = 1.0,
    confidence: Confidence = TWO_AND_THREE_SIGMA,
    overdispersion: Overdispersion | None = None,
) -> pl.DataFrame:
    """Shares of areas in a funnel about the share of all, or about a `baseline` given.

    value = multiplier * sum(count) / sum(total) of each row or (with `by`) of each area; limits at
    its total as of `proportion_funnel_limits`. `within` names those columns of `by` that tell one
    funnel from another, such as the year. With `overdispersion` limits are those of arcsine roots,
    asin(sqrt p) -+ z * spread, brought back.

    Shape: a row for each area, stacked for each confidence; before `value` stand `count`, `total`,
    `baseline`, `z` (arcsine root less that of the baseline, over its spread), `phi`, `tau2` and
    `dispersion_p` (see `Overdispersion`: the test is there whether or not it is taken up),
    `position` ("low", "within" or "high" at this confidence) and `significance` at the highest
    confidence at which the area lies outside. Missing inputs and totals of 0 give a reason. Raises
    ValueError for broken counts, a count above its total, and unknown names in `within`.

    >>> found = proportion_funnel([20, 40, 21], [100, 100, 100], multiplier=100, confidence=0.95)
    >>> found.select("value", pl.col("lower", "upper").round(2), "position").rows()[1]
    (40.0, 18.3, 35.7, 'high')
    """
    check_multiplier(multiplier)
    read = read_columns(count=count, total=total)
    _check_parts(read["count"], read["total"])
    read_counts("total", read["total"])
    sums = _sums(read, by)
    part, whole = sums.of["count"], sums.of["total"]
    funnel, known = _numbered(within, sums.by), np.where(whole > 0, whole, np.nan)
    centre = _centre(None if baseline is None else baseline / multiplier, sums, known, funnel)
    areas = Areas(
        by=_with_sums(sums, pl.Int64),
        funnel=funnel,
        share=part / known,
        size=known,
        centre=centre,
        unit=np.full(part.shape, multiplier),
        why=reasons(
            (MISSING_COUNT, np.isnan(part)),
            (MISSING_TOTAL, np.isnan(whole)),
            (NO_TOTAL, whole == 0),
        ),
        estimated=baseline is None,
    )
    return placed(areas, SHARE, confidence=confidence, overdispersion=overdispersion)


def rate_funnel(
    count: Column,
    population: Column,
    *,
    by: Groups | None = None,
    within: Sequence[str] = (),
    baseline: float | None = None,
    multiplier: float = 1_000.0,
    confidence: Confidence = TWO_AND_THREE_SIGMA,
    overdispersion: Overdispersion | None = None,
) -> pl.DataFrame:
    """Rates of areas in a funnel about the rate of all, or about a `baseline` per `multiplier`.

    value = multiplier * sum(count) / sum(population) of each row or (with `by`) of each area;
    limits at its population as of `rate_funnel_limits`, exactly. With `overdispersion` they are
    those of square roots, sqrt(count / expected) = 1 -+ z * spread, brought back. For several years
    the population is the sum of theirs.

    Shape and columns: as of `proportion_funnel`, with `population` for `total`. Raises ValueError
    for negative or broken counts and populations and for columns of other lengths.

    >>> found = rate_funnel([30, 60, 30], [1_000, 1_000, 1_000], confidence=[0.95, 0.998])
    >>> found.select("value", pl.col("lower", "upper").round(2), "significance").rows()[1]
    (60.0, 27.6, 53.35, 'High (0.025)')
    """
    check_multiplier(multiplier)
    sums = _sums(read_columns(count=count, population=population), by)
    events, people = sums.of["count"], sums.of["population"]
    funnel, known = _numbered(within, sums.by), np.where(people > 0, people, np.nan)
    per_head = _centre(None if baseline is None else baseline / multiplier, sums, known, funnel)
    expected = np.where(per_head > 0, per_head * known, np.nan)
    areas = Areas(
        by=_with_sums(sums, pl.Float64),
        funnel=funnel,
        share=events / expected,
        size=expected,
        centre=np.ones(events.shape),
        unit=multiplier * per_head,
        why=reasons(
            (MISSING_COUNT, np.isnan(events)),
            (MISSING_POPULATION, np.isnan(people)),
            (NO_POPULATION, people == 0),
            (NO_BASELINE, per_head == 0),
        ),
        estimated=baseline is None,
    )
    return placed(areas, POISSON, confidence=confidence, overdispersion=overdispersion)


def ratio_funnel(
    count: Column,
    expected: Column,
    *,
    by: Groups | None = None,
    within: Sequence[str] = (),
    baseline: float | None = None,
    multiplier: float = 100.0,
    confidence: Confidence = TWO_AND_THREE_SIGMA,
    overdispersion: Overdispersion | None = None,
) -> pl.DataFrame:
    """Ratios of observed to expected events in a funnel about 1, or a `baseline`, by `multiplier`.

    value = multiplier * sum(count) / sum(expected) of each row or (with `by`) of each area; limits
    at its expected events as of `ratio_funnel_limits`, exactly, or with `overdispersion` as of
    `rate_funnel`. The baseline, if given, is in the unit of the values: 100 is as expected, if the
    multiplier is 100.

    Shape and columns: as of `proportion_funnel`, with `expected` for `total`. Raises ValueError for
    negative or broken counts and expected numbers, and for columns of other lengths.

    >>> found = ratio_funnel([30, 60], [30.5, 30.5], confidence=0.95)
    >>> found.select(pl.col("value", "lower", "upper").round(1), "position").rows()[1]
    (196.7, 64.5, 138.6, 'high')
    """
    check_multiplier(multiplier)
    target = 1.0 if baseline is None else baseline / multiplier
    sums = _sums(read_columns(count=count, expected=expected), by)
    events, mean = sums.of["count"], sums.of["expected"]
    size = target * np.where(mean > 0, mean, np.nan)
    areas = Areas(
        by=_with_sums(sums, pl.Float64),
        funnel=_numbered(within, sums.by),
        share=events / size,
        size=size,
        centre=np.ones(events.shape),
        unit=np.full(events.shape, multiplier * target),
        why=reasons(
            (MISSING_COUNT, np.isnan(events)),
            (MISSING_EXPECTED, np.isnan(mean)),
            (NONE_EXPECTED, mean == 0),
        ),
        estimated=False,
    )
    return placed(areas, POISSON, confidence=confidence, overdispersion=overdispersion)


def _sums(read: Mapping[str, FloatArray], by: Groups | None) -> Sums:
    """The sums of an area: of its counts, and of what they are counted in."""
    (_, counts), (size, sizes) = read.items()
    columns = {"count": read_counts("count", counts), size: read_populations(size, sizes)}
    groups = None if by is None else read_groups(by, length=counts.size, taken=OWN)
    return sums_by_group(groups, columns)


def _with_sums(sums: Sums, of_size: type[pl.DataType]) -> pl.DataFrame:
    (_, counts), (size, sizes) = sums.of.items()
    return sums.by.with_columns(
        column_of("count", counts, pl.Int64), column_of(size, sizes, of_size)
    )


def _numbered(within: Sequence[str], by: pl.DataFrame) -> NDArray[np.intp]:
    """The number of each area's funnel: those that agree in the columns named have one."""
    unknown = [name for name in within if name not in by.columns]
    if unknown:
        raise ValueError(f"within names columns of by ({', '.join(by.columns)}); got {unknown}")
    if not within:
        return np.zeros(by.height, dtype=np.intp)
    return by.select(pl.struct(within).rank("dense")).to_series().to_numpy().astype(np.intp)


def _check_parts(part: FloatArray, whole: FloatArray) -> None:
    if (part > whole).any():
        first = int(np.flatnonzero(part > whole)[0])
        raise ValueError(
            f"a part cannot exceed its total; got {part[first]:g} of {whole[first]:g} "
            f"at position {first}"
        )


def _centre(
    baseline: float | None, sums: Sums, known: FloatArray, funnel: NDArray[np.intp]
) -> FloatArray:
    """The baseline of each area: that given, or the share or rate of all areas of its funnel."""
    counts = sums.of["count"]
    if baseline is not None:
        if not 0 < baseline < np.inf:
            raise ValueError(f"a baseline is a number above 0; got {baseline} over the multiplier")
        return np.full(counts.shape, baseline)
    both = np.isfinite(counts) & np.isfinite(known)
    rows = pl.DataFrame(
        {"funnel": funnel, "count": np.where(both, counts, 0), "size": np.where(both, known, 0)}
    )
    share = pl.col("count").sum() / pl.col("size").sum()
    return rows.select(share.over("funnel")).to_series().to_numpy()
