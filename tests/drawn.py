"""Tables drawn as text in a test, and the small made-up cut that they make.

A drawn table has a line of names and a line a row, parted by bars; an empty cell is nothing known.
`S1..S20` in a cell stands for twenty rows, and `times` for as many equal rows as it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHOLE = "M1"
AREAS = """
    small_area | district
    S1         | D1
    S2         | D1
    S3         | D2
"""
RESIDENTS = """
    edition     | level            | area_code | residents
    census-2021 | small area 2021  | S1        | 1000
    census-2021 | small area 2021  | S2        | 2000
    census-2021 | small area 2021  | S3        | 1000
"""
DEPRIVATION = """
    edition | area_code | imd_decile
    2025    | S1        | 1
    2025    | S2        | 5
    2025    | S3        | 10
    2019    | O1        | 1
    2019    | O3        | 10
"""
CHANGES = """
    code_2011 | change | code_2021 | district_code
    O1        | S      | S1        | D1
    O1        | S      | S2        | D1
    O3        | U      | S3        | D2
"""
_WHOLE_NUMBERS = ("residents", "age", "imd_decile", "times")
_RANGE = re.compile(r"([A-Z]+)(\d+)\.\.\1(\d+)")


def read_drawn(text: str) -> list[dict[str, str | None]]:
    """The rows of a drawn table, ranges written out, every cell text or None."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    names = _cells(lines[0])
    rows: list[dict[str, str | None]] = []
    for line in lines[1:]:
        row = dict(zip(names, (cell or None for cell in _cells(line)), strict=True))
        rows.extend(_written_out(row))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _written_out(row: dict[str, str | None]) -> list[dict[str, str | None]]:
    for name, cell in row.items():
        found = _RANGE.fullmatch(cell or "")
        if found:
            letter, first, last = found[1], int(found[2]), int(found[3])
            return [{**row, name: f"{letter}{number}"} for number in range(first, last + 1)]
    return [row]


def frame_of(text: str) -> pl.DataFrame:
    """A drawn table as a frame, whole numbers as such and rows repeated by `times`."""
    rows = read_drawn(text)
    names = _cells(text.strip().splitlines()[0])
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    frame = frame.with_columns(
        pl.col(name).cast(pl.Int64) for name in _WHOLE_NUMBERS if name in frame.columns
    )
    if "times" not in frame.columns:
        return frame
    return frame.select(pl.exclude("times").repeat_by("times").explode(empty_as_null=False))


def make_cut(
    folder: Path,
    *,
    offences: str = "month | crime_type | small_area",
    areas: str = AREAS,
    residents: str = RESIDENTS,
    deprivation: str = DEPRIVATION,
    changes: str = CHANGES,
) -> Mapping[str, list[Path]]:
    """The drawn tables as the Parquet parts of a cut, by table name, filled out to their columns.

    Rows of `offences` without a `placement` are "code unchanged" with a small area and "no
    location" without one; areas are named after their codes; residents are persons of all ages
    unless said.
    """
    places = frame_of(areas)
    homes = places.select("small_area", "district")
    tables = {
        "offences": _fill(
            frame_of(offences).join(homes, on="small_area", how="left", maintain_order="left"),
            placement=pl.when(pl.col("small_area").is_null())
            .then(pl.lit("no location"))
            .otherwise(pl.lit("code unchanged")),
        ),
        "areas": _areas(places),
        "residents": _fill(
            frame_of(residents), sex=pl.lit("persons"), age=pl.lit(None, dtype=pl.Int64)
        ),
        "deprivation": frame_of(deprivation),
        "area_changes": frame_of(changes),
    }
    return {name: [_write(table, folder / f"{name}.parquet")] for name, table in tables.items()}


def _fill(frame: pl.DataFrame, **defaults: pl.Expr) -> pl.DataFrame:
    missing = {name: value for name, value in defaults.items() if name not in frame.columns}
    return frame.with_columns(**missing)


def _areas(places: pl.DataFrame) -> pl.DataFrame:
    columns = ("code", "name", "level", "vintage", "parent")
    rows: list[tuple[Any, ...]] = [(WHOLE, "Midmere", "whole area", None, None)]
    rows += [
        (code, f"District {code}", "district", None, WHOLE)
        for code in places["district"].unique().sort()
    ]
    rows += [
        (small, f"Area {small}", "small area", "2021", district)
        for small, district in places.select("small_area", "district").iter_rows()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _write(table: pl.DataFrame, path: Path) -> Path:
    table.write_parquet(path)
    return path
