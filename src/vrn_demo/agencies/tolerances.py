"""How near to its planted target each recovered number must come, whatever the seed.

What is dealt out by quota is met nearly exactly; the rest is left to chance in few people, and to
what the files leave out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Tolerance:
    """`points` is the greatest difference of a share (of 1), `part` of the target itself."""

    points: float = 0.0
    part: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a tolerance below nothing, and one that says two things."""
        if min(self.points, self.part) < 0 or (self.points and self.part):
            raise ValueError("a tolerance is in points or a part of the target, at least 0")

    def holds(self, found: float, target: float) -> bool:
        """Whether a number is near enough to its target."""
        return abs(found - target) <= self.points + self.part * abs(target) + 1e-9


_SHARE, _RATIO, _EXACT = Tolerance(points=0.015), Tolerance(part=0.08), Tolerance()

TOLERANCES = {
    "victims_per_resident": Tolerance(part=0.03),
    "suspects_per_resident": Tolerance(part=0.03),
    "victims_male": _SHARE,
    "suspects_male": _SHARE,
    "suspects_ratio": _RATIO,
    "robbery_suspects_ratio": _RATIO,
    "repeat_share": _SHARE,
    "repeat_share_under_25": _SHARE,
    "knife": _SHARE,
    "abh": _SHARE,
    "afternoon_peak": _EXACT,
    "night_peak": _EXACT,
    "night_time": _SHARE,
    "night_time_premises": _SHARE,
    "city": _SHARE,
    "under_25_by_place": _SHARE,
    "wider_times": Tolerance(part=0.03),
    "wider_in_dwellings": _SHARE,
    "wider_hospitality": _SHARE,
    "wider_education": _SHARE,
    "trend": Tolerance(part=0.04),
    "trend_under_25": Tolerance(part=0.06),
    "conveyed_under_25": _SHARE,
    "attendances_peak": Tolerance(points=0.02),
    "attendances_trend": Tolerance(part=0.04),
    "admissions_change": Tolerance(part=0.03),
    "attendances_known": Tolerance(points=0.03),
}
"""By the name of the target in `Planted`; rates by age band are told apart by their order alone."""


def list_misses(planted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Each target that was not met, in words; `under_25_by_place` place by place."""
    misses = []
    for name, tolerance in TOLERANCES.items():
        wanted, came = planted[name], found[name]
        pairs = (
            [(f"{name} {place}", share, came[place]) for place, share in wanted]
            if isinstance(wanted, tuple | list) and isinstance(came, dict)
            else [(name, wanted, came)]
        )
        misses += [
            f"{label}: planted {target}, found {got}"
            for label, target, got in pairs
            if not tolerance.holds(float(got), float(target))
        ]
    return misses
