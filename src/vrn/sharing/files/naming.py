"""What a file is called in receipts and messages, and whether its name says that it is a part.

A sender's own name for a file may be that of a person ("Robin Madeup.csv"). Of a feed about persons
it is therefore not kept: the file is shown under a name of ours, with its ending alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vrn.sharing.fault import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDING = re.compile(r"(?i)(\.(csv|txt|tsv|json|geojson|xlsx?|xlsm|xlsb))?(\.(zip|gz))?$")
_PART = re.compile(r"(?i)[ _.(-]+(?:part)?[ _-]?(\d{1,2})[ _-]?of[ _-]?(\d{1,2})\)?(?=\.|$)")


def ending_of(name: str) -> str:
    """The ending that says what kind of file it is, in small letters; empty for another one.

    >>> ending_of("Robin Madeup.CSV.gz"), ending_of("people.of.robin")
    ('.csv.gz', '')
    """
    found = _ENDING.search(name)
    return found[0].lower() if found else ""


def own_name(name: str, sha256: str) -> str:
    """Our own name for a file: of its digest and its ending, and of nothing that a sender typed.

    >>> own_name("Robin Madeup.csv", "0123456789abcdef")
    'supply-0123456789ab.csv'
    """
    return f"supply-{sha256[:12]}{ending_of(name)}"


def naming(*, is_of_persons: bool) -> Callable[[str], str]:
    """How the files of one archive are called: by their names made safe, or by number."""
    if not is_of_persons:
        return safe_name
    numbers: dict[str, int] = {}

    def numbered(name: str) -> str:
        return f"file {numbers.setdefault(name, len(numbers) + 1)}{ending_of(name)}"

    return numbered


def split_part(name: str) -> tuple[str, int, int]:
    """A file's name without its part, which part it is, and of how many; 1 of 1 for a whole file.

    >>> split_part("2024-03-street (1 of 2).csv"), split_part("people_part2of3.csv")
    (('2024-03-street.csv', 1, 2), ('people.csv', 2, 3))
    >>> split_part("one-of-a-kind.csv")
    ('one-of-a-kind.csv', 1, 1)
    """
    found = _PART.search(name)
    if found is None:
        return name, 1, 1
    return name[: found.start()] + name[found.end() :], int(found[1]), int(found[2])
