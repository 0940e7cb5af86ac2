"""Which larger area an area lies in, by edition: one row is one area in one larger one."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import area_code

LEVELS = (
    *("small area 2011", "small area 2021", "middle area 2011", "middle area 2021", "ward"),
    *("district", "community safety partnership", "police force area", "region"),
)


def _level(name: str, meaning: str) -> Column:
    return Column(name=name, kind=Kind.CODE, meaning=meaning, allowed=LEVELS)


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
    feed="area-lookups",
    title="Which area lies in which",
    unit="one area with a larger area that it lies in; some lie in several of a kind",
    slice_form="{level} in {within} {edition}",
    key=("level", "within", "edition", "area_code", "within_code"),
    columns=(
        Column(
            name="edition",
            kind=Kind.CODE,
            meaning="The year of the lookup.",
            pattern=r"^20\d{2}$",
            form="a year of four digits",
            examples=("2024",),
        ),
        _level("level", "How large the smaller one is."),
        area_code("area_code", "The code of the smaller one.", "E01099001"),
        _name("area_name", "Its published name.", "Midbury 001A"),
        _level("within", "How large the larger one is."),
        area_code("within_code", "The code of the larger one.", "E05099001"),
        _name("within_name", "Its published name.", "Midbury North"),
    ),
)
