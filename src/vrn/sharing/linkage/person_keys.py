"""Keys of persons that stay: the same person has the same key when further supplies arrive.

A key is a number given once, in order of first appearance. It derives from no token, so that a key
of tokens can be changed or destroyed and persons keep theirs; and it is never given a second time.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

MERGED, SPLIT, RETIRED = "merged", "split", "retired"
_DIGITS = 6
KEYS = {"source": pl.String, "record": pl.String, "person": pl.String}
CHANGES = {"person": pl.String, "became": pl.String, "why": pl.String}


class PersonKeys(NamedTuple):
    """The person of each record, and every change of a key that there ever was.

    of_record   `source`, `record`, `person`
    changes     `person`, `became`, `why`: a key merged into another; a key of which some records
                were split off to another; a key retired because none of its records is held
    """

    of_record: pl.DataFrame
    changes: pl.DataFrame


def no_keys() -> PersonKeys:
    """Before the first cut."""
    return PersonKeys(pl.DataFrame(schema=KEYS), pl.DataFrame(schema=CHANGES))


def give_keys(clusters: pl.DataFrame, before: PersonKeys) -> PersonKeys:
    """The key of each record's person: `clusters` holds `source`, `record`, `cluster`, in order.

    A key stays with the cluster that holds most of its former records (of two, the one that comes
    first); a cluster that several keys stay with takes the one with most records, of two the older,
    and the others are merged into it. Who has no key gets the next number that never was.
    """
    held = clusters.join(before.of_record, on=["source", "record"], how="left")
    claims = (held.drop_nulls("person").group_by("person", "cluster").len()).sort(
        ["person", "len", "cluster"], descending=[False, True, False]
    )
    stays = claims.unique("person", keep="first", maintain_order=True)
    taken = stays.sort(["cluster", "len", "person"], descending=[False, True, False]).unique(
        "cluster", keep="first", maintain_order=True
    )
    keyed = clusters.select(pl.col("cluster").unique(maintain_order=True)).join(
        taken.select("cluster", "person"), on="cluster", how="left", maintain_order="left"
    )
    keyed = keyed.with_columns(person=_with_new(keyed["person"], before))
    of_record = clusters.join(keyed, on="cluster", how="left", maintain_order="left")
    changes = pl.concat([before.changes, *_changes(claims, keyed, before)])
    return PersonKeys(of_record.select(*KEYS), changes.unique(maintain_order=True))


def _with_new(keys: pl.Series, before: PersonKeys) -> pl.Series:
    """The keys, with the next free numbers where there is none."""
    ever = pl.concat(
        [before.of_record["person"], before.changes["person"], before.changes["became"]]
    ).drop_nulls()
    last = max(map(int, ever.unique().str.slice(1)), default=0)
    is_new = keys.is_null()
    number = is_new.cum_sum().cast(pl.Int64) + last
    made = pl.DataFrame({"key": keys, "number": number}).select(
        pl.coalesce("key", pl.format("P{}", pl.col("number").cast(pl.String).str.zfill(_DIGITS)))
    )
    return made.to_series()


def _changes(claims: pl.DataFrame, keyed: pl.DataFrame, before: PersonKeys) -> list[pl.DataFrame]:
    """Which keys became another, and where, by key."""
    became = claims.join(keyed.rename({"person": "became"}), on="cluster").sort("person", "became")
    stayed = became.filter(pl.col("person") == pl.col("became")).select("person")
    moved = became.filter(pl.col("person") != pl.col("became"))
    split = moved.join(stayed, on="person", how="semi")
    merged = moved.join(stayed, on="person", how="anti")
    gone = before.of_record.select("person").unique().sort("person")
    gone = gone.join(claims, on="person", how="anti").with_columns(became=pl.lit(None, pl.String))
    return [
        rows.select("person", "became", why=pl.lit(why))
        for rows, why in ((merged, MERGED), (split, SPLIT), (gone, RETIRED))
    ]
