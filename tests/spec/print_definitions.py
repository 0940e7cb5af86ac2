"""Prints docs/definitions.md from the shipped texts: python tests/spec/print_definitions.py"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


def main() -> None:
    """Writes the page."""
    from definitions_page import PAGE, printed

    PAGE.write_text(printed(), encoding="utf-8")


if __name__ == "__main__":
    main()
