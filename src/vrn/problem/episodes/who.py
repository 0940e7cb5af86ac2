"""Age, sex and ethnic group of a person as the codes that tables show."""

from __future__ import annotations

from functools import cache

import polars as pl

from vrn.partnership.reference import read_list
from vrn.problem.episodes.columns import (
    AGE_NOT_RECORDED,
    ETHNIC_GROUPS,
    NOT_GIVEN,
    SEXES,
)
from vrn.terms import AGE_BANDS, band_of, side_of_25

OLDEST = 120
_AGES = tuple(range(OLDEST + 1))


def age_in_range(column: str = "age") -> pl.Expr:
    """The age in completed years, 0 to 120 both in; null for any other, which none can be."""
    return pl.when(pl.col(column).is_between(0, OLDEST)).then(pl.col(column).cast(pl.Int64))


def with_who(rows: pl.DataFrame, *, age: str = "age", sex: str = "sex") -> pl.DataFrame:
    """The rows with `under_25`, `age_band`, `sex` and `age_sex`, from an age and a sex column.

    An age out of range, or none, is "age not recorded"; a sex that is neither female nor male is
    "not recorded", and so is `age_sex` where either is.
    """
    known = age_in_range(age)
    named = rows.with_columns(
        under_25=_by_age(known, [side_of_25(each) for each in _AGES]),
        age_band=_by_age(known, [band_of(each) for each in _AGES]),
        sex=pl.when(pl.col(sex).is_in(list(SEXES))).then(pl.col(sex)).otherwise(pl.lit(NOT_GIVEN)),
    )
    is_whole = pl.col("age_band").is_in(list(AGE_BANDS)) & (pl.col("sex") != NOT_GIVEN)
    return named.with_columns(
        age_sex=pl.when(is_whole)
        .then(pl.concat_str("age_band", "sex", separator=" "))
        .otherwise(pl.lit(NOT_GIVEN))
    )


def _by_age(age: pl.Expr, codes: list[str]) -> pl.Expr:
    return age.replace_strict(list(_AGES), codes, default=AGE_NOT_RECORDED, return_dtype=pl.String)


@cache
def _groups() -> dict[str, str]:
    return {row["code"]: row["ethnic_group"] for row in read_list("ethnic_categories.csv")}


def ethnic_group(*columns: str) -> pl.Expr:
    """The ethnic group of the first column that states one: a category code, or a group's name.

    Codes are those of ethnic_categories.csv, in any case; what it does not list is "not recorded".
    """
    named = {group.lower(): group for group in ETHNIC_GROUPS}
    codes = {code.lower(): group for code, group in _groups().items()} | named
    found = [
        pl.col(column)
        .str.strip_chars()
        .str.to_lowercase()
        .replace_strict(codes, default=None, return_dtype=pl.String)
        for column in columns
    ]
    told = [pl.when(each != NOT_GIVEN).then(each) for each in found]
    return pl.coalesce(*told, pl.lit(NOT_GIVEN))
