"""The rows that the headline lane's lattice is built from: one a record, with all it is told by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.rows import columns_in_cut, read_all
from vrn.problem.units import unit_of_tally
from vrn.problem.violence.tallies import LOCAL, WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.places import Tables

DIMENSIONS = (*LOCAL, *WHOLE, "role")
"""What the shapes cross places and times with, besides definition class and age."""
ALWAYS = ("person", "definition_class", "under_25", "district", "neighbourhood")


def headline_rows(
    tables: Tables, unit: str, *, where: Mapping[str, tuple[str, ...]] | None = None
) -> pl.DataFrame:
    """One row a record of the unit that the filter keeps (a tally's own `where`), always in order.

    Columns: person (text), and as categories definition_class, under_25, district, neighbourhood,
    month, then those of `DIMENSIONS` that the unit's table has. `person` tells the distinct persons
    of a cell: the victim of an offence, the person of a person's row, and the record itself where
    no person is known. district and neighbourhood are null where a record has no place;
    `definition_class` is null in a table that no definition is of. Every row of the whole area is
    there, placed or not. A supplied table has no records: ValueError.
    """
    own = unit_of_tally(unit)
    if own.is_supplied or not own.record:
        raise ValueError(f"'{unit}' has no records to protect: it is kept as it was supplied")
    held = columns_in_cut(tables, unit)
    whose = own.person or ("victim" if "victim" in held else own.record)
    wanted = (own.record, whose, *ALWAYS, "month", *DIMENSIONS)
    columns = [name for name in wanted if name in held]
    rows = _read_by_parts(tables, unit, columns, where=where or {}, texts={own.record, whose})
    rows = rows.with_columns(person=pl.coalesce(whose, own.record)).with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in ALWAYS[1:] if name not in held
    )
    kept = (*ALWAYS, "month", *(name for name in DIMENSIONS if name in held))
    ordered = rows.sort(own.record, *(name for name in ("role", "person") if name in rows.columns))
    return ordered.select(kept)


def _read_by_parts(
    tables: Tables,
    unit: str,
    columns: Sequence[str],
    *,
    where: Mapping[str, tuple[str, ...]],
    texts: set[str],
) -> pl.DataFrame:
    """These columns, one file of the table after another, so that few texts are held at once."""
    table = unit_of_tally(unit).table
    labels = pl.col(name for name in dict.fromkeys(columns) if name not in texts)
    parts = [
        read_all({**tables, table: (path,)}, unit, columns, where=where).with_columns(
            labels.cast(pl.String).cast(pl.Categorical)
        )
        for path in tables[table]
    ]
    return pl.concat(parts)
