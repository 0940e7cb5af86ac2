"""Limits of both indices from values drawn for each quantile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from vrn.statistics.limits import FloatArray, tail_of

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from vrn.statistics.inequality.lines import Fit, Line

Level: TypeAlias = Literal["drawn", "observed"]

FEWEST_DRAWS = 1_000
NUMBERS_AT_ONCE = 8_000_000
"""Drawn numbers that are held at one time: 64 MB."""


@dataclass(frozen=True)
class Simulation:
    """Limits from so many draws of each quantile's value, made by `rng`.

    level: "drawn" lets each draw move the line as a whole as well as tilt it. "observed" turns it
    about the observed mean and leaves out the uncertainty of the level: the field's reference does
    so where the line is fitted to logarithms or logits, which for a strong gradient moved the width
    of its slope index by a tenth. It changes nothing in the slope index of a line not transformed.

    Raises ValueError for fewer than 1,000 draws, and for another word.

    >>> Simulation(np.random.default_rng(1)).draws
    100000
    """

    rng: Generator
    draws: int = 100_000
    level: Level = "drawn"

    def __post_init__(self) -> None:
        if self.draws < FEWEST_DRAWS:
            raise ValueError(f"simulate at least {FEWEST_DRAWS:,} draws; got {self.draws}")
        if self.level not in get_args(Level):
            raise ValueError(f"the level is {get_args(Level)}; got {self.level!r}")


class Percentiles(NamedTuple):
    """Lower and upper limits of the slope and of the relative index: confidences by groups."""

    slope: tuple[FloatArray, FloatArray]
    relative: tuple[FloatArray, FloatArray]


def simulated_limits(
    fit: Fit, line: Line, simulation: Simulation, confidences: tuple[float, ...]
) -> Percentiles:
    """The percentiles of both indices over draws, at each confidence.

    value = back(onto(value) + error * normal): values are drawn on the scale on which their error
    is even, and the line fitted to them or, where it is transformed, to what was drawn. All groups
    share the normal numbers, so that a group's limits do not depend on which others are there.

    An upper relative limit is infinite where more than the tail of the draws have an end of the
    line at or below 0. Raises ValueError for confidences not between 0 and 1.
    """
    tails = np.array([tail_of(each) for each in confidences])
    groups, quantiles = fit.errors.shape
    normal = simulation.rng.standard_normal((quantiles, simulation.draws))
    found = np.full((2, 2 * tails.size, groups), np.nan)
    at_once = max(1, NUMBERS_AT_ONCE // normal.size)
    for start in range(0, groups, at_once):
        block = np.arange(start, min(start + at_once, groups))
        far, near = _drawn_ends(fit, line, simulation, block, normal)
        for place, index in enumerate((far - near, _ratio(far, near))):
            found[place][:, block] = _percentiles(index, np.concatenate([tails, 1 - tails]))
    found[0] *= line.multiplier
    (slope, relative), each = found, tails.size
    return Percentiles((slope[:each], slope[each:]), (relative[:each], relative[each:]))


def _drawn_ends(
    fit: Fit, line: Line, simulation: Simulation, block: NDArray[np.intp], normal: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The line's two ends, as the contrast takes them, for the groups of a block by draws."""
    moves = np.stack([fit.of_first[block], fit.of_last[block]], axis=1)
    if simulation.level == "observed":
        middle = fit.middle[block, None, None]
        about = np.concatenate([-middle, 1 - middle], axis=1)
        moves = about * fit.of_slope[block][:, None]
    moved = _moved(fit, block, moves, normal)
    first, last = (
        fit.scale.back(end[block, None] + moved[:, place]) for place, end in enumerate(fit.ends())
    )
    return line.in_contrast(first, last)


def _moved(fit: Fit, block: NDArray[np.intp], moves: FloatArray, normal: FloatArray) -> FloatArray:
    """How far each draw moves each end of the line: groups by the two ends by draws."""
    values, scale = fit.values.value[block], fit.values.scale
    errors = fit.values.error[block]
    if fit.scale is scale:
        # One product of two plain matrices is several times faster than one for each group.
        flat: FloatArray = (moves * errors[:, None]).reshape(-1, normal.shape[0]) @ normal
        return flat.reshape(*moves.shape[:2], -1)
    middles, moved = scale.onto(values), np.zeros((*moves.shape[:2], normal.shape[1]))
    for place, each in enumerate(normal):
        drawn = scale.back(middles[:, place, None] + errors[:, place, None] * each)
        moved += moves[..., place, None] * (drawn - values[:, place, None])[:, None]
    return moved


def _ratio(far: FloatArray, near: FloatArray) -> FloatArray:
    """One end over the other; infinite where that is at or below 0, and no ratio can be read."""
    above = near > 0
    return np.where(above | np.isnan(near), far / np.where(above, near, np.nan), np.inf)


def _percentiles(draws: FloatArray, shares: FloatArray) -> FloatArray:
    """Between the two nearest draws in order; sorts the draws of each group where they lie."""
    draws.sort(axis=-1)  # quicker than numpy's quantile, which only parts them
    at = shares * (draws.shape[-1] - 1)
    below = at.astype(np.intp)
    part = at - below
    with np.errstate(invalid="ignore"):
        between: FloatArray = draws[:, below] * (1 - part) + draws[:, below + 1] * part
    return between.T
