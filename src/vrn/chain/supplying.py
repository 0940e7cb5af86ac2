"""From a cut to the tables that were counted elsewhere: released as supplied, signed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.early import NotReadyError

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from vrn.release.supplied import SuppliedTable

_TABLE = "supplied_tables"


def release_supplied_tables(folder: Path, *, cut: int | None = None) -> tuple[SuppliedTable, ...]:
    """Every supplied table of a cut, in the order of names, kept before they are given."""
    from vrn.chain.measuring import ground_of
    from vrn.partnership.folder import read_partnership
    from vrn.release.recording import record_supplied
    from vrn.release.signing import read_private_key
    from vrn.release.supplying import release_supplied
    from vrn.sharing.store import Store
    from vrn.sharing.supplied_text import read_supplied_text

    partnership = read_partnership(folder)
    found = Store.read(partnership.store).cut(cut)
    rows = _rows_of(tuple(found.tables[_TABLE].paths)) if _TABLE in found.tables else {}
    ground = ground_of(found)
    tables = tuple(
        release_supplied(read_supplied_text(folder, name), cells.to_dicts(), ground)
        for name, cells in rows.items()
    )
    record_supplied(partnership.released, tables, key=read_private_key(partnership.private_key))
    return tables


def supplied(folder: Path, table: str) -> SuppliedTable:
    """One supplied table of the newest cut; NotReadyError with those there are where it is none."""
    held = {each.told.table: each for each in release_supplied_tables(folder)}
    if table not in held:
        there = ", ".join(held) or "none was received yet"
        raise NotReadyError(f"the cut holds no supplied table {table!r}; there are: {there}")
    return held[table]


def _rows_of(paths: tuple[Path, ...]) -> dict[str, pl.DataFrame]:
    """The cells of each table by its name, in the order of the names."""
    import polars as pl

    frame = pl.read_parquet(list(paths)).sort("table", "line", maintain_order=True)
    parts = frame.partition_by("table", as_dict=True, maintain_order=True)
    return {str(name): rows for (name,), rows in parts.items()}
