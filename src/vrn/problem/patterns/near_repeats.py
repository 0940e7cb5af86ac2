"""Near repeats: whether offences near each other in place are also near in time, beyond chance.

Knox's test, its days dealt again among the places of one calendar quarter alone: where offences can
happen changes over the year and with restrictions, and would look like near repeats otherwise. The
quarters' pairs, their expected numbers and their exact variances over all such deals are added up;
p is that of the normal curve, which hundreds of pairs bear.

Sources: those of `vrn.statistics.knox_moments`; M. Kulldorff and U. Hjalmars, The Knox method and
other tests for space-time interaction, Biometrics 55 (1999), for what a moving population does to
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.problem.episodes.columns import CLOCK_CHANGE, STATED

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("committed", "time_quality", "easting", "northing")
METHOD = "Knox's test by quarters, with the exact mean and variance of all permutations of the days"
BANDS = ["distance_from", "distance_to", "days_from", "days_to"]
_WIDE = 1.959963984540054


def with_day_and_place(rows: pl.DataFrame) -> pl.DataFrame:
    """The offences whose time is stated and whose grid reference is known: easting, northing, day.

    A time at midnight, or a window of more than an hour, may stand for any day.
    """
    is_stated = pl.col("time_quality").is_in([STATED, CLOCK_CHANGE])
    is_placed = pl.col("easting").is_not_null() & pl.col("northing").is_not_null()
    return rows.filter(is_stated & is_placed).select(
        "easting", "northing", day=pl.col("committed").str.to_date("%Y-%m-%d")
    )


def near_repeats(
    events: pl.DataFrame, *, metres: Sequence[float], days: Sequence[int]
) -> pl.DataFrame:
    """A row for each band of distance and days: pairs observed and expected, ratio and p.

    `metres` and `days` are where each band ends, its end in it; the first begins at 0: metres [0,
    200] are the same place, and farther up to 200 m. `events` has `easting`, `northing` and `day`.
    Columns: those of `BANDS`, observed, expected, ratio, lower, upper (the ratio to what 95% of the
    permutations give by the normal curve), p (one-sided). No row where no quarter has two offences.
    """
    from scipy.special import ndtr

    parts = _by_quarter(events, metres, days)
    if not parts:
        return pl.DataFrame(schema=[*BANDS, "observed", "expected"])
    added = (
        pl.concat(parts)
        .group_by(BANDS)
        .agg(
            pl.col("observed", "expected").sum(),
            spread=(pl.col("sd") ** 2).sum().sqrt(),
        )
        .sort("days_from", "distance_from")
    )
    observed, expected, spread = pl.col("observed"), pl.col("expected"), pl.col("spread")
    least = expected - _WIDE * spread
    z = added.select(pl.when(spread > 0).then((observed - expected) / spread)).to_series()
    return added.with_columns(
        ratio=pl.when(expected > 0).then(observed / expected),
        lower=pl.when(expected > 0).then(observed / (expected + _WIDE * spread)),
        upper=pl.when(least > 0).then(observed / least),
        p=pl.Series(ndtr(-z.fill_null(np.nan).to_numpy())).fill_nan(None),
    ).drop("spread")


def _by_quarter(
    events: pl.DataFrame, metres: Sequence[float], days: Sequence[int]
) -> list[pl.DataFrame]:
    from vrn.statistics.knox_moments import knox_moments
    from vrn.statistics.pairs import Bands

    # A band leaves out its end: the next number after the bound keeps the bound in.
    far = [0.0, *(float(np.nextafter(each, np.inf)) for each in metres)]
    bands = Bands(distances=far, days=[0, *(each + 1 for each in days)])
    quarters = events.with_columns(quarter=pl.col("day").dt.truncate("1q")).sort("quarter")
    return [
        knox_moments(each["easting"], each["northing"], each["day"], bands=bands).select(
            *BANDS, "observed", "expected", "sd"
        )
        for each in quarters.partition_by("quarter", maintain_order=True)
        if each.height > 1
    ]
