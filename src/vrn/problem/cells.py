"""The full frame of a question's cells, so that what has no row is a real zero; and its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem import placements
from vrn.problem.asking import codes_of
from vrn.problem.dimensions import dimension
from vrn.problem.measure import TIME_DIMENSIONS
from vrn.problem.memberships import member_label
from vrn.problem.months import codes_of_time
from vrn.problem.places import PLACE_DIMENSIONS, TENTHS
from vrn.problem.rows import codes_in_cut
from vrn.problem.units import unit_of_tally
from vrn.terms import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Tally


# What every measured cell has beside the columns of its split.
VALUES = pl.Schema(
    {
        "value": pl.Float64,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "numerator": pl.Int64,
        "denominator": pl.Float64,
        "method": pl.String,
        "reason": pl.String,
    }
)


def fill_cells(
    counted: pl.DataFrame, asked: Asked, *, split: Sequence[str], over: Tally
) -> pl.DataFrame:
    """Every cell of the split in the order it is shown, with the counts, 0 where nothing was.

    `counted` has the split and one or more columns of counts (see `count_together`). Rows without
    a place fall away where the split has one, and only these: ValueError if any other would.
    """
    names = [name for name in counted.columns if name not in split]
    if not split:
        return counted
    codes = {
        name: _codes(name, counted, asked, over) for name in split if name not in PLACE_DIMENSIONS
    }
    frame = _frame(asked, split, codes)
    cells = frame.join(counted, on=list(split), how="left", maintain_order="left").with_columns(
        pl.col(names).fill_null(0)
    )
    placed = counted.drop_nulls(list(split))
    for name in names:
        if cells[name].sum() != placed[name].sum():
            raise ValueError(
                "rows of this cut lie in months, categories or areas that the cut does not list: "
                "its tables do not belong together; make a new cut"
            )
    return cells


def _frame(asked: Asked, split: Sequence[str], codes: Mapping[str, list[str]]) -> pl.DataFrame:
    """All combinations; places go together, so that a small area stands in its own district."""
    frame = pl.DataFrame({"nothing": [None]})
    for name in split:
        if name in frame.columns:
            continue
        if name in codes:
            part = pl.DataFrame({name: codes[name]}, schema={name: pl.String})
        else:
            part = places_in_order(asked, split)
        frame = frame.join(part, how="cross", maintain_order="left_right")
    return frame.select(split)


def _codes(name: str, counted: pl.DataFrame, asked: Asked, over: Tally) -> list[str]:
    if name in TIME_DIMENSIONS:
        return list(codes_of_time(name, asked.period)) if asked.period else []
    able = over.where.get(name) or codes_of(name, asked.places, asked.members)
    if name == "placement" and asked.is_by_place:
        able = tuple(code for code in able if code in placements.INSIDE)
    seen = counted[name].drop_nulls().unique().sort().to_list()
    if dimension(name).is_open:
        able = _in_cut(name, able, asked, over)
    return [*able, *(code for code in seen if code not in able)]


def _in_cut(name: str, able: Sequence[str], asked: Asked, over: Tally) -> tuple[str, ...]:
    """Of an open dimension's codes those that the cut has, in any month, under the definition."""
    part = unit_of_tally(over.unit).parts.get("definition", "")
    code = asked.where.get("definition")
    under = {part: asked.members["definition"][code]} if code else {}
    held = codes_in_cut(asked.tables, over.unit, name, **{**over.where, **under})
    return (*(each for each in able if each in held), *(e for e in held if e not in able))


def places_in_order(asked: Asked, split: Sequence[str]) -> pl.DataFrame:
    """The places that the split tells apart, one row each, in the order in which they are shown."""
    by = [name for name in split if name in PLACE_DIMENSIONS]
    return asked.places.select(by).drop_nulls().unique().sort([_order(name) for name in by])


def _order(name: str) -> pl.Expr:
    """Areas by code; deciles as numbers, those without one last."""
    if name in TENTHS:
        return pl.col(name).cast(pl.Int64, strict=False).fill_null(11)
    return pl.col(name)


def label_codes(asked: Asked, codes: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """What a reader sees for each code, by dimension."""
    return {name: _labels(name, asked, each) for name, each in codes.items()}


def _labels(name: str, asked: Asked, codes: Sequence[str]) -> dict[str, str]:
    if f"{name}_name" in asked.places.columns:
        named = asked.places.select(name, f"{name}_name").drop_nulls(name)
        return dict(named.unique().sort(name).iter_rows())
    if name in TIME_DIMENSIONS:
        return {code: label_of(code) for code in codes}
    if name in asked.members:
        return {code: member_label(name, code) for code in codes}
    return {code: dimension(name).label_of(code) for code in codes}
