"""Residents of an area by ethnic group, from a census: one row is one area and group."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code

CONTRACT = Contract(
    feed="residents-by-ethnic-group",
    title="Residents by area and ethnic group",
    unit="the residents of one area and one ethnic group",
    slice_form="{edition} {level}",
    key=("edition", "area_code", "level", "ethnic_group"),
    columns=(
        Column(
            name="edition",
            kind=Kind.CODE,
            meaning="The census that was counted.",
            pattern=r"^census-\d{4}$",
            form="census-YYYY",
            examples=("census-2021",),
        ),
        area_code("area_code", "The published code of the area.", "E01099001", "E07099001"),
        Column(
            name="level",
            kind=Kind.CODE,
            meaning="How large the area is and, for small areas (LSOA), of which vintage.",
            allowed=("district", "small area 2011", "small area 2021"),
        ),
        Column(
            name="ethnic_group",
            kind=Kind.CODE,
            meaning="The group, of the five high-level groups of the census.",
            allowed=("Asian", "Black", "Mixed", "White", "Other"),
        ),
        Column(
            name="residents",
            kind=Kind.WHOLE,
            meaning="Usual residents.",
            least=0,
            most=70_000_000,
            examples=("303", "1386", "41"),
        ),
    ),
)
