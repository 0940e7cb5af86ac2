"""Which district each postcode sector of the area lies in: one row is one sector."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code
from vrn.sharing.person_columns import SECTOR_PATTERN

CONTRACT = Contract(
    feed="postcode-sectors",
    title="Postcode sectors of the area",
    unit="one postcode sector with the district that holds most of its addresses",
    slice_form="all",
    key=("sector",),
    columns=(
        Column(
            name="sector",
            kind=Kind.CODE,
            meaning="The postcode without its last two letters.",
            pattern=SECTOR_PATTERN,
            form="a postcode sector with a blank before its last digit, such as XL4 7",
            examples=tuple(f"XL{place // 10 + 1} {place % 10}" for place in range(990)),
        ),
        area_code("district_code", "The district that it lies in.", "E07099001"),
    ),
)
