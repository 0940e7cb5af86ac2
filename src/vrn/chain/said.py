"""The files beside the store that name pairs of records: asked on a sheet, sampled, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.linking import ANSWERS

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from vrn.partnership.folder import Partnership

ASKED, SAMPLE = "asked", "sample"
"""The pairs that the newest sheet asks of, and those that were sampled."""
SIDES = (("source", "one"), ("source_other", "other"))
"""The columns of a pair: each side's source and its reference."""


def kept_files(partnership: Partnership, *kinds: str) -> list[Path]:
    """The answers, and the pairs of these kinds, as far as there are any."""
    answers = partnership.linkage / ANSWERS
    pairs = [path for kind in kinds for path in sorted(partnership.linkage.glob(f"{kind}-*.csv"))]
    return [answers, *pairs] if answers.is_file() else pairs


def read_rows(path: Path) -> pl.DataFrame:
    """The lines of such a file, every cell as text."""
    import polars as pl

    return pl.read_csv(path, infer_schema=False).fill_null("")


def put_rows(rows: pl.DataFrame, path: Path) -> None:
    """Writes the lines in the place of those before, as a whole, once they are on the disk."""
    from vrn.sharing.store import durable

    draft = path.with_suffix(".draft")
    durable.write_file(draft, rows.write_csv().encode())
    durable.sync_path(draft)
    draft.replace(path)
    durable.sync_path(path.parent)
