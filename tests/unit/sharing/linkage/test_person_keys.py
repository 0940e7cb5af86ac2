"""Keys of persons stay with them; merges, splits and retirements are written down."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.sharing.linkage.person_keys import PersonKeys, give_keys, no_keys


def clusters(**members: str) -> pl.DataFrame:
    """Clusters by name, each with its records as letters, in order of record."""
    rows = [("police", letter, name) for name, letters in members.items() for letter in letters]
    schema = dict.fromkeys(("source", "record", "cluster"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").sort("record")


def keys_of(keys: PersonKeys) -> dict[str, str]:
    return dict(keys.of_record.select("record", "person").iter_rows())


def test_keys_are_numbers_in_order_of_first_appearance() -> None:
    found = keys_of(give_keys(clusters(x="ac", y="b"), no_keys()))
    assert found == {"a": "P000001", "b": "P000002", "c": "P000001"}


def test_the_same_records_keep_their_keys_and_nothing_is_said_of_them() -> None:
    first = give_keys(clusters(x="ac", y="b"), no_keys())
    again = give_keys(clusters(z="ac", w="b"), first)
    assert again.of_record.equals(first.of_record)
    assert again.changes.is_empty()


def test_a_new_record_before_all_others_moves_no_key() -> None:
    first = give_keys(clusters(x="bc", y="d"), no_keys())
    found = keys_of(give_keys(clusters(n="a", x="bc", y="de"), first))
    assert found == {"a": "P000003", "b": "P000001", "c": "P000001", "d": "P000002", "e": "P000002"}


def test_two_persons_found_to_be_one_have_the_key_of_the_larger() -> None:
    first = give_keys(clusters(x="a", y="bc"), no_keys())
    found = give_keys(clusters(x="abc"), first)
    assert set(keys_of(found).values()) == {"P000002"}
    assert found.changes.rows() == [("P000001", "P000002", "merged")]


def test_of_two_as_large_the_older_key_stays() -> None:
    first = give_keys(clusters(x="a", y="b"), no_keys())
    assert set(keys_of(give_keys(clusters(x="ab"), first)).values()) == {"P000001"}


def test_one_person_found_to_be_two_keeps_the_key_for_the_larger_part() -> None:
    first = give_keys(clusters(x="abc"), no_keys())
    found = give_keys(clusters(x="a", y="bc"), first)
    assert keys_of(found) == {"a": "P000002", "b": "P000001", "c": "P000001"}
    assert found.changes.rows() == [("P000001", "P000002", "split")]


def test_an_erased_person_s_key_is_retired_and_never_given_again() -> None:
    first = give_keys(clusters(x="a", y="b"), no_keys())
    gone = give_keys(clusters(x="a"), first)
    assert gone.changes.rows() == [("P000002", None, "retired")]
    later = give_keys(clusters(x="a", y="b"), gone)
    assert keys_of(later) == {"a": "P000001", "b": "P000003"}
    assert later.changes.rows() == gone.changes.rows()


GROUPING = st.lists(st.integers(0, 4), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(GROUPING, min_size=2, max_size=4))
def test_clusters_and_keys_are_one_to_one_and_no_key_ever_comes_back(history) -> None:
    keys, before, gone = no_keys(), set(), set()
    for grouping in history:
        held = {n: [i for i, m in enumerate(grouping) if m == n] for n in range(1, 5)}
        found = clusters(**{f"c{n}": "".join("abcdef"[i] for i in held[n]) for n in held})
        keys = give_keys(found, keys)
        both = found.join(keys.of_record, on=["source", "record"])
        assert both.select("cluster", "person").unique().height == both["cluster"].n_unique()
        assert both["person"].n_unique() == both["cluster"].n_unique()
        now = set(keys.of_record["person"])
        gone |= before - now
        assert not gone & now
        before = now
        assert give_keys(found, keys).of_record.equals(keys.of_record)
