"""Files much larger than what is held of them: memory stays bounded, good file or bad."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from made_files import csv_text, street_rows

HERE = Path(__file__).resolve().parent
MEGABYTES = 300


def receive_in_a_child(path: Path) -> dict[str, int]:
    run = subprocess.run(
        [sys.executable, str(HERE / "large_child.py"), str(path)],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=True,
    )
    plain: dict[str, int] = json.loads(run.stdout)
    return plain


def test_a_large_file_is_received_below_500_megabytes(tmp_path: Path) -> None:
    """The same rows again and again: as text and as rows they would take a gigabyte."""
    rows = street_rows(5_000)
    block = csv_text(rows, []).lstrip("\n").encode()
    path = tmp_path / "2024-03-midshire-street.csv"
    times = MEGABYTES * 1_000_000 // len(block)
    with path.open("wb") as file:
        file.write(csv_text([]).encode())
        for _ in range(times):
            file.write(block)
    assert path.stat().st_size > 0.99 * MEGABYTES * 1_000_000
    told = receive_in_a_child(path)
    assert told["rows"] == times * len(rows)
    assert told["peak_bytes"] < 500_000_000


@pytest.mark.parametrize("filler", [b"x", b'"', b",", b"[", b"\0", b" "])
def test_a_line_without_end_is_refused_in_bounded_memory(tmp_path: Path, filler: bytes) -> None:
    """A hundred megabytes on one line, of which a few are looked at."""
    path = tmp_path / "2024-03-midshire-street.csv"
    with path.open("wb") as file:
        file.write(csv_text([]).encode())
        for _ in range(100):
            file.write(filler * 1_000_000)
    told = receive_in_a_child(path)
    assert told["rows"] == 0
    assert told["peak_bytes"] < 300_000_000


def test_two_gigabytes_on_one_line_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    """Some megabytes of one cell, and no end of it for the rest."""
    path = tmp_path / "2024-03-midshire-street.csv"
    with path.open("wb") as file:
        file.write(csv_text([]).encode() + b"x" * 8_000_000)
        file.truncate(2 << 30)  # a file with a hole in it: it takes no room on the disk
    told = receive_in_a_child(path)
    assert told["rows"] == 0
    assert told["peak_bytes"] < 300_000_000
