"""A whole chain that is killed: receives real files, cuts, releases, and does it again next time.

    python chain_child.py PARTNERSHIP ARRIVING

Goes through the files from the first: what came before gives the receipt that it gave. Prints
`begin NAME` and `done JSON` for each act, each flushed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from small_area import TODAY, release_headlines

from vrn import chain


def say(line: str) -> None:
    print(line, flush=True)


def main(folder: Path, arriving: Path) -> None:
    say("ready")
    files = sorted(arriving.iterdir())
    for number, path in enumerate(files):
        say(f"begin receive {path.name}")
        receipt = chain.receive(folder, path, under=path.stem[8:], today=TODAY)
        told = {"receipt": receipt.id, "rows": receipt.rows_stored, "state": receipt.state}
        say(f"done {json.dumps(told)}")
        if number % 2:
            say("begin cut")
            cut = chain.make_cut(folder)
            say(f"done {json.dumps({'cut': cut.number, 'row_hash': cut.row_hash})}")
            say("begin release")
            say(f"done {json.dumps({'cubes': release_headlines(folder)})}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
