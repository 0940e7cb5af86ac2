"""Keeps checked rows until a supply is known to be good: in memory, beyond a bound in a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

MOST_BYTES_IN_MEMORY = 64 << 20


@dataclass
class Spool:
    """Parts of a supply in the order they came: (member number, slice, rows).

    A context manager: on leaving, however, nothing of it is left on the disk.
    """

    most_bytes: int = MOST_BYTES_IN_MEMORY
    held_bytes: int = 0
    parts: list[tuple[int, str, pl.DataFrame | Path]] = field(default_factory=list)
    folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.parts.clear()
        if self.folder is not None:
            self.folder.cleanup()

    def add(self, member: int, name: str, rows: pl.DataFrame) -> None:
        """Keeps the rows of one slice of one member; a slice may come in several parts."""
        self.held_bytes += int(rows.estimated_size())
        if self.held_bytes <= self.most_bytes:
            self.parts.append((member, name, rows))
            return
        self.folder = self.folder or TemporaryDirectory(prefix="vrn-intake-")
        path = Path(self.folder.name) / f"{len(self.parts):06d}.arrow"
        rows.write_ipc(path)
        self.parts.append((member, name, path))

    def give(self, left_out: Mapping[int, pl.Series]) -> Iterator[tuple[str, pl.DataFrame]]:
        """Each part again, without the lines of a member that are left out; none that is empty."""
        for member, name, kept in self.parts:
            rows = kept if isinstance(kept, pl.DataFrame) else pl.read_ipc(kept)
            if member in left_out:
                rows = rows.filter(~pl.col(LINE).is_in(left_out[member].implode()))
            if rows.height:
                yield name, rows
