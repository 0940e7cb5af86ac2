"""The site's own folder in a partnership's: its database, its secret key, its lock."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def site_folder(folder: Path) -> Path:
    """The folder `site` of a partnership, made where absent; only its owner can open it."""
    own = folder / "site"
    own.mkdir(mode=0o700, exist_ok=True)
    return own


def make_private_file(path: Path) -> None:
    """Makes an empty file that only its owner can read, unless it is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    path.chmod(0o600)


def read_or_draw_key(folder: Path) -> str:
    """The key that sessions are signed with; drawn at the first call, and kept for later ones."""
    path = site_folder(folder) / "secret.key"
    passing = path.with_name(f"secret.{secrets.token_hex(8)}")
    if not path.is_file():
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
        # Of two processes that start at once one wins, and both read the same key.
        try:
            path.hardlink_to(passing)
        except FileExistsError:
            pass
        finally:
            passing.unlink()
    return path.read_text(encoding="ascii").strip()
