"""Who can read which key: what a laptop cannot part, and what a server has to.

On a server the keys belong to the user of the intake; the user who cuts, measures and publishes
reads the store and no key but the one of release. On a laptop one user is both, and is warned.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = "release.key"
"""The key that is for who analyses: it signs what they release."""
SAME_USER = (
    "belongs to the user who owns the rows, so whoever analyses can read it: so it is on a laptop; "
    "on a server give it to the user of the intake alone (docs/how-to/keys.md)"
)
OTHERS = "can be read by others than its owner: take that away (chmod 600), and ask who may have"
NO_FILE = "is a link or a folder, and no key: put the key itself there"
CLOSED = "is closed to this user of the system, as it is to be to all but the user of the intake"
IN_STORE = "lies in the store: keys are never kept there"


@dataclass(frozen=True)
class KeyFile:
    """One key: its file, the number of the user who owns it, who can read it, what is wrong."""

    name: str
    owner: int
    readers: tuple[str, ...]
    warnings: tuple[str, ...]


def look_at_keys(keys: Path, store: Path) -> tuple[KeyFile, ...]:
    """Every key of a folder, by name; of tokens, of originals, of the erased and of release.

    TextError where this user may not look into the folder, as who analyses on a server may not.
    """
    owner = owner_of(store)
    inside = keys.resolve().is_relative_to(store.resolve())
    try:
        files = sorted(keys.iterdir()) if keys.is_dir() else []
    except PermissionError as error:
        raise TextError(keys.name, [CLOSED]) from error
    named = [path for path in files if ".key" in path.suffixes]
    return tuple(_look(path, owner, inside=inside) for path in named)


def owner_of(folder: Path) -> int | None:
    """The number of the user who owns a folder; None where there is none yet."""
    return folder.stat().st_uid if folder.is_dir() else None


def readers_of(mode: int) -> tuple[str, ...]:
    """Whom the mode of a file lets read it.

    >>> readers_of(0o600), readers_of(0o644)
    (('its owner',), ('its owner', 'its group', 'everybody'))
    """
    bits = {stat.S_IRUSR: "its owner", stat.S_IRGRP: "its group", stat.S_IROTH: "everybody"}
    return tuple(words for bit, words in bits.items() if mode & bit)


def _look(path: Path, rows_owner: int | None, *, inside: bool) -> KeyFile:
    found = path.lstat()
    wrong = {
        NO_FILE: not stat.S_ISREG(found.st_mode),
        OTHERS: bool(found.st_mode & 0o077) and stat.S_ISREG(found.st_mode),
        IN_STORE: inside,
        SAME_USER: found.st_uid == rows_owner and path.name != RELEASE,
    }
    warnings = tuple(words for words, is_wrong in wrong.items() if is_wrong)
    return KeyFile(path.name, found.st_uid, readers_of(found.st_mode), warnings)
