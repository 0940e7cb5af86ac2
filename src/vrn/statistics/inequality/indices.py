"""Both indices of inequality for each group, as a frame of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_POPULATION,
    NO_LIMITS,
    NO_POPULATION,
    answer,
    column_of,
    read_columns,
    read_confidences,
    read_groups,
    reasons,
)
from vrn.statistics.inequality.lines import Fit, Line, fit_lines
from vrn.statistics.inequality.normal import relative_limits, slope_limits, spread_of
from vrn.statistics.inequality.quantile_values import QuantileValues
from vrn.statistics.inequality.simulation import Simulation, simulated_limits
from vrn.statistics.limits import FloatArray, Limits, read_counts, read_populations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence, Groups

OWN = ("index", "intercept", "quantiles")

MISSING_QUANTILE = "a quantile is missing: the line needs every one"
MISSING_VALUE = "a value of a quantile is missing"
AT_A_BOUND = "a value of a quantile has no logarithm or logit"
NO_WEIGHT = "a quantile's standard error is not known or 0: it has no weight"
NO_ERROR = "a quantile's standard error is not known: there are no limits"
NO_RATIO = "an end of the line is at or below 0: no ratio can be read"
END_NEAR_0 = "an end of the line may be at or below 0: the ratio has no upper limit"


class Laid(NamedTuple):
    """Rows laid out as groups by quantiles, with a yes where a row was given."""

    by: pl.DataFrame
    given: NDArray[np.bool_]
    population: FloatArray
    values: QuantileValues


def inequality_indices(
    quantile: Column,
    population: Column,
    values: QuantileValues,
    *,
    by: Groups | None = None,
    line: Line | None = None,
    limits: Literal["normal"] | Simulation = "normal",
    confidence: Confidence = 0.95,
    quantiles: int | None = None,
) -> pl.DataFrame:
    """The slope and the relative index of inequality of each group, with their limits.

    rank = share of people before the middle of a quantile; value = a + b * rank by least squares
    weighted by people (see `Line`); slope index = (a + b) - a, in the unit of the values times the
    line's multiplier; relative index = (a + b) / a, without unit. With `transform` the line is of
    logarithms or logits and both ends are brought back first. `Line(contrast="first_to_last")`
    turns both about.

    `quantile` counts from 1; `values` come from `quantile_values`, `quantile_rates` or
    `quantile_proportions`. A row for each group and quantile, of which there are `quantiles` (the
    highest seen, if not said). Limits are "normal", by the delta method, or of a `Simulation`, as
    in the field's reference.

    Shape: for each confidence, the slope indices of all groups, then the relative ones, told apart
    by `index`; `intercept` is the line's end at the first quantile (times the multiplier), null
    where there is no line. A group that lacks a quantile, a value or a population gets a reason.
    Raises ValueError for a quantile given twice or beyond the number of them, negative populations
    and columns of other lengths.

    >>> from vrn.statistics.inequality.quantile_values import quantile_values
    >>> rates = quantile_values([20, 10, 7], se=[1, 1, 1])
    >>> found = inequality_indices([1, 2, 1], [500, 500, 500], rates, by=["a", "a", "b"])
    >>> found.select("group", "index", "intercept", pl.col("value").round(2)).rows()[:3]
    [('a', 'slope', 25.0, -20.0), ('b', 'slope', None, None), ('a', 'relative', 25.0, 0.2)]
    >>> found["reason"][1]
    'a quantile is missing: the line needs every one'
    """
    asked, line = read_confidences(confidence), line or Line()
    laid = _lay_out(quantile, population, values, by=by, quantiles=quantiles)
    why = _reasons_of(laid, line)
    stands = why.is_null().to_numpy()[:, None]
    fit = fit_lines(laid.values, np.where(stands, laid.population, np.nan), line)
    intercept = line.multiplier * fit.scale.back(fit.ends()[0])
    columns = laid.by.with_columns(
        column_of("intercept", intercept),
        pl.lit(laid.given.shape[1], dtype=pl.Int64).alias("quantiles"),
    )
    frames = (
        answer(
            each,
            confidence=at,
            method=_method(line, limits),
            reason=why if index == "slope" else _no_ratio(why, each),
            by=columns.with_columns(pl.lit(index).alias("index")),
        )
        for at, index, each in _limits_of(fit, line, limits, asked)
    )
    answered = pl.concat(frames).with_columns(_why_no_limits(fit, repeats=2 * len(asked)))
    return answered.select(*laid.by.columns, *OWN, pl.exclude(*laid.by.columns, *OWN))


def _limits_of(
    fit: Fit, line: Line, limits: Literal["normal"] | Simulation, asked: tuple[float, ...]
) -> Iterator[tuple[float, str, Limits]]:
    """The confidence, the index and its limits, in the order of the answer."""
    spread = spread_of(fit, line)
    if isinstance(limits, Simulation):
        drawn = simulated_limits(fit, line, limits, asked)
        for place, at in enumerate(asked):
            yield at, "slope", Limits(spread.slope, *(each[place] for each in drawn.slope))
            yield at, "relative", Limits(spread.relative, *(each[place] for each in drawn.relative))
        return
    if limits != "normal":
        raise ValueError(f"limits are 'normal' or a Simulation; got {limits!r}")
    for at in asked:
        yield at, "slope", slope_limits(spread, confidence=at)
        yield at, "relative", relative_limits(spread, confidence=at)


def _method(line: Line, limits: Literal["normal"] | Simulation) -> str:
    fitted = "line of logarithms or logits" if line.transform else "line"
    said = f"{fitted} weighted by {line.weights}"
    if not isinstance(limits, Simulation):
        return f"{said}, normal limits"
    level = ", level held" if limits.level == "observed" else ""
    return f"{said}, limits of {limits.draws:,} draws{level}"


def _lay_out(
    quantile: Column,
    population: Column,
    values: QuantileValues,
    *,
    by: Groups | None,
    quantiles: int | None,
) -> Laid:
    read = read_columns(quantile=quantile, population=population, value=values.value)
    place = read_counts("quantile", read["quantile"])
    people = read_populations("population", read["population"])
    number = _number_of(place, quantiles)
    if by is None:
        groups, row = pl.DataFrame(height=1), np.zeros(place.size, dtype=np.intp)
    else:
        groups, row = _in_order(read_groups(by, length=place.size, taken=OWN))
    known = ~np.isnan(place)  # a row of no quantile is no quantile's
    where = row[known], place[known].astype(np.intp) - 1
    given = np.zeros((groups.height, number), dtype=np.int64)
    np.add.at(given, where, 1)
    if (given > 1).any():
        group, again = np.argwhere(given > 1)[0]
        raise ValueError(
            f"quantile {again + 1} is given {given[group, again]} times in group "
            f"{group} of {groups.height} (counted from 0, in order)"
        )

    def laid(column: FloatArray) -> FloatArray:
        cells = np.full(given.shape, np.nan)
        cells[where] = column[known]
        return cells

    kept = QuantileValues(laid(read["value"]), laid(values.error), values.scale)
    return Laid(groups, given > 0, laid(people), kept)


def _number_of(place: FloatArray, quantiles: int | None) -> int:
    if (place == 0).any():
        raise ValueError("quantiles are counted from 1; got 0")
    highest = int(np.nanmax(place, initial=0))
    number = highest if quantiles is None else quantiles
    if number < 2 or highest > number:
        raise ValueError(
            f"a line needs 2 quantiles or more, none beyond the number of them; got {number} "
            f"quantiles and a highest of {highest}"
        )
    return number


def _in_order(groups: pl.DataFrame) -> tuple[pl.DataFrame, NDArray[np.intp]]:
    """The groups in order, and which of them each row belongs to."""
    keys = groups.unique().sort(groups.columns)
    numbered = keys.with_row_index("index")
    rows = groups.join(
        numbered, on=groups.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return keys, rows["index"].to_numpy().astype(np.intp)


def _reasons_of(laid: Laid, line: Line) -> pl.Series:
    """Why a group has no line, or null."""
    value, error, scale = laid.values
    stated = [
        (MISSING_QUANTILE, ~laid.given),
        (MISSING_POPULATION, np.isnan(laid.population)),
        (NO_POPULATION, laid.population == 0),
        (MISSING_VALUE, np.isnan(value)),
    ]
    if line.transform:
        stated.append((AT_A_BOUND, ~np.isfinite(scale.onto(value))))
    if line.weights == "precision":
        stated.append((NO_WEIGHT, ~(error > 0)))
    return reasons(*((words, each.any(-1)) for words, each in stated))


def _no_ratio(why: pl.Series, relative: Limits) -> pl.Series:
    none = pl.Series([None, NO_RATIO], dtype=pl.String).gather(np.isnan(relative.value).astype(int))
    return pl.select(pl.coalesce(why, none)).to_series()


def _why_no_limits(fit: Fit, *, repeats: int) -> pl.Expr:
    """The reason, more closely, where the value stands and a limit does not."""
    unknown = pl.lit(pl.Series(np.tile(np.isnan(fit.errors).any(-1), repeats)))
    closer = pl.when(unknown).then(pl.lit(NO_ERROR)).otherwise(pl.lit(END_NEAR_0))
    return pl.when(pl.col("reason") == NO_LIMITS).then(closer).otherwise("reason").alias("reason")
