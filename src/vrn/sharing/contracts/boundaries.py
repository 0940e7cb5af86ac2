"""Outlines of areas, to place points in and to draw: one row is one area of one vintage."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import AREA_CODE, area_code

SQUARE = (
    '{"type":"Polygon","coordinates":'
    "[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7],[-1.2,52.6]]]}"
)

CONTRACT = Contract(
    feed="boundaries",
    title="Boundaries of areas",
    unit="one area of one vintage",
    slice_form="{level} {vintage}",
    key=("level", "vintage", "area_code"),
    columns=(
        Column(
            name="level",
            kind=Kind.CODE,
            meaning="How large the area is.",
            allowed=("district", "small area"),
        ),
        Column(
            name="vintage",
            kind=Kind.CODE,
            meaning="The census whose areas these are.",
            allowed=("2011", "2021"),
        ),
        area_code("area_code", "The published code of the area.", "E01099001", "E07099001"),
        Column(
            name="area_name",
            kind=Kind.TEXT,
            meaning="The published name of the area.",
            examples=("Midbury 001A", "Midbury"),
        ),
        Column(
            name="district_code",
            kind=Kind.CODE,
            meaning="The district that a small area lies in.",
            required=False,
            may_be_absent=True,
            pattern=AREA_CODE,
            form="a published district code, such as E07099001",
            examples=("E07099001",),
        ),
        Column(
            name="geometry",
            kind=Kind.SHAPE,
            meaning="The outline in WGS84 degrees, longitude first; kept as well-known binary.",
            examples=(SQUARE,),
        ),
    ),
)
