"""Sets released rates of places in a funnel: its limits at every size, and which lie outside.

All that goes in is what is shown: a place that is withheld is in no funnel, and no number of it is
used. So a funnel tells nothing that its table does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn.release.figure import check_seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from vrn.release.figure import Figure
    from vrn.statistics.limits import FloatArray

USUAL, FAR = 0.95, 0.998
_POINTS = 60
_DIGITS = 5
"""Significant digits of a limit as it is kept: the last ones differ from machine to machine."""


@dataclass(frozen=True, kw_only=True)
class Funnelling:
    """A funnel of rates: what the rates lie about, its limits by size, where each rate lies.

    `sizes` are numbers of residents; `limits` has six rows in step with them: the lower and upper
    limit of 95% and of 99.8% by chance, and those of 99.8% that allow for how much the places
    differ anyway; these two are empty where places are too few to tell. `sides` has for each figure
    "low", "within" or "high" by the 99.8% limits of chance and by the wider ones; empty texts for a
    figure that is not shown.
    """

    centre: float
    sizes: tuple[float, ...]
    limits: tuple[tuple[float, ...], ...]
    sides: tuple[tuple[str, str], ...]


def funnel(figures: Sequence[Figure]) -> Funnelling | None:
    """The funnel of released rates about the rate of all of them together; None without two.

    Each has its count and its residents behind it. Raises ForgedFigureError for a broken seal and
    ValueError for a shown figure that is no rate of residents.
    """
    for figure in figures:
        check_seal(figure)
    shown = [figure for figure in figures if figure.is_shown]
    counts = [_behind(figure)[0] for figure in shown]
    people = [_behind(figure)[1] for figure in shown]
    if len(shown) < 2 or not sum(counts):
        return None
    from vrn.statistics.funnels import Overdispersion, rate_funnel

    multiplier = _multiplier_of(shown)
    plain = rate_funnel(counts, people, multiplier=multiplier, confidence=FAR)
    wide = rate_funnel(
        counts, people, multiplier=multiplier, confidence=FAR, overdispersion=Overdispersion()
    )
    found = zip(plain["position"], wide["position"].fill_null(""), strict=True)
    sides = dict(zip((figure.id for figure in shown), found, strict=True))
    sizes = _sizes(people)
    centre = float(plain["baseline"][0])
    return Funnelling(
        centre=_rounded(centre),
        sizes=tuple(_rounded(size) for size in sizes),
        limits=_limits(sizes, centre, wide, multiplier),
        sides=tuple(sides.get(figure.id, ("", "")) for figure in figures),
    )


def _behind(figure: Figure) -> tuple[int, float]:
    if figure.numerator is None or not figure.denominator:
        raise ValueError(f"{figure.title!r} of {figure.place.name} is no rate of residents")
    return figure.numerator, figure.denominator


def _multiplier_of(shown: Sequence[Figure]) -> float:
    """What rates are per: the same of all, told by a figure that counts anything."""
    one = max(shown, key=lambda figure: figure.numerator or 0)
    count, people = _behind(one)
    return float(f"{(one.value or 0.0) * people / count:.6g}")


def _sizes(people: Sequence[float]) -> FloatArray:
    """Sizes from below the smallest place to beyond the largest, closer together where small."""
    return np.geomspace(0.7 * min(people), 1.08 * max(people), _POINTS)


def _limits(
    sizes: FloatArray, centre: float, wide: pl.DataFrame, multiplier: float
) -> tuple[tuple[float, ...], ...]:
    from vrn.statistics.funnels import rate_funnel_limits, widened_rate_limits

    each = [
        rate_funnel_limits(sizes, baseline=centre, multiplier=multiplier, confidence=at)
        for at in (USUAL, FAR)
    ]
    rows = [end for limits in each for end in (limits.lower, limits.upper)]
    if wide["upper"][0] is None:
        return (*(_row(row) for row in rows), (), ())
    tau2 = float(wide["tau2"][0])
    beyond = widened_rate_limits(
        sizes, baseline=centre, tau2=tau2, multiplier=multiplier, confidence=FAR
    )
    return tuple(_row(row) for row in (*rows, beyond.lower, beyond.upper))


def _row(row: FloatArray) -> tuple[float, ...]:
    return tuple(_rounded(each) for each in row)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
