"""The contracts of every feed, one small file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.contracts import (
    area_changes,
    boundaries,
    deprivation,
    residents,
    street_crime,
)

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract

CONTRACTS: dict[str, Contract] = {
    module.CONTRACT.feed: module.CONTRACT
    for module in (street_crime, residents, deprivation, boundaries, area_changes)
}
