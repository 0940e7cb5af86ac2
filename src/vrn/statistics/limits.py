"""What the methods share: the shape of an answer, and the checks on what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FloatArray = NDArray[np.float64]


class Limits(NamedTuple):
    """A value and its two-sided limits, three arrays of one shape and in one unit.

    NaN in all three where an input was NaN; infinite where the method has no finite value.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def tail_of(confidence: float) -> float:
    """The chance left in each tail: 0.95 -> 0.025. Raises unless 0 < confidence < 1.

    >>> round(tail_of(0.95), 3)
    0.025
    """
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence is a share between 0 and 1, such as 0.95 for 95%; got {confidence}"
        )
    return (1 - confidence) / 2


def read_counts(name: str, values: ArrayLike) -> FloatArray:
    """The counts as floats, NaN kept (it means "not known"); raises unless whole and at least 0.

    >>> read_counts("count", [3, 0])
    array([3., 0.])
    """
    counts = np.asarray(values, dtype=np.float64)
    if _are_plain(counts) and (np.floor(counts) == counts).all():
        return counts
    known = ~np.isnan(counts)
    wrong = known & ((counts < 0) | ~np.isfinite(counts) | (counts != np.floor(counts)))
    _check_none(wrong, f"{name} must be a whole number of at least 0", counts)
    return counts


def read_exposures(name: str, values: ArrayLike) -> FloatArray:
    """The populations or times at risk as floats, NaN kept; raises unless finite and above 0.

    >>> read_exposures("population", [1200.5])
    array([1200.5])
    """
    exposures = np.asarray(values, dtype=np.float64)
    wrong = ~np.isnan(exposures) & ((exposures <= 0) | ~np.isfinite(exposures))
    _check_none(wrong, f"{name} must be a number above 0: nothing is at risk in 0", exposures)
    return exposures


def read_populations(name: str, values: ArrayLike) -> FloatArray:
    """As `read_exposures`, but 0 is kept too: for a method that gives a reason where it stands.

    >>> read_populations("population", [1200.5, 0])
    array([1200.5,    0. ])
    """
    people = np.asarray(values, dtype=np.float64)
    if _are_plain(people):
        return people
    wrong = ~np.isnan(people) & ((people < 0) | ~np.isfinite(people))
    _check_none(wrong, f"{name} must be a number of at least 0", people)
    return people


def check_finite(name: str, values: FloatArray) -> None:
    """Raises ValueError where a value is infinite; NaN is let through.

    >>> check_finite("value", np.array([-3.5, np.nan]))
    """
    _check_none(np.isinf(values), f"{name} must be finite", values)


def check_multiplier(multiplier: float) -> None:
    """Raises ValueError unless a multiplier (1,000 for "per thousand") is finite and above 0.

    >>> check_multiplier(100_000)
    """
    if not 0 < multiplier < np.inf:
        raise ValueError(f"the multiplier must be a number above 0, such as 1000; got {multiplier}")


def _are_plain(values: FloatArray) -> bool:
    """Whether all are known, finite and at least 0: two quick passes, for large columns."""
    return bool(values.size and values.min() >= 0 and values.max() < np.inf)


def _check_none(wrong: NDArray[np.bool_], rule: str, values: FloatArray) -> None:
    """Raises the rule with the first wrong value and its position, counted from 0."""
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{rule}; got {values.flat[first]:g} at position {first} "
            f"({int(wrong.sum())} of {values.size} values are wrong)"
        )
