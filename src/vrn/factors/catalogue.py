"""Every measure of the factors by name."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure


@cache
def factor_measures() -> Mapping[str, Measure]:
    """Deprivation, inequality, people, town and country, associations among areas."""
    from vrn.factors.association import association_measures
    from vrn.factors.deprivation import deprivation_measures
    from vrn.factors.inequality import inequality_measures
    from vrn.factors.people import people_measures
    from vrn.factors.urban_rural import urban_rural_measures

    return MappingProxyType(
        {
            **deprivation_measures(),
            **inequality_measures(),
            **people_measures(),
            **urban_rural_measures(),
            **association_measures(),
        }
    )
