"""Every measure of step 1 by name."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.problem.asking import suggest
from vrn.problem.change import change_measures
from vrn.problem.concentration import concentration_measures
from vrn.problem.people import people_measures
from vrn.problem.placed import placed_measures
from vrn.problem.recorded import recorded_measures
from vrn.problem.unknown.catalogue import unknown_measures
from vrn.problem.violence.catalogue import violence_measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure


class UnknownMeasureError(LookupError):
    """No measure bears that name; the message says which come near."""


@cache
def catalogue() -> Mapping[str, Measure]:
    """The measures of this step, by name, in the order in which a list shows them."""
    return MappingProxyType(
        {
            **recorded_measures(),
            **placed_measures(),
            **change_measures(),
            **concentration_measures(),
            **people_measures(),
            **violence_measures(),
            **unknown_measures(),
        }
    )


def find_measure(name: str, measures: Mapping[str, Measure]) -> Measure:
    """The measure of that name; UnknownMeasureError with "try one of: …" where there is none."""
    if name not in measures:
        raise UnknownMeasureError(f"there is no measure '{name}'; {suggest(name, tuple(measures))}")
    return measures[name]
