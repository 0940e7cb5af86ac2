"""Prints the generated pages of docs/ again: the methods and the data dictionary."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np

from vrn.sharing.dictionary import SEED, write_pages

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Writes docs/data-dictionary from the contracts and docs/methods from the specification."""
    write_pages(ROOT / "docs" / "data-dictionary", np.random.default_rng(SEED))
    runpy.run_path(str(ROOT / "tests" / "spec" / "print_methods.py"), run_name="__main__")


if __name__ == "__main__":
    main()
