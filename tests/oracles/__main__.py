"""One line for each expected file of a folder: how many of its answers ours agree with.

python -m tests.oracles FOLDER, and --write to print the page of the methods that shows them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracles.page import PAGE, printed
from tests.oracles.reading import results_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str]) -> int:
    """0 where every answer agrees, else 1; the page is written either way if it is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracles", description=__doc__)
    parser.add_argument("folder", type=Path, help="input and expected files of the references")
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE.name}")
    asked = parser.parse_args(words)
    results = []
    for result in results_of(asked.folder):
        print(result.line(), flush=True)
        results.append(result)
    if asked.write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(printed([each for each in results if each.family]), encoding="utf-8")
    return 0 if all(each.holds for each in results) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
