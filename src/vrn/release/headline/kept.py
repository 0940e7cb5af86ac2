"""Lattices kept beside the rows: what was decided once about a cut stays decided.

A lattice lies in the operational store, never with what is released: it has exact numbers. A
lattice counts as released from the moment it is kept, so that nothing shown can be forgotten.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.release.headline.former import CELL, STANDING, Standing, nothing_stands
from vrn.release.headline.lattice import Lattice
from vrn.release.headline.shapes import Shape
from vrn.sharing.store import durable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SETS = ("labels", "outside", "dimensions")
_MADE_AS = 3
"""Raised when the way of making a lattice changes, so that none is read that was made otherwise."""


@dataclass(frozen=True)
class KeptLattices:
    """The lattices of one unit that lie in a folder, in the order in which they were kept."""

    folder: Path

    def find(self, key: str) -> Lattice | None:
        """The lattice that was kept under a key; None where none was."""
        found = [line for line in self._lines() if line["key"] == key]
        return self._read(found[-1]) if found else None

    def standing(self) -> Standing:
        """What stands from all that was kept: of each cell the number shown last."""
        frames = [
            self._read(line)
            .cells.filter(pl.col("number").is_not_null())
            .select(*CELL, "text", "number", "since", persons="number_persons", order=pl.lit(order))
            for order, line in enumerate(self._lines())
        ]
        if not frames:
            return nothing_stands()
        newest = pl.concat(frames).sort("order").unique([*CELL, "text"], keep="last")
        return Standing(newest.select(*STANDING).sort(*CELL, "text"))

    def keep(self, key: str, lattice: Lattice) -> None:
        """Puts a lattice on the disk: its cells first, then the line that speaks of them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stream = io.BytesIO()
        lattice.cells.write_parquet(stream)
        body = stream.getvalue()
        name = f"{len(self._lines()) + 1:06d}"
        line = {
            "key": key,
            "unit": lattice.unit,
            "cut": lattice.cut,
            "sha256": hashlib.sha256(body).hexdigest(),
            "shapes": [asdict(shape) for shape in lattice.shapes],
            "times": {months: sorted(kinds) for months, kinds in lattice.times.items()},
            **{name: sorted(getattr(lattice, name)) for name in _SETS},
        }
        self._write(f"{name}.parquet", body)
        self._write(f"{name}.json", json.dumps(line, ensure_ascii=False).encode())

    def _write(self, name: str, body: bytes) -> None:
        draft = self.folder / f"{name}.tmp"
        durable.write_file(draft, body)
        draft.chmod(0o600)
        durable.sync_path(draft)
        draft.replace(self.folder / name)
        durable.sync_path(self.folder)

    def _lines(self) -> list[dict[str, Any]]:
        paths = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        return [{**json.loads(path.read_text("utf-8")), "name": path.stem} for path in paths]

    def _read(self, line: Mapping[str, Any]) -> Lattice:
        body = (self.folder / f"{line['name']}.parquet").read_bytes()
        if hashlib.sha256(body).hexdigest() != line["sha256"]:
            raise ValueError(
                f"the lattice {line['name']} of {line['unit']} was changed since it was kept: put "
                "back the store's backup, for nothing is released without it"
            )
        return Lattice(
            unit=line["unit"],
            cut=line["cut"],
            shapes=tuple(
                Shape(one["place"], tuple(one["times"]), tuple(one["dimensions"]))
                for one in line["shapes"]
            ),
            times={months: frozenset(kinds) for months, kinds in line["times"].items()},
            **{name: frozenset(line[name]) for name in _SETS},
            cells=pl.read_parquet(io.BytesIO(body)),
        )


def key_of(**facts: object) -> str:
    """The key of a lattice: a digest of all that it is made from."""
    plain = json.dumps({"made as": _MADE_AS, **facts}, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
