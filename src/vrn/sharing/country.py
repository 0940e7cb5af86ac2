"""What the contracts know of the country: the box it lies in, and the form of its areas' codes."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind

# Great Britain and Northern Ireland, in degrees, with a margin for the sea.
WEST, SOUTH, EAST, NORTH = -9.0, 49.5, 2.2, 61.2

AREA_CODE = r"^[EWSN]\d{8}$"


def area_code(name: str, meaning: str, *examples: str) -> Column:
    """The declaration of a required column that holds a published code of an area of any kind."""
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        pattern=AREA_CODE,
        form="a published area code: one of E, W, S, N and eight digits",
        examples=examples,
    )
