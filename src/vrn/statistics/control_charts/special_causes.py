"""Special causes: which points of a control chart tell of more than the usual variation, and why.

A point has one cause, the first of these that it shows: outside the limits, part of a trend, part
of a zone (such as two in three close to a limit), part of a shift to one side of the mean. All
points of a trend or shift are marked, and not only the one that completes it; of a zone, those that
count for it. No rule reaches across a re-base or a missing value.

Sources: as for the rule sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.control_charts.runs import (
    Flags,
    Signs,
    in_windows,
    positions,
    shifts,
    trends,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.control_charts.limits import Baselines
    from vrn.statistics.control_charts.rule_sets import RuleSet
    from vrn.statistics.limits import FloatArray

COMMON_CAUSE = "common cause"
ABOVE_LIMIT, BELOW_LIMIT = "above upper limit", "below lower limit"
TREND_UP, TREND_DOWN = "trend up", "trend down"
SHIFT_ABOVE, SHIFT_BELOW = "shift above mean", "shift below mean"


class Causes(NamedTuple):
    """What each point shows; arrays of one value a point.

    `code` is the number of a name of `cause_names`: 0 for common cause, odd where the cause is high
    or rising, even where it is low or falling. `side` is 1 above the mean, -1 below, 0 on it or
    without one. Without limits no point is outside or close.
    """

    code: NDArray[np.uint8]
    side: Signs
    is_outside: Flags
    is_close: Flags


def cause_names(rules: RuleSet) -> tuple[str, ...]:
    """The names of the causes that a rule set tells apart, by their code.

    >>> from vrn.statistics.control_charts.rule_sets import LIMITS_ALONE, MAKING_DATA_COUNT
    >>> cause_names(MAKING_DATA_COUNT)[5:7]
    ('2 in 3 above mean', '2 in 3 below mean')
    """
    zones = (f"{zone.label} {side} mean" for zone in rules.zones for side in ("above", "below"))
    return (
        *(COMMON_CAUSE, ABOVE_LIMIT, BELOW_LIMIT, TREND_UP, TREND_DOWN),
        *zones,
        *(SHIFT_ABOVE, SHIFT_BELOW),
    )


def special_causes(
    value: FloatArray, is_start: Flags, baselines: Baselines, *, rules: RuleSet
) -> Causes:
    """The cause that each point shows, and where it lies, by the limits of its segment.

    >>> from vrn.statistics.control_charts.limits import Baselines
    >>> from vrn.statistics.control_charts.rule_sets import LIMITS_ALONE
    >>> lines = Baselines(*(np.full(2, each) for each in (10.0, 1.0, 9, 8)))
    >>> special_causes(
    ...     np.array([11.0, 13.0]), np.array([True, False]), lines, rules=LIMITS_ALONE
    ... ).code
    array([0, 1], dtype=uint8)
    """
    side = _sign(value - baselines.mean)
    outside = _beyond(value, baselines, sigmas=3)
    close = np.where(outside == 0, _beyond(value, baselines, sigmas=2), 0).astype(np.int8)
    none = np.zeros(value.size, dtype=np.int8)
    layers = [
        outside,
        trends(value, is_start, points=rules.trend) if rules.trend else none,
        *_zones(value, is_start, baselines, rules=rules),
        shifts(side, is_start, points=rules.shift) if rules.shift else none,
    ]
    code = np.zeros(value.size, dtype=np.uint8)
    # The most important is written last, over the others.
    for number, signs in reversed(list(enumerate(layers))):
        code[signs > 0] = 2 * number + 1
        code[signs < 0] = 2 * number + 2
    return Causes(code, side, outside != 0, close != 0)


def _sign(difference: FloatArray) -> Signs:
    """1 above nought, -1 below, 0 for nought and for NaN."""
    return (difference > 0).view(np.int8) - (difference < 0).view(np.int8)


def _beyond(value: FloatArray, baselines: Baselines, *, sigmas: float) -> Signs:
    """1 where the value lies above that line, -1 where below its mirror image, else 0."""
    above, below = value > baselines.line(sigmas), value < baselines.line(-sigmas)
    return above.view(np.int8) - below.view(np.int8)


def _zones(
    value: FloatArray, is_start: Flags, baselines: Baselines, *, rules: RuleSet
) -> list[Signs]:
    """For each zone of the rule set the side of the points that count for it, else 0."""
    place, has_value = positions(is_start), ~np.isnan(value)
    found = []
    for zone in rules.zones:
        beyond = _beyond(value, baselines, sigmas=zone.sigmas)
        if zone.is_within_limits:
            beyond[_beyond(value, baselines, sigmas=3) != 0] = 0
        signs = np.zeros(value.size, dtype=np.int8)
        for sign in (1, -1):
            is_eligible = (value - baselines.mean) * sign > 0 if zone.is_one_sided else has_value
            window = (zone.points, zone.of)
            signs[in_windows(beyond == sign, is_eligible, place, rule=window)] = sign
        found.append(signs)
    return found
