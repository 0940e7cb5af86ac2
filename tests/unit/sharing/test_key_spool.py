"""Keys that repeat are found however many there are, in memory as on the disk."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.sharing.checks.key_spool import COLUMNS, KeySpool
from vrn.sharing.checks.spool import Spool

KEYS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=40)


@settings(deadline=None, max_examples=50)  # writes files
@given(st.lists(KEYS, max_size=6), st.sampled_from([0, 10, 10**6]))
def test_every_key_comes_back_once_with_all_its_equals(
    blocks: list[list[int]], most_rows: int
) -> None:
    with Spool() as spool:
        keys = KeySpool(spool, "keys", most_rows)
        for number, block in enumerate(blocks):
            hashes = pl.Series("key", block, pl.UInt64)
            rows = pl.DataFrame({"key": hashes}).with_row_index("line")
            keys.add(rows.with_columns(member=pl.lit(number), source_line=pl.lit(1)))
        found = [bucket["key"].to_list() for bucket in keys.buckets()]
    wanted = Counter(key for block in blocks for key in block)
    signed = {key: key - 2**64 if key >= 2**63 else key for key in wanted}
    assert Counter(key for bucket in found for key in bucket) == {
        signed[key]: count for key, count in wanted.items()
    }
    homes = [set(bucket) for bucket in found]
    assert sum(map(len, homes)) == len(set().union(*homes)) if homes else not wanted


def test_lines_and_members_stay_with_their_keys() -> None:
    rows = pl.DataFrame({"key": [7, 8, 9], "member": 2, "line": [4, 5, 6], "source_line": 3})
    rows = rows.with_columns(pl.col("key").cast(pl.UInt64))
    for most_rows in (0, 10):
        with Spool() as spool:
            keys = KeySpool(spool, "keys", most_rows)
            keys.add(rows)
            kept = pl.concat(keys.buckets()).sort("key")
        assert kept.columns == list(COLUMNS)
        assert kept.rows() == [(7, 2, 4, 3), (8, 2, 5, 3), (9, 2, 6, 3)]
