"""Which neighbourhood policing area each small area lies in: one row is one small area."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code

CONTRACT = Contract(
    feed="police-neighbourhoods",
    title="Police neighbourhoods",
    unit="one small area with the police neighbourhood that it lies in",
    slice_form="2021",
    key=("small_area",),
    columns=(
        area_code("small_area", "The small area (LSOA) of the 2021 census.", "E01099001"),
        Column(
            name="neighbourhood",
            kind=Kind.CODE,
            meaning="The force's code of the neighbourhood policing area.",
            pattern=r"^[A-Z]{1,4}-?\d{1,3}$",
            form="a short code of capital letters and digits, such as NPA01",
            examples=("NPA01", "NPA02"),
        ),
        Column(
            name="neighbourhood_name",
            kind=Kind.TEXT,
            meaning="The force's name of it.",
            longest=100,
            examples=("West Midbury",),
        ),
        area_code("district_code", "The district that it lies in.", "E07099001"),
    ),
)
