"""What statistics of a whole map share: their value, their p-values, and the frame of the answer.

Each is `scale` times (`cross` sum_ij w_ij x_i x_j + sum_i square_i x_i^2), so that orders of the
map are evaluated together: one sparse product for a block of them.

>>> from vrn.statistics.spatial.weights import contiguity
>>> pair = contiguity(["a", "b"], ["a"], ["b"])
>>> form = Form(np.array([1.0, 3.0]), cross=1.0, squares=np.zeros(2), scale=0.5)
>>> evaluate(form, pair, form.values[:, None])
array([3.])
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import answer, read_confidences
from vrn.statistics.limits import Limits, tail_of
from vrn.statistics.spatial.chances import check_permutations, folded_chances, normal_chances
from vrn.statistics.spatial.weights import restrict

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    from vrn.statistics.answers import Confidence
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.area_frames import Known
    from vrn.statistics.spatial.global_moments import GlobalMoments
    from vrn.statistics.spatial.weights import Weights

NO_PAIR = "no area has a neighbour"
NO_ORDER = "the statistic cannot vary: every order of the values gives the same"
MAP_CELLS = 2**20
"""How many values of permuted maps are held at once."""
TIE = 1e-9
"""Orders tie within this share of the standard deviation: digits are rounded."""
NONE_LEFT = 1e-12
"""A variance below this share of the squared mean is rounding, and means 0."""


class Form(NamedTuple):
    """A statistic of the map as a quadratic form of values, one an area."""

    values: FloatArray
    cross: float
    squares: FloatArray
    scale: float


class MapTest(NamedTuple):
    """A statistic of the map, its exact mean and variance, and the sign of its z."""

    form: Form
    moments: GlobalMoments
    sign: float = 1.0


class Drawing(NamedTuple):
    """How many orders of the map are drawn, and by what generator; by moments where none are."""

    permutations: int | None
    rng: Generator | None


def linked(known: Known) -> Known:
    """The areas that have a value and a link to another: islands are left out."""
    is_linked = known.weights.counts > 0
    is_linked[known.weights.neighbours] = True
    return replace(
        known, weights=restrict(known.weights, is_linked), values=known.values[is_linked]
    )


def evaluate(form: Form, weights: Weights, maps: FloatArray) -> FloatArray:
    """The statistic of each column of `maps` (areas by maps)."""
    from scipy.sparse import csr_array

    size = weights.size
    matrix = csr_array((weights.weights, weights.neighbours, weights.starts), shape=(size, size))
    crossed = np.einsum("ij,ij->j", maps, matrix @ maps)
    value: FloatArray = form.scale * (form.cross * crossed + form.squares @ maps**2)
    return value


def permuted_p(test: MapTest, weights: Weights, value: float, drawing: Drawing) -> float:
    """Two-sided p of the value among orders of the map: twice the smaller tail, ties in both."""
    form, slack = test.form, TIE * float(np.sqrt(test.moments.variance))
    permutations, rng = check_permutations(*drawing)
    height = max(MAP_CELLS // weights.size, 1)
    above = below = 0
    for start in range(0, permutations, height):
        rows = min(height, permutations - start)
        orders = rng.permuted(np.broadcast_to(form.values, (rows, weights.size)), axis=1)
        found = evaluate(form, weights, np.ascontiguousarray(orders.T))
        above += int((found >= value - slack).sum())
        below += int((found <= value + slack).sum())
    return float(folded_chances(np.array([min(above, below)]), permutations).both[0])


def frame_of_map(
    given: Known,
    test_of: Callable[[Known], MapTest | str],
    *,
    said: tuple[str, str],
    drawing: Drawing,
    confidence: Confidence,
) -> pl.DataFrame:
    """One row a confidence; `test_of` makes the test of the linked areas, or says why not.

    `said` is the name of the statistic and the assumption of its moments.
    """
    if drawing.permutations is not None:
        check_permutations(*drawing)
        said = (said[0], f"{drawing.permutations} permutations")
    known = linked(given)
    no_pair = NO_PAIR if given.whole_reason is None and not known.values.size else None
    test = given.whole_reason or no_pair or known.whole_reason or test_of(known)
    if isinstance(test, MapTest) and test.moments.variance <= NONE_LEFT * test.moments.mean**2:
        test = NO_ORDER
    counts = {"areas": known.values.size, "islands": given.values.size - known.values.size}
    numbers = _numbers(known, test, drawing) if isinstance(test, MapTest) else _NOTHING
    return pl.concat(
        answer(
            Limits(*(np.array([each]) for each in (numbers["value"], np.nan, np.nan))),
            confidence=each,
            method=", ".join(said),
            reason=[test if isinstance(test, str) else None],
            by=_columns(counts, numbers, tail=tail_of(each)),
        )
        for each in read_confidences(confidence)
    )


_NOTHING = dict.fromkeys(("value", "expected", "variance", "z", "p", "reach"), np.nan)


def _numbers(known: Known, test: MapTest, drawing: Drawing) -> dict[str, float]:
    """The value, its moments and p-value; `reach` is the deviation that limits by chance take."""
    value = float(evaluate(test.form, known.weights, test.form.values[:, None])[0])
    deviation = float(np.sqrt(test.moments.variance))
    z = test.sign * (value - test.moments.mean) / deviation
    if drawing.permutations is None:
        p, reach = float(normal_chances(np.array([z])).both[0]), deviation
    else:
        p, reach = permuted_p(test, known.weights, value, drawing), np.nan
    found = (value, test.moments.mean, test.moments.variance, z, p, reach)
    return dict(zip(_NOTHING, found, strict=True))


def _columns(counts: dict[str, int], numbers: dict[str, float], *, tail: float) -> pl.DataFrame:
    from scipy.special import ndtri

    reach = -float(ndtri(tail)) * numbers["reach"]
    limits = {
        "chance_lower": numbers["expected"] - reach,
        "chance_upper": numbers["expected"] + reach,
    }
    shown = {name: numbers[name] for name in ("expected", "variance", "z", "p")}
    return pl.DataFrame([counts | shown | limits]).with_columns(pl.col(pl.Float64).fill_nan(None))
