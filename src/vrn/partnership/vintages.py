"""Which version of each reference list is used: its source, its dates and its digest.

A list is never edited once it was shipped: an entry that changes makes a new version in a file
beside the old one, with a line of its own in vintages.csv. A partnership's own lists, in its
folder, are its to edit; a cut keeps the digest of each, so that an edit shows.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VINTAGES = "vintages.csv"
OWN = "the partnership's own, to edit"


_TEXTS = (*("name", "file", "source", "provenance", "dated", "valid_from", "valid_to", "sha256"),)


class EditedListError(ValueError):
    """A shipped list is not the one that its vintage names: it was edited and not versioned."""


@dataclass(frozen=True, kw_only=True)
class Vintage:
    """One version of a reference list.

    `name` is the list, `file` where this version stands; `dated` the day it was written down or
    collected; it is valid from the first day to the last, both in, "" where it is open.
    """

    name: str
    version: int
    file: str
    source: str
    provenance: str
    dated: str
    valid_from: str
    valid_to: str
    sha256: str

    @property
    def label(self) -> str:
        """The list with its version and the start of its digest: "unit_costs 1 (3f2a9c1b0d4e)"."""
        return f"{self.name} {self.version} ({self.sha256[:12]})"


@cache
def shipped_vintages() -> tuple[Vintage, ...]:
    """Every version of every shipped list, in the order of vintages.csv.

    Raises EditedListError naming each list whose content is not what its line says.
    """
    rows = tuple(csv.DictReader(_shipped(VINTAGES).decode("utf-8").splitlines()))
    found = tuple(
        Vintage(version=int(row["version"]), **{name: row[name] for name in _TEXTS}) for row in rows
    )
    edited = [each for each in found if _digest(_shipped(each.file)) != each.sha256]
    if edited:
        named = ", ".join(f"{each.file} (now {_digest(_shipped(each.file))})" for each in edited)
        raise EditedListError(
            f"{named}: not the text of the version in {VINTAGES}; put the text back, and write the "
            "change in a new file beside it with a line of its own"
        )
    return found


def newest(name: str) -> Vintage:
    """The newest version of a shipped list; KeyError where there is no such list."""
    versions = [each for each in shipped_vintages() if each.name == name]
    if not versions:
        raise KeyError(f"there is no reference list {name!r}")
    return max(versions, key=lambda each: each.version)


def own_vintages(folder: Path) -> tuple[Vintage, ...]:
    """The lists in a partnership's own folder, as they stand now, by name."""
    paths = sorted((folder / "reference").glob("*.csv"))
    return tuple(_own(path) for path in paths)


def vintages_used(folder: Path) -> dict[str, dict[str, object]]:
    """What a cut keeps: the newest version of each shipped list, and of each of the folder's own.

    With them every mapping of the folder, by the digest of its text.
    """
    names = dict.fromkeys(each.name for each in shipped_vintages())
    used = {name: asdict(newest(name)) for name in names}
    used |= {f"own/{each.name}": asdict(each) for each in own_vintages(folder)}
    for path in sorted((folder / "mappings").glob("*.toml")):
        used[f"mappings/{path.stem}"] = {"sha256": _digest(path.read_bytes())}
    return used


def _own(path: Path) -> Vintage:
    content = path.read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    told = sorted({row["provenance"] for row in rows if row.get("provenance")})
    return Vintage(
        name=path.stem,
        version=max((_number(row.get("version")) for row in rows), default=1),
        file=f"reference/{path.name}",
        source=OWN,
        provenance="; ".join(told) or OWN,
        dated=max((row.get("dated") or "" for row in rows), default=""),
        valid_from=min((row.get("valid_from") or "" for row in rows), default=""),
        valid_to="",
        sha256=_digest(content),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 1


def _shipped(file: str) -> bytes:
    return (files("vrn.partnership") / "reference" / file).read_bytes()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
