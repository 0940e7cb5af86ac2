"""The scales on which values of quantiles vary evenly: as they are, by logarithm or by logit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.statistics.limits import FloatArray

Kind: TypeAlias = Literal["continuous", "rate", "proportion"]
"""What values are: any number; at least 0; from 0 to 1."""


class Scale(NamedTuple):
    """A scale's name for a reader, the way onto it and back, and the slope of the way back.

    `steepness` is the change of a value for a small step on the scale, at that value.
    """

    name: str
    onto: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    steepness: Callable[[FloatArray], FloatArray]


def scale_of(kind: Kind) -> Scale:
    """The scale on which the error of values of a kind is even; ValueError for another word.

    Off its range a scale gives NaN, and at the ends of it an infinite value.

    >>> scale_of("proportion").onto(np.array([0.5, 1.0]))
    array([ 0., inf])
    """
    if kind not in get_args(Kind):
        raise ValueError(f"values are {', '.join(get_args(Kind))}; got {kind!r}")
    return SCALES[kind]


def _logarithm(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(values)


def _logit(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(values / (1 - values))


def _expit(values: FloatArray) -> FloatArray:
    return (1 + np.tanh(values / 2)) / 2


IDENTITY = Scale("values", lambda each: each, lambda each: each, np.ones_like)
LOGARITHM = Scale("logarithms", _logarithm, np.exp, lambda each: each)
LOGIT = Scale("logits", _logit, _expit, lambda each: each * (1 - each))
SCALES: dict[str, Scale] = {"continuous": IDENTITY, "rate": LOGARITHM, "proportion": LOGIT}
