"""What a ratio with an interval lets one say: lower, higher, no important difference, cannot tell.

Sources: judging an interval against what would matter, not against 1 alone: ICH E9 Expert Working
Group, Statistical principles for clinical trials, Statistics in Medicine 18 (1999), section 3.3.2
(equivalence); S. Greenland and others, Statistical tests, P values, confidence intervals, and
power: a guide to misinterpretations, European Journal of Epidemiology 31 (2016).
"""

from __future__ import annotations

from math import isfinite
from typing import Literal, TypeAlias

from vrn.statistics.comparison.power import ENOUGH_POWER

Verdict: TypeAlias = Literal[
    "lower", "higher", "no important difference", "no clear difference", "cannot tell"
]
Important: TypeAlias = tuple[float, float]

IMPORTANT: Important = (0.9, 1.1)


def check_important(important: Important) -> None:
    """Raises ValueError unless the pair is a ratio below 1, the fall that matters, and one above.

    >>> check_important((0.9, 1.1))
    """
    fall, rise = important
    if not 0 < fall < 1 < rise:
        raise ValueError(
            "important is a ratio below 1 (the least fall that matters) and one above 1 (the least "
            f"rise), such as (0.9, 1.1); got {fall}, {rise}"
        )


def judge(lower: float, upper: float, *, power: float, important: Important = IMPORTANT) -> Verdict:
    """The verdict on an interval of a ratio; `power` is the chance to see the important fall.

    "lower" or "higher" where the interval leaves out 1; "no important difference" where it lies
    within what matters; "cannot tell" where there is no interval, where it spans both an important
    fall and an important rise, or where the power is under 80%; else "no clear difference". Raises
    nothing.

    >>> judge(0.7, 0.9, power=0.5), judge(0.95, 1.04, power=0.99), judge(0.8, 1.3, power=0.2)
    ('lower', 'no important difference', 'cannot tell')
    """
    fall, rise = important
    if not (isfinite(lower) and isfinite(upper)):
        return "cannot tell"
    if upper < 1:
        return "lower"
    if lower > 1:
        return "higher"
    if fall < lower and upper < rise:
        return "no important difference"
    if (lower <= fall and upper >= rise) or power < ENOUGH_POWER:
        return "cannot tell"
    return "no clear difference"


def said_change(ratio: float) -> str:
    """A ratio as a change in whole per cent: "18% lower", "3% higher", "no different".

    >>> said_change(0.82), said_change(1.03), said_change(0.999)
    ('18% lower', '3% higher', 'no different')
    """
    change = round(100 * (ratio - 1))
    if change == 0:
        return "no different"
    return f"{abs(change):,}% {'lower' if change < 0 else 'higher'}"


def said_interval(lower: float, upper: float) -> str:
    """Two limits of a ratio as changes, the side said once where they share it.

    >>> said_interval(0.79, 0.86), said_interval(0.9, 1.2)
    ('21% to 14% lower', '10% lower to 20% higher')
    """
    first, last = said_change(lower), said_change(upper)
    for side in (" lower", " higher"):
        if last.endswith(side):
            first = first.removesuffix(side)
    return f"{first} to {last}"
