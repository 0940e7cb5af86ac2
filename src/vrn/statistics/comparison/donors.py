"""Weights of donor areas that together follow a treated area in the months before a change.

The weights are at least 0, sum to 1, and make the sum of squared gaps of the months before least.
pysyncon does the work, with the months before as predictors, each weighed so that its own scaling
is undone: then the inner problem is the whole problem. The search for weights of predictors, which
the first papers add, can only do worse on these months, and takes a thousand times as long.

Sources: A. Abadie and J. Gardeazabal, The economic costs of conflict, American Economic Review 93
(2003); A. Abadie, A. Diamond and J. Hainmueller, Synthetic control methods for comparative case
studies, Journal of the American Statistical Association 105 (2010), section 2; A. Kaul, S.
Klossner, G. Pfeifer and M. Schieler, Standard synthetic control methods: the case of using all
preintervention outcomes together with covariates, Journal of Business and Economic Statistics 40
(2022) (with all months before as predictors no other predictor has a say); the certificate of a
fit: M. Frank and P. Wolfe, An algorithm for quadratic programming, Naval Research Logistics
Quarterly 3 (1956).

Limits: with as many donors as months before, weights can follow chance.
"""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray

# The optimiser stops at an absolute change of about a millionth: the sum of squares of equal
# weights is put at these sizes in turn until a fit is certified.
SIZES = (100.0, 10.0, 1000.0, 1.0, 1e4)
CERTIFIED = 1e-3
# A weight less than this is the optimiser's rounding, and is taken as 0.
LEAST_WEIGHT = 1e-4


def donor_weights(treated: FloatArray, donors: FloatArray) -> FloatArray:
    """The weights of donors whose mix follows the treated area: at least 0, summing to 1.

    `treated` holds the months before, `donors` areas by the same months. The sum of squared gaps is
    tried to be within a thousandth of the least that any weights reach (plus a millionth of that of
    equal weights), which can be told without knowing the least; the same inputs give the same
    weights. Raises ImportError without pysyncon, ValueError
    without a donor.

    >>> donors = np.array([[10.0, 12, 11, 15], [20.0, 21, 25, 20], [30.0, 28, 31, 33]])
    >>> donor_weights(0.75 * donors[0] + 0.25 * donors[2], donors).round(2)
    array([0.75, 0.  , 0.25])
    """
    if not len(donors):
        raise ValueError("a synthetic control needs at least one donor area")
    gaps = (donors - treated).T
    equal = np.full(len(donors), 1 / len(donors))
    spread = float(((gaps @ equal) ** 2).sum())
    if len(donors) == 1 or spread <= 1e-18 * max(float((donors**2).sum()), 1e-300):
        return equal
    best, least = equal, np.inf
    for size in SIZES:
        weights = _cleaned(_solve(gaps, size / spread))
        squares = float(((gaps @ weights) ** 2).sum())
        if squares < least:
            best, least = weights, squares
        if _excess(gaps, best, spread) <= CERTIFIED:
            break
    return best


def _excess(gaps: FloatArray, weights: FloatArray, spread: float) -> float:
    """By what share the sum of squares may lie above the least: the Frank-Wolfe gap over it."""
    missed = gaps @ weights
    slope = 2 * gaps.T @ missed
    above = float(slope @ weights - slope.min())
    return above / (float((missed**2).sum()) + 1e-3 * spread)


def _solve(gaps: FloatArray, scale: float) -> FloatArray:
    """Weights by pysyncon: months by donors of gaps, against a treated area that is 0 throughout.

    As weights sum to 1, a constant may be taken from every donor's month: taking the treated area's
    own leaves the sum of squares without a large part that cancels.
    """
    pandas, synth = importlib.import_module("pandas"), _pysyncon().Synth()
    gaps = gaps[np.ptp(np.column_stack([gaps, np.zeros(len(gaps))]), axis=1) > 0]
    nought = np.zeros(len(gaps))
    # pysyncon divides each month by its standard deviation, of ddof 1; these weights undo it.
    scaling = np.column_stack([gaps, nought]).std(axis=1, ddof=1)
    others, own = pandas.DataFrame(gaps), pandas.Series(nought, name="treated")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a step clipped to its bounds, which costs nothing
        synth.fit(X0=others, X1=own, Z0=others, Z1=own, custom_V=scale * scaling**2)
    return np.asarray(synth.W)


def _cleaned(weights: FloatArray) -> FloatArray:
    kept = np.where(weights < LEAST_WEIGHT, 0.0, weights)
    return np.asarray(kept / kept.sum())


def _pysyncon() -> Any:
    """The library, imported when it is first needed: it brings matplotlib, which opens nothing."""
    try:
        return importlib.import_module("pysyncon")
    except ImportError as missing:
        raise ImportError(
            "synthetic control needs pysyncon, which is not installed: "
            "install the extra with `pip install vrn[evaluation]`"
        ) from missing
