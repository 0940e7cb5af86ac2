"""The Rural Urban Classification of small areas: one row is one small area of one census."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code

CONTRACT = Contract(
    feed="rural-urban",
    title="Urban and rural small areas",
    unit="one small area with its class in the Rural Urban Classification",
    slice_form="{edition}",
    key=("edition", "area_code"),
    columns=(
        Column(
            name="edition",
            kind=Kind.CODE,
            meaning="The census that the classification rests on, and whose small areas it names.",
            allowed=("2011", "2021"),
        ),
        area_code("area_code", "The small area (LSOA).", "E01099001", "E01099002"),
        Column(
            name="class_code",
            kind=Kind.CODE,
            meaning="The published code of the class.",
            pattern=r"^[A-Z]{1,3}\d$",
            form="one to three capital letters and a digit, such as UN1",
            examples=("UN1", "RLN1", "RSF1"),
        ),
        Column(
            name="class_name",
            kind=Kind.TEXT,
            meaning="The published name of the class.",
            longest=100,
            examples=(
                "Urban: Nearer to a major town or city",
                "Larger rural: Nearer to a major town or city",
                "Smaller rural: Further from a major town or city",
            ),
        ),
        Column(
            name="settlement",
            kind=Kind.CODE,
            meaning="Whether the class is an urban or a rural one, as published.",
            allowed=("urban", "rural"),
        ),
    ),
)
