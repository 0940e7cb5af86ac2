"""The store where it cannot do its work: two writers, closed folders, damage, left-overs."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_supplies import a_receipt, offences

from vrn.sharing.store import Store, StoreError, durable, manifest
from vrn.sharing.store import manifest_entries as entries

if TYPE_CHECKING:
    from collections.abc import Iterator

JANUARY = offences("r1", "2024-01", ["Robbery", "Drugs"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "store", wait_seconds=0.2)
    store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
    store.commit_cut({"offences": JANUARY}, facts={})
    return store


# -- two writers --------------------------------------------------------------------------------


def test_a_second_writer_is_told(store: Store) -> None:
    with (
        durable.writer_turn(store.folder, wait_seconds=0) as is_ours,
        pytest.raises(StoreError, match=r"another writer is at work, and was still after 0\.2 s"),
    ):
        store.accept(a_receipt("r2"), [("2024-02", JANUARY)])
    assert is_ours
    store.accept(a_receipt("r2"), [("2024-02", JANUARY)])


def test_a_writer_inside_a_supply_keeps_others_out(store: Store) -> None:
    def parts() -> Iterator[tuple[str, object]]:
        with pytest.raises(StoreError, match="another writer"):
            store.refuse(a_receipt("r3", state="refused"))
        yield "2024-02", JANUARY

    store.accept(a_receipt("r2"), parts())
    assert [receipt["id"] for receipt in store.receipts()] == ["r1", "r2"]


def test_an_opening_beside_a_writer_sweeps_nothing(store: Store) -> None:
    half = store.parts_folder / "000000.tmp"
    half.write_bytes(b"the other writer's")
    with durable.writer_turn(store.folder, wait_seconds=0):
        Store.open(store.folder)
        assert half.exists()
    Store.open(store.folder)
    assert not half.exists()


def test_a_first_opening_beside_another_waits_or_is_told(tmp_path: Path) -> None:
    with (
        durable.writer_turn(tmp_path, wait_seconds=0),
        pytest.raises(StoreError, match="another writer is at work"),
    ):
        Store.open(tmp_path, wait_seconds=0.1)
    assert Store.open(tmp_path).receipts() == []


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    reader = Store.read(store.folder)
    with (
        durable.writer_turn(store.folder, wait_seconds=0),
        manifest.writing(store.manifest_path) as connection,
    ):
        connection.execute("UPDATE pointer SET cut = NULL")
        assert reader.cut().number == 1
        assert Store.read(store.folder).held_slices("wexbridge-crime") == {"2024-01": "r1"}


def test_a_reader_sees_one_moment(store: Store) -> None:
    with manifest.reading(store.manifest_path) as connection:
        store.commit_cut({"offences": JANUARY[:1]}, facts={})
        assert entries.current_number(connection) == 1
    assert store.cut().number == 2


def test_a_writer_has_the_manifest_from_its_first_moment(store: Store) -> None:
    with (
        manifest.writing(store.manifest_path),
        closing(sqlite3.connect(store.manifest_path, isolation_level=None, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_manifest_held_by_another_program(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "_BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(store.manifest_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program holds the manifest"):
            store.refuse(a_receipt("r2", state="refused"))


# -- left-overs ---------------------------------------------------------------------------------


def test_what_nothing_speaks_of_is_swept_and_the_rest_stays(store: Store) -> None:
    kept = sorted(store.parts_folder.iterdir())
    strays = [store.parts_folder / f"{'0' * 64}.parquet", store.held_folder / "000003.tmp"]
    for stray in strays:
        stray.write_bytes(b"left over")
    note = store.parts_folder / "note of the analyst.txt"
    note.write_text("not ours")
    Store.open(store.folder)
    assert sorted(store.parts_folder.iterdir()) == sorted([*kept, note])
    assert list(store.held_folder.iterdir()) == []
    assert store.cut().number == 1


def test_a_sweep_is_written_down_before_files_go(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no commit that failed can come back after its files were removed."""
    stray = store.parts_folder / "000000.tmp"
    stray.write_bytes(b"left over")

    def stop(_paths: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(durable, "remove_files", stop)
    with pytest.raises(KeyboardInterrupt):
        Store.open(store.folder)
    with manifest.reading(store.manifest_path) as connection:
        assert connection.execute("SELECT sweeps FROM pointer").fetchall() == [(1,)]


# -- where there is no store --------------------------------------------------------------------


def test_there_is_nothing_to_read_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here yet"):
        Store.read(tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


def test_an_opening_that_was_stopped_is_no_store_yet(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / manifest.MANIFEST_NAME).close()
    with pytest.raises(StoreError, match="there is no store here yet"):
        Store.read(tmp_path)
    assert Store.open(tmp_path).receipts() == []


def test_an_opening_that_was_killed_inside_sqlite_is_no_store_yet(tmp_path: Path) -> None:
    """The kill falls while SQLite makes its file: a journal is left that only a writer may undo."""
    (tmp_path / "killed").mkdir()
    (tmp_path / "store").mkdir()
    with closing(sqlite3.connect(tmp_path / "killed" / manifest.MANIFEST_NAME)) as connection:
        connection.execute("CREATE TABLE half (made TEXT)")
        connection.execute("PRAGMA cache_size = 1")
        connection.executemany("INSERT INTO half VALUES (?)", [("x" * 4000,)] * 20)
        for file in (tmp_path / "killed").iterdir():
            shutil.copy(file, tmp_path / "store")
    assert (tmp_path / "store" / f"{manifest.MANIFEST_NAME}-journal").exists()
    with pytest.raises(StoreError, match="there is no store here yet"):
        Store.read(tmp_path / "store")
    assert Store.open(tmp_path / "store").receipts() == []


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    assert Store.open(str(tmp_path / "partnership" / "store")).receipts() == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(StoreError, match="the disk answered 'File exists'"):
        Store.open(tmp_path / "store")


# -- damage -------------------------------------------------------------------------------------


def test_a_damaged_manifest_is_said_to_be_one(store: Store) -> None:
    store.manifest_path.write_bytes(b"no manifest at all, but long enough to be looked at" * 100)
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreError, match=r"manifest\.sqlite: is damaged, or no manifest"):
            opening(store.folder)
    assert len(list(store.parts_folder.iterdir())) == 2


def test_a_store_of_a_newer_shape_is_left_alone(store: Store) -> None:
    with closing(sqlite3.connect(store.manifest_path)) as connection:
        connection.execute("PRAGMA user_version = 9")
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreError, match="has shape 9; this version of vrn knows shape 2"):
            opening(store.folder)


