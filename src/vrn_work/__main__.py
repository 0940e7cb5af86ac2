"""`python -m vrn_work FOLDER`: works for a partnership's folder until it is told to stop."""

from __future__ import annotations

import sys
from pathlib import Path

from vrn_work.keeping import KEPT, keep_working
from vrn_work.working import work_kept


def main(words: list[str]) -> int:
    """Keeps a worker running; or, as the keeper calls it, works."""
    match words:
        case [folder]:
            return keep_working(Path(folder))
        case [folder, mark] if mark == KEPT:
            return work_kept(Path(folder))
    sys.stderr.write("usage: python -m vrn_work FOLDER\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
