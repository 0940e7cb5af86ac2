"""Runs the commands of docs/how-to/map-a-file.md and prints what they print below each.

Run `python tests/contract/map_page.py` to write the page again.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from vrn import chain
from vrn_cli.app import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "map-a-file.md"
BLOCK = re.compile(
    r"```file (?P<name>\S+)\n(?P<text>.*?)```\n"
    r"|```console\n\$ vrn (?P<words>.*?)\n(?P<said>.*?)```\n",
    flags=re.DOTALL,
)


def as_run(page: str, folder: Path) -> str:
    """The page with what each command prints, run in a partnership's folder with its files."""
    chain.start(folder, area="Norfolk")

    def run(found: re.Match[str]) -> str:
        if found["name"]:
            (folder / found["name"]).write_text(found["text"], encoding="utf-8")
            return found[0]
        result = CliRunner().invoke(app, found["words"].split())
        return f"```console\n$ vrn {found['words']}\n{result.output.rstrip()}\n```\n"

    with contextlib.chdir(folder):
        return BLOCK.sub(run, page)


def main() -> None:
    """Writes what the commands print into the page."""
    with tempfile.TemporaryDirectory() as folder:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(as_run(page, Path(folder) / "partnership"), encoding="utf-8")


if __name__ == "__main__":
    main()
