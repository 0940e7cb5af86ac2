"""Near repeat without a draw: the pairs of Knox's test with their exact mean and spread by chance.

What `near_repeat` estimates by dealing the days again many times has an exact mean and an exact
variance over all deals. Events that share a place are counted together, so that the work grows with
the distinct places and days and not with the pairs: millions of events are no trouble.

Sources: E. G. Knox, The detection of space-time interactions, Applied Statistics 13 (1964) 25-30
(the count and its mean); D. E. Barton and F. N. David, The random intersection of two graphs, in
Research Papers in Statistics (Wiley, 1966) 455-459 (the variance); N. Mantel, The detection of
disease clustering and a generalized regression approach, Cancer Research 27 (1967) 209-220 (the
same by another way).

Limits: those of `near_repeat`. The p-value is that of the normal curve, which needs some dozens of
expected pairs; with fewer, draw permutations.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import Confidence, answer, read_confidences
from vrn.statistics.limits import Limits
from vrn.statistics.near_repeat import NO_INTERVAL, NONE_EXPECTED, band_rows
from vrn.statistics.pairs import read_events

if TYPE_CHECKING:
    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.pairs import Bands, Days, Events, IntArray

EXACT = "Knox test by bands, exact mean and variance of all permutations"
_DAYS_AT_ONCE = 16


class Edges(NamedTuple):
    """Pairs in a band, and pairs of such pairs that share an event."""

    pairs: int
    meeting: int


def knox_moments(
    x: Column,
    y: Column,
    day: Column,
    *,
    bands: Bands,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """The ratio of pairs observed to pairs by chance, for each band of distance and of days.

    `x`, `y`, `day` and `bands` are as for `near_repeat`, and so are the rows. `value` = observed /
    expected, where expected = pairs near in place x pairs near in time / all pairs; it has no
    limits, and `reason` says so. The other columns: the bands' edges; `observed` and `expected`
    pairs; `sd`, the standard deviation of the pairs over all permutations of the days; `z` =
    (observed - expected) / sd; and `p`, the one-sided chance of at least that z under the normal
    curve (both null where every permutation gives the same). Raises ValueError for a place or day
    that is missing or not finite, a fractional day, or fewer than 2 events.

    >>> from vrn.statistics.pairs import Bands
    >>> bands = Bands(distances=[0, 10], days=[0, 8])
    >>> found = knox_moments([0, 3, 0, 90], [0, 4, 0, 90], [1, 2, 40, 41], bands=bands)
    >>> found.select("observed", "expected", pl.col("sd").round(3)).row(0)
    (1, 1.0, 0.0)
    """
    from scipy.special import ndtr

    events = read_events(x, y, day)
    confidences = read_confidences(confidence)
    counted = _count(events, bands)
    expected, spread = _moments(counted, events.days.size)
    observed = counted.observed.astype(np.float64)
    none = np.full(observed.shape, np.nan)
    z = np.divide(observed - expected, spread, out=none.copy(), where=spread > 0)
    ratio = np.divide(observed, expected, out=none.copy(), where=expected > 0)
    told = band_rows(bands).with_columns(
        pl.Series("observed", counted.observed.ravel()),
        pl.Series("expected", expected.ravel()),
        pl.Series("sd", spread.ravel()),
        pl.Series("z", z.ravel()).fill_nan(None),
        pl.Series("p", ndtr(-z).ravel()).fill_nan(None),
    )
    limits = Limits(ratio.ravel(), none.ravel(), none.ravel())
    why = pl.Series("reason", [NO_INTERVAL if each else NONE_EXPECTED for each in expected.ravel()])
    return pl.concat(
        answer(limits, confidence=each, method=EXACT, by=told).with_columns(why)
        for each in confidences
    )


class _Counted(NamedTuple):
    """Pairs by band of days (rows) and of distance (columns), and the edges of each of both."""

    observed: IntArray
    late: list[Edges]
    far: list[Edges]


def _count(events: Events, bands: Bands) -> _Counted:
    """The pairs near in both; with an event paired with itself taken out where a band holds 0."""
    from scipy.sparse import coo_array

    places, place = np.unique(events.places, axis=0, return_inverse=True)
    days, day = np.unique(events.days, return_inverse=True)
    ones, shape = np.ones(events.days.size), (len(places), len(days))
    held = coo_array((ones, (place.ravel(), day.ravel())), shape=shape).tocsc()
    near = [_near_places(places, bands.far[n : n + 2]) for n in range(bands.far.size - 1)]
    soon = [_near_days(days, bands.late[n : n + 2]) for n in range(bands.late.size - 1)]
    observed = np.array([[_near_in_both(held, beside, m) for beside in near] for m in soon])
    if bands.late[0] == 0 == bands.far[0]:
        observed[0, 0] -= events.days.size
    by_place, by_day = held.sum(axis=1), held.sum(axis=0)
    return _Counted(
        observed // 2,
        [_edges(by_day, m @ by_day, bands.late[n] == 0) for n, m in enumerate(soon)],
        [_edges(by_place, m @ by_place, bands.far[n] == 0) for n, m in enumerate(near)],
    )


def _near_in_both(held: Any, beside: Any, together: FloatArray) -> int:
    """Ordered pairs of events at such places and days, a few days at a time to spare memory."""
    found = 0.0
    for start in range(0, len(together), _DAYS_AT_ONCE):
        chosen = slice(start, start + _DAYS_AT_ONCE)
        found += float((held[:, chosen].toarray() * (beside @ (held @ together[:, chosen]))).sum())
    return round(found)


def _near_places(places: FloatArray, band: FloatArray) -> Any:
    """Which places lie in a band of distance from each other, a sparse matrix of 0 and 1."""
    from scipy.sparse import coo_array, eye_array
    from scipy.spatial import cKDTree

    # The tree rounds otherwise than the distance below: it is asked for a hair more than is kept.
    found = cKDTree(places).query_pairs(band[1] * (1 + 1e-9), output_type="ndarray")
    apart = np.sqrt(((places[found[:, 0]] - places[found[:, 1]]) ** 2).sum(axis=1))
    first, second = found[(apart >= band[0]) & (apart < band[1])].T
    ones, shape = np.ones(first.size), (len(places), len(places))
    one_way = coo_array((ones, (first, second)), shape=shape).tocsr()
    itself = [eye_array(len(places), format="csr")] if band[0] == 0 else []
    return sum(itself, one_way + one_way.T)


def _near_days(days: Days, band: FloatArray) -> FloatArray:
    """Which days lie in a band of days from each other, a matrix of 0 and 1."""
    apart = np.abs(days[:, None].astype(np.int64) - days[None, :])
    is_near: FloatArray = ((apart >= band[0]) & (apart < band[1])).astype(np.float64)
    return is_near


def _edges(events: FloatArray, reached: FloatArray, holds_0: bool) -> Edges:
    """The pairs of a band and their meetings: each group's events, and how many each one reaches.

    An event that reaches d others is the end of d pairs, and in it d (d - 1) / 2 pairs meet.
    """
    # Python's whole numbers, for those of NumPy run over where events are many.
    group, degree = (each.astype(np.int64).astype(object) for each in (events, reached))
    degree = degree - (1 if holds_0 else 0)
    return Edges((group * degree).sum() // 2, (group * degree * (degree - 1)).sum() // 2)


def _moments(counted: _Counted, events: int) -> tuple[FloatArray, FloatArray]:
    """The exact mean and standard deviation of the pairs near in both, in their bands' shape."""
    found = [
        [_mean_and_variance(far, late, events) for far in counted.far] for late in counted.late
    ]
    table = np.array(found, dtype=np.float64)
    return table[..., 0], np.sqrt(table[..., 1])


def _mean_and_variance(far: Edges, late: Edges, events: int) -> tuple[float, float]:
    """By Barton and David: two pairs are the same, meet in one event, or share none.

    In whole numbers and fractions, for the variance is a small difference of large numbers.
    """
    n = events
    every = Fraction(n * (n - 1), 2)
    mean = far.pairs * late.pairs / every
    squared = mean
    if n > 2:
        squared += Fraction(4 * far.meeting * late.meeting, n * (n - 1) * (n - 2))
    if n > 3:
        squared += Fraction(4 * _apart(far) * _apart(late), n * (n - 1) * (n - 2) * (n - 3))
    return float(mean), float(squared - mean**2)


def _apart(edges: Edges) -> int:
    """Ordered pairs of pairs that share no event."""
    return edges.pairs**2 - edges.pairs - 2 * edges.meeting
