"""Near repeat: whether events near in place are also near in time, more than chance would have it.

Pairs of events are counted by band of distance and band of days, and the count is laid beside what
comes out when the days are dealt again among the places (Knox's test by bands). Bands hold their
start and leave out their end.

Sources: E. G. Knox, The detection of space-time interactions, Applied Statistics 13 (1964) 25-30
(pairs near in both; expected = pairs near in place x pairs near in time / all pairs; Poisson); J.
Besag and P. J. Diggle, Simple Monte Carlo tests for spatial pattern, Applied Statistics 26 (1977)
327-333 (the permutation p-value); S. D. Johnson et al., Space-time patterns of risk, Journal of
Quantitative Criminology 23 (2007) 201-219 (bands, and the ratio to the permutations); J. H.
Ratcliffe, Near Repeat Calculator (Temple University, 2009).

Limits: places keep their events and days their numbers, so a season or a trend that is the same
everywhere does no harm; but a change over the period in where events can happen looks like near
repeat (M. Kulldorff and U. Hjalmars, The Knox method and other tests for space-time interaction,
Biometrics 55, 1999). Many bands are many tests. Distances are straight lines in the unit of `x` and
`y`, which must be projected (metres), never degrees. A band with a small p says that events
cluster, not that one brings on the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import polars as pl

from vrn.statistics.answers import Confidence, answer, read_confidences
from vrn.statistics.counts import exact_limits
from vrn.statistics.limits import FloatArray, Limits, tail_of
from vrn.statistics.pairs import (
    Bands,
    IntArray,
    count_pairs,
    expected_pairs,
    pairs_in_bands,
    read_events,
)

if TYPE_CHECKING:
    from numpy.random import Generator

    from vrn.statistics.answers import Column

Progress: TypeAlias = Callable[[int, int], None]

PERMUTED = "Knox test by bands, days permuted"
POISSON = "Knox test, Poisson"
NO_INTERVAL = "a permutation test gives a p-value and no limits"
NONE_EXPECTED = "no pair is expected by chance, so there is no ratio"


def near_repeat(
    x: Column,
    y: Column,
    day: Column,
    *,
    bands: Bands,
    rng: Generator,
    permutations: int = 999,
    confidence: Confidence = 0.95,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """The ratio of pairs observed to pairs by chance, for each band of distance and of days.

    `x` and `y` are places in one unit of length, `day` whole days (numbers or dates): one of each
    an event. One row a pair of bands: distances within days.

    `value` = observed / expected, where expected = pairs near in place x pairs near in time / all
    pairs, the exact mean over all permutations. It has no limits, and `reason` says so. The other
    columns: the bands' edges; `observed` and `expected` pairs; `permuted_mean`, `permuted_sd` and
    `permuted_median` of the pairs over the `permutations` drawn; `ratio_to_median`; `chance_lower`
    and `chance_upper`, within which the permutations lie at the confidence; and the one-sided `p` =
    (permutations with at least as many pairs as observed + 1) / (permutations + 1).

    Equal generators give equal answers, in whatever order the events come. `progress` is called
    with the permutations done and all. Raises ValueError for a place or day that is missing or not
    finite, a fractional day, fewer than 2 events, or no permutation.

    >>> import numpy as np
    >>> bands = Bands(distances=[0, 10], days=[0, 8])
    >>> found = near_repeat([0, 3, 0, 90], [0, 4, 0, 90], [1, 2, 40, 41], bands=bands,
    ...                     permutations=99, rng=np.random.default_rng(1))
    >>> found.select("observed", "expected", "value").row(0)  # 3 near in place x 2 in time / 6
    (1, 1.0, 1.0)
    """
    events = read_events(x, y, day)
    if permutations < 1:
        raise ValueError(f"a test needs at least 1 permutation; got {permutations}")
    confidences = read_confidences(confidence)
    pairs = pairs_in_bands(events.places, bands.far)
    observed = count_pairs(pairs, events.days, bands.late)
    drawn = np.empty((permutations, *observed.shape), dtype=np.int64)
    for number in range(permutations):
        drawn[number] = count_pairs(pairs, rng.permutation(events.days), bands.late)
        if progress is not None:
            progress(number + 1, permutations)
    told = band_rows(bands).with_columns(
        pl.Series("observed", observed.ravel()),
        pl.Series("expected", expected_pairs(pairs, events.days, bands.late).ravel()),
    )
    return pl.concat(_answer(told, drawn, confidence=each) for each in confidences)


def knox(
    x: Column,
    y: Column,
    day: Column,
    *,
    distance: float,
    days: int,
    confidence: Confidence = 0.95,
    tail: Literal["at least", "more"] = "at least",
) -> pl.DataFrame:
    """The ratio of pairs within a distance and a number of days (both with their end) to chance.

    `value` = observed / expected, with expected = pairs within the distance x pairs within the days
    / all pairs, and the exact Poisson limits of the observed over the expected. `p` is the chance,
    under a Poisson law of the expected mean, of at least as many pairs as observed; `tail="more"`
    gives the chance of more than observed, which some programs print. Pairs that share an event
    are not independent, so limits and p are approximate: `near_repeat` needs no such assumption.
    One row a confidence. Raises ValueError as `near_repeat` does, and for a negative bound.

    >>> knox([0, 3, 0, 90], [0, 4, 0, 90], [1, 2, 40, 41], distance=5, days=7).select(
    ...     "observed", "expected", "value").row(0)
    (1, 1.0, 1.0)
    """
    from scipy.stats import poisson

    events = read_events(x, y, day)
    if not (distance >= 0 and days >= 0):
        raise ValueError(f"distance and days must be at least 0; got {distance} and {days}")
    confidences = read_confidences(confidence)
    # A band leaves out its end: the next number after the bound keeps the bound in.
    pairs = pairs_in_bands(events.places, np.array([0.0, np.nextafter(distance, np.inf)]))
    late = np.array([0.0, np.floor(days) + 1])
    observed = int(count_pairs(pairs, events.days, late)[0, 0])
    expected = float(expected_pairs(pairs, events.days, late)[0, 0])
    p = float(poisson.sf(observed - (tail == "at least"), expected))
    bounds = {"distance": float(distance), "days": int(days)}
    told = pl.DataFrame([{**bounds, "observed": observed, "expected": expected, "p": p}])
    return pl.concat(
        answer(
            _over(exact_limits([observed], confidence=each), expected),
            confidence=each,
            method=POISSON,
            reason=[None if expected else NONE_EXPECTED],
            by=told,
        )
        for each in confidences
    )


def _answer(told: pl.DataFrame, drawn: IntArray, *, confidence: float) -> pl.DataFrame:
    by = told.with_columns(_permuted(told["observed"], drawn.reshape(len(drawn), -1), confidence))
    expected = told["expected"].to_numpy()
    ratio = _over(Limits(*[told["observed"].cast(pl.Float64).to_numpy()] * 3), expected).value
    none = np.full(ratio.shape, np.nan)
    why = [NO_INTERVAL if each else NONE_EXPECTED for each in expected]
    found = answer(Limits(ratio, none, none), confidence=confidence, method=PERMUTED, by=by)
    return found.with_columns(pl.Series("reason", why, dtype=pl.String))


def _permuted(observed: pl.Series, drawn: IntArray, confidence: float) -> list[pl.Series]:
    """What the permutations say, a column each; `drawn` has a row a permutation."""
    tail, median = tail_of(confidence), np.median(drawn, axis=0)
    spread = drawn.std(axis=0, ddof=1) if len(drawn) > 1 else np.full(median.shape, np.nan)
    lower, upper = np.quantile(drawn, (tail, 1 - tail), axis=0)
    at_least = (drawn >= observed.to_numpy()).sum(axis=0)
    columns = {
        "permuted_mean": drawn.mean(axis=0),
        "permuted_sd": spread,
        "permuted_median": median,
        "ratio_to_median": np.divide(
            observed.to_numpy(), median, out=np.full(median.shape, np.nan), where=median > 0
        ),
        "chance_lower": lower,
        "chance_upper": upper,
        "p": (at_least + 1) / (len(drawn) + 1),
    }
    return [pl.Series(name, each).fill_nan(None) for name, each in columns.items()]


def band_rows(bands: Bands) -> pl.DataFrame:
    """The bands as `count_pairs` lays them out, flat: each band of days with all distances."""
    far, late = bands.far, bands.late
    distances = pl.DataFrame({"distance_from": far[:-1], "distance_to": far[1:]})
    days = pl.DataFrame({"days_from": late[:-1], "days_to": late[1:]})
    crossed = days.join(distances, how="cross", maintain_order="left_right")
    return crossed.select(*distances.columns, *days.columns)


def _over(limits: Limits, expected: FloatArray | float) -> Limits:
    with np.errstate(divide="ignore", invalid="ignore"):
        return Limits(*(each / expected for each in limits))
