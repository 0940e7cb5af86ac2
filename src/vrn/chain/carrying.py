"""What was said of records goes on naming them when a key is rotated, and no former token stays.

Some suppliers' own references are tokens. Where the records stand that answers, samples and sheets
name is written down before a rotation, and what they are called afterwards is put in: by whoever
comes first, the rotation itself or, where that was stopped, the next cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.linking import held_records
from vrn.chain.said import ASKED, SAMPLE, SIDES, kept_files, put_rows, read_rows

if TYPE_CHECKING:
    import polars as pl

    from vrn.partnership.folder import Partnership

PLACES = "carrying.csv"
_PLACE = ("source", "supply", "line")
_Called = dict[tuple[str, str], str]


def note_places(partnership: Partnership) -> None:
    """Writes down where each record stands that is named beside the store, before a rotation."""
    import polars as pl

    carry_over(partnership)
    files = kept_files(partnership, SAMPLE, ASKED)
    if not files:
        return
    named = pl.concat(
        rows.select(source=source, record=side)
        for rows in map(read_rows, files)
        for source, side in SIDES
    )
    held = held_records(partnership).select("record", *_PLACE)
    put_rows(
        named.unique(maintain_order=True).join(held, on=["source", "record"]),
        partnership.linkage / PLACES,
    )


def carry_over(partnership: Partnership) -> None:
    """Calls the records that were written down as they are called now; nothing where none were.

    A line that names a record by a token that is made no more is taken out.
    """
    import polars as pl

    from vrn.sharing.pseudonyms.tokens import WRITTEN_SO

    noted = partnership.linkage / PLACES
    if not noted.is_file():
        return
    before = pl.read_csv(noted, schema_overrides={"record": pl.String, "line": pl.Int64})
    held = held_records(partnership).select(*_PLACE, now="record")
    found = before.join(held, on=_PLACE).select("source", "record", "now")
    called = {(source, record): now for source, record, now in found.iter_rows()}
    made = set(held["now"].str.extract(WRITTEN_SO).drop_nulls())
    for path in kept_files(partnership, SAMPLE, ASKED):
        put_rows(_called_anew(read_rows(path), called, made), path)
    noted.unlink()


def _called_anew(rows: pl.DataFrame, called: _Called, made: set[str]) -> pl.DataFrame:
    """The pairs by what their records are called now, none of them by a former token."""
    import polars as pl

    from vrn.sharing.pseudonyms.tokens import WRITTEN_SO

    sides = {
        side: pl.Series(
            side,
            [called.get(pair, pair[1]) for pair in rows.select(source, side).iter_rows()],
            dtype=pl.String,
        )
        for source, side in SIDES
    }
    rows = rows.with_columns(sides.values())
    made_by = pl.col(list(sides)).str.extract(WRITTEN_SO)
    return rows.filter(pl.all_horizontal(made_by.is_in(sorted(made)).fill_null(value=True)))
