"""Puts declared parts of one file into one archive, so that they arrive at once or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from vrn.sharing.files.naming import split_part

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANY_TIME = (1980, 1, 1, 0, 0, 0)
_CHUNK_BYTES = 1 << 20


def pack_parts(paths: Sequence[Path], folder: Path) -> Path:
    """An archive of these files in that folder; the same bytes for the same files in any order.

    They are stored as they are, under their own names, so that their digests stay what they were.
    """
    ordered = sorted(paths, key=lambda path: (split_part(path.name), path.name))
    name = Path(split_part(ordered[0].name)[0]).stem if ordered else "nothing"
    packed = folder / f"{name}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path in ordered:
            entry = zipfile.ZipInfo(path.name, _ANY_TIME)
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK_BYTES):
                    target.write(chunk)
    return packed
