"""Ctrl-C, a full disk, a disk gone read-only at every operation: nothing half done, it goes on."""

from __future__ import annotations

import errno
import itertools
import sqlite3
from typing import TYPE_CHECKING

import pytest
from acts import one_round
from crash_checks import faults_after
from operations import Operation, watched

from vrn.sharing.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def interrupt(_operation: Operation) -> BaseException:
    return KeyboardInterrupt()


def disk_answer(number: int, manifest_name: str) -> Callable[[Operation], BaseException]:
    """What the system raises when the disk says no, in the words of files or of the manifest."""

    def answer(operation: Operation) -> BaseException:
        if not operation.name.startswith("manifest"):
            return OSError(number, "made up")
        error = sqlite3.OperationalError("made up")
        error.sqlite_errorname = manifest_name
        return error

    return answer


FAILURES = {
    "Ctrl-C": (interrupt, ""),
    "disk full": (disk_answer(errno.ENOSPC, "SQLITE_FULL"), "the disk is full"),
    "read-only": (disk_answer(errno.EROFS, "SQLITE_READONLY"), "cannot be written here"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_at_every_operation(kind: str, tmp_path: Path) -> None:
    """Each operation of a round fails once, in a store of its own; the same act then succeeds."""
    raising, words = FAILURES[kind]
    for stop_at in itertools.count(1):
        folder = tmp_path / str(stop_at)
        acknowledged, failure = acts_up_to_a_failure(folder, stop_at, raising)
        if failure is None:
            break
        assert words in failure
        assert faults_after(folder, acknowledged) == [], stop_at
    assert len(acknowledged) == 5
    assert stop_at > 60


def acts_up_to_a_failure(
    folder: Path, stop_at: int, raising: Callable[[Operation], BaseException]
) -> tuple[list[dict[str, object]], str | None]:
    """The acts of a round up to the one in which an operation fails, which is then done again."""
    counted = itertools.count(1)

    def fail_or_go_on(operation: Operation) -> None:
        if next(counted) == stop_at:
            raise raising(operation)

    acknowledged: list[dict[str, object]] = []
    store = Store.open(folder)
    with watched(before=fail_or_go_on):
        for _, act in one_round(store, 0):
            try:
                acknowledged.append(act())
            except (KeyboardInterrupt, StoreError) as failure:
                assert list(folder.rglob("*.tmp")) == []
                return [*acknowledged, act()], str(failure)
    return acknowledged, None


def test_an_opening_that_fails_can_be_done_again(tmp_path: Path) -> None:
    failures = []
    while len(failures) == len(list(tmp_path.iterdir())):
        folder = tmp_path / str(len(failures) + 1)
        failures += opening_failures(folder, len(failures) + 1)
        assert faults_after(folder, []) == []
    assert len(failures) > 15
    assert all("the disk is full" in failure for failure in failures)


def opening_failures(folder: Path, stop_at: int) -> list[str]:
    """What an opening says where its operation of that number finds the disk full."""
    counted = itertools.count(1)
    raising, _ = FAILURES["disk full"]

    def full_or_go_on(operation: Operation) -> None:
        if next(counted) == stop_at:
            raise raising(operation)

    folder.mkdir()
    try:
        with watched(before=full_or_go_on):
            Store.open(folder)
    except StoreError as failure:
        return [str(failure)]
    return []
