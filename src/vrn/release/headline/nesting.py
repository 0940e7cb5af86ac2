"""Every pair of released sets of which one holds the other, and how few people lie between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.counting import PROBES
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
    involved = near.select(pl.concat([pl.col("inner"), pl.col("outer")]).unique().sort())
    within = sets.within(involved.to_series().to_numpy())
    near = _hold_wholly(near, within)
    if counts_persons:
        near = near.filter(pl.col("outer_persons") > pl.col("persons"))
    else:
        near = _with_few_between(near, within)
    return near.select("inner", "outer").sort("inner", "outer")


def _who_may_hold(sets: RecordSets, chosen: Flags) -> pl.DataFrame:
    """Pairs that share the probes of the inner set and differ by few people, at most."""
    table = pl.DataFrame(
        {
            "set": np.flatnonzero(chosen),
            "count": sets.counts[chosen],
            "persons": sets.persons[chosen],
        }
    )
    ends = pl.concat([table, sets.probes.filter(pl.Series(chosen))], how="horizontal")
    asked = np.unique(ends.select(PROBES).to_numpy())
    holding = (
        sets.holding(asked).select(pl.col("record").cast(pl.Int64), "set").join(table, on="set")
    )
    holding = holding.rename({"set": "outer", "count": "outer_count", "persons": "outer_persons"})
    is_near = (
        (pl.col("outer_count") > pl.col("count"))
        & (pl.col("outer_persons") >= pl.col("persons"))
        & (pl.col("outer_persons") - pl.col("persons") < LEAST_PERSONS)
    )
    found = ends.join(holding, left_on=PROBES[0], right_on="record").filter(is_near)
    for probe in PROBES[1:]:
        found = found.join(
            holding.select("record", "outer"),
            left_on=[probe, "outer"],
            right_on=["record", "outer"],
            how="semi",
        )
    return found.rename({"set": "inner"})


def _hold_wholly(near: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """Of these pairs those in which the outer set holds every record of the inner one."""
    inside = near.select("inner", "outer", "count").join(within, left_on="inner", right_on="set")
    shared = (
        inside.join(
            within.select("set", "record"),
            left_on=["outer", "record"],
            right_on=["set", "record"],
            how="semi",
        )
        .group_by("inner", "outer")
        .len("shared")
    )
    return near.join(shared, on=["inner", "outer"]).filter(pl.col("shared") == pl.col("count"))


def _with_few_between(near: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """Of these pairs those with few people in what the outer set has beyond the inner one."""
    pairs = near.select("inner", "outer")
    beyond = pairs.join(within, left_on="outer", right_on="set").join(
        within.select("set", "record"),
        left_on=["inner", "record"],
        right_on=["set", "record"],
        how="anti",
    )
    between = beyond.group_by("inner", "outer").agg(between=pl.col("person").n_unique())
    return pairs.join(between.filter(pl.col("between") < LEAST_PERSONS), on=["inner", "outer"])
