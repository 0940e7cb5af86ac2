"""The contracts of every feed, one small file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.contracts import (
    ae_attendances,
    ambulance,
    area_changes,
    boundaries,
    deprivation,
    hospital_admissions,
    police_neighbourhoods,
    police_offences,
    police_people,
    postcode_sectors,
    residents,
    residents_by_ethnic_group,
    rural_urban,
    street_crime,
)

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract

CONTRACTS: dict[str, Contract] = {
    module.CONTRACT.feed: module.CONTRACT
    for module in (
        *(street_crime, residents, deprivation, boundaries, area_changes),
        *(police_offences, police_people, ambulance, ae_attendances, hospital_admissions),
        *(police_neighbourhoods, postcode_sectors, residents_by_ethnic_group, rural_urban),
    )
}
