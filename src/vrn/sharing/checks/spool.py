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

MOST_BYTES_IN_MEMORY = 32 << 20
ROWS_TO_GIVE = 100_000


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
        path = self.make_folder("rows") / f"{len(self.parts):06d}.arrow"
        rows.write_ipc(path, compression="lz4")
        self.parts.append((member, name, path))

    def make_folder(self, name: str) -> Path:
        """A folder of that name on the disk that goes with the spool."""
        self.folder = self.folder or TemporaryDirectory(prefix="vrn-intake-")
        folder = Path(self.folder.name) / name
        folder.mkdir(exist_ok=True)
        return folder

    def give(self, left_out: Mapping[int, pl.Series]) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows again, those of one slice of a member together, a bounded number at a time.

        Without the lines of a member that are left out; none that is empty.
        """
        together: dict[tuple[int, str], list[pl.DataFrame | Path]] = {}
        for member, name, kept in self.parts:
            together.setdefault((member, name), []).append(kept)
        for (member, name), parts in together.items():
            for rows in _gathered(parts, left_out.get(member)):
                yield name, rows


def _gathered(
    parts: list[pl.DataFrame | Path], left_out: pl.Series | None
) -> Iterator[pl.DataFrame]:
    """The parts put together until they are many rows; none that is empty."""
    gathered: list[pl.DataFrame] = []
    for kept in parts:
        rows = kept if isinstance(kept, pl.DataFrame) else pl.read_ipc(kept)
        if left_out is not None:
            rows = rows.filter(~pl.col(LINE).is_in(left_out.implode()))
        gathered += [rows] if rows.height else []
        if sum(rows.height for rows in gathered) >= ROWS_TO_GIVE:
            yield pl.concat(gathered)
            gathered = []
    if gathered:
        yield pl.concat(gathered)
