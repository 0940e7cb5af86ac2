"""The clusters of a scan: the best window of each centre, strongest first, none over another.

Source of the criteria: the SaTScan user guide (M. Kulldorff): a centre gives its best window alone,
and a window counts as a further cluster where it shares no area at the same time with a stronger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.scan.screening import counts_at, cumulate, ratios_at
from vrn.statistics.scan.zones import distances_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.reading import Study
    from vrn.statistics.scan.screening import Screen
    from vrn.statistics.scan.windows import Counts

NOT_SIMULATED = "no replication was done"
_DIGITS_OF_A_TIE = 9
"""Two circles of the same areas may differ in the last bits of a sum: rounded before they tie."""

CLUSTERS = {
    "cluster": pl.Int64,
    "centre": None,
    "centre_x": pl.Float64,
    "centre_y": pl.Float64,
    "radius": pl.Float64,
    "first_period": pl.Int64,
    "last_period": pl.Int64,
    "area_count": pl.Int64,
    "population": pl.Float64,
    "count": pl.Int64,
    "expected": pl.Float64,
    "observed_to_expected": pl.Float64,
    "relative_risk": pl.Float64,
    "log_likelihood_ratio": pl.Float64,
    "p_value": pl.Float64,
    "method": pl.String,
    "reason": pl.String,
}


class Window(NamedTuple):
    """One window: the positions of its areas, nearest first, and its periods from 0, end out."""

    areas: NDArray[np.intp]
    start: int
    end: int
    events: int
    expected: float
    ratio: float

    def overlaps(self, other: Window) -> bool:
        """Whether the two share an area at the same time.

        >>> first = Window(np.array([4, 7]), 0, 3, 9, 4.0, 2.3)
        >>> first.overlaps(Window(np.array([7]), 2, 4, 9, 4.0, 2.3))
        True
        >>> first.overlaps(Window(np.array([7]), 3, 4, 9, 4.0, 2.3))
        False
        """
        at_once = self.start < other.end and other.start < self.end
        return at_once and bool(np.isin(self.areas, other.areas).any())


def best_windows(counts: Counts, screens: tuple[Screen, ...]) -> list[Window]:
    """The best window of each centre that has one, strongest first; of equal ones the first centre.

    Of equal ones around one centre: the smallest circle, then the shortest, then the earliest.
    """
    found: dict[int, Window] = {}
    for screen in screens:
        cumulated = cumulate(counts, screen)
        for centre in range(screen.zones.centres.size):
            window = _best_window(cumulated, screen, centre)
            if window is not None and (centre not in found or window.ratio > found[centre].ratio):
                found[centre] = window
    return sorted(
        (found[centre] for centre in sorted(found)),
        key=lambda window: -round(window.ratio, _DIGITS_OF_A_TIE),
    )


def _best_window(cumulated: Counts, screen: Screen, centre: int) -> Window | None:
    ratios = ratios_at(cumulated, screen, centre, np.arange(len(screen.lengths))).T
    step, number = np.unravel_index(int(ratios.argmax()), ratios.shape)
    if ratios[step, number] <= 0:
        return None
    length = screen.lengths[number]
    inside = counts_at(cumulated, screen, centre)[:, step]
    starts = np.arange(screen.periods - length, screen.periods - length + 1)
    if not screen.is_alive:
        starts = np.arange(screen.periods - length + 1)
    # Of the integers of the sums, which may have run over: only so are the differences right.
    signed = inside[starts + length] - inside[starts]
    first = int(starts[signed.argmax()])
    return Window(
        screen.zones.areas(centre, int(step)),
        first,
        first + length,
        screen.sign * int(signed.max()),
        float(screen.expected[step, centre] * length),
        float(ratios[step, number]),
    )


def without_overlaps(windows: list[Window], *, above: float) -> list[Window]:
    """The windows of more than a ratio that overlap none before them."""
    kept: list[Window] = []
    for window in windows:
        if window.ratio <= above:
            break
        if not any(window.overlaps(other) for other in kept):
            kept.append(window)
    return kept


def cluster_frame(
    windows: list[Window], study: Study, p_value: FloatArray, *, method: str
) -> pl.DataFrame:
    """A row a cluster: where, when, how many, how strong and how likely by chance."""
    total, counts = study.total, np.array([each.events for each in windows])
    expected = np.array([each.expected for each in windows])
    with np.errstate(divide="ignore"):
        relative = (counts / expected) / ((total - counts) / (total - expected))
    centres = [int(each.areas[0]) for each in windows]
    columns = {
        "cluster": np.arange(1, len(windows) + 1),
        "centre": study.areas["area"].gather(centres),
        "centre_x": study.points[centres, 0],
        "centre_y": study.points[centres, 1],
        "radius": [float(_distances(each, study)[-1]) for each in windows],
        "first_period": [study.first_period + each.start for each in windows],
        "last_period": [study.first_period + each.end - 1 for each in windows],
        "area_count": [each.areas.size for each in windows],
        "population": [float(study.population[each.areas].sum()) for each in windows],
        "count": counts,
        "expected": expected,
        "observed_to_expected": counts / expected,
        "relative_risk": relative,
        "log_likelihood_ratio": [each.ratio for each in windows],
        "p_value": p_value,
        "method": [method] * len(windows),
        "reason": [NOT_SIMULATED if np.isnan(each) else None for each in p_value],
    }
    frame = pl.DataFrame(
        [
            pl.Series(name, columns[name]).cast(kind or study.areas["area"].dtype)
            for name, kind in CLUSTERS.items()
        ]
    )
    numbers = pl.col("relative_risk", "p_value")
    return frame.with_columns(pl.when(numbers.is_finite()).then(numbers))


def area_frame(windows: list[Window], study: Study) -> pl.DataFrame:
    """A row for each area of each cluster, nearest first, with its events in the window."""
    parts = [
        pl.DataFrame(
            {
                "cluster": np.full(each.areas.size, number),
                "area": study.areas["area"].gather(each.areas),
                "distance": _distances(each, study),
                "population": study.population[each.areas],
                "count": study.counts[each.areas, each.start : each.end].sum(axis=1),
                "expected": _expected(each, study),
            }
        )
        for number, each in enumerate(windows, start=1)
    ]
    empty = pl.DataFrame(
        schema={
            "cluster": pl.Int64,
            "area": study.areas["area"].dtype,
            **dict.fromkeys(("distance", "population"), pl.Float64),
            "count": pl.Int64,
            "expected": pl.Float64,
        }
    )
    return pl.concat([empty, *parts]).with_columns(
        (pl.col("count") / pl.col("expected")).alias("observed_to_expected")
    )


def _expected(window: Window, study: Study) -> FloatArray:
    """The events expected in each area of a window, by its share of the people and of the time."""
    share: FloatArray = study.population[window.areas] / study.population.sum()
    return share * study.total * (window.end - window.start) / study.periods


def _distances(window: Window, study: Study) -> FloatArray:
    points = study.points[window.areas]
    return distances_from(points, points[:1])[:, 0]
