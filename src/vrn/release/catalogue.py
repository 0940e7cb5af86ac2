"""The catalogue: every measure by name, gathered from the steps that they belong to."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure


@cache
def catalogue() -> Mapping[str, Measure]:
    """Every measure by its name, those of the problem before those of its factors."""
    from vrn.factors.catalogue import factor_measures
    from vrn.problem.catalogue import catalogue as problem_measures

    return MappingProxyType({**problem_measures(), **factor_measures()})


def find_measure(name: str) -> Measure:
    """The measure of that name; UnknownMeasureError with the nearest names where there is none."""
    from vrn.problem.catalogue import find_measure as find_among

    return find_among(name, catalogue())
