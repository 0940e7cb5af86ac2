"""Weekly alarms: EARS C1 to C3 and Farrington flexible, told apart by the words of `method`."""

from __future__ import annotations

import re

import polars as pl

from tests.oracles.checking import Agreements, Check, agree, agree_exactly
from vrn.statistics.alarms import Ears, Farrington, ears, farrington

EARS_ALPHA = 0.001
CLOSE = 1e-3
_FARRINGTON = re.compile(
    r"farringtonFlexible_b(?P<years>\d+)_w(?P<half>\d+)_noPeriods(?P<periods>\d+)"
    r"_excl(?P<left_out>\d+)_(?P<threshold>\w+)_a(?P<alpha>[\d.]+)"
)
_THRESHOLDS = {
    "nbPlugin": "negative binomial",
    "muan": "wide negative binomial",
    "delta": "two-thirds power",
}


def judge(counts: pl.DataFrame, method: str) -> pl.DataFrame:
    """Our alarms by the method that the words name, a row a week."""
    columns = (counts["count"], counts["week"])
    if method.startswith("EARS_"):
        # The reference's C3 holds this week's own count against its bound: see `Ears`.
        chosen = Ears(method.removeprefix("EARS_"), alpha=EARS_ALPHA, bound="own count")
        return ears(*columns, settings=chosen)
    told = _FARRINGTON.fullmatch(method)
    if told is None:
        raise ValueError(f"no method is called {method}")
    settings = Farrington(
        years=int(told["years"]),
        half_window=int(told["half"]),
        periods=int(told["periods"]),
        weeks_left_out=int(told["left_out"]),
        threshold=_THRESHOLDS[told["threshold"]],
        alpha=float(told["alpha"]),
    )
    return farrington(*columns, settings=settings)


def compare(expected: pl.DataFrame, counts: pl.DataFrame) -> Agreements:
    """The bound and the alarm of each week that the reference judged, by method."""
    found = {}
    for (method,), rows in expected.group_by("method", maintain_order=True):
        ours = rows.join(
            judge(counts, str(method)).select("week", "upper", ours=pl.col("alarm").cast(pl.Int64)),
            on="week",
            how="left",
            maintain_order="left",
        )
        found[f"upperbound of {method}"] = agree(ours["upper"], rows["upperbound"], rtol=CLOSE)
        # A week without a threshold, for which ours gives a reason, is one without alarm.
        theirs = rows["alarm"].cast(pl.Int64).fill_null(0)
        found[f"alarm of {method}"] = agree_exactly(ours["ours"].fill_null(0), theirs)
    return found


CHECKS = (
    Check(
        "alarms_expected.csv",
        ("alarms_input.csv",),
        compare,
        f"rtol {CLOSE:g} on upper bounds, alarms exactly",
    ),
)
