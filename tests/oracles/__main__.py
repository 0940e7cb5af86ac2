"""One line for each expected file of a folder: how many of its answers ours agree with.

python -m tests.oracles FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.oracles.reading import results_of


def main(folder: str) -> int:
    failed = False
    for result in results_of(Path(folder)):
        print(result.line(), flush=True)
        failed = failed or not result.holds
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
