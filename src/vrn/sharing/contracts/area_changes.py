"""How the small areas of 2011 became those of 2021: one row is one pair that overlap."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code


def _name(name: str, meaning: str, example: str) -> Column:
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        required=False,
        may_be_absent=True,
        examples=(example,),
    )


CONTRACT = Contract(
    feed="area-changes",
    title="Small areas of 2011 and 2021",
    unit="one small area of 2011 with one of 2021 that it became, or became part of",
    slice_form="2011-2021",
    key=("code_2011", "code_2021"),
    columns=(
        area_code("code_2011", "The small area (LSOA) of the 2011 census.", "E01099001"),
        _name("name_2011", "Its published name.", "Midbury 001A"),
        Column(
            name="change",
            kind=Kind.CODE,
            meaning="U unchanged; S split into several; M merged with others; X redrawn.",
            allowed=("U", "S", "M", "X"),
        ),
        area_code("code_2021", "The small area (LSOA) of the 2021 census.", "E01099001"),
        _name("name_2021", "Its published name.", "Midbury 001A"),
        area_code("district_code", "The district that the 2021 area lies in.", "E07099001"),
        _name("district_name", "The district's published name.", "Midbury"),
    ),
)
