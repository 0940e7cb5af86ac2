"""Where each postcode of the area lies: one row is one postcode, and nobody lives in it here."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.country import AREA_CODE

POSTCODE_PATTERN = r"^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$"


def _grid(name: str, meaning: str, most: int, example: str) -> Column:
    return Column(
        name=name,
        kind=Kind.WHOLE,
        meaning=meaning,
        required=False,
        least=0,
        most=most,
        examples=(example,),
    )


def _area(name: str, meaning: str, example: str) -> Column:
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        required=False,
        may_be_absent=True,
        pattern=AREA_CODE,
        form="a published area code: one of E, W, S, N and eight digits",
        examples=(example,),
    )


CONTRACT = Contract(
    feed="postcodes",
    title="Postcodes and the areas that they lie in",
    unit="one postcode, with the areas that hold its middle",
    slice_form="{edition}",
    key=("edition", "postcode"),
    columns=(
        Column(
            name="edition",
            kind=Kind.MONTH,
            meaning="The month of the list.",
            examples=("2025-10",),
        ),
        Column(
            name="postcode",
            kind=Kind.CODE,
            meaning="The postcode in capitals, with one blank.",
            pattern=POSTCODE_PATTERN,
            form="a postcode in capitals with one blank, such as XL4 7AB",
            examples=tuple(f"XL{n // 260 + 1} {n % 10}{chr(65 + n % 26)}Z" for n in range(2600)),
        ),
        _grid("quality", "How sure the position is, 10 the surest, as published.", 90, "10"),
        _grid("easting", "Metres east on the national grid.", 700_000, "458000"),
        _grid("northing", "Metres north on the national grid.", 1_300_000, "304000"),
        _area("district_code", "The district.", "E07099001"),
        _area("ward_code", "The ward.", "E05099001"),
        _area("small_area_2011", "The small area of the 2011 census.", "E01099001"),
        _area("small_area_2021", "The small area of the 2021 census.", "E01099001"),
    ),
)
