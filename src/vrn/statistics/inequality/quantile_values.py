"""The values of quantiles with their standard errors, however these were come by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.answers import read_columns
from vrn.statistics.counts import rate_limits
from vrn.statistics.inequality.scales import Kind, Scale, scale_of
from vrn.statistics.limits import FloatArray, read_populations, tail_of
from vrn.statistics.proportions import wilson_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column


class QuantileValues(NamedTuple):
    """A value a row, its standard error on the scale of its kind, and that scale.

    The error is NaN where it is not known, and where the scale has none: of a rate of 0, say.
    """

    value: FloatArray
    error: FloatArray
    scale: Scale


def quantile_values(
    value: Column,
    *,
    kind: Kind = "continuous",
    se: Column | None = None,
    limits: tuple[Column, Column] | None = None,
    limits_confidence: float = 0.95,
) -> QuantileValues:
    """Values of quantiles with their standard errors, or with the limits that these come from.

    From limits the error is (upper - lower) / 2z on the scale of the kind: of the values if they
    are "continuous", of their logarithms for a "rate", of their logits for a "proportion" (from 0
    to 1). From `se`, in the unit of the values, it is se over the steepness of that scale: se/rate,
    se/(p(1-p)).

    Null or NaN means not known. Raises ValueError unless one of `se` and `limits` is given, for
    values out of the range of their kind, infinite values, negative errors, a lower limit above its
    upper, and columns of other lengths.

    >>> quantile_values([10.0], kind="rate", limits=([5.0], [20.0])).error.round(4)
    array([0.3537])
    >>> quantile_values([10.0], kind="rate", se=[2.0]).error
    array([0.2])
    """
    scale = scale_of(kind)
    if limits is not None and se is None:
        read = read_columns(value=value, lower=limits[0], upper=limits[1])
        error = _error_of_limits(read["lower"], read["upper"], scale, limits_confidence)
    elif se is not None and limits is None:
        read = read_columns(value=value, se=se)
        error = read_populations("a standard error", read["se"]) / _steepness(scale, read["value"])
    else:
        raise ValueError("give the standard errors of the values or their limits, one of the two")
    _check_range(read["value"], kind)
    return QuantileValues(read["value"], _known(error), scale)


def quantile_rates(
    count: Column, population: Column, *, multiplier: float = 1_000.0
) -> QuantileValues:
    """Rates of quantiles from their events and populations, with the errors of Byar's limits.

    Events per `multiplier`; the error on the logarithm comes from the 95% limits of the rate
    (exact below ten events). Where no event is, the rate is 0 and its error is not known. Raises
    ValueError for negative or fractional counts and negative populations.

    >>> quantile_rates([30, 0], [1_000, 1_000]).value
    array([30.,  0.])
    """
    read = read_columns(count=count, population=population)
    people = _known_above_0("population", read["population"])
    found = rate_limits(read["count"], people, multiplier=multiplier)
    return quantile_values(found.value, kind="rate", limits=(found.lower, found.upper))


def quantile_proportions(count: Column, total: Column) -> QuantileValues:
    """Shares of quantiles, from 0 to 1, with the errors of Wilson's limits on the logit.

    Where none or all are in the part, the error is not known. Raises ValueError for negative or
    fractional counts, and for a count above its total.

    >>> quantile_proportions([30, 15], [100, 100]).value
    array([0.3 , 0.15])
    """
    read = read_columns(count=count, total=total)
    found = wilson_limits(read["count"], _known_above_0("total", read["total"]))
    return quantile_values(found.value, kind="proportion", limits=(found.lower, found.upper))


def _error_of_limits(
    lower: FloatArray, upper: FloatArray, scale: Scale, confidence: float
) -> FloatArray:
    from scipy.special import ndtri

    _check_each(lower > upper, "a lower limit may not lie above its upper", lower)
    with np.errstate(invalid="ignore"):
        width = scale.onto(upper) - scale.onto(lower)
    z = float(ndtri(1 - tail_of(confidence)))
    return width / (2 * z)


def _steepness(scale: Scale, values: FloatArray) -> FloatArray:
    steep = scale.steepness(values)
    return np.where(steep == 0, np.nan, steep)


def _check_range(values: FloatArray, kind: Kind) -> None:
    _check_each(np.isinf(values), "a value must be finite", values)
    if kind != "continuous":
        _check_each(values < 0, f"a {kind} must be at least 0", values)
    if kind == "proportion":
        _check_each(values > 1, "a proportion must be at most 1: not per cent", values)


def _check_each(wrong: NDArray[np.bool_], rule: str, values: FloatArray) -> None:
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{rule}; got {values[first]:g} at position {first} "
            f"({int(wrong.sum())} of {values.size} values are wrong)"
        )


def _known_above_0(name: str, values: FloatArray) -> FloatArray:
    people = read_populations(name, values)
    return np.where(people > 0, people, np.nan)


def _known(errors: FloatArray) -> FloatArray:
    return np.where(np.isfinite(errors), errors, np.nan)