def test_a_manifest_without_a_table_names_it(store: Store) -> None:
    with closing(sqlite3.connect(store.manifest_path)) as connection:
        connection.execute("DROP TABLE live")
    with pytest.raises(StoreError, match=r"no such table: live\. Nothing was changed"):
        store.held_slices("wexbridge-crime")


def test_every_commit_is_synced_and_relations_are_kept(store: Store) -> None:
    with manifest.writing(store.manifest_path) as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# -- folders that are closed to us --------------------------------------------------------------


@pytest.fixture
def closed_store() -> Iterator[Path]:
    """A store in a folder that may be read and not written, seen without the rights of root."""
    with open_room() as room:
        folder = room / "store"
        store = Store.open(folder)
        store.accept(a_receipt("r1"), [("2024-01", JANUARY)])
        store.commit_cut({"offences": JANUARY}, facts={})
        tidy_log(folder)
        with closed(folder), without_the_rights_of_root():
            yield folder


@contextmanager
def open_room() -> Iterator[Path]:
    """A passing folder that others may look into."""
    with tempfile.TemporaryDirectory() as room:
        Path(room).chmod(0o755)
        yield Path(room)


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def tidy_log(folder: Path) -> None:
    """Closes the manifest as a last writer does, so that no log is left beside it."""
    with closing(sqlite3.connect(folder / manifest.MANIFEST_NAME)) as connection:
        connection.execute("SELECT count(*) FROM receipt").fetchall()


def test_a_store_on_a_read_only_disk_is_read(closed_store: Path) -> None:
    assert sorted(path.name for path in closed_store.glob("manifest*")) == ["manifest.sqlite"]
    reader = Store.read(closed_store)
    assert reader.cut().number == 1
    assert reader.receipts() == [a_receipt("r1")]


def test_a_store_on_a_read_only_disk_is_not_written(closed_store: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written here"):
        Store.open(closed_store)


def test_a_manifest_on_a_read_only_disk_is_not_written(closed_store: Path) -> None:
    with (
        pytest.raises(StoreError, match="cannot be written here"),
        manifest.writing(closed_store / manifest.MANIFEST_NAME) as connection,
    ):
        connection.execute("UPDATE pointer SET sweeps = 9")


def test_a_log_that_cannot_be_folded_in(store: Store) -> None:
    """As after a kill, where the disk was then made read-only and lost SQLite's passing file."""
    with open_room() as room:
        folder = room / "store"
        with manifest.writing(store.manifest_path) as connection:
            entries.note_sweep(connection)
            shutil.copytree(store.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
        with (
            closed(folder),
            without_the_rights_of_root(),
            pytest.raises(StoreError, match="cannot be opened here"),
        ):
            Store.read(folder)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full. Nothing was stored"),
        (errno.EDQUOT, "the disk is full. Nothing was stored"),
        (errno.EIO, "the disk answered 'Input/output error'. Nothing was stored"),
    ],
)
def test_a_disk_that_will_not_have_a_file(
    number: int, words: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, _body: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(StoreError, match=words):
            store.accept(a_receipt("r2"), [("2024-02", JANUARY)])
    assert list(store.parts_folder.glob("*.tmp")) == []
    store.accept(a_receipt("r2"), [("2024-02", JANUARY)])


def test_a_manifest_that_finds_the_disk_full(store: Store) -> None:
    def write_beyond_its_size() -> None:
        with manifest.writing(store.manifest_path) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
            entries.add_receipt(connection, a_receipt("r2", notes="x" * 100_000))

    with pytest.raises(StoreError, match=r"manifest\.sqlite: the disk is full"):
        write_beyond_its_size()
    assert [receipt["id"] for receipt in store.receipts()] == ["r1"]


def test_a_sweep_that_is_refused_is_done_the_next_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = store.parts_folder / "000000.tmp"
    stray.write_bytes(b"left over")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        with pytest.raises(StoreError, match=r"000000\.tmp: cannot be written"):
            Store.open(store.folder)
    Store.open(store.folder)
    assert not stray.exists()


def test_a_copy_of_a_store_is_a_store(store: Store, tmp_path: Path) -> None:
    shutil.copytree(store.folder, tmp_path / "copy")
    assert Store.read(tmp_path / "copy").cut().row_hash == store.cut().row_hash
