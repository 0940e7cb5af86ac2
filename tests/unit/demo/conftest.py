"""The made-up files, written once for all tests of this folder, and read back by plain means."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from vrn_demo.files import TRUTH, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    write_files(folder)
    return folder


@pytest.fixture(scope="session")
def truth(made_up: Path) -> dict[str, Any]:
    return dict(json.loads((made_up / TRUTH).read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def read_rows(made_up: Path) -> Callable[[str], Rows]:
    """Reads one CSV file of the made-up folder, unpacked where it is packed."""

    def read(name: str) -> Rows:
        raw = (made_up / name).read_bytes()
        text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return read


@pytest.fixture(scope="session")
def street_rows(made_up: Path) -> list[tuple[str, int, dict[str, str]]]:
    """Every row of every monthly file: its member, its line (the header is line 1), its cells."""
    return list(_walk_street_rows(made_up))


def _walk_street_rows(folder: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    for path in sorted((folder / "crime").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                text = archive.read(member).decode("utf-8")
                for place, row in enumerate(csv.DictReader(io.StringIO(text, newline=""))):
                    yield member, place + 2, row
