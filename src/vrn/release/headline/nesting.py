"""Every pair of released sets of which one holds the other, and how few people lie between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.shapes import LEAST_PERSONS

if TYPE_CHECKING:
    from vrn.release.headline.record_sets import Flags, RecordSets


def near_pairs(sets: RecordSets, chosen: Flags, *, counts_persons: bool) -> pl.DataFrame:
    """Pairs of chosen sets, one inside the other, with 1 to 9 people between: `inner`, `outer`.

    Found from the records themselves: all of the inner set's records are the outer's, whatever the
    two are called. Between two tallies of records lie the people of the records that the outer one
    has beyond the inner; between two tallies of people, the people that it has beyond.
    """
    near = _who_may_hold(sets, chosen)
    near = _hold_wholly(near, sets)
    if counts_persons:
        near = near.filter(pl.col("outer_persons") > pl.col("persons"))
    else:
        near = _with_few_between(near, sets)
    return near.select("inner", "outer").sort("inner", "outer")


def _who_may_hold(sets: RecordSets, chosen: Flags) -> pl.DataFrame:
    """Pairs that share two records of the inner set and differ by few people, at most."""
    inner = np.flatnonzero(chosen)
    table = pl.DataFrame(
        {"set": inner, "count": sets.counts[inner], "persons": sets.persons[inner]}
    )
    ends = table.with_columns(first=pl.Series(sets.first[inner]), last=pl.Series(sets.last[inner]))
    at_record = (
        sets.within.join(table, on="set")
        .filter(pl.col("record").is_in(np.union1d(ends["first"], ends["last"])))
        .rename({"set": "outer", "count": "outer_count", "persons": "outer_persons"})
        .with_columns(pl.col("record").cast(pl.Int64))
        .drop("person")
    )
    is_near = (
        (pl.col("outer_count") > pl.col("count"))
        & (pl.col("outer_persons") >= pl.col("persons"))
        & (pl.col("outer_persons") - pl.col("persons") < LEAST_PERSONS)
    )
    found = ends.join(at_record, left_on="first", right_on="record").filter(is_near)
    return found.rename({"set": "inner"}).join(
        at_record.select("record", "outer"), left_on=["last", "outer"], right_on=["record", "outer"]
    )


def _hold_wholly(near: pl.DataFrame, sets: RecordSets) -> pl.DataFrame:
    inside = near.select("inner", "outer", "count").join(
        sets.within, left_on="inner", right_on="set"
    )
    shared = (
        inside.join(
            sets.within.select("set", "record"),
            left_on=["outer", "record"],
            right_on=["set", "record"],
            how="semi",
        )
        .group_by("inner", "outer")
        .len("shared")
    )
    return near.join(shared, on=["inner", "outer"]).filter(pl.col("shared") == pl.col("count"))


def _with_few_between(near: pl.DataFrame, sets: RecordSets) -> pl.DataFrame:
    pairs = near.select("inner", "outer")
    beyond = pairs.join(sets.within, left_on="outer", right_on="set").join(
        sets.within.select("set", "record"),
        left_on=["inner", "record"],
        right_on=["set", "record"],
        how="anti",
    )
    between = beyond.group_by("inner", "outer").agg(between=pl.col("person").n_unique())
    return pairs.join(between.filter(pl.col("between") < LEAST_PERSONS), on=["inner", "outer"])
