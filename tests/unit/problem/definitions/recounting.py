"""The bridge from vrn-2019 to duty-2023, counted again from a force's own files by other code.

Reads the files as the force sends them, with the csv module, and states the two definitions anew in
plain Python: it imports nothing of the platform, so that a slip in either shows in the other.
"""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

NETWORK = {"1", "4/1", "4/2", "4/10", "2", "5D", "5E", "8N", "8P", "34A", "34B"}
SEXUAL = {"17A", "17B", "19C", "19D", "19E", "19F", "19G", "19H", "20A", "20B"}
TODAYS = {"5A": "5D", "5B": "5E", "5C": "5E", "8F": "8N", "8G": "8N", "8H": "8P", "8J": "8P"}
PUBLIC = {
    "STREET", "CAR PARK", "PARK OR OPEN LAND", "TRANSPORT", "LICENSED PREMISES", "TAKEAWAY",
    "SHOP OR BUSINESS", "SCHOOL OR COLLEGE",
}  # fmt: skip
CANCELLED = {"CANCELLED", "NO CRIME"}


def read_raw(
    paths: Iterable[Path], held_back: Collection[tuple[str, int]] = ()
) -> Iterator[dict[str, str]]:
    """The rows of a force's files of offences, each cell as written.

    Without those that the door held back: each the name of a file and a line, the header's being 1.
    """
    for path in sorted(paths):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            yield from (row for row in rows if (path.name, rows.line_num) not in held_back)


def recount(
    rows: Iterable[dict[str, str]], *, first: str = "0000-00", last: str = "9999-99"
) -> dict[str, int]:
    """Both totals and each reason between them, of the months recorded from first to last."""
    found: Counter[str] = Counter()
    for row in rows:
        _, month, year = row["RECORDED AT"][:10].split("/")
        if first <= f"{year}-{month}" <= last and row["STATUS"].upper() not in CANCELLED:
            found.update(tell(row))
    return dict(found)


def tell(row: dict[str, str]) -> list[str]:
    """Where one offence counts: "vrn-2019", "duty-2023", and the reason where it is in one."""
    code = spell_class(row["HO CLASS"], row["HO SUBCLASS"])
    if code in SEXUAL:
        return ["duty-2023", "sexual"]
    if code not in NETWORK:
        return []
    if row["DOMESTIC FLAG"].strip().upper() in {"Y", "YES"}:
        return ["duty-2023", "domestic"]
    if row["LOCATION TYPE"].strip().upper() not in PUBLIC:
        return ["duty-2023", "not a public place"]
    return ["vrn-2019", "duty-2023"]


def spell_class(written: str, subclass: str) -> str:
    """Today's class: 008N -> 8N, 004/01 and 4.1 -> 4/1, 4 with subclass 1 -> 4/1."""
    parts = written.strip().upper().replace(".", "/").split("/")
    if parts[0].lstrip("0") in {"4", "37"} and len(parts) == 1:
        parts.append(subclass)
    code = "/".join(part.lstrip("0") for part in parts if part.strip("0"))
    return TODAYS.get(code, code)
