"""The rows of supplies that an earlier cut rests on, also where others have replaced them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.store import manifest
from vrn.sharing.store.manifest_entries import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.sharing.store.store import Store

_QUERY = (
    "SELECT slice, receipt, sha256, rows FROM part WHERE slice = ? AND receipt = ?"
    " ORDER BY position"
)


def parts_of(store: Store, slices: Mapping[str, str]) -> list[Part]:
    """The parts of these slices, each of the receipt named for it, live or not; in their order."""
    with manifest.reading(store.manifest_path) as connection:
        found = [
            row
            for named in sorted(slices.items())
            for row in connection.execute(_QUERY, named).fetchall()
        ]
    return [
        Part(slice=name, receipt=receipt, path=_path(store, sha256), rows=rows, sha256=sha256)
        for name, receipt, sha256, rows in found
    ]


def _path(store: Store, sha256: str) -> Path:
    return store.parts_folder / f"{sha256}.parquet"
