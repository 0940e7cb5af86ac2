"""The contracts of every feed, one small file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.contracts import (
    ae_attendances,
    ambulance,
    area_changes,
    area_lookups,
    boundaries,
    deprivation,
    hospital_admissions,
    hospital_episodes,
    injury_surveillance,
    police_neighbourhoods,
    police_offences,
    police_people,
    postcode_sectors,
    postcodes,
    probation,
    residents,
    residents_by_ethnic_group,
    rural_urban,
    school_absence,
    school_exclusions,
    street_crime,
    supplied_tables,
    youth_justice,
)

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract

CONTRACTS: dict[str, Contract] = {
    module.CONTRACT.feed: module.CONTRACT
    for module in (
        *(street_crime, residents, deprivation, boundaries, area_changes),
        *(police_offences, police_people, ambulance, ae_attendances, hospital_admissions),
        *(police_neighbourhoods, postcode_sectors, residents_by_ethnic_group, rural_urban),
        *(injury_surveillance, hospital_episodes, school_exclusions, school_absence),
        *(youth_justice, probation, area_lookups, postcodes, supplied_tables),
    )
}
