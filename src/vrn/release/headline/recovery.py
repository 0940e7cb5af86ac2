"""Which unknown numbers the sums among cells give back: linear algebra over all sums at once.

An unknown is given back exactly where no other numbers would fit the same sums: where every change
of the unknowns that keeps all sums leaves it as it is. Such a change is drawn at random: a random
vector less the part of it that the sums fix. Where nothing of an unknown is left, it is given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.release.headline.sums import Flags, Sums

    Real = NDArray[np.float64]

# A change that keeps the sums leaves an unknown alone, or moves it by far more than this: on sums
# of 20,000 unknowns what it left alone stood below 1e-10 and what it moved above 1e-3.
_NOTHING = 1e-6
_EXACT = 1e-13
_TURNS = 20_000
_SEED = 20_190_901


def given_back(sums: Sums, unknown: Flags) -> Flags:
    """Which of the unknown sets the sums fix, given the number of every set that is not unknown."""
    columns = np.flatnonzero(unknown)
    matrix = sums.matrix[:, columns]
    lengths = np.diff(matrix.indptr)
    matrix = matrix[lengths > 0].multiply(1 / np.sqrt(lengths[lengths > 0])[:, None]).tocsr()
    drawn = np.random.default_rng(_SEED).standard_normal(len(columns))
    found = np.zeros(len(unknown), dtype=np.bool_)
    found[columns[np.abs(_keep_sums(matrix, drawn)) < _NOTHING]] = True
    return found


def _keep_sums(matrix: Any, change: Real) -> Real:
    """The change less the part of it that would alter a sum (conjugate gradients).

    Written out because a few vector products are all of it, and because it must not share the
    machine's cores with a library's threads: on small vectors these wait for one another.
    """
    back = matrix.T.tocsr()
    altered = matrix @ change
    step, size = altered.copy(), _square(altered)
    enough = size * _EXACT**2
    for _ in range(_TURNS):
        if size <= enough:
            return change
        moved = back @ step
        length = size / _square(moved)
        change = change - length * moved
        altered = matrix @ change
        size, before = _square(altered), size
        step = altered + (size / before) * step
    raise ArithmeticError("the sums among the cells could not be solved: report the cut's shapes")


def _square(vector: Real) -> float:
    return float((vector * vector).sum())
