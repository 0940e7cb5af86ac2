"""Lookups of police neighbourhoods and of postcode sectors that are not as agreed."""

from __future__ import annotations

from arriving import MANY, Case
from made_files import csv_text

HOODS, SECTORS = "police-neighbourhoods", "postcode-sectors"


def hoods(*odd: list[str]) -> bytes:
    """A lookup of small areas to police neighbourhoods with odd lines behind the good ones."""
    rows = [[f"E01099{n:03d}", "LN01", "West Midbury", "E07099001"] for n in range(MANY)]
    header = ["SmallAreaCode", "Neighbourhood", "NeighbourhoodName", "DistrictCode"]
    return csv_text([*rows, *odd], header).encode()


def sectors(*odd: list[str]) -> bytes:
    """A lookup of postcode sectors to districts with odd lines behind the good ones."""
    rows = [[f"XL{n // 10 + 1} {n % 10}", "E07099001"] for n in range(MANY)]
    return csv_text([*rows, *odd], ["Sector", "DistrictCode"]).encode()


LOOKUPS = [
    Case("police neighbourhoods", HOODS, hoods(), "load", file="police_neighbourhoods.csv"),
    Case(
        "a small area without its neighbourhood",
        HOODS,
        hoods(["E01099999", "", "West Midbury", "E07099001"]),
        "hold back",
        "is empty; expected a short code",
        line=MANY + 2,
        column="neighbourhood",
        file="police_neighbourhoods.csv",
        mended=hoods(["E01099999", "LN01", "West Midbury", "E07099001"]),
    ),
    Case(
        "a code that is no small area's",
        HOODS,
        hoods(["West", "LN01", "West Midbury", "E07099001"]),
        "hold back",
        "'West' is not a published area code",
        line=MANY + 2,
        column="small_area",
        file="police_neighbourhoods.csv",
    ),
    Case("postcode sectors", SECTORS, sectors(), "load", file="postcode_sectors.csv"),
    Case(
        "full postcodes in a list of sectors",
        SECTORS,
        sectors(["XL40 7AB", "E07099001"]),
        "refuse",
        "full postcodes stand where sectors were agreed",
        line=MANY + 2,
        column="sector",
        file="postcode_sectors.csv",
        mended=sectors(["XL40 7", "E07099001"]),
    ),
    Case(
        "a sector without its district",
        SECTORS,
        sectors(["XL40 7", ""]),
        "hold back",
        "is empty; expected a published area code",
        line=MANY + 2,
        column="district_code",
        file="postcode_sectors.csv",
    ),
]
