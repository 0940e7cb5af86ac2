"""Cuts: numbered, frozen, served one at a time, resting on the supplies that were live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_supplies import a_receipt, offences
from polars.testing import assert_frame_equal

from vrn.sharing.store import Store, StoreError, parts
from vrn.sharing.store.row_hash import hash_rows, hash_tables

if TYPE_CHECKING:
    from pathlib import Path

JANUARY = offences("r1", "2024-01", ["Robbery", "Drugs", "Drugs"])
AREAS = pl.DataFrame({"code": ["X02", "X01"], "name": ["Stow Hill", None]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one supply."""
    store = Store.open(tmp_path / "store")
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    return store


def test_a_cut_is_what_was_committed(store: Store) -> None:
    facts = {"vintage": "2021", "counts": {"code unchanged": 3}}
    assert store.commit_cut({"offences": JANUARY, "areas": AREAS}, facts=facts) == 1
    cut = Store.read(store.folder).cut()
    assert (cut.number, cut.facts, list(cut.tables)) == (1, facts, ["areas", "offences"])
    assert cut.supplies == (a_receipt("r1"),)
    for name, given in {"offences": JANUARY, "areas": AREAS}.items():
        table = cut.tables[name]
        kept = pl.read_parquet(list(table.paths))
        assert_frame_equal(kept, given, check_row_order=False)
        assert (table.rows, table.row_hash) == (given.height, hash_rows(given))
    hashes = {name: table.row_hash for name, table in cut.tables.items()}
    assert cut.row_hash == hash_tables(hashes)


def test_before_the_first_cut_and_beyond_the_last(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no cut yet"):
        store.cut()
    assert store.cut_numbers() == []
    store.commit_cut({"areas": AREAS}, facts={})
    for number in (0, 2):
        with pytest.raises(StoreError, match=f"there is no cut {number}"):
            store.cut(number)


def test_an_old_cut_stays(store: Store) -> None:
    store.commit_cut({"areas": AREAS}, facts={})
    first = store.cut()
    assert store.commit_cut({"areas": AREAS[:1]}, facts={}) == 2
    Store.open(store.folder)
    assert store.cut(1) == first
    assert pl.read_parquet(first.tables["areas"].paths[0]).height == 2
    assert (store.cut().number, store.cut_numbers()) == (2, [1, 2])


def test_the_same_again_is_the_same_cut(store: Store) -> None:
    facts = {"vintage": "2021", "months": ("2024-01",)}
    tables = {"offences": JANUARY, "areas": AREAS}
    assert store.commit_cut(tables, facts=facts) == 1
    shuffled = {"areas": AREAS[::-1], "offences": JANUARY[[2, 0, 1]]}
    assert store.commit_cut(shuffled, facts=dict(reversed(facts.items()))) == 1
    assert store.cut_numbers() == [1]


def test_other_rows_facts_or_supplies_are_another_cut(store: Store) -> None:
    assert store.commit_cut({"areas": AREAS}, facts={"vintage": "2021"}) == 1
    assert store.commit_cut({"areas": AREAS[:1]}, facts={"vintage": "2021"}) == 2
    assert store.commit_cut({"areas": AREAS[:1]}, facts={"vintage": "2011"}) == 3
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-01", JANUARY)])
    assert store.commit_cut({"areas": AREAS[:1]}, facts={"vintage": "2011"}) == 4
    assert [receipt["id"] for receipt in store.cut().supplies] == ["r2"]
    assert [receipt["id"] for receipt in store.cut(3).supplies] == ["r1"]


def test_an_earlier_content_again_is_a_new_cut(store: Store) -> None:
    for rows in (AREAS, AREAS[:1], AREAS):
        store.commit_cut({"areas": rows}, facts={})
    assert store.cut_numbers() == [1, 2, 3]
    assert store.cut(3).row_hash == store.cut(1).row_hash
    assert store.cut(3).tables == store.cut(1).tables


def test_shuffled_rows_make_the_same_parts(store: Store) -> None:
    store.commit_cut({"offences": JANUARY}, facts={"try": 1})
    store.commit_cut({"offences": JANUARY[[1, 2, 0]]}, facts={"try": 2})
    assert store.cut(1).tables == store.cut(2).tables


def test_a_long_table_is_split_without_a_trace_in_its_hash(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_PER_PART", 2)
    store.commit_cut({"offences": JANUARY}, facts={})
    table = store.cut().tables["offences"]
    assert (len(table.paths), table.rows) == (2, 3)
    assert table.row_hash == hash_rows(JANUARY)
    assert hash_rows(pl.read_parquet(list(table.paths))) == table.row_hash


def test_an_empty_table_keeps_its_columns(store: Store) -> None:
    store.commit_cut({"offences": JANUARY[:0]}, facts={})
    (path,) = store.cut().tables["offences"].paths
    assert_frame_equal(pl.read_parquet(path), JANUARY[:0])


def test_a_cut_of_supplies_that_moved_meanwhile_is_refused(store: Store) -> None:
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-01", JANUARY[:1])])
    with pytest.raises(StoreError, match=r"made from or missing: r1, r2; in table 'offences': r1"):
        store.commit_cut({"offences": JANUARY, "areas": AREAS}, facts={}, supplies=["r1"])
    with pytest.raises(StoreError, match=r"\(in table 'offences': r1\)"):
        store.commit_cut({"offences": JANUARY}, facts={})
    assert store.cut_numbers() == []


def test_a_cut_of_the_live_supplies_is_kept(store: Store) -> None:
    assert store.commit_cut({"offences": JANUARY}, facts={}, supplies=["r1"]) == 1


def test_a_table_of_another_kind_is_refused_before_anything_is_written(store: Store) -> None:
    with pytest.raises(TypeError, match="tags"):
        store.commit_cut({"areas": pl.DataFrame({"tags": [["x"]]})}, facts={})
    assert store.cut_numbers() == []
