"""A power cut after any operation: the store opens, nothing is half done, nothing told is lost.

And the proof that these tests would see a wrong order: with any two neighbouring steps of a commit
swapped, some power cut harms something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acts import one_round
from crash_checks import faults_after
from power_loss import Disk, Moment, Recorder, lay_out

from vrn.sharing.store import Store, durable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STEPS = durable.COMMIT_STEPS


def record_round(recorder: Recorder, number: int) -> None:
    """Opens the store and does a round, recorded."""
    with recorder.following():
        for _, act in one_round(Store.open(recorder.root / "store"), number):
            recorder.acknowledged.append(act())


def disks_of(recorder: Recorder) -> Iterator[tuple[Moment, Disk]]:
    """Each disk that a power cut may leave, once for what had been acknowledged by then."""
    seen = set()
    for moment in recorder.moments:
        for disk in moment.disks():
            key = (frozenset(disk.items()), len(moment.acknowledged))
            if key not in seen:
                seen.add(key)
                yield moment, disk


def harm(recorder: Recorder, room: Path) -> Iterator[str]:
    """What is wrong on the disks of a recorded writer, with the moment of the power cut."""
    for number, (moment, disk) in enumerate(disks_of(recorder)):
        store = lay_out(disk, room / str(number))
        for fault in faults_after(store, moment.acknowledged):
            yield f"power cut after {moment.after}: {fault}"


def test_a_power_cut_harms_nothing(tmp_path: Path, tell: Callable[[str], None]) -> None:
    """From an empty folder: opening, supplies, a refusal, cuts."""
    (tmp_path / "writer").mkdir()
    recorder = Recorder(tmp_path / "writer")
    record_round(recorder, 0)
    disks, faults = len(list(disks_of(recorder))), list(harm(recorder, tmp_path))
    tell(f"power cuts: {len(recorder.moments)} moments, {disks} disks, {len(faults)} harmed")
    assert faults == []
    assert len(recorder.acknowledged) == 5
    assert disks > len(recorder.moments) > 40


SWAPS = [
    # The bytes were never on the disk: the manifest speaks of empty files.
    pytest.param(0, "after manifest: COMMIT: not its content", id="write after sync"),
    # The areas are the same in each cut: an earlier cut's file loses its bytes by the new name.
    pytest.param(1, "after rename: not its content", id="sync after rename"),
    # The names were not on the disk: the manifest speaks of files that are not there.
    pytest.param(2, "after manifest: COMMIT: missing", id="rename after folder sync"),
    pytest.param(3, "after manifest: COMMIT: missing", id="folder sync after manifest"),
]
LEFT_OUT = [
    pytest.param("sync_files", "after manifest: COMMIT: not its content", id="no file sync"),
    pytest.param("sync_folders", "after manifest: COMMIT: missing", id="no folder sync"),
]


@pytest.mark.parametrize(("first", "harmed"), SWAPS)
def test_with_two_steps_swapped_it_does(
    first: int, harmed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = STEPS[first : first + 2]
    swapped = (*STEPS[:first], other, one, *STEPS[first + 2 :])
    assert any(harmed in fault for fault in harm_with(swapped, tmp_path, monkeypatch))


@pytest.mark.parametrize(("left_out", "harmed"), LEFT_OUT)
def test_with_a_step_left_out_it_does(
    left_out: str, harmed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = tuple(step for step in STEPS if step.__name__ != left_out)
    assert any(harmed in fault for fault in harm_with(steps, tmp_path, monkeypatch))


def test_with_the_syncs_of_the_opening_left_out_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "writer").mkdir()
    recorder = Recorder(tmp_path / "writer")
    with recorder.following():
        with monkeypatch.context() as patch:
            patch.setattr(durable, "sync_path", lambda _path: None)
            store = Store.open(recorder.root / "store")
        recorder.acknowledged.append(one_round(store, 0)[0][1]())
    assert any("lost: " in fault for fault in harm(recorder, tmp_path))


def harm_with(
    steps: tuple[Callable[[durable.Commit], None], ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """What a power cut harms in a second round, committed with these steps instead."""
    (tmp_path / "writer").mkdir()
    recorder = Recorder(tmp_path / "writer")
    for _, act in one_round(Store.open(recorder.root / "store"), 0):
        recorder.acknowledged.append(act())
    with monkeypatch.context() as patch:
        patch.setattr(durable, "COMMIT_STEPS", steps)
        record_round(recorder, 1)
    return harm(recorder, tmp_path)


def test_every_pair_of_neighbours_is_swapped_above() -> None:
    assert [swap.values[0] for swap in SWAPS] == list(range(len(STEPS) - 1))
    assert [step.__name__ for step in STEPS] == [
        "write_temporary_files",
        "sync_files",
        "give_content_names",
        "sync_folders",
        "record_in_manifest",
    ]
