"""The key of a linkage project: it makes the same person the same token, and stays outside.

A file of 32 random bytes that its owner alone can read, in a folder beside the store and never
in it. Whoever holds both the key and the rows can try names out; so they are kept and backed up
apart. A key that is lost cannot be made again: later tokens would join nothing that is held.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
ID_DIGITS = 6


@dataclass(frozen=True)
class Key:
    """The key of one linkage project; its bytes are in no representation of it."""

    linkage: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise TextError(key_name(self.linkage), [f"a key has {KEY_BYTES} bytes: {_RESTORE}"])

    @property
    def id(self) -> str:
        """Six hexadecimal digits that name the key and give nothing of it away."""
        return hmac.new(self.secret, b"key id", hashlib.sha256).hexdigest()[:ID_DIGITS]


def key_name(linkage: str) -> str:
    """The name of a linkage project's key file."""
    return f"pseudonym-{linkage}.key"


def open_key(folder: Path, linkage: str, *, may_make: bool = True) -> Key:
    """The key of a linkage project from its folder; made where there is none yet.

    TextError where others than its owner can read it, where it is no key, or where it is missing
    and a new one may not be made, because tokens are held that it would never meet.
    """
    return Key(linkage, _read_secret(folder / key_name(linkage), may_make=may_make))


def open_named_key(folder: Path, name: str) -> Key:
    """A key that is of no linkage project, such as the one that originals are sealed under."""
    return Key(name, _read_secret(folder / f"{name}.key", may_make=True))


def open_next_key(folder: Path, linkage: str) -> Key:
    """The key that is to follow a linkage project's; made where none waits yet."""
    return Key(linkage, _read_secret(folder / f"{key_name(linkage)}.next", may_make=True))


def _read_secret(path: Path, *, may_make: bool) -> bytes:
    """The bytes of a key file that its owner alone can read; made where there may be a new one.

    TextError where the key is another user's, as all but one are to who analyses on a server.
    """
    try:
        return _read_own(path, may_make=may_make)
    except PermissionError as error:
        raise TextError(path.name, [OTHER_USER]) from error


def _read_own(path: Path, *, may_make: bool) -> bytes:
    if not path.exists() and not path.is_symlink():
        if not may_make:
            raise TextError(path.name, [f"the key is missing, and its tokens are held: {_RESTORE}"])
        _write_key(path)
    found = path.lstat()
    faults = {
        "is to be a file, not a link or a folder": not stat.S_ISREG(found.st_mode),
        "can be read by others than its owner: take that away (chmod 600), and ask who may have "
        "read it": stat.S_ISREG(found.st_mode) and bool(found.st_mode & 0o177),
    }
    wrong = [words for words, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise TextError(path.name, wrong)
    return path.read_bytes()


def passing_key() -> Key:
    """A key that is kept nowhere, to look a file through without keeping anything of it."""
    return Key("passing", os.urandom(KEY_BYTES))


OTHER_USER = (
    "is kept from this user of the system; receive, rotate and erase as the user whose keys they "
    "are (docs/how-to/keys.md)"
)
_RESTORE = "bring it back from where the partnership keeps its keys"


def _write_key(path: Path) -> None:
    """Writes a new key, whole or not at all; where two are made at once, the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(os.urandom(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
