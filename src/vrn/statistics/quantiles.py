"""Quantiles: in which fifth or tenth of its region each value lies.

Source: ranks and their ties as in M. G. Kendall and J. D. Gibbons, Rank Correlation Methods, fifth
edition (1990), and quantiles of equal numbers of areas as the Office for Health Improvement and
Disparities shows them.

Limits: a quantile tells an order and no distance: the second and the third fifth may hardly differ.
Of values known with error (rates of small areas) many lie in a fifth by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.statistics.answers import MISSING_VALUE, read_columns, read_groups
from vrn.statistics.limits import check_finite

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Groups

_RANK, _KNOWN = "rank within the group", "values known in the group"
OWN = ("quantile", _RANK, _KNOWN)


def quantile_of(
    value: Column,
    *,
    quantiles: int,
    by: Groups | None = None,
    high_is_one: bool = True,
) -> pl.DataFrame:
    """The quantile of each value within its group (a region, say), from 1 to `quantiles`.

    quantile = 1 + floor(quantiles (rank - 1) / N), where N values of the group are known and the
    rank of the highest (with `high_is_one=False`: of the lowest) is 1; equal values share the
    lowest rank of theirs, and so the quantile.

    Shape: a row for each value, in the order given: the columns of `by`, `value`, `quantile` (a
    whole number) and `reason`. A missing value has none, nor has a group of fewer known values than
    `quantiles`: the reason says so. Raises ValueError for fewer than two quantiles, infinite values
    or columns of other lengths.

    >>> quantile_of([7.0, 9.0, 2.0, 4.0, None], quantiles=2)["quantile"].to_list()
    [1, 1, 2, 2, None]
    """
    if quantiles < 2:
        raise ValueError(f"quantiles part values into at least 2; got {quantiles}")
    values = read_columns(value=value)["value"]
    check_finite("value", values)
    groups = pl.DataFrame(height=values.size)
    if by is not None:
        groups = read_groups(by, length=values.size, taken=OWN)
    keys = [pl.col(name) for name in groups.columns] or [pl.lit(1)]
    rows = groups.with_columns(pl.Series("value", values).fill_nan(None)).with_columns(
        pl.col("value").rank("min", descending=high_is_one).cast(pl.Int64).over(keys).alias(_RANK),
        pl.col("value").count().cast(pl.Int64).over(keys).alias(_KNOWN),
    )
    few = pl.lit(f"fewer than {quantiles} values are known in the group")
    return rows.select(
        *groups.columns,
        "value",
        pl.when(pl.col(_KNOWN) >= quantiles)
        .then(1 + quantiles * (pl.col(_RANK) - 1) // pl.col(_KNOWN))
        .alias("quantile"),
        pl.when(pl.col("value").is_null())
        .then(pl.lit(MISSING_VALUE))
        .when(pl.col(_KNOWN) < quantiles)
        .then(few)
        .alias("reason"),
    )
