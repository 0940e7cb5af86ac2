"""kill -9 at random moments over load, commit, cut and release of real files: nothing is lost."""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from children import DEADLINE_SECONDS, start
from operations import Operation, watched
from small_area import TODAY, arriving, receive_all, release_headlines

from scripts.drill import hash_again
from vrn import chain
from vrn.chain.tracing import open_register
from vrn.sharing.store import Store, StoreError, manifest, removal, withdrawal
from vrn.sharing.store import manifest_entries as entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLS = int(os.environ.get("VRN_FAULT_KILLS", "4"))
AT_ONCE = 2
pytestmark = pytest.mark.xdist_group("whole chain")
Told = dict[str, Any]


@pytest.fixture(scope="module")
def whole(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, float]:
    """What an undisturbed life ends with, and how long it takes."""
    folder = tmp_path_factory.mktemp("whole") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    began = time.monotonic()
    ended, said = live(folder, area_folder)
    assert ended == 0
    return last_of(said), time.monotonic() - began


def live(folder: Path, area: Path, *, seconds: float | None = None) -> tuple[int, list[str]]:
    """A life of the chain, killed so many seconds after it was ready; what it said."""
    with start("chain_child.py", folder, area / "arriving") as child:
        assert child.stdout
        first = child.stdout.readline()
        if seconds is not None:
            time.sleep(seconds)
            child.kill()
        said, _ = child.communicate(timeout=10 * DEADLINE_SECONDS)
    return child.returncode, [first, *said.splitlines()]


def acknowledged(said: list[str]) -> list[Told]:
    return [
        json.loads(line[5:]) for line in said if line.startswith("done {") and line.endswith("}")
    ]


def last_of(said: list[str]) -> Told:
    """The last receipt, cut and release that were acknowledged, in one."""
    return {key: value for one in acknowledged(said) for key, value in one.items()}


def ends_alike(found: Told, wanted: Told) -> bool:
    """Whether two lives ended with the same rows, and released the same of the same cut.

    Who is killed while receiving takes up more files before the next cut: there is one cut more,
    and its cubes name it.
    """
    numbered = ("cut", "cubes")
    same = all(found[key] == wanted[key] for key in wanted if key not in numbered)
    if found["cut"] == wanted["cut"]:
        return same and found["cubes"] == wanted["cubes"]
    return same and found["cut"] > wanted["cut"] and set(found["cubes"]) == set(wanted["cubes"])


def faults_after(folder: Path, told: list[Told]) -> list[str]:
    """What is wrong in a folder after a kill; empty where all is well."""
    served = [one["cut"] for one in told if "cut" in one]
    if served and Store.read(folder / "store").cut().number < served[-1]:
        return ["a reader does not see the last cut"]
    store = Store.open(folder / "store")
    receipts = {receipt["id"]: receipt for receipt in store.receipts()}
    faults = [f"lost: {one}" for one in told if "receipt" in one and one["receipt"] not in receipts]
    for name in receipts:
        parts = [part for _, part in removal.parts_of(store, name)]
        if sum(pl.read_parquet(p.path).height for p in parts) != receipts[name]["rows_stored"]:
            faults.append(f"half a supply: {name}")
    faults += file_faults(store)
    for one in told:
        if "cut" in one and store.cut(one["cut"]).row_hash != one["row_hash"]:
            faults.append(f"lost: {one}")
    if served and hash_again(store) != store.cut().row_hash:
        faults.append("the cut that is served is not its row hash")
    released = [sha256 for one in told for sha256 in one.get("cubes", {}).values()]
    register = open_register(folder) if released else None
    for sha256 in released:
        assert register is not None
        register.cube_by_sha(sha256)  # raises where it is not there, or its signature is broken
    return faults


def file_faults(store: Store) -> list[str]:
    """Files that are missing, left over, or not what their name says; of all three rooms."""
    with manifest.reading(store.manifest_path) as connection:
        named = entries.named_files(connection)
    faults = []
    for room, names in zip(store.rooms, named, strict=True):
        there = {path.stem: path for path in room.iterdir()}
        faults += [f"missing: {name}" for name in names - set(there)]
        faults += [f"left over: {there[name].name}" for name in set(there) - names]
        faults += [
            f"not its content: {path.name}"
            for path in there.values()
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem
        ]
    return faults


def test_killed_at_random_moments_of_the_whole_chain(
    area_folder: Path,
    whole: tuple[Told, float],
    tmp_path: Path,
    tell: Callable[[str], None],
) -> None:
    """After each kill nothing is lost; the next life, from the first file, ends as it had to."""
    rng = random.Random(20240603)
    ends_with, seconds = whole
    moments = [rng.uniform(0, seconds * 0.9) for _ in range(KILLS)]

    def life(number: int) -> tuple[str, int, list[str]]:
        folder = tmp_path / str(number)
        shutil.copytree(area_folder / "partnership", folder)
        ended, said = live(folder, area_folder, seconds=moments[number])
        told = acknowledged(said)
        faults = faults_after(folder, told)
        begun = [line for line in said if line.startswith(("begin", "done"))]
        at = begun[-1].split()[1] if begun and begun[-1].startswith("begin") else "between"
        again, said = live(folder, area_folder)
        if again != 0 or not ends_alike(last_of(said), ends_with):
            faults.append(f"the next life ended otherwise: {again} {last_of(said)}")
        faults += faults_after(folder, [*told, *acknowledged(said)])
        shutil.rmtree(folder)
        return (at if ended == -signal.SIGKILL else "ended"), len(told), faults

    with ThreadPoolExecutor(AT_ONCE) as several:
        lives = list(several.map(life, range(KILLS)))
    where = {at: sum(one[0] == at for one in lives) for at in sorted({one[0] for one in lives})}
    lost = [fault for _, _, faults in lives for fault in faults]
    tell(
        f"whole chain: {KILLS} kills ({', '.join(f'{n} in {at}' for at, n in where.items())}), "
        f"{sum(told for _, told, _ in lives)} acknowledged acts; lost: {lost or 'nothing'}"
    )
    assert lost == []


