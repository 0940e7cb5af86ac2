"""What goes from the store goes as a whole, with a line in the log, and no file of it stays."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_supplies import a_receipt, offences

from vrn.sharing.fault import TextError
from vrn.sharing.store import Original, Rewriting, Store, StoreError, manifest, removal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2024, 6, 3)
HELD = pl.DataFrame({"line": [9], "reason": ["no month"]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two supplies with rows held back and originals, and a cut of both."""
    made = Store.open(tmp_path / "store")
    for name, month in (("r1", "2024-01"), ("r2", "2024-02")):
        rows = offences(name, month, ["Robbery", "Drugs"])
        original = Original([b"as it", b" came: ", name.encode()], date(2025, 1, 1))
        made.accept(
            a_receipt(name), [(month, rows)], HELD.with_columns(of=pl.lit(name)), original=original
        )
    cut(made)
    return made


def cut(store: Store) -> int:
    parts = [pl.read_parquet(part.path) for part in store.live_parts("street-crime")]
    areas = pl.DataFrame({"code": ["X01"], "name": ["Wexbridge"]})
    return store.commit_cut({"offences": pl.concat(parts), "areas": areas}, facts={"n": len(parts)})


def files(store: Store) -> dict[str, int]:
    """Every content-named file, with how many names it has on the disk."""
    return {
        f"{room.name}/{path.name}": path.stat().st_nlink
        for room in store.rooms
        for path in room.iterdir()
    }


def test_a_removed_supply_leaves_its_line_and_nothing_else(store: Store) -> None:
    before = files(store)
    (own,) = [part.sha256 for part in store.live_parts("street-crime") if part.receipt == "r1"]
    original = removal.originals(store)["r1"].path.name
    gone = store.remove_supplies(["r1"], why="its term has ended", today=TODAY)
    assert gone == 3
    kept = store.receipt("r1")
    assert kept["removed"] == {"on": "2024-06-03", "why": "its term has ended"}
    assert {k: v for k, v in kept.items() if k != "removed"} == a_receipt("r1")
    assert [part.receipt for part in store.live_parts("street-crime")] == ["r2"]
    assert [one["id"] for one in store.live_receipts()] == ["r2"]
    assert store.held_rows("r1") is None
    assert list(removal.originals(store)) == ["r2"]
    after = files(store)
    assert f"parts/{own}.parquet" not in after
    assert f"originals/{original}" not in after
    assert len(before) - len(after) == 3
    assert set(after.values()) == {1}
    # its rows are in the cut until that is retired
    assert store.cut(1).tables["offences"].rows == 4
    assert hash_of_cut(store) == store.cut(1).tables["offences"].row_hash


def hash_of_cut(store: Store) -> str:
    from vrn.sharing.store.row_hash import hash_rows

    return hash_rows(pl.read_parquet(list(store.cut().tables["offences"].paths)))


def test_the_log_says_what_why_when_and_how_many_and_names_nobody(store: Store) -> None:
    store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
    cut(store)
    store.retire_cut(1, why="rests on a withdrawn supply", today=date(2024, 6, 4))
    lines = [
        (one.number, one.kind, one.what, one.why, one.day, one.rows) for one in store.removals()
    ]
    assert lines == [
        (1, "supply", "r1", "withdrawn", TODAY, 3),
        (2, "cut", "1", "rests on a withdrawn supply", date(2024, 6, 4), 5),
    ]


def test_a_supply_is_removed_once(store: Store) -> None:
    assert store.remove_supplies(["r1", "r1"], why="withdrawn", today=TODAY) == 3
    assert store.remove_supplies(["r1"], why="again", today=TODAY) == 0
    assert len(store.removals()) == 1


def test_the_same_bytes_can_come_again_after_they_were_removed(store: Store) -> None:
    sha256 = a_receipt("r1")["sha256"]
    store.remove_supplies(["r1"], why="sent by mistake", today=TODAY)
    assert store.find_receipt(sha256=sha256, agreement="wexbridge-crime") is None
    assert removal.removed_before(store, sha256=sha256, agreement="wexbridge-crime") == 1
    rows = offences("r3", "2024-01", ["Robbery"])
    store.accept(a_receipt("r3", sha256=sha256), [("2024-01", rows)])
    assert [part.receipt for part in store.live_parts("street-crime")] == ["r3", "r2"]


