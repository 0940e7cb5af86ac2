"""Alarms from the weeks just before: the C1, C2 and C3 of the Early Aberration Reporting System.

Sources: L. Hutwagner, W. Thompson, G. M. Seeman and T. Treadwell, The bioterrorism preparedness and
response Early Aberration Reporting System (EARS), Journal of Urban Health 80 (2003) i89-i96; R. D.
Fricker, B. L. Hegler and D. A. Dunfee, Comparing syndromic surveillance detection methods: EARS'
versus a CUSUM-based methodology, Statistics in Medicine 27 (2008) 3407-3429 (the three formulas).

Limits: seven weeks say little of a mean and less of its spread, and counts are not normal: of small
counts far more than one week in a thousand gives a false alarm at alpha 0.001. There is no season,
so a yearly rise is an alarm each year. C1 takes a rise of some weeks into its own baseline and
grows blind to it; C2 and C3 wait two weeks. C3 is no sum that is normal: its alpha is a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from vrn.statistics.alarms.weekly import Judged, frame_of_alarms, read_weekly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray

GAP = {"C1": 0, "C2": 2, "C3": 2}
"""Weeks left out between the baseline and the week judged."""
BEFORE = 2
"""Weeks before the one judged whose excess C3 adds."""
ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
"""The chances of a false alarm whose normal quantiles are near the 3, 3 and 2 of Hutwagner."""
CARRIED = "the excess of the two weeks before alone is an alarm, whatever this week's count"


@dataclass(frozen=True)
class Ears:
    """What is asked of `ears`: a method, and how it is set.

    `alpha` is the chance of a false alarm, if counts were normal (none: 0.001 for C1 and C2, 0.025
    for C3); `baseline` the weeks whose mean and spread are taken; `least_sd` a floor under the
    spread, in events (0.5 or 1 for sparse counts). `bound` is C3's: "sum" adds this week's excess
    to those of the two weeks before, as published; "own count" is how R's surveillance computes it,
    where this week's count raises its own bound and only the two weeks before decide. Raises
    ValueError for another method, a baseline below 2, alpha outside 0 to 1 or a negative floor.

    >>> Ears("C3").chance
    0.025
    """

    method: Literal["C1", "C2", "C3"] = "C1"
    alpha: float | None = None
    baseline: int = 7
    least_sd: float = 0.0
    bound: Literal["sum", "own count"] = "sum"

    def __post_init__(self) -> None:
        if self.method not in GAP or self.bound not in {"sum", "own count"}:
            raise ValueError(
                "method is C1, C2 or C3 and bound 'sum' or 'own count'; "
                f"got {self.method!r} and {self.bound!r}"
            )
        if self.baseline < 2 or not 0 < self.chance < 1 or not 0 <= self.least_sd < np.inf:
            raise ValueError(
                "baseline is at least 2 weeks, alpha between 0 and 1, and least_sd at least 0; "
                f"got {self.baseline}, {self.chance} and {self.least_sd}"
            )

    @property
    def chance(self) -> float:
        """The alpha asked for, or the method's own."""
        return ALPHA[self.method] if self.alpha is None else self.alpha


def ears(
    count: Column, week: Column, *, by: Groups | None = None, settings: Ears | None = None
) -> pl.DataFrame:
    """Whether each week's count is above what the weeks before let one expect.

    With m and s the mean and standard deviation (divisor n - 1) of the `baseline` weeks before this
    one (C1), or before the two before this one (C2, C3), z the normal quantile at 1 - alpha and
    C2(t) = (y - m) / s: C1 and C2 give alarm when y > m + z s; C3 when the sum of max(0, C2 - 1)
    over this week and the two before is above z: y > m + s (1 + z - the sum of the two before).

    `count` and `week` (whole numbers, or dates seven days apart) are one a row, of each group of
    `by`; a week that is left out has no count. One row a row given, by group and week: `week`,
    `observed`, `alarm` (null where it cannot be told), `score` ((y - m) / s, or C3's sum), then the
    answer, whose `value` is m, `lower` 0 (one-sided) and `upper` the count above which is alarm.
    Null with a reason where the weeks before are too few or one of them, or the week itself, has no
    count. Raises ValueError for broken counts and for weeks missing or given twice.

    >>> found = ears([3, 5, 4, 4, 3, 5, 4, 9], range(1, 9))
    >>> found.select("week", "alarm", "value", pl.col("upper").round(2)).row(-1)
    (8, True, 4.0, 6.52)
    >>> found["reason"][0]
    'too few weeks before this one'
    """
    from scipy.special import ndtri

    chosen = settings or Ears()
    weekly = read_weekly(count, week, by)
    judge = _judge_sum if chosen.method == "C3" else _judge_week
    with np.errstate(divide="ignore", invalid="ignore"):
        judged = judge(weekly.counts, chosen, float(ndtri(1 - chosen.chance)))
    found = frame_of_alarms(
        weekly, judged, confidence=1 - chosen.chance, method=f"EARS {chosen.method}"
    )
    carried = pl.col("alarm") & pl.col("upper").is_null()
    return found.with_columns(
        pl.when(carried).then(pl.lit(CARRIED)).otherwise("reason").alias("reason")
    )


def _judge_week(counts: FloatArray, chosen: Ears, z: float) -> Judged:
    mean, spread = _baseline(counts, chosen)
    upper = mean + z * spread
    return Judged(mean, upper, _scores(counts, mean, spread), counts > upper, _early(mean, chosen))


def _judge_sum(counts: FloatArray, chosen: Ears, z: float) -> Judged:
    mean, spread = _baseline(counts, chosen)
    excess = np.maximum(_scores(counts, mean, spread) - 1, 0)
    carried = np.full(counts.shape, np.nan)
    carried[:, BEFORE:] = excess[:, 1:-1] + excess[:, :-2]
    room = z - carried
    if chosen.bound == "own count":
        upper = counts + spread * room
        alarm = counts > upper
    else:
        upper = np.where(room >= 0, mean + spread * (1 + room), np.nan)
        alarm = (room < 0) | (counts > upper)
    expected = np.where(np.isnan(carried), np.nan, mean)
    return Judged(expected, upper, carried + excess, alarm, _early(mean, chosen))


def _baseline(counts: FloatArray, chosen: Ears) -> tuple[FloatArray, FloatArray]:
    """The mean and spread of each week's baseline; NaN where a week of it has no count."""
    first = chosen.baseline + GAP[chosen.method]
    mean, spread = np.full((2, *counts.shape), np.nan)
    if counts.shape[1] > first:
        windows = np.lib.stride_tricks.sliding_window_view(counts, chosen.baseline, axis=1)
        past = windows[:, : counts.shape[1] - first]
        mean[:, first:] = past.mean(axis=2)
        spread[:, first:] = np.maximum(past.std(axis=2, ddof=1), chosen.least_sd)
    return mean, spread


def _scores(counts: FloatArray, mean: FloatArray, spread: FloatArray) -> FloatArray:
    """(y - m) / s, and 0 for a count at the mean of weeks that were all alike."""
    above: FloatArray = counts - mean
    return np.where(above == 0, 0.0, above / spread)


def _early(counts: FloatArray, chosen: Ears) -> NDArray[np.bool_]:
    needed = chosen.baseline + GAP[chosen.method] + (BEFORE if chosen.method == "C3" else 0)
    return np.broadcast_to(np.arange(counts.shape[1]) < needed, counts.shape)
