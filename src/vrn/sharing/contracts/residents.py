"""Residents of an area by age, from a census or a mid-year estimate: one row is one cell."""

from __future__ import annotations

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule
from vrn.sharing.country import area_code

SMALL_AREA = r"^([EWS]01\d{6}|N20\d{6})$"
DISTRICT = r"^([E]0[6-9]\d{6}|W06\d{6}|S12\d{6}|N09\d{6})$"

CONTRACT = Contract(
    feed="residents",
    title="Residents by area and age",
    unit="the residents of one area, one sex and one year of age (or all ages)",
    slice_form="{edition} {level}",
    key=("edition", "area_code", "level", "sex", "age"),
    columns=(
        Column(
            name="edition",
            kind=Kind.CODE,
            meaning="The census or the mid-year estimate that was counted.",
            pattern=r"^(mid|census)-\d{4}$",
            form="mid-YYYY or census-YYYY",
            examples=("mid-2020", "census-2021"),
        ),
        area_code("area_code", "The published code of the area.", "E01099001", "E07099001"),
        Column(
            name="level",
            kind=Kind.CODE,
            meaning="How large the area is and, for small areas (LSOA), of which vintage.",
            allowed=("district", "small area 2011", "small area 2021", "above district"),
        ),
        Column(
            name="sex",
            kind=Kind.CODE,
            meaning="Whom the count is of: everybody, or one sex as published.",
            allowed=("persons", "female", "male"),
        ),
        Column(
            name="age",
            kind=Kind.WHOLE,
            meaning="Age in completed years; 90 stands for 90 and over; nothing for all ages.",
            required=False,
            least=0,
            most=90,
            examples=("0", "17", "90"),
        ),
        Column(
            name="residents",
            kind=Kind.WHOLE,
            meaning="Usual residents.",
            least=0,
            most=70_000_000,
            examples=("14", "21", "1612"),
        ),
    ),
    rules=(
        RowRule(
            "code of another level",
            ("area_code", "level"),
            "do not belong together: the code is of another kind of area",
            lambda _: (
                pl.when(pl.col("level") == "district")
                .then(pl.col("area_code").str.contains(DISTRICT))
                .when(pl.col("level") == "above district")
                .then(~pl.col("area_code").str.contains(f"{DISTRICT}|{SMALL_AREA}"))
                .otherwise(pl.col("area_code").str.contains(SMALL_AREA))
            ),
        ),
    ),
)
