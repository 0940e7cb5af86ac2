"""Which code made a figure: the release number and a digest of the library's own source."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import vrn


@cache
def code_version() -> str:
    """The version and twelve hex digits over every source file of `vrn`, such as "0.1.0+1f0c…".

    Paths are relative and line ends are folded, so that a checkout and an installed wheel agree.
    """
    root = Path(vrn.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"{vrn.__version__}+{digest.hexdigest()[:12]}"
