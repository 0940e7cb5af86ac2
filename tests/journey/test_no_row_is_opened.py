"""The site opens figures and documents alone: with its rows closed every page still works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journey.addresses import example_addresses

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "src"


def ask(folder: Path, *addresses: str) -> subprocess.CompletedProcess[str]:
    """Asks for the addresses in a process to which the folder's rows are closed."""
    return subprocess.run(
        [sys.executable, str(HERE / "reading_child.py"), str(folder), *addresses],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_every_page_works_with_the_rows_closed(demo_folder: Path) -> None:
    assert any((demo_folder / "store").iterdir()), "there are rows that could be opened"
    examples = [one for found in example_addresses(demo_folder).values() for one in found]
    done = ask(demo_folder, *examples)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told["answered"].values()) <= {200, 302}
    assert len(told["answered"]) == len(set(examples))
    assert told["imported"] == []


def test_the_lock_is_real(demo_folder: Path) -> None:
    """The same process cannot open the manifest of the rows."""
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from pathlib import Path; "
        "import reading_child, sqlite3; folder = Path(sys.argv[1]); "
        "reading_child.close_rows(folder); "
        "sqlite3.connect(folder / 'store' / 'manifest.sqlite')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(demo_folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "PermissionError" in done.stderr


@pytest.mark.parametrize("name", ["store", "keys"])
def test_the_served_copy_holds_no_rows_and_no_key(site_folder: Path, name: str) -> None:
    assert not (site_folder / name).exists()
