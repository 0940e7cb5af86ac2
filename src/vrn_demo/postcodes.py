"""Made-up postcodes: sectors that each lie in one district, and full postcodes inside a sector.

No postcode area is called XL or XM. Those in XL lie in the made-up area, those in XM outside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn_demo.layout import DISTRICTS
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from vrn_demo.area import MadeUpArea

HEADER = ("Sector", "DistrictCode")

OUTSIDE_SECTORS = tuple(
    f"XM{outward} {inward}" for outward in range(1, 5) for inward in range(1, 6)
)
"""Where visitors live: sectors that lie outside the made-up area, and in none of its files."""

_SECTORS_OF_AN_OUTWARD_CODE = 9
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that may stand last in a postcode; C, I, K, M, O and V are not used there."""


def number_sectors(groups: Mapping[str, int]) -> dict[tuple[str, int], str]:
    """The sector of each group of small areas: (district code, number of the group from 0).

    `groups` has the number of groups by district. An outward code lies in one district, too.
    """
    sectors = {}
    outward = 0
    for district in DISTRICTS:
        for group in range(groups[district]):
            place = group % _SECTORS_OF_AN_OUTWARD_CODE
            outward += place == 0
            sectors[district, group] = f"XL{outward} {place + 1}"
    return sectors


def draw_postcodes(sectors: Sequence[str], rng: np.random.Generator) -> list[str]:
    """A full made-up postcode in each of these sectors, one of 400 in each: XL4 7AB."""
    letters = rng.integers(len(INWARD_LETTERS), size=(len(sectors), 2))
    return [
        f"{sector}{INWARD_LETTERS[first]}{INWARD_LETTERS[second]}"
        for sector, (first, second) in zip(sectors, letters.tolist(), strict=True)
    ]


def list_sectors(area: MadeUpArea) -> dict[str, str]:
    """District code by sector, for each sector of the made-up area."""
    return {piece.sector: piece.district for piece in area.pieces}


def spell_sectors(area: MadeUpArea) -> str:
    """The lookup of postcode sectors to districts; sectors outside the area are not in it."""
    return spell_table(HEADER, [list(pair) for pair in list_sectors(area).items()])
