"""The line through the quantiles: its ranks, its weights, and its two ends as sums of the values.

Each end of the line is a weighted sum of the quantiles' values, so the ends of a hundred thousand
draws of the values are one matrix product, and no line is fitted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from vrn.statistics.inequality.scales import IDENTITY, Scale
from vrn.statistics.limits import FloatArray, check_multiplier

if TYPE_CHECKING:
    from vrn.statistics.inequality.quantile_values import QuantileValues

Weights: TypeAlias = Literal["population", "precision"]
Contrast: TypeAlias = Literal["last_to_first", "first_to_last"]


@dataclass(frozen=True)
class Line:
    """How the line is fitted and read; raises ValueError for other words.

    transform: fit the line to logarithms of rates, or logits of proportions, and bring its ends
    back: for gradients that multiply rather than add.
    weights: of each quantile, its "population", as in the field's reference, or its "precision",
    one over its squared standard error.
    contrast: "last_to_first" is the last quantile's end less (or over) the first's, and
    "first_to_last" the other way: for events of which fewer are better, where the first quantile is
    the most deprived.
    multiplier: of the slope index and the intercept, such as 100 for shares in per cent.

    >>> Line(contrast="first_to_last").weights
    'population'
    """

    transform: bool = False
    weights: Weights = "population"
    contrast: Contrast = "last_to_first"
    multiplier: float = 1.0

    def __post_init__(self) -> None:
        if self.weights not in get_args(Weights):
            raise ValueError(f"weights are {get_args(Weights)}; got {self.weights!r}")
        if self.contrast not in get_args(Contrast):
            raise ValueError(f"the contrast is {get_args(Contrast)}; got {self.contrast!r}")
        check_multiplier(self.multiplier)

    def in_contrast(self, first: FloatArray, last: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What belongs to the two ends, that which is compared first.

        >>> Line().in_contrast(np.array([5.0]), np.array([25.0]))
        (array([25.]), array([5.]))
        """
        return (last, first) if self.contrast == "last_to_first" else (first, last)


class Fit(NamedTuple):
    """Lines of groups: what was fitted on which scale, and each end as a sum over the quantiles.

    `values` (as measured) and `errors` (of what was fitted): groups by quantiles. `of_first` and
    `of_last`: the weights that make the fitted values into the ends of the line. `middle`: the mean
    rank by the weights of the line, a value a group.
    """

    values: QuantileValues
    scale: Scale
    errors: FloatArray
    of_first: FloatArray
    of_last: FloatArray
    middle: FloatArray

    @property
    def of_slope(self) -> FloatArray:
        """The weights that make the fitted values into the slope of the line."""
        return self.of_last - self.of_first

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """The fitted values at the first and at the last end, on the scale of the line."""
        fitted = self.scale.onto(self.values.value)
        return (fitted * self.of_first).sum(-1), (fitted * self.of_last).sum(-1)


def ridit_ranks(population: FloatArray) -> FloatArray:
    """The rank of each quantile: the share of people before its middle, from 0 to 1.

    rank = (people of the quantiles before + half of its own) / people of all. Shape: that of
    `population`, the quantiles in order along the last axis. Raises nothing: NaN gives NaN, and so
    do no people at all.

    >>> ridit_ranks(np.array([100.0, 300.0, 100.0]))
    array([0.1, 0.5, 0.9])
    """
    with np.errstate(invalid="ignore"):
        share: FloatArray = population / population.sum(-1, keepdims=True)
    before: FloatArray = np.cumsum(share, axis=-1) - share
    return before + share / 2


def fit_lines(values: QuantileValues, population: FloatArray, line: Line) -> Fit:
    """Least squares of the values on their ranks, a line for each row of groups by quantiles.

    slope = sum w (rank - mean rank) value / sum w (rank - mean rank)^2, the means by the weights w.

    >>> from vrn.statistics.inequality.quantile_values import quantile_values
    >>> two = quantile_values([20.0, 10.0], se=[1.0, 1.0])
    >>> first, last = fit_lines(two, np.array([500.0, 500.0]), Line()).ends()
    >>> float(first), float(last)
    (25.0, 5.0)
    """
    ranks = ridit_ranks(population)
    scale = values.scale if line.transform else IDENTITY
    errors = values.error
    if not line.transform:
        errors = errors * values.scale.steepness(values.value)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = population if line.weights == "population" else 1 / errors**2
        weights = weights / weights.sum(-1, keepdims=True)
        middle = (weights * ranks).sum(-1, keepdims=True)
        away = weights * (ranks - middle)
        of_slope = away / (away * ranks).sum(-1, keepdims=True)
    of_first = weights - of_slope * middle
    return Fit(values, scale, errors, of_first, of_first + of_slope, middle[..., 0])