def test_two_loaders_at_once_count_nothing_twice(
    area_folder: Path, whole: tuple[Told, float], tmp_path: Path
) -> None:
    folder = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    with ThreadPoolExecutor(2) as several:
        lives = list(several.map(lambda _: live(folder, area_folder), range(2)))
    # of two who bring the same bytes one may be told that another was at work, and asks again
    assert 0 in {ended for ended, _ in lives}
    told = [one for _, said in lives for one in acknowledged(said)]
    assert faults_after(folder, told) == []
    ended, said = live(folder, area_folder)
    found = last_of(said)
    assert (ended, found["row_hash"]) == (0, whole[0]["row_hash"])


FAILURES = {
    "disk full": (errno.ENOSPC, "SQLITE_FULL", "the disk is full"),
    "read-only": (errno.EROFS, "SQLITE_READONLY", "cannot be written here"),
}
ACTS = ("remove supply", "retire cut", "drop original", "withdraw supply")


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("act", ACTS)
def test_a_removal_that_the_disk_stops_is_whole_or_not_at_all(
    kind: str, act: str, made_cuts: Path, tmp_path: Path
) -> None:
    """Each operation of a removal fails once; the same removal then succeeds, and once only."""
    number, name, words = FAILURES[kind]
    for stop_at in itertools.count(1):
        folder = tmp_path / str(stop_at)
        shutil.copytree(made_cuts, folder)
        store = Store.open(folder)
        failure = fails(lambda store=store: do(act, store), stop_at, number=number, name=name)
        if failure is None:
            break
        assert words in failure
        again = Store.open(folder)
        assert file_faults(again) == [], stop_at
        do(act, again)
        assert file_faults(again) == []
        assert len(again.removals()) == 1
        shutil.rmtree(folder)
    assert stop_at > 3


def do(act: str, store: Store) -> None:
    first = store.receipts()[0]["id"]
    if act == "remove supply":
        store.remove_supplies([first], why="a fault", today=TODAY)
    elif act == "retire cut":
        store.retire_cut(1, why="a fault", today=TODAY)
    elif act == "withdraw supply":
        withdrawal.withdraw_supply(store, first, by="Alice Moor", why="a fault", today=TODAY)
    else:
        removal.drop_originals(store, [first], why="a fault", today=TODAY)


def fails(act: Callable[[], None], stop_at: int, *, number: int, name: str) -> str | None:
    """What an act says whose operation of that number fails; None where it ended before."""
    counted = itertools.count(1)

    def fail_or_go_on(operation: Operation) -> None:
        if next(counted) != stop_at:
            return
        if not operation.name.startswith("manifest"):
            raise OSError(number, "made up")
        error = sqlite3.OperationalError("made up")
        error.sqlite_errorname = name
        raise error

    try:
        with watched(before=fail_or_go_on):
            act()
    except StoreError as failure:
        return str(failure)
    return None


@pytest.fixture(scope="module")
def made_cuts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two supplies, an original and two cuts."""
    from acts import accept, cut

    from vrn.sharing.store import Original

    folder = tmp_path_factory.mktemp("cuts") / "store"
    store = Store.open(folder)
    receipt = {
        "id": "r0",
        "agreement": "wexbridge-crime",
        "feed": "street-crime",
        "state": "accepted",
        "sha256": "bytes of r0",
    }
    rows = pl.DataFrame({"month": ["2023-12"], "supply": ["r0"], "line": [2]})
    store.accept(receipt, [("2023-12", rows)], original=Original([b"as it came"], TODAY))
    accept(store, "r1", ["2024-01"])
    cut(store, ["r1"])
    accept(store, "r2", ["2024-02"])
    cut(store, ["r1", "r2"])
    return folder


def test_a_reader_stays_through_removal_and_retirement(made_cuts: Path, tmp_path: Path) -> None:
    """Whoever looks again finds the cut that is served, whole; only a retired one is told of."""
    folder = shutil.copytree(made_cuts, tmp_path / "store")
    store, reader = Store.open(folder), Store.read(folder)
    first, served = reader.cut(1), reader.cut()
    store.remove_supplies(["r1"], why="withdrawn", today=TODAY)
    store.retire_cut(1, why="rests on it", today=TODAY)
    assert hash_again(reader) == served.row_hash
    with pytest.raises(StoreError, match="cut 1 was retired"):
        reader.cut(1)
    with pytest.raises(FileNotFoundError):
        pl.read_parquet(list(first.tables["offences"].paths))
    assert {part.receipt for part in reader.live_parts("street-crime")} == {"r0", "r2"}


def test_the_whole_chain_in_one_process(area_folder: Path, tmp_path: Path) -> None:
    """What the kills are held against: the figures of four months, released once."""
    folder = receive_all(area_folder, shutil.copytree(area_folder / "partnership", tmp_path / "p"))
    assert chain.make_cut(folder).number == 1
    assert len(release_headlines(folder)) == 1
    assert len(arriving(area_folder)) == 8
