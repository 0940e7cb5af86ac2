"""The scan itself: areas and counts in, clusters with their p-values out.

Sources: M. Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26
(1997); M. Kulldorff, Prospective time periodic geographical disease surveillance using a scan
statistic, Journal of the Royal Statistical Society A 164 (2001). Conventions (half the population,
half the time, two events, a best window a centre) are those of the SaTScan user guide.

Limits: the population of an area is the same in every period, and under no clusters every period is
alike: a season or a trend of the whole region shows as clusters in time. Events are independent:
repeated events of one source make clusters look surer than they are. Circles find round clusters.
A cluster is an area to look at, and its borders are not exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.scan.clusters import (
    area_frame,
    best_windows,
    cluster_frame,
    without_overlaps,
)
from vrn.statistics.scan.reading import read_study
from vrn.statistics.scan.replications import (
    ALIKE,
    Null,
    Sequential,
    draw_seed,
    null_maxima,
    p_values,
)
from vrn.statistics.scan.screening import make_screens
from vrn.statistics.scan.windows import SPACE_TIME
from vrn.statistics.scan.zones import nearest_zones

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.clusters import Window
    from vrn.statistics.scan.reading import Columns, Study
    from vrn.statistics.scan.replications import Seed
    from vrn.statistics.scan.windows import Counts, Windows

NO_AREAS = "no area has both a population and a point"
NO_EVENTS = "there are no events in the areas that can be used"
NO_CIRCLE = "every area holds more of the population than a circle may"
NO_LENGTH = "the study has too few periods for a window"
NO_WINDOW = "no window holds more or fewer events than expected, as was asked for"
ALL_BY_CHANCE = "every window is weaker than the strongest of every replication"


@dataclass(frozen=True)
class Scan:
    """The clusters that a scan found, and all that is needed to judge and repeat it.

    `clusters` has a row a cluster, strongest first; `cluster_areas` a row for each of their areas.
    `null_maxima` are the largest log likelihood ratios of the replications done, of the
    `replications_asked`. `reason` says why there are no clusters, and is None where there are.
    `left_out` are the areas that could not be used, with the reason and the events lost with them.
    `seed` is what the replications were drawn from.
    """

    clusters: pl.DataFrame
    cluster_areas: pl.DataFrame
    null_maxima: FloatArray
    windows: Windows
    study: tuple[int, int]
    areas: int
    population: float
    events: int
    replications_asked: int
    seed: Seed
    left_out: pl.DataFrame
    reason: str | None

    @property
    def replications_done(self) -> int:
        """Fewer than asked where the scan was stopped, or ended by its own rule."""
        return self.null_maxima.size


def kulldorff_scan(
    areas: Columns,
    counts: Columns,
    windows: Windows = SPACE_TIME,
    *,
    rng: np.random.Generator,
    replications: int | Sequential = 999,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Scan:
    """Kulldorff's scan for clusters of events by place, or by place and time, with p-values.

    Of every circle around an area's point, over every run of periods asked for (`windows`), the log
    likelihood ratio is c ln(c / e) + (C - c) ln((C - c) / (C - e)), with c of the C events inside
    and e expected by share of the population and of the time. The best window of each centre is a
    cluster where it overlaps no stronger one; its p-value is the rank of its ratio among the
    largest of each replication of the C events at random, (1 + as large) / (1 + replications). A
    cluster weaker than all replications (a p-value of 1) is left out.

    `areas` has the columns area, x, y (a plane, in any one unit, in which the radius is too) and
    population, a row an area; `counts` has area, period (whole numbers) and count, where a row that
    is absent is 0 and rows of one area and period are added. Equal generators give equal answers,
    also with more `workers`: these are processes, so that a script that asks for them keeps its
    own work under `if __name__ == "__main__"`. `replications` is a number or `Sequential`.
    `progress` is called with the replications done and asked for, in order. Once `should_stop()` is
    true the clusters come with the p-values of the replications done so far; after an interruption
    (KeyboardInterrupt) no process is left behind.

    No clusters, and a reason, where a count is missing, where there is no event or no window.
    Raises ValueError for counts of unknown areas, an area that stands twice, negative or infinite
    numbers, counts or periods that are not whole, and periods outside the study.

    >>> from vrn.statistics.scan import PURELY_SPATIAL
    >>> areas = {"area": ["a", "b", "c"], "x": [0, 1, 5], "y": [0, 0, 0], "population": [10] * 3}
    >>> counts = {"area": ["a", "b", "c"], "period": [1, 1, 1], "count": [14, 5, 5]}
    >>> rng = np.random.default_rng(1)
    >>> found = kulldorff_scan(areas, counts, PURELY_SPATIAL, rng=rng, replications=99)
    >>> found.clusters.select("centre", "count", "expected", "p_value").rows()
    [('a', 14, 8.0, 0.04)]
    """
    plan = replications if isinstance(replications, Sequential) else Sequential(replications, 0)
    _check_plan(plan, workers)
    study = read_study(areas, counts, study=windows.study)
    seed = draw_seed(rng)
    null, reason = _prepare(study, windows, seed)
    found = best_windows(_scanned(study, windows), null.screens) if null else []
    maxima = np.empty(0)
    if null and found:
        maxima = null_maxima(
            null,
            strongest=found[0].ratio,
            plan=plan,
            workers=workers,
            progress=progress,
            should_stop=should_stop,
        )
    none = reason or (ALL_BY_CHANCE if found else NO_WINDOW)
    return _conclude(found, maxima, study=study, windows=windows, plan=plan, seed=seed, none=none)


def _conclude(
    found: list[Window],
    maxima: FloatArray,
    *,
    study: Study,
    windows: Windows,
    plan: Sequential,
    seed: Seed,
    none: str,
) -> Scan:
    """The clusters among the windows found, with their p-values; `none` says why there are none."""
    kept = without_overlaps(found, above=maxima.min() + ALIKE if maxima.size else 0.0)
    ratios = np.array([each.ratio for each in kept])
    p_value = p_values(ratios, maxima, exceedances=plan.exceedances)
    # A p-value of 1 belongs to what every replication outdoes; where none was done it is NaN.
    kept = [each for each, p in zip(kept, p_value, strict=True) if not p >= 1]
    lasting = [_at_periods(each, study, windows) for each in kept]
    return Scan(
        cluster_frame(lasting, study, p_value[: len(kept)], method=_method(windows)),
        area_frame(lasting, study),
        maxima,
        windows,
        (study.first_period, study.first_period + study.periods - 1),
        study.areas.height,
        float(study.population.sum()),
        study.total,
        plan.most,
        seed,
        study.left_out,
        None if kept else none,
    )


def scan_statistics(found: Scan) -> pl.DataFrame:
    """The numbers that sum a scan up and name no place: one row.

    What was scanned (areas, periods, population, events), the number of clusters with a p-value
    below 0.05, the strongest ratio and its p-value (null where there is no cluster), the median and
    the 95th and 99th percentiles of the largest ratio by chance (null without replications), and
    the replications done and asked for. It never raises: `reason` says why there is no cluster.

    >>> from vrn.statistics.scan import PURELY_SPATIAL
    >>> areas = {"area": ["a", "b", "c"], "x": [0, 1, 5], "y": [0, 0, 0], "population": [10] * 3}
    >>> counts = {"area": ["a", "b", "c"], "period": [1, 1, 1], "count": [14, 5, 5]}
    >>> rng = np.random.default_rng(1)
    >>> found = kulldorff_scan(areas, counts, PURELY_SPATIAL, rng=rng, replications=99)
    >>> scan_statistics(found).select("events", "clusters_below_0_05", "p_value").row(0)
    (24, 1, 0.04)
    """
    clusters, maxima = found.clusters, found.null_maxima
    strongest = clusters.row(0, named=True) if clusters.height else {}
    by_chance = np.quantile(maxima, [0.5, 0.95, 0.99]).tolist() if maxima.size else [None] * 3
    return pl.DataFrame(
        {
            "areas": found.areas,
            "periods": found.study[1] - found.study[0] + 1,
            "population": found.population,
            "events": found.events,
            "clusters_below_0_05": int((clusters["p_value"] < 0.05).sum()),
            "log_likelihood_ratio": strongest.get("log_likelihood_ratio"),
            "p_value": strongest.get("p_value"),
            "median_by_chance": by_chance[0],
            "p95_by_chance": by_chance[1],
            "p99_by_chance": by_chance[2],
            "replications_done": found.replications_done,
            "replications_asked": found.replications_asked,
            "method": _method(found.windows),
            "reason": found.reason,
        },
        schema_overrides={
            **dict.fromkeys(("log_likelihood_ratio", "p_value"), pl.Float64),
            **dict.fromkeys(("median_by_chance", "p95_by_chance", "p99_by_chance"), pl.Float64),
            "reason": pl.String,
        },
    )


def _check_plan(plan: Sequential, workers: int) -> None:
    for name, value, least in (
        ("replications", plan.most, 0),
        ("exceedances", plan.exceedances, 0),
        ("workers", workers, 1),
    ):
        if value < least:
            raise ValueError(f"{name} must be at least {least}; got {value}")


def _prepare(study: Study, windows: Windows, seed: Seed) -> tuple[Null | None, str | None]:
    """All that replications share, or the reason why nothing can be scanned."""
    if study.missing_counts:
        return None, f"{study.missing_counts} counts are missing: a scan needs every count"
    if not study.areas.height:
        return None, NO_AREAS
    if not study.total:
        return None, NO_EVENTS
    periods = _scanned(study, windows).shape[1]
    if not windows.lengths(periods):
        return None, NO_LENGTH
    x, y = study.points.T
    zones = nearest_zones(x, y, study.population, largest_share=windows.largest_population)
    if not len(zones.order):
        return None, NO_CIRCLE
    total, population = study.total, study.population
    screens = make_screens(
        zones, windows, population=population.sum(), total=total, periods=periods
    )
    return Null(population / population.sum(), total, periods, seed, screens), None


def _scanned(study: Study, windows: Windows) -> Counts:
    """The counts that are scanned: a purely spatial scan takes the whole time as one period."""
    return study.counts.sum(axis=1, keepdims=True) if windows.is_spatial else study.counts


def _at_periods(window: Window, study: Study, windows: Windows) -> Window:
    """The window in periods of the study."""
    return window._replace(end=study.periods) if windows.is_spatial else window


def _method(windows: Windows) -> str:
    """What was looked for, in words: "Kulldorff's scan, space-time, Poisson, high rates"."""
    rates = "high and low" if windows.rates == "both" else windows.rates
    return f"Kulldorff's scan, {windows.analysis}, Poisson, {rates} rates"
