"""Which cubes the profile and its dashboard are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.terms import Period

WATCHED = ("violence_and_sexual_offences", "robbery", "possession_of_weapons")
TOPS = ("1", "5", "10")
OF_EACH_RUN = ("all_recorded", "share_without_place", "share_outside")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One cube to be made: the measure's name, split, filter and period (start in, end in)."""

    measure: str
    split: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None


@dataclass(frozen=True, kw_only=True)
class Periods:
    """The periods a profile speaks of: all months held, their runs, the latest year and more.

    `whole` goes from the first month held to the last, gaps and all; `runs` are the unbroken runs
    in it. `year` is the latest run of twelve held months; `before` is None where the year before
    it is not held in full. Start in, end in.
    """

    whole: Period
    runs: tuple[Period, ...]
    year: Period | None
    before: Period | None


def profile_shapes(
    periods: Periods, *, categories: tuple[str, ...], deprivation: str
) -> list[Shape]:
    """Every cube that the profile and the dashboard read, in a fixed order."""
    shapes = [Shape(measure="residents"), Shape(measure="share_under_25")]
    for name in categories:
        shapes.append(Shape(measure=name, split=("month",), period=periods.whole))
        shapes.append(Shape(measure=f"{name}_rate", split=("month",), period=periods.whole))
    for run in periods.runs:
        shapes += [Shape(measure=name, period=run) for name in OF_EACH_RUN]
        shapes.append(Shape(measure="all_recorded", split=("placement",), period=run))
    if periods.year is None:
        return shapes
    shapes += _of_all(periods)
    for name in categories:
        shapes += _of_category(name, periods, deprivation)
    for name in WATCHED:
        shapes += _of_watched(name, periods, deprivation)
    return shapes


def _of_category(name: str, periods: Periods, deprivation: str) -> list[Shape]:
    year, rate = periods.year, f"{name}_rate"
    return [
        Shape(measure=name, period=year),
        Shape(measure=name, split=("district",), period=year),
        Shape(measure=rate, period=year),
        Shape(measure=rate, split=("district",), period=year),
        Shape(measure=rate, split=(f"deprivation_{deprivation}",), period=year),
    ]


def _of_all(periods: Periods) -> list[Shape]:
    """The table of every published category: one cube a column."""
    by_type = ("crime_type",)
    shapes = [
        Shape(measure="all_recorded", split=by_type, period=periods.year),
        Shape(measure="all_recorded_rate", split=by_type, period=periods.year),
    ]
    if periods.before is not None:
        shapes.append(Shape(measure="all_recorded", split=by_type, period=periods.before))
        shapes.append(Shape(measure="all_recorded_change", split=by_type, period=periods.year))
    return shapes


def measure_of_ends(name: str, deprivation: str) -> str:
    """The name of the measure that sets the most deprived tenth beside the least."""
    newest = "2025"
    return f"{name}_deprivation_ratio" + ("" if deprivation == newest else f"_{deprivation}")


def _of_watched(name: str, periods: Periods, deprivation: str) -> list[Shape]:
    year = periods.year
    shapes = [
        Shape(measure=name, split=("small_area",), period=year),
        Shape(measure=f"{name}_rate", split=("small_area",), period=year),
        Shape(measure=name, split=("district", "month"), period=periods.whole),
        Shape(measure=measure_of_ends(name, deprivation), period=year),
    ]
    shapes += [Shape(measure=f"{name}_concentration_{top}", period=year) for top in TOPS]
    shapes.append(Shape(measure=f"{name}_concentration_5_by_chance", period=year))
    if periods.before is not None:
        shapes.append(Shape(measure=name, period=periods.before))
        shapes.append(Shape(measure=f"{name}_change", period=year))
    return shapes