@pytest.mark.parametrize(
    ("ids", "why", "says"),
    [
        (["r1", "r9"], "withdrawn", "no receipt r9. Nothing was removed"),
        (["r1"], "  ", "nothing is removed without a reason"),
    ],
)
def test_what_cannot_be_removed_changes_nothing(
    ids: list[str], why: str, says: str, store: Store
) -> None:
    before = files(store)
    with pytest.raises(StoreError, match=says):
        store.remove_supplies(ids, why=why, today=TODAY)
    assert (files(store), store.removals()) == (before, [])


def test_a_store_opened_for_reading_removes_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="opened for reading only"):
        Store.read(store.folder).remove_supplies(["r1"], why="withdrawn", today=TODAY)


def test_a_retired_cut_keeps_number_facts_and_hashes(store: Store) -> None:
    first = store.cut(1)
    store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
    assert cut(store) == 2
    assert store.retire_cut(1, why="rests on it", today=TODAY) == 5
    with pytest.raises(StoreError, match=r"cut 1 was retired on 2024-06-03.*stays"):
        store.cut(1)
    retired = store.retired_cuts()[1]
    assert (retired.facts, retired.row_hash) == (first.facts, first.row_hash)
    assert {n: (t.rows, t.row_hash) for n, t in retired.tables.items()} == {
        n: (t.rows, t.row_hash) for n, t in first.tables.items()
    }
    assert store.cut_numbers() == [1, 2]
    assert store.cut().number == 2
    gone = {path for table in first.tables.values() for path in table.paths}
    # the areas are the same in both cuts, and one file: it stays
    assert {path.exists() for path in gone} == {True, False}
    assert [p.exists() for p in first.tables["areas"].paths] == [True]
    assert cut(store) == 2
    assert store.retire_cut(1, why="again", today=TODAY) == 0


@pytest.mark.parametrize(("number", "says"), [(1, "cut 1 is served"), (7, "there is no cut 7")])
def test_a_cut_that_is_served_or_unknown_is_not_retired(
    number: int, says: str, store: Store
) -> None:
    with pytest.raises(StoreError, match=says):
        store.retire_cut(number, why="because", today=TODAY)
    assert store.removals() == []


def test_what_was_removed_is_in_no_byte_of_the_manifest_or_its_log(store: Store) -> None:
    (own,) = [part.sha256 for part in store.live_parts("street-crime") if part.receipt == "r1"]
    everything = b"".join(path.read_bytes() for path in store.folder.glob("manifest.sqlite*"))
    assert own.encode() in everything
    store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
    everything = b"".join(path.read_bytes() for path in store.folder.glob("manifest.sqlite*"))
    assert own.encode() not in everything


def test_an_original_is_kept_under_its_content_and_goes_alone(store: Store) -> None:
    kept = removal.originals(store)["r1"]
    assert kept.path.read_bytes() == b"as it came: r1"
    assert kept.path.stem == hashlib.sha256(b"as it came: r1").hexdigest()
    assert kept.delete_on == date(2025, 1, 1)
    assert (
        removal.drop_originals(store, ["r1", "r1", "r9"], why="its day has come", today=TODAY) == 1
    )
    assert not kept.path.exists()
    assert store.removals()[0].what == "r1"
    assert len(store.live_parts("street-crime")) == 2


def test_a_refused_supply_may_keep_its_original(store: Store) -> None:
    refused = a_receipt("r4", state="refused")
    store.refuse(refused, original=Original([b"odd"], None))
    kept = removal.originals(store)["r4"]
    assert (kept.path.read_bytes(), kept.delete_on) == (b"odd", None)
    store.refuse(a_receipt("r5", state="refused"))
    assert "r5" not in removal.originals(store)
    assert Store.open(store.folder).receipt("r4") == refused
    assert kept.path.exists()


def test_pieces_that_cannot_be_had_leave_nothing(store: Store) -> None:
    def pieces() -> object:
        yield b"half"
        raise OSError(5, "made up")

    before = files(store)
    with pytest.raises(OSError, match="made up"):
        store.accept(
            a_receipt("r6"),
            [("2024-03", offences("r6", "2024-03", ["Drugs"]))],
            original=Original(pieces(), None),  # type: ignore[arg-type]
        )
    Store.open(store.folder)
    assert files(store) == before


def rewriting(store: Store, receipt: str, *, keep: int) -> Rewriting:
    parts = removal.parts_of(store, receipt)
    return Rewriting(
        receipt, tuple((n, pl.read_parquet(part.path).head(keep)) for n, part in parts)
    )


