"""Supplies and receipts: what is kept, found again, taken over and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_supplies import a_receipt, offences
from polars.testing import assert_frame_equal

from vrn.sharing.store import Store, StoreError
from vrn.sharing.store.earlier_parts import parts_of

if TYPE_CHECKING:
    from pathlib import Path

JANUARY = offences("r1", "2024-01", ["Robbery", "Drugs"])
FEBRUARY = offences("r1", "2024-02", ["Drugs"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def accept_two_months(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY), ("2024-02", FEBRUARY)])


def test_a_supply_is_there_as_it_was_given(store: Store) -> None:
    accept_two_months(store)
    parts = store.live_parts("street-crime")
    assert [(part.slice, part.receipt, part.rows) for part in parts] == [
        ("2024-01", "r1", 2),
        ("2024-02", "r1", 1),
    ]
    assert_frame_equal(pl.read_parquet(parts[0].path), JANUARY)
    assert parts[0].path.name == f"{parts[0].sha256}.parquet"
    assert store.held_slices("wexbridge-crime") == {"2024-01": "r1", "2024-02": "r1"}
    assert store.live_parts("residents") == []
    assert store.held_slices("another agreement") == {}


def test_another_process_reads_what_was_written(store: Store) -> None:
    accept_two_months(store)
    reader = Store.read(store.folder)
    assert reader.receipts() == [a_receipt("r1")]
    assert reader.live_parts("street-crime") == store.live_parts("street-crime")


def test_a_reader_writes_nothing(store: Store) -> None:
    reader = Store.read(store.folder)
    with pytest.raises(StoreError, match="opened for reading only"):
        reader.refuse(a_receipt("r1", state="refused"))
    with pytest.raises(StoreError, match="opened for reading only"):
        reader.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    with pytest.raises(StoreError, match="opened for reading only"):
        reader.commit_cut({"offences": JANUARY}, facts={})


def test_a_receipt_is_kept_as_it_was_given(store: Store) -> None:
    receipt = a_receipt("r1", counts={"rows read": 3}, notes=["ŵ", None, 1.5, True])
    store.accept(receipt, [("2024-01", JANUARY)])
    assert store.receipt("r1") == receipt
    assert list(store.receipt("r1")) == list(receipt)


def test_an_unknown_receipt_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="no receipt r9"):
        store.receipt("r9")


def test_counts_may_be_filled_in_while_parts_are_given(store: Store) -> None:
    receipt = a_receipt("r1")

    def counting() -> object:
        yield "2024-01", JANUARY
        receipt["rows_loaded"] = 2

    store.accept(receipt, counting())
    assert store.receipt("r1")["rows_loaded"] == 2


def test_a_slice_may_come_in_several_parts(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY[:1]), ("2024-01", JANUARY[1:])])
    parts = store.live_parts("street-crime")
    assert [part.slice for part in parts] == ["2024-01", "2024-01"]
    assert_frame_equal(pl.read_parquet([part.path for part in parts]), JANUARY)


def test_a_nil_supply_and_a_nil_slice_are_supplies(store: Store) -> None:
    store.accept(a_receipt("r1"), [])
    store.accept(a_receipt("r2"), [("2024-03", JANUARY[:0])])
    assert store.held_slices("wexbridge-crime") == {"2024-03": "r2"}
    (part,) = store.live_parts("street-crime")
    assert_frame_equal(pl.read_parquet(part.path), JANUARY[:0])
    assert [receipt["id"] for receipt in store.live_receipts()] == ["r2"]


def test_equal_parts_share_a_file(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY[:0]), ("2024-02", JANUARY[:0])])
    first, second = store.live_parts("street-crime")
    assert first.path == second.path
    assert len(list(store.parts_folder.iterdir())) == 1


def test_shuffled_rows_make_the_same_part(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-01", JANUARY[::-1])])
    assert len(list(store.parts_folder.iterdir())) == 1


def test_rows_without_a_line_are_kept_in_one_order_too(store: Store) -> None:
    rows = pl.DataFrame({"area_code": ["X02", "X01"], "residents": [5, 7]})
    store.accept(a_receipt("r1", feed="residents"), [("census-2021", rows)])
    (part,) = store.live_parts("residents")
    assert pl.read_parquet(part.path)["area_code"].to_list() == ["X01", "X02"]


def test_rows_held_back_are_kept_apart(store: Store) -> None:
    held = pl.DataFrame({"line": [7], "reason": ["month is not YYYY-MM"]})
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)], held)
    store.accept(a_receipt("r2"), [("2024-02", FEBRUARY)], held[:0])
    path = store.held_rows("r1")
    assert path is not None
    assert path.parent == store.held_folder
    assert_frame_equal(pl.read_parquet(path), held)
    assert store.held_rows("r2") is None
    assert store.held_rows("r9") is None


def test_a_refused_supply_leaves_its_receipt_and_no_row(store: Store) -> None:
    refused = a_receipt("r1", state="refused", reasons=["the wrong feed"])
    store.refuse(refused)
    assert store.receipt("r1") == refused
    assert list(store.parts_folder.iterdir()) == []
    assert store.find_receipt(sha256=refused["sha256"], agreement="wexbridge-crime") is None
    assert store.live_receipts() == []


# -- the same bytes again -----------------------------------------------------------------------


def test_the_same_bytes_find_their_receipt(store: Store) -> None:
    accept_two_months(store)
    found = store.find_receipt(sha256="bytes of r1", agreement="wexbridge-crime")
    assert found == a_receipt("r1")
    assert store.find_receipt(sha256="bytes of r1", agreement="another") is None
    assert store.find_receipt(sha256="other bytes", agreement="wexbridge-crime") is None


@pytest.mark.parametrize("slices", [[("2024-01", JANUARY)], []], ids=["rows", "nil"])
def test_the_same_bytes_are_not_kept_twice(store: Store, slices: list[object]) -> None:
    store.accept(a_receipt("r1"), slices)
    with pytest.raises(StoreError, match="in the store already, by receipt r1"):
        store.accept(a_receipt("r2", sha256="bytes of r1"), slices)
    assert [receipt["id"] for receipt in store.receipts()] == ["r1"]


def test_the_same_bytes_may_replace_their_own_receipt(store: Store) -> None:
    """As when a mapping was corrected and the file is read again."""
    accept_two_months(store)
    again = a_receipt("r2", sha256="bytes of r1", replaces=["r1"])
    store.accept(again, [("2024-01", JANUARY), ("2024-02", FEBRUARY)])
    found = store.find_receipt(sha256="bytes of r1", agreement="wexbridge-crime")
    assert found is not None
    assert found["id"] == "r2"


def test_the_same_bytes_may_come_back_after_they_were_replaced(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-01", JANUARY[:1])])
    back = a_receipt("r3", sha256="bytes of r1", replaces=["r2"])
    store.accept(back, [("2024-01", JANUARY)])
    assert store.held_slices("wexbridge-crime") == {"2024-01": "r3"}


# -- taking over --------------------------------------------------------------------------------


def test_a_newer_supply_takes_over_the_slices_it_brings(store: Store) -> None:
    accept_two_months(store)
    better = offences("r2", "2024-02", ["Drugs", "Robbery"])
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-02", better)])
    assert store.held_slices("wexbridge-crime") == {"2024-01": "r1", "2024-02": "r2"}
    assert [part.rows for part in store.live_parts("street-crime")] == [2, 2]
    assert [receipt["id"] for receipt in store.receipts()] == ["r1", "r2"]
    assert len(list(store.parts_folder.iterdir())) == 3


def test_the_rows_before_a_supply_took_over_are_found_by_their_receipt(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-02", FEBRUARY), ("2024-01", JANUARY)])
    better = offences("r2", "2024-02", ["Drugs", "Robbery"])
    pieces = [("2024-02", better[1:]), ("2024-02", better[:1])]
    store.accept(a_receipt("r2", replaces=["r1"]), pieces)
    before = parts_of(store, {"2024-02": "r1", "2024-01": "r1"})
    assert [(part.slice, part.rows) for part in before] == [("2024-01", 2), ("2024-02", 1)]
    assert_frame_equal(pl.read_parquet(before[1].path), FEBRUARY)
    since = parts_of(store, {"2024-02": "r2"})
    assert_frame_equal(pl.concat(pl.read_parquet(part.path) for part in since), better[::-1])
    assert parts_of(store, {"2024-03": "r1", "2024-01": "r2"}) == []


def test_a_live_slice_is_taken_over_by_its_word_only(store: Store) -> None:
    accept_two_months(store)
    before = sorted(store.parts_folder.iterdir())
    months = [("2024-01", JANUARY[:1]), ("2024-02", FEBRUARY), ("2024-03", FEBRUARY)]
    with pytest.raises(StoreError) as refused:
        store.accept(a_receipt("r2"), months)
    assert str(refused.value) == (
        "agreement wexbridge-crime already has these slices: '2024-01' (receipt r1), '2024-02' "
        "(receipt r1). Nothing of receipt r2 was stored. If it corrects them, say which receipts "
        "it replaces."
    )
    assert Store.open(store.folder).receipts() == [a_receipt("r1")]
    assert sorted(store.parts_folder.iterdir()) == before


def test_the_newest_receipt_has_to_be_named(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    store.accept(a_receipt("r2", replaces=["r1"]), [("2024-01", JANUARY[:1])])
    with pytest.raises(StoreError, match=r"'2024-01' \(receipt r2\)"):
        store.accept(a_receipt("r3", replaces=["r1"]), [("2024-01", JANUARY[1:])])


def test_agreements_do_not_meet(store: Store) -> None:
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    store.accept(a_receipt("r2", agreement="stow-crime"), [("2024-01", JANUARY[:1])])
    parts = store.live_parts("street-crime")
    assert [(part.receipt, part.rows) for part in parts] == [("r2", 1), ("r1", 2)]


def test_only_accepted_receipts_of_the_agreement_are_replaced(store: Store) -> None:
    store.refuse(a_receipt("r1", state="refused"))
    store.accept(a_receipt("r2", agreement="stow-crime"), [("2024-01", JANUARY)])
    with pytest.raises(StoreError, match="replaces r1, r2, r9, but agreement wexbridge-crime"):
        store.accept(a_receipt("r3", replaces=["r1", "r2", "r9"]), [("2024-01", JANUARY)])


# -- receipts that cannot be kept ---------------------------------------------------------------


def test_an_id_is_given_once(store: Store) -> None:
    store.refuse(a_receipt("r1", state="refused"))
    with pytest.raises(StoreError, match="receipt r1 is in the store already"):
        store.refuse(a_receipt("r1", state="refused"))
    with pytest.raises(StoreError, match="receipt r1 is in the store already"):
        store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    assert store.held_slices("wexbridge-crime") == {}


def test_all_that_is_wrong_with_a_receipt_is_said_at_once(store: Store) -> None:
    wrong = a_receipt("", state="refused", feed=None, replaces="r1")
    with pytest.raises(StoreError) as refused:
        store.accept(wrong, [("2024-01", JANUARY)])
    for fault in ("'id'", "'feed'", "'state' must be 'accepted'", "'replaces' must be a list"):
        assert fault in str(refused.value)
    with pytest.raises(StoreError, match="'state' must be 'refused'"):
        store.refuse(a_receipt("r1"))
    assert store.receipts() == []


def test_a_fault_while_parts_are_given_keeps_nothing(store: Store) -> None:
    def torn() -> object:
        yield "2024-01", JANUARY
        raise OSError(5, "the supplier's stick was pulled out")

    with pytest.raises(OSError, match="stick was pulled out"):
        store.accept(a_receipt("r1"), torn())
    assert store.receipts() == []
    assert list(store.parts_folder.iterdir()) == []
