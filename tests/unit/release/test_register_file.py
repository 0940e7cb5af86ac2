"""The connection that a thread keeps: to the file that lies there now, and closed in time."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from kept_folder import YEAR, Kept, by_district, filled_home, new_home

from vrn.release import register_file
from vrn.release.register import NotReleasedError
from vrn.release.register_file import FILE_NAME, ask_register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = "SELECT COUNT(*) FROM cube"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection that is opened to read while the test runs."""
    made: list[sqlite3.Connection] = []
    real = register_file.open_to_read

    def open_and_tell(path: Path) -> sqlite3.Connection:
        made.append(real(path))
        return made[-1]

    monkeypatch.setattr(register_file, "open_to_read", open_and_tell)
    return made


def count(folder: Path) -> int:
    return int(ask_register(folder, COUNT, ())[0][0])


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def in_thread(ask: Callable[[], object]) -> None:
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()


def test_many_questions_need_one_connection(tmp_path: Path, opened: list[object]) -> None:
    released = filled_home(tmp_path).open()
    for figure in by_district().figures * 5:
        assert released.figure(figure.id) == figure
    assert len(opened) == 1


def test_what_is_released_later_is_seen(tmp_path: Path) -> None:
    kept = filled_home(tmp_path)
    released = kept.open()
    assert len(released.entries()) == 2
    newer = by_district(value=5.0, numerator=5)
    kept.keep(newer)
    assert released.cube("violence", split=("district",), period=YEAR) == newer


def test_a_register_put_in_its_place_is_the_one_that_is_asked(tmp_path: Path) -> None:
    ours, other = filled_home(tmp_path / "ours"), new_home(tmp_path / "other")
    other.keep(by_district())
    assert count(ours.folder) == 2
    moved = tmp_path / "moved"
    shutil.copy(other.folder / FILE_NAME, moved)
    moved.replace(ours.folder / FILE_NAME)
    assert count(ours.folder) == 1


def test_a_register_written_over_is_the_one_that_is_asked(tmp_path: Path) -> None:
    ours, other = filled_home(tmp_path / "ours"), new_home(tmp_path / "other")
    other.keep(by_district())
    assert count(ours.folder) == 2
    (ours.folder / FILE_NAME).write_bytes((other.folder / FILE_NAME).read_bytes())
    assert count(ours.folder) == 1


def test_two_folders_in_turn_are_not_taken_for_each_other(
    tmp_path: Path, opened: list[sqlite3.Connection]
) -> None:
    ours, other = filled_home(tmp_path / "ours"), new_home(tmp_path / "other")
    other.keep(by_district())
    assert [count(ours.folder), count(other.folder), count(ours.folder)] == [2, 1, 2]
    assert [is_closed(one) for one in opened] == [True, True, False]


def test_a_register_that_is_gone_answers_nothing(tmp_path: Path) -> None:
    kept = filled_home(tmp_path)
    released = kept.open()
    assert released.entries()
    (kept.folder / FILE_NAME).unlink()
    with pytest.raises(FileNotFoundError):
        released.entries()
    with pytest.raises(NotReleasedError, match="nothing was released yet"):
        kept.open()


def test_each_thread_has_its_own_and_closes_it_at_its_end(
    tmp_path: Path, opened: list[sqlite3.Connection]
) -> None:
    kept = filled_home(tmp_path)
    assert count(kept.folder) == 2
    in_thread(lambda: [count(kept.folder) for _ in range(3)])
    gc.collect()
    assert [is_closed(one) for one in opened] == [False, True]


def test_readers_at_once_find_the_same(tmp_path: Path) -> None:
    released = filled_home(tmp_path).open()
    figures = by_district().figures * 25
    with ThreadPoolExecutor(4) as readers:
        assert tuple(readers.map(lambda one: released.figure(one.id), figures)) == figures


def test_a_child_process_opens_its_own(
    tmp_path: Path, opened: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = filled_home(tmp_path)
    assert count(kept.folder) == 2
    here = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: here + 1)
    assert count(kept.folder) == 2
    assert len(opened) == 2


def test_a_reader_keeps_no_writer_waiting(tmp_path: Path) -> None:
    kept = filled_home(tmp_path)
    assert count(kept.folder) == 2
    with closing(sqlite3.connect(kept.folder / FILE_NAME, timeout=0)) as writer, writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute("DELETE FROM use")


def test_nothing_can_be_written_through_it(tmp_path: Path) -> None:
    kept: Kept = filled_home(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        ask_register(kept.folder, "DELETE FROM cube", ())
    assert count(kept.folder) == 2