def test_parts_are_put_in_the_place_of_others(store: Store) -> None:
    (old,) = [part for _, part in removal.parts_of(store, "r1")]
    new = Rewriting(
        "r1",
        rewriting(store, "r1", keep=1).parts,
        pseudonyms="a, key 000001, recipe 1",
        original=Original([b"less"], date(2026, 1, 1)),
    )
    removal.rewrite_supplies(
        store,
        [new, rewriting(store, "r2", keep=0)],
        what="person",
        why="asked",
        today=TODAY,
        alongside=removal.Alongside(rows=3, tombstones=("ab",), without_original=("r2",)),
    )
    assert [part.rows for part in store.live_parts("street-crime")] == [1, 0]
    assert not old.path.exists()
    assert store.receipt("r1")["pseudonyms"] == "a, key 000001, recipe 1"
    kept = removal.originals(store)
    assert list(kept) == ["r1"]
    assert kept["r1"].path.read_bytes() == b"less"
    assert removal.erased(store) == {"ab"}
    assert [(one.kind, one.what, one.rows) for one in store.removals()] == [
        ("original", "r2", 0),
        ("person", "", 3),
    ]


def test_parts_are_asked_for_one_after_another_as_they_are_written(store: Store) -> None:
    """So that the rows of all supplies need not fit in memory."""
    lying: list[int] = []

    def parts(receipt: str) -> Iterator[tuple[int, pl.DataFrame]]:
        lying.append(len(list(store.parts_folder.glob("*.tmp"))))
        yield from rewriting(store, receipt, keep=1).parts

    new = [Rewriting(receipt, parts(receipt)) for receipt in ("r1", "r2")]
    alongside = removal.Alongside(rows=2)
    removal.rewrite_supplies(store, new, what="key", why="y", today=TODAY, alongside=alongside)
    assert lying == [0, 1]
    assert [part.rows for part in store.live_parts("street-crime")] == [1, 1]


def test_a_fault_between_two_parts_leaves_everything_as_it_was(store: Store) -> None:
    def parts() -> Iterator[tuple[int, pl.DataFrame]]:
        yield from rewriting(store, "r1", keep=1).parts
        raise TextError("a feed", ["a token that no original gives"])

    before = files(store)
    with pytest.raises(TextError, match="no original gives"):
        removal.rewrite_supplies(
            store,
            [Rewriting("r1", parts())],
            what="key",
            why="yearly",
            today=TODAY,
            alongside=removal.Alongside(rows=2),
        )
    assert files(store) == before


def test_a_rewriting_of_what_changed_meanwhile_changes_nothing(store: Store) -> None:
    new = rewriting(store, "r1", keep=1)
    store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
    before = files(store)
    with pytest.raises(StoreError, match="r1 has other parts by now"):
        removal.rewrite_supplies(
            store, [new], what="person", why="asked", today=TODAY, alongside=removal.Alongside(1)
        )
    Store.open(store.folder)
    assert files(store) == before


def test_tokens_of_a_former_key_may_not_be_left_or_come_late(store: Store) -> None:
    former, new = "p, key 000001, recipe 1", "p, key 000002, recipe 1"
    rows = offences("r3", "2024-03", ["Drugs"])
    store.accept(a_receipt("r3", pseudonyms=former), [("2024-03", rows)])
    with pytest.raises(StoreError, match="came meanwhile with tokens by the former key"):
        removal.rewrite_supplies(
            store,
            [],
            what="key",
            why="yearly",
            today=TODAY,
            alongside=removal.Alongside(0, leaving_none_by=former),
        )
    late = offences("r4", "2024-04", ["Drugs"])
    with pytest.raises(StoreError, match=r"another key than those held.*Receive the file again"):
        store.accept(a_receipt("r4", pseudonyms=new), [("2024-04", late)])
    store.accept(a_receipt("r5", pseudonyms="q, key 000009, recipe 1"), [("2024-05", late)])


def test_a_store_of_the_first_shape_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "store" / manifest.MANIFEST_NAME
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        for statement in (*manifest.TABLES, "PRAGMA user_version = 1"):
            connection.execute(statement)
        connection.commit()
    with pytest.raises(StoreError, match="older version of vrn"):
        Store.read(path.parent).receipts()
    assert Store.open(path.parent).removals() == []
    assert Store.read(path.parent).receipts() == []


def test_a_reader_that_stays_keeps_what_it_opened(store: Store) -> None:
    """A file that is open stays readable to the end; whoever looks again sees the cut served."""
    path = store.cut().tables["offences"].paths[0]
    with path.open("rb") as stays:
        store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
        cut(store)
        store.retire_cut(1, why="rests on it", today=TODAY)
        assert not path.exists()
        assert hashlib.sha256(stays.read()).hexdigest() == path.stem
        assert os.fstat(stays.fileno()).st_nlink == 0
