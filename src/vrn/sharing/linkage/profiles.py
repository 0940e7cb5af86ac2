"""Rows of tokens as profiles: one for each different set of tokens, in numbers that compare fast.

A name's tokens are of one kind, and so are the months and days of birth: their numbers can be
compared across columns, where forename and surname, or day and month, were swapped.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

COMPARED = (
    *("nominal", "nhs_number"),
    *("forename", "forename_group", "forename_sound", "forename_head", "forename_tail"),
    *("surname", "surname_sound", "surname_head", "surname_tail"),
    *("birth_year", "birth_month", "birth_day"),
    *("home", "home_sector", "home_district", "sex"),
)
"""What of a record is compared; a source that lacks a column leaves it empty."""
WHOLE = ("forename", "surname", "birth_year", "birth_month", "birth_day")
_ONE_OF = ("nominal", "nhs_number", "home")


class Profiles(NamedTuple):
    """Every different profile, numbered from 0 in `profile`, and the profile of each record.

    `records` holds `source` and `record` by source and reference, and `of_record` is in that order.
    """

    table: pl.DataFrame
    records: pl.DataFrame
    of_record: pl.Series


def make_profiles(records: pl.DataFrame | pl.LazyFrame) -> Profiles:
    """Profiles of records: `source`, `record`, and what of COMPARED there is, as tokens or codes.

    Records join one profile where they are alike in all, and hold whole names, a whole day of birth
    and a home, an NHS number or a nominal id; others stay one profile each. A nominal id is one
    source's own, and never meets another's.
    """
    coded = _coded(records.lazy()).collect().sort("source", "record")
    is_whole = pl.all_horizontal(pl.col(name).is_not_null() for name in WHOLE)
    is_fixed = pl.any_horizontal(pl.col(name).is_not_null() for name in _ONE_OF)
    own = pl.when(~(is_whole & is_fixed)).then(pl.int_range(pl.len(), dtype=pl.Int64))
    alike = pl.struct(*COMPARED, "nominal_source", own.alias("own")).hash(seed=1)
    coded = coded.with_columns(alike=alike)
    named, coded = coded.select("source", "record", "alike"), coded.drop("source", "record")
    table = coded.unique("alike", keep="first", maintain_order=True).with_row_index("profile")
    found = named.select("alike").join(
        table.select("alike", "profile"), on="alike", how="left", maintain_order="left"
    )
    return Profiles(table.drop("alike"), named.drop("alike"), found["profile"])


def _coded(records: pl.LazyFrame) -> pl.LazyFrame:
    """The compared columns as numbers, null where nothing is recorded."""
    there = records.collect_schema().names()
    sector = pl.col("home_sector") if "home_sector" in there else pl.lit(None, pl.String)
    texts = records.with_columns(
        sector.alias("home_sector"), sector.str.split(" ").list.first().alias("home_district")
    )
    there = texts.collect_schema().names()
    absent = [name for name in COMPARED if name not in there]
    texts = texts.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    return texts.select(
        pl.col("source", "record").cast(pl.String),
        pl.when(pl.col("nominal").is_not_null())
        .then("source")
        .cast(pl.String)
        .alias("nominal_source"),
        *(_number(pl.col(name).cast(pl.String)).alias(name) for name in COMPARED),
    )


def _number(text: pl.Expr) -> pl.Expr:
    """A text as a number of 63 bits: two texts share one about never."""
    return pl.when(text.is_not_null()).then(text.hash(seed=0) // 2).cast(pl.Int64)
