"""Control charts of many series at once, beside the same limits and causes in bare NumPy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.lib.stride_tricks import sliding_window_view

from bench.intake import DisagreementError
from bench.report import Section
from bench.timing import Timed, say_ratios, say_spread, take_turns
from vrn.statistics.control_charts import chart_summary, control_chart

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTHS = 36
OURS, SUMMARY = "vrn, control_chart", "vrn, control_chart and chart_summary"
SHUFFLED, FLOOR = "vrn, control_chart, rows out of order", "NumPy alone, a square of values"
NAMES = (
    *("common cause", "above upper limit", "below lower limit", "trend up", "trend down"),
    *("2 in 3 above mean", "2 in 3 below mean", "shift above mean", "shift below mean"),
)


class Bare(NamedTuple):
    """What NumPy alone gives: the upper limit of each series, and the cause of each point."""

    upper: NDArray[np.float64]
    cause: NDArray[np.int8]


def make_series(series: int) -> NDArray[np.float64]:
    """Monthly counts, a row a series: most are steady, some rise slowly or step up at half way."""
    rng = np.random.default_rng(17)
    level = rng.uniform(5, 200, (series, 1))
    month = np.arange(MONTHS)
    rise = rng.choice([0, 0, 0, 0.01], (series, 1)) * month
    step = rng.choice([0, 0, 0, 0.3], (series, 1)) * (month >= MONTHS // 2)
    return rng.poisson(level * (1 + rise + step)).astype(np.float64)


def as_frame(value: NDArray[np.float64]) -> pl.DataFrame:
    """The same as rows of series, month and value, in order."""
    months = pl.date_range(date(2020, 1, 1), date(2022, 12, 1), "1mo", eager=True)
    names = pl.Series("series", [f"series {number:05d}" for number in range(value.shape[0])])
    return (
        names.to_frame()
        .join(months.to_frame("month"), how="cross")
        .with_columns(pl.Series("value", value.ravel()))
    )


def chart(rows: pl.DataFrame) -> pl.DataFrame:
    """Ours: rows in any order to a frame with every fact of every point in words."""
    return control_chart(
        rows["value"], rows["month"], by=rows.select("series"), improvement="decrease", target=50
    )


def judge_barely(value: NDArray[np.float64]) -> Bare:
    """The least that gives limits and causes: a square without gaps, order, names or re-bases."""
    mean = value.mean(axis=1, keepdims=True)
    ranges = np.abs(np.diff(value, axis=1))
    first = ranges.mean(axis=1, keepdims=True)
    moving = np.where(ranges < 3.267 * first, ranges, np.nan)
    spread = 2.66 * np.nanmean(moving, axis=1, keepdims=True)
    side = np.sign(value - mean).astype(np.int8)
    outside = np.abs(value - mean) > spread
    close = (np.abs(value - mean) > spread * 2 / 3) & ~outside
    cause = np.zeros(value.shape, dtype=np.int8)
    _write(cause, _reached(side, 7) * side, 7)
    _write(cause, np.where(close, _two_in_three(close, side) * side, 0), 5)
    _write(cause, _trend(np.sign(np.diff(value, axis=1)).astype(np.int8)), 3)
    _write(cause, np.where(outside, side, 0), 1)
    return Bare((mean + spread)[:, 0], cause)


def _write(cause: NDArray[np.int8], signs: NDArray[np.int8], code: int) -> None:
    cause[signs > 0], cause[signs < 0] = code, code + 1


def _spread_back(ends: NDArray[np.bool_], points: int) -> NDArray[np.bool_]:
    """Every point of a window that is marked at its first point."""
    padded = np.pad(ends, ((0, 0), (points - 1, points - 1)))
    return sliding_window_view(padded, points, axis=1).any(axis=2)


def _reached(side: NDArray[np.int8], points: int) -> NDArray[np.bool_]:
    sums = sliding_window_view(side, points, axis=1).sum(axis=2)
    return _spread_back(np.abs(sums) == points, points)


def _trend(steps: NDArray[np.int8]) -> NDArray[np.int8]:
    sums = sliding_window_view(steps, 6, axis=1).sum(axis=2)
    up, down = _spread_back(sums == 6, 7), _spread_back(sums == -6, 7)
    return up.astype(np.int8) - down.astype(np.int8)


def _two_in_three(close: NDArray[np.bool_], side: NDArray[np.int8]) -> NDArray[np.bool_]:
    near = sliding_window_view(close, 3, axis=1).sum(axis=2) >= 2
    return _spread_back(near & (np.abs(sliding_window_view(side, 3, axis=1).sum(axis=2)) == 3), 3)


def check_agreement(rows: pl.DataFrame, value: NDArray[np.float64]) -> pl.DataFrame:
    """Our chart; DisagreementError unless the bare one has the same limits and causes."""
    ours, bare = chart(rows), judge_barely(value)
    upper = ours["upper_limit"].to_numpy().reshape(value.shape)[:, 0]
    named = pl.Series(NAMES).gather(bare.cause.ravel())
    if not np.allclose(upper, bare.upper) or not (ours["special_cause"] == named).all():
        raise DisagreementError(f"{OURS} and {FLOOR} give other limits or causes")
    return ours


def run(*, series: int = 1_000, rounds: int = 5) -> Section:
    """Times the sides in turn over the same made-up series."""
    value = make_series(series)
    rows = as_frame(value)
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=3)
    found = check_agreement(rows, value)
    sides = {
        OURS: lambda: chart(rows),
        SHUFFLED: lambda: chart(shuffled),
        SUMMARY: lambda: chart_summary(chart(rows)),
        FLOOR: lambda: judge_barely(value),
    }
    return _section(take_turns(sides, rounds=4 * rounds, budget=20), found, series)


def _section(timed: Timed, found: pl.DataFrame, series: int) -> Section:
    special = found.filter(pl.col("special_cause") != NAMES[0]).height
    section = Section(
        "Control charts",
        f"{series:,} made-up series of {MONTHS} months, {found['rule_set'][0]}; {special:,} of "
        f"{found.height:,} points have a special cause, the same by ours and by the floor.",
        ("side", "milliseconds", "charts per second", "ours over this", "by processor time"),
    )
    for side, seconds in timed.seconds.items():
        speed = f"{series / timed.middle(side):,.0f}"
        row = (side, say_spread(seconds, 1, times=1e3), speed, *say_ratios(timed, OURS, side))
        section.rows.append(row)
    section.notes = [
        "Ours reads columns in any order, checks them, parts re-base groups, and gives a frame of "
        "words and reasons; NumPy alone starts from a square that is in order and whole, and gives "
        "numbers.",
        "The promise is 30 milliseconds for 1,000 charts. The R package NHSRplotthedots took 1.5 "
        "seconds for as many of the same size, on another day; no Python package is a peer.",
    ]
    return section
