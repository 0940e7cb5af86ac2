"""Every dimension by name: what it is called, its codes in order, and their labels."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.problem import placements
from vrn.problem.categories import CATEGORIES
from vrn.problem.dimension import Dimension, Sort
from vrn.problem.measure import TIME_DIMENSIONS
from vrn.problem.places import NO_DECILE, PLACE_DIMENSIONS, TENTHS
from vrn.problem.violence.dimensions import violence_dimensions

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLES = {
    "district": "District",
    "neighbourhood": "Police neighbourhood",
    "small_area": "Small area",
    "deprivation_2019": "Deprivation tenth (2019)",
    "deprivation_2025": "Deprivation tenth (2025)",
    "income_2025": "Income deprivation tenth (2025)",
    "education_2025": "Education deprivation tenth (2025)",
    "rural_urban": "Urban or rural",
    "month": "Month",
    "quarter": "Quarter",
    "year": "Year",
}
_DECILES = {"1": "1 (most deprived)", "10": "10 (least deprived)", NO_DECILE: "no decile known"}


def _street_crime() -> tuple[Dimension, ...]:
    return (
        Dimension(
            name="crime_type",
            title="Category",
            codes=tuple(category.published for category in CATEGORIES),
        ),
        Dimension(name="placement", title="How it was placed", codes=tuple(placements.MEANINGS)),
    )


def _places() -> tuple[Dimension, ...]:
    return tuple(
        Dimension(
            name=name,
            title=_TITLES[name],
            labels=_DECILES if name in TENTHS else {},
            sort=Sort.PLACE,
        )
        for name in PLACE_DIMENSIONS
    )


def _times() -> tuple[Dimension, ...]:
    return tuple(Dimension(name=n, title=_TITLES[n], sort=Sort.TIME) for n in TIME_DIMENSIONS)


@cache
def dimensions() -> Mapping[str, Dimension]:
    """The dimensions of all measures by name: times, places, street crime's, violence's."""
    every = (*_times(), *_places(), *_street_crime(), *violence_dimensions())
    return MappingProxyType({each.name: each for each in every})


def dimension(name: str) -> Dimension:
    """The dimension of that name."""
    return dimensions()[name]
