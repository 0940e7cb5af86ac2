"""A supply that is withdrawn holds no slice any more; its rows stay, and who and why is logged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_supplies import a_receipt, offences

from vrn.sharing.store import Store, StoreError
from vrn.sharing.store.withdrawal import Affected, see_affected, taken_before, withdraw_supply

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)
JANUARY, FEBRUARY = "2024-01", "2024-02"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two months by r1, the second of them again by r2; a month of another agreement by r3."""
    made = Store.open(tmp_path / "store")
    both = [(month, offences("r1", month, ["Robbery", "Drugs"])) for month in (JANUARY, FEBRUARY)]
    made.accept(a_receipt("r1"), both)
    again = offences("r2", FEBRUARY, ["Robbery", "Drugs", "Theft"])
    made.accept(a_receipt("r2", replaces=["r1"]), [(FEBRUARY, again)])
    other = offences("r3", FEBRUARY, ["Robbery"])
    made.accept(a_receipt("r3", agreement="stow-hill-crime"), [(FEBRUARY, other)])
    return made


def live(store: Store) -> dict[str, str]:
    return store.held_slices("wexbridge-crime")


def withdraw(store: Store, receipt: str, by: str = "Alice Moor", why: str = "a fault") -> Affected:
    return withdraw_supply(store, receipt, by=by, why=why, today=TODAY)


def test_its_slices_are_live_no_more_and_no_row_is_deleted(store: Store) -> None:
    files = {path.name for path in store.parts_folder.iterdir()}
    found = withdraw(store, "r2")
    assert found == Affected((FEBRUARY,), 3, ((FEBRUARY, ("r1",)),))
    assert live(store) == {JANUARY: "r1"}
    assert {path.name for path in store.parts_folder.iterdir()} == files
    assert [part.receipt for part in store.live_parts("street-crime")] == ["r3", "r1"]
    assert [one["id"] for one in store.live_receipts()] == ["r1", "r3"]
    kept = store.receipt("r2")
    assert kept["withdrawn"] == {"on": "2024-06-03", "by": "Alice Moor", "why": "a fault"}
    assert {k: v for k, v in kept.items() if k != "withdrawn"} == a_receipt("r2", replaces=["r1"])
    (line,) = store.removals()
    assert (line.kind, line.what, line.rows, line.day) == ("withdrawn", "r2", 3, TODAY)
    assert line.why == "a fault (by Alice Moor)"


def test_it_is_seen_before_it_is_done_and_seeing_changes_nothing(store: Store) -> None:
    seen = see_affected(Store.read(store.folder), "r1")
    assert seen == Affected((JANUARY,), 2, ())
    assert (len(live(store)), store.removals()) == (2, [])
    assert withdraw(store, "r1") == seen


@pytest.mark.parametrize(
    ("receipt", "by", "why", "says"),
    [
        ("r9", "Alice Moor", "a fault", "no accepted receipt r9"),
        ("r0", "Alice Moor", "a fault", "no accepted receipt r0"),
        ("r1", "  ", "a fault", "without a name and a reason"),
        ("r1", "Alice Moor", "", "without a name and a reason"),
    ],
)
def test_what_cannot_be_withdrawn_changes_nothing(
    receipt: str, by: str, why: str, says: str, store: Store
) -> None:
    store.refuse(a_receipt("r0", state="refused"))
    with pytest.raises(StoreError, match=says):
        withdraw(store, receipt, by, why)
    assert (live(store), store.removals()) == ({JANUARY: "r1", FEBRUARY: "r2"}, [])


def test_a_supply_is_withdrawn_once(store: Store) -> None:
    withdraw(store, "r2")
    with pytest.raises(StoreError, match="no slice of receipt r2 is live"):
        withdraw(store, "r2")
    assert len(store.removals()) == 1


def test_a_store_opened_for_reading_withdraws_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="opened for reading only"):
        withdraw(Store.read(store.folder), "r2")


def test_a_cut_made_before_stays_and_the_next_is_without_it(store: Store) -> None:
    first = cut(store)
    withdraw(store, "r2")
    assert store.cut(first).tables["offences"].rows == 6
    second = store.cut(cut(store))
    assert second.tables["offences"].rows == 3
    assert [one["id"] for one in second.supplies] == ["r1", "r3"]


def cut(store: Store) -> int:
    parts = [pl.read_parquet(part.path) for part in store.live_parts("street-crime")]
    return store.commit_cut({"offences": pl.concat(parts)}, facts={})


def test_a_slice_that_was_withdrawn_can_be_sent_again(store: Store) -> None:
    withdraw(store, "r2")
    again = a_receipt("r4", sha256="bytes of r2")
    store.accept(again, [(FEBRUARY, offences("r4", FEBRUARY, ["Drugs"]))])
    assert live(store) == {JANUARY: "r1", FEBRUARY: "r4"}
    assert taken_before(store, sha256="bytes of r2", agreement="wexbridge-crime") == 2


def test_an_earlier_supply_that_was_removed_is_not_named(store: Store) -> None:
    store.remove_supplies(["r1"], why="its time is over", today=TODAY)
    assert see_affected(store, "r2").earlier == ()
