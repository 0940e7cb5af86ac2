"""The cells of a ratio: a count per residents, a share of a count, a share of residents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.problem.cells import fill_cells, places_in_order
from vrn.problem.counting import say_unknown
from vrn.problem.places import PLACE_DIMENSIONS
from vrn.problem.residents import edition_with_ages, read_residents
from vrn.problem.residents_by_age import edition_by_age, join_residents_by_age
from vrn.problem.tally import count_together
from vrn.problem.units import RESIDENTS, unit_of_tally
from vrn.statistics.counts import EXACT_BELOW, rate_limits
from vrn.statistics.proportions import wilson_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Ratio, Tally
    from vrn.statistics import Limits

    Divide = Callable[[NDArray[Any], NDArray[Any]], Limits]

RESIDENTS_BY_AGE = "residents by age"


def ratio_cells(ratio: Ratio, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The ratio's cells, and which tables of the cut they were read from."""
    below = ratio.denominator
    if isinstance(below, str):
        if ratio.interval == "byar" and below in (RESIDENTS, RESIDENTS_BY_AGE):
            return _per_residents(ratio, asked)
    elif ratio.interval == "wilson":
        return _share_of_tally(ratio, below, asked)
    elif ratio.interval == "none":
        return _share_of_residents(ratio, below, asked)
    raise ValueError(
        f"'{ratio.indicator.name}': an interval is byar over residents, wilson over a tally or "
        f"none over a tally of residents; not {ratio.interval}"
    )


def _per_residents(ratio: Ratio, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    by_age = ratio.denominator == RESIDENTS_BY_AGE
    edition = edition_by_age(asked) if by_age else asked.edition
    counted = _count(asked, {"numerator": ratio.numerator}, is_placed=not by_age)
    cells = fill_cells(counted, asked, split=asked.split, over=ratio.numerator)
    cells = (join_residents_by_age if by_age else join_residents)(cells, asked, asked.split)
    method = (
        pl.when(pl.col("numerator") < EXACT_BELOW)
        .then(pl.lit("exact Poisson 95% limits"))
        .otherwise(pl.lit("Byar's 95% limits"))
    )
    unknown = "no resident is counted under this code" if by_age else say_unknown(edition)
    with_limits = _divide(
        cells, lambda count, people: rate_limits(count, people, multiplier=ratio.multiplier)
    ).with_columns(
        method=method + pl.lit(f"; residents of {edition}"),
        reason=_why(unknown=unknown, nothing="nobody lives in these areas"),
    )
    table = unit_of_tally(ratio.numerator.unit).table
    return with_limits, (table, f"residents:{edition}")


def _count(asked: Asked, tallies: Mapping[str, Tally], *, is_placed: bool = False) -> pl.DataFrame:
    """Counts the question's cells; only placed rows where a place is asked for."""
    return count_together(
        asked.tables,
        tallies,
        split=asked.split,
        where=asked.where,
        period=asked.period,
        is_placed=is_placed or asked.is_by_place,
        members=asked.members,
    )


def join_residents(cells: pl.DataFrame, asked: Asked, split: tuple[str, ...]) -> pl.DataFrame:
    """The cells with `denominator`: residents of the places that the split tells apart."""
    known = read_residents(asked.tables, asked.edition, asked.places)
    by = [name for name in split if name in PLACE_DIMENSIONS]
    people = known.summed(asked.places, by).rename({"residents": "denominator"})
    if not by:
        return cells.join(people, how="cross", maintain_order="left")
    return cells.join(people, on=by, how="left", maintain_order="left")


def _share_of_tally(
    ratio: Ratio, denominator: Tally, asked: Asked
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    cells = (
        _parts_and_wholes(ratio, denominator, asked)
        if ratio.parts
        else _both_counted(ratio, denominator, asked)
    )
    with_limits = _divide(
        cells, lambda part, total: wilson_limits(part, total, multiplier=ratio.multiplier)
    ).with_columns(
        method=pl.lit("Wilson's 95% limits"),
        reason=_why(unknown="", nothing="nothing was recorded to take a share of"),
    )
    return with_limits, (unit_of_tally(denominator.unit).table,)


def _both_counted(ratio: Ratio, denominator: Tally, asked: Asked) -> pl.DataFrame:
    counted = _count(asked, {"numerator": ratio.numerator, "denominator": denominator})
    return fill_cells(counted, asked, split=asked.split, over=denominator)


def _parts_and_wholes(ratio: Ratio, denominator: Tally, asked: Asked) -> pl.DataFrame:
    """Each cell's count beside that of its whole, counted again without the part."""
    part = part_asked(ratio, asked)
    counted = _count(asked, {"numerator": ratio.numerator})
    cells = fill_cells(counted, asked, split=asked.split, over=ratio.numerator)
    split = tuple(name for name in asked.split if name != part)
    where = {name: code for name, code in asked.where.items() if name != part}
    of_whole = replace(asked, split=split, where=where)
    wholes = fill_cells(
        _count(of_whole, {"denominator": denominator}), of_whole, split=split, over=denominator
    )
    if not split:
        return cells.join(wholes, how="cross", maintain_order="left")
    return cells.join(wholes, on=list(split), how="left", maintain_order="left")


def part_asked(ratio: Ratio, asked: Asked) -> str:
    """The dimension whose codes are the parts of the whole; ValueError unless there is one."""
    named = [name for name in (*asked.split, *asked.where) if name in ratio.parts]
    plain = [name for name in named if name not in PLACE_DIMENSIONS]
    parts = plain or named
    if len(parts) != 1:
        raise ValueError(
            f"'{ratio.indicator.name}' is a share of one dimension's parts, in the split or in the "
            f"filter: name one of {', '.join(ratio.parts)}"
        )
    return parts[0]


def _share_of_residents(
    ratio: Ratio, denominator: Tally, asked: Asked
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    edition = edition_with_ages(asked.tables, asked.edition)
    part, total = (
        read_residents(asked.tables, edition, asked.places, ages=tally.where["age"])
        .summed(asked.places, asked.split)
        .rename({"residents": name})
        for name, tally in (("numerator", ratio.numerator), ("denominator", denominator))
    )
    if asked.split:
        keys = list(asked.split)
        cells = places_in_order(asked, keys).join(part, on=keys, how="left", maintain_order="left")
        cells = cells.join(total, on=keys, how="left", maintain_order="left")
    else:
        cells = pl.concat([part, total], how="horizontal")
    shares = cells.with_columns(
        value=ratio.multiplier * pl.col("numerator") / pl.col("denominator"),
        lower=pl.lit(None),
        upper=pl.lit(None),
        method=pl.lit(f"a share of all residents, {edition}: it has no interval"),
        reason=_why(unknown=say_unknown(edition), nothing="nobody lives in these areas"),
    )
    return shares, (f"residents:{edition}",)


def _divide(cells: pl.DataFrame, divide: Divide) -> pl.DataFrame:
    """Value and limits by a method of `vrn.statistics`; null where there is no denominator."""
    below = cells["denominator"].cast(pl.Float64)
    known = cells.select(pl.when(below > 0).then(below)).to_series().fill_null(float("nan"))
    limits = divide(cells["numerator"].to_numpy(), known.to_numpy())
    columns = (pl.Series(name, each) for name, each in limits._asdict().items())
    return cells.with_columns(column.fill_nan(None) for column in columns)


def _why(*, unknown: str, nothing: str) -> pl.Expr:
    below = pl.col("denominator")
    return (
        pl.when(below.is_null())
        .then(pl.lit(unknown))
        .when(below == 0)
        .then(pl.lit(nothing))
        .otherwise(pl.lit(""))
    )
