"""The cells of a ratio: a count per residents, a share of a count, a share of residents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.problem.cells import fill_cells, places_in_order
from vrn.problem.counting import say_unknown
from vrn.problem.places import PLACE_DIMENSIONS
from vrn.problem.residents import edition_with_ages, read_residents
from vrn.problem.tally import count_together
from vrn.statistics import rate, wilson
from vrn.statistics.counts import EXACT_BELOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Ratio, Tally
    from vrn.statistics import Limits

    Divide = Callable[[NDArray[Any], NDArray[Any]], Limits]


def ratio_cells(ratio: Ratio, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The ratio's cells, and which tables of the cut they were read from."""
    below = ratio.denominator
    if isinstance(below, str):
        if (ratio.interval, below) == ("byar", "residents"):
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
    counted = count_together(
        asked.tables,
        {"numerator": ratio.numerator},
        split=asked.split,
        where=asked.where,
        period=asked.period,
        is_placed=True,
    )
    cells = fill_cells(counted, asked, split=asked.split, over=ratio.numerator)
    cells = join_residents(cells, asked, asked.split)
    method = (
        pl.when(pl.col("numerator") < EXACT_BELOW)
        .then(pl.lit("exact Poisson 95% limits"))
        .otherwise(pl.lit("Byar's 95% limits"))
    )
    with_limits = _divide(
        cells, lambda count, people: rate(count, people, multiplier=ratio.multiplier)
    ).with_columns(
        method=method + pl.lit(f"; residents of {asked.edition}"),
        reason=_why(unknown=say_unknown(asked.edition), nothing="nobody lives in these areas"),
    )
    return with_limits, ("offences", f"residents:{asked.edition}")


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
    counted = count_together(
        asked.tables,
        {"numerator": ratio.numerator, "denominator": denominator},
        split=asked.split,
        where=asked.where,
        period=asked.period,
        is_placed=asked.is_by_place,
    )
    cells = fill_cells(counted, asked, split=asked.split, over=denominator)
    with_limits = _divide(
        cells, lambda part, total: wilson(part, total, multiplier=ratio.multiplier)
    ).with_columns(
        method=pl.lit("Wilson's 95% limits"),
        reason=_why(unknown="", nothing="nothing was recorded to take a share of"),
    )
    return with_limits, ("offences",)


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
