"""Serves addresses of a whole partnership's folder while its rows and keys are closed to it.

Called as a program: FOLDER ADDRESS…; prints one line of JSON, each address with its status and
which of the engines that open rows were imported. Opening anything closed raises PermissionError.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

CLOSED = ("store", "keys", "agreements", "mappings")
OPENERS = ("open", "sqlite3.connect", "os.listdir", "os.scandir")
ENGINES = ("polars", "duckdb", "ibis", "pyarrow", "vrn.sharing.store", "vrn.problem", "vrn.chain")


def close_rows(folder: Path) -> None:
    """From now on this process can open nothing in the folder's closed parts."""
    closed = tuple(str(folder / name) for name in CLOSED)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in OPENERS and any(one in str(arguments[0]) for one in closed):
            raise PermissionError(f"the site opened {arguments[0]}")

    sys.addaudithook(refuse)


def main(folder: Path, addresses: list[str]) -> None:
    """Asks for each address and prints what was answered."""
    from vrn_web.serving import configure

    close_rows(folder)
    configure(folder)
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    answered = {}
    for address in addresses:
        answer = client.get(address)
        answered[address] = answer.status_code
        answer.close()
    imported = [name for name in ENGINES if name in sys.modules]
    sys.stdout.write(json.dumps({"answered": answered, "imported": imported}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
