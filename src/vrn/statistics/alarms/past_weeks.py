"""What is asked of the Farrington algorithm: which past weeks it reads, and how they are modelled.

Source: A. Noufaily and others, An improved algorithm for outbreak detection in multiple
surveillance systems, Statistics in Medicine 32 (2013) 1206-1222: a season of ten levels, the first
for the seven weeks around the one judged and nine of five weeks each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

WEEKS_IN_YEAR = 52

Threshold: TypeAlias = Literal["negative binomial", "wide negative binomial", "two-thirds power"]
THRESHOLDS = get_args(Threshold)


@dataclass(frozen=True)
class Farrington:
    """What is asked of `farrington`; as it stands, the settings of Noufaily and others (2013).

    - `years` of the past, and `half_window` weeks either side of the same week in each.
    - `periods`: levels of the season; the first is the window, the others part the rest of the year
      evenly. With 1 there is no season, and only the windows of past years are used.
    - `weeks_left_out` just before the week judged, so that an outbreak does not hide itself.
    - `trend_p`: a trend is kept when its p is below this (1: whatever its p; 0.05 in 1996; 0: no
      trend), there are three years or more, and it does not lead beyond the highest past count.
    - `weigh_above`: past weeks whose standardised Anscombe residual is above it get less weight.
    - `alpha`: the chance of a count above the threshold, one-sided.
    - `threshold`: "negative binomial" (2013: a quantile with the mean and dispersion put in), "wide
      negative binomial" (the same at the mean's own upper limit) or "two-thirds power" (1996).
    - `least_events` in the last `least_weeks` (with this one), else no alarm is given.

    Raises ValueError for settings that do not fit one another.

    >>> Farrington().alpha
    0.005
    """

    years: int = 5
    half_window: int = 3
    periods: int = 10
    weeks_left_out: int = 26
    trend_p: float = 1.0
    weigh_above: float = 2.58
    alpha: float = 0.005
    threshold: Threshold = "negative binomial"
    least_events: int = 5
    least_weeks: int = 4

    def __post_init__(self) -> None:
        window = 2 * self.half_window + 1
        rest = WEEKS_IN_YEAR - window
        if self.years < 1 or self.half_window < 0 or not 1 <= self.periods <= rest + 1:
            raise ValueError(
                "need 1 year or more, a window within the year, and periods from 1 to the weeks "
                f"outside it; got {self.years}, {self.half_window} and {self.periods}"
            )
        if not 0 <= self.weeks_left_out <= WEEKS_IN_YEAR - window:
            raise ValueError(
                f"weeks_left_out may be 0 to {rest}, so that a whole year's window is left; "
                f"got {self.weeks_left_out}"
            )
        if not 0 < self.alpha < 1 or self.weigh_above <= 0 or self.threshold not in THRESHOLDS:
            raise ValueError(
                f"alpha is between 0 and 1, weigh_above is above 0 and threshold one of "
                f"{', '.join(THRESHOLDS)}; "
                f"got {self.alpha}, {self.weigh_above} and {self.threshold!r}"
            )
        if self.least_events < 0 or self.least_weeks < 1:
            raise ValueError(
                "least_events is at least 0 and least_weeks at least 1; "
                f"got {self.least_events} and {self.least_weeks}"
            )

    @property
    def lags(self) -> NDArray[np.intp]:
        """How many weeks before the week judged each past week lies, the furthest first."""
        furthest = WEEKS_IN_YEAR * self.years + self.half_window
        every = np.arange(furthest, self.weeks_left_out, -1)
        if self.periods > 1:
            return every
        in_window = (self._after_window(every) < 0) & (every > self.half_window)
        return every[in_window]

    @property
    def design(self) -> FloatArray:
        """A row a past week: one, the levels of the season after the first, and the time in years.

        At the week judged all but the first are 0.
        """
        after = self._after_window(self.lags)
        rest = WEEKS_IN_YEAR - 2 * self.half_window - 1
        level = np.where(after < 0, 0, 1 + after * (self.periods - 1) // rest)
        season = level[:, None] == np.arange(1, self.periods)
        return np.column_stack([np.ones(level.size), season, -self.lags / WEEKS_IN_YEAR])

    def _after_window(self, lags: NDArray[np.intp]) -> NDArray[np.intp]:
        """Weeks since the last window of the year ended; below 0 within a window."""
        into = (self.half_window - lags) % WEEKS_IN_YEAR
        return into - 2 * self.half_window - 1
