"""Prints docs/methods/statistics again: python -m tests.statistics_pages"""

from __future__ import annotations

from tests.statistics_pages.printing import FOLDER, printed


def main() -> None:
    """Writes every page of the statistics' methods but the oracles' and that of coverage."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in printed().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
