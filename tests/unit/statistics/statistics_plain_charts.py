"""A control chart in plain loops, for one series: slow, and easy to see right."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vrn.statistics.control_charts import Baseline

Value = float | None


def plain_chart(
    series: list[Value], baseline: Baseline, *, is_screened: bool
) -> list[dict[str, Any]]:
    """The facts of each point under the rules of Making Data Count; dates are numbers from 1."""
    begins = sorted(day for day in baseline.rebase if 1 <= day <= len(series))
    edges = sorted({1, *begins, len(series) + 1})
    facts = []
    for first, end in pairwise(edges):
        number = sum(day <= first for day in begins)
        part = series[first - 1 : end - 1]
        facts += [
            {**fact, "rebase_group": number}
            for fact in _segment(part, _used(first, part, baseline), is_screened=is_screened)
        ]
    return facts


def _used(first: int, part: list[Value], baseline: Baseline) -> list[bool]:
    until = baseline.until if baseline.until is not None and baseline.until >= first else None
    return [
        (until is None or first + place <= until)
        and (baseline.points is None or place < baseline.points)
        for place in range(len(part))
    ]


def _segment(part: list[Value], used: list[bool], *, is_screened: bool) -> list[dict[str, Any]]:
    base = [value if inside else None for value, inside in zip(part, used, strict=True)]
    held = [value for value in base if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(base) if a is not None and b is not None]
    mean = fmean(held) if held else None
    spread = fmean(ranges) if ranges else None
    if is_screened and spread:
        spread = fmean([each for each in ranges if each < 3.267 * spread])
    facts = [_point(value, mean, spread) for value in part]
    for place, fact in enumerate(facts):
        fact["baseline_points"] = len(held)
        fact["special_cause"] = _cause(place, part, facts)
    return facts


def _point(value: Value, mean: Value, spread: Value) -> dict[str, Any]:
    has_limits = mean is not None and spread is not None
    upper = mean + 2.66 * spread if has_limits else None
    low, high = (
        (mean - 2 * 2.66 / 3 * spread, mean + 2 * 2.66 / 3 * spread) if has_limits else (0, 0)
    )
    outside = close = side = None
    if value is not None and mean is not None:
        side = (value > mean) - (value < mean)
    if value is not None and has_limits:
        outside = not mean - 2.66 * spread <= value <= upper
        close = not outside and not low <= value <= high
    return {
        "centre_line": mean,
        "upper_limit": upper,
        "lower_two_sigma": low if has_limits else None,
        "side_of_mean": side,
        "is_outside_limits": outside,
        "is_close_to_limits": close,
    }


def _cause(place: int, part: list[Value], facts: list[dict[str, Any]]) -> str | None:
    if part[place] is None:
        return None
    seven = [range(at, at + 7) for at in range(place - 6, place + 1) if 0 <= at <= len(part) - 7]
    found = (
        _outside(facts[place])
        or _trend([[part[at] for at in window] for window in reversed(seven)])
        or _two_in_three(place, facts)
        or _shift([{facts[at]["side_of_mean"] for at in window} for window in seven])
    )
    return found or (None if facts[place]["is_outside_limits"] is None else "common cause")


def _outside(fact: dict[str, Any]) -> str | None:
    if not fact["is_outside_limits"]:
        return None
    return "above upper limit" if fact["side_of_mean"] > 0 else "below lower limit"


def _trend(windows: list[list[Value]]) -> str | None:
    for values in windows:
        if None not in values:
            steps = {(b > a) - (b < a) for a, b in pairwise(values)}
            if steps in ({1}, {-1}):
                return "trend up" if steps == {1} else "trend down"
    return None


def _two_in_three(place: int, facts: list[dict[str, Any]]) -> str | None:
    for first in range(max(0, place - 2), min(place, len(facts) - 3) + 1):
        three = facts[first : first + 3]
        sides = {each["side_of_mean"] for each in three}
        near = sum(each["is_close_to_limits"] is True for each in three)
        if near >= 2 and sides in ({1}, {-1}) and facts[place]["is_close_to_limits"]:
            return "2 in 3 above mean" if sides == {1} else "2 in 3 below mean"
    return None


def _shift(windows: list[set[int]]) -> str | None:
    for sides in windows:
        if sides in ({1}, {-1}):
            return "shift above mean" if sides == {1} else "shift below mean"
    return None
