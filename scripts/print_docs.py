"""Prints the generated pages of docs/ again: methods, data dictionary, errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from vrn.sharing.agreements.states import states_page
from vrn.sharing.dictionary import SEED, write_pages
from vrn.sharing.quality.advising import rules_page

ROOT = Path(__file__).resolve().parent.parent
PRINTERS = ("tests/spec/print_methods.py", "tests/contract/errors_page.py")
MODULES = ("tests.intervals.page", "tests.statistics_pages")
"""Those of the statistics; the oracles' page needs a folder of references (see tests.oracles)."""


def main() -> None:
    """Writes docs/data-dictionary, docs/methods and docs/how-to/errors.md from what is tested."""
    write_pages(ROOT / "docs" / "data-dictionary", np.random.default_rng(SEED))
    (ROOT / "docs" / "agreements.md").write_text(states_page(), encoding="utf-8")
    (ROOT / "docs" / "scorecards.md").write_text(rules_page(), encoding="utf-8")
    for printer in PRINTERS:
        subprocess.run([sys.executable, str(ROOT / printer)], check=True)
    for module in MODULES:
        subprocess.run([sys.executable, "-m", module], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
