"""Rows shuffled, one thread or two: the same row hash, and the same names of parts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from children import DEADLINE_SECONDS, start

if TYPE_CHECKING:
    from pathlib import Path


def kept(folder: Path, *, threads: int, seed: int) -> dict[str, Any]:
    with start("same_bytes_child.py", folder, seed, POLARS_MAX_THREADS=str(threads)) as child:
        said, _ = child.communicate(timeout=DEADLINE_SECONDS)
    return json.loads(said)


def test_threads_and_order_do_not_show(tmp_path: Path) -> None:
    """A seed of 0 leaves the rows in their order."""
    runs = [(1, 0), (2, 0), (1, 11), (2, 12)]
    answers = [
        kept(tmp_path / str(number), threads=threads, seed=seed)
        for number, (threads, seed) in enumerate(runs)
    ]
    assert [answer.pop("threads") for answer in answers] == [threads for threads, _ in runs]
    assert len(answers[0]["names"]) == 4
    assert answers == [answers[0]] * len(runs)
