"""Area outlines for maps: boundaries projected to a flat plane, released as open reference data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """The shapes of one level: for each area its rings, on a plane with y downwards.

    `areas` holds (code, name, district code, rings); a ring is a closed run of (x, y) points in
    hundreds of metres from the north-west corner, rounded to a tenth. `width` and `height` are in
    the same unit. Holes are rings too: fill by the even-odd rule.
    """

    level: str
    vintage: str
    width: float
    height: float
    areas: tuple[tuple[str, str, str, tuple[tuple[tuple[float, float], ...], ...]], ...]
    supplies: tuple[str, ...]
