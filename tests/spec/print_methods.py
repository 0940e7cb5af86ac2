"""Prints docs/methods from the specification: python tests/spec/print_methods.py"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


def main() -> None:
    """Writes every page of the methods."""
    from pages import FOLDER, printed

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in printed().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
