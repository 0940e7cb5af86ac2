"""Over a hundred commits a reader in another process always succeeds and sees exactly one cut."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
from children import DEADLINE_SECONDS, start

from vrn.sharing.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


COMMITS = 110


def commit(folder: Path, number: int) -> int:
    """A new opening (with its sweep), a supply that replaces the last, and a cut made of it."""
    store = Store.open(folder)
    receipt = {
        "id": f"r{number}",
        "agreement": "wexbridge-crime",
        "feed": "street-crime",
        "state": "accepted",
        "sha256": f"bytes {number}",
        "replaces": [f"r{number - 1}"] if number > 1 else [],
    }
    rows = pl.DataFrame({"made": [number] * 200, "crime_type": ["Robbery", "Drugs"] * 100})
    store.accept(receipt, [("2024-01", rows)])
    areas = pl.DataFrame({"made": [number] * 3, "code": ["X01", "X02", "X03"]})
    return store.commit_cut({"offences": rows, "areas": areas}, facts={"made": number})


def test_a_reader_never_fails_and_sees_one_cut(tmp_path: Path, tell: Callable[[str], None]) -> None:
    folder, stop = tmp_path / "store", tmp_path / "stop"
    commit(folder, 1)
    with start("reader_child.py", folder, stop) as reader:
        try:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
            # what a stopped commit would leave, for the sweeps to do
            (folder / "parts" / "000000.tmp").write_bytes(b"half a file")
            numbers = [commit(folder, number) for number in range(2, COMMITS + 1)]
        finally:
            stop.touch()
        said, _ = reader.communicate(timeout=DEADLINE_SECONDS)
    assert reader.returncode == 0
    told = json.loads(said)
    tell(
        f"{COMMITS} commits: {told['reads']} reads in another process, "
        f"{len(told['seen'])} cuts seen, {len(told['wrong'])} wrong"
    )
    assert numbers == list(range(2, COMMITS + 1))
    assert told["wrong"] == []
    assert told["seen"] == sorted(told["seen"])
    assert told["seen"][-1] == COMMITS
    assert told["reads"] > 20
    assert len(told["seen"]) > 5
