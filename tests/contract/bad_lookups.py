"""Lookups of small areas and sectors, and residents by ethnic group, that are not as agreed."""

from __future__ import annotations

from arriving import MANY, Case
from made_files import census, csv_text

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


RURAL_URBAN, GROUPS = "rural-urban-2021", "ethnic-groups-census-2021"


def classes(*odd: list[str]) -> bytes:
    """A classification of small areas with odd lines behind the good ones."""
    name = "Urban: Nearer to a major town or city"
    rows = [[f"E01{n:06d}", "UN1", name, "Urban"] for n in range(1, MANY + 1)]
    return csv_text([*rows, *odd], ["lsoa21_code", "ruc21_code", "classification", "ruc"]).encode()


def groups(*odd: list[str]) -> bytes:
    """A census table of ethnic groups with odd lines behind the good ones."""
    rows = [
        [f"E01{n:06d}", "10.0", group, "5.0", "0.5"]
        for n in range(1, MANY + 1)
        for group in ("White", "Mixed or Multiple ethnic groups")
    ]
    return census([*rows, *odd])


LOOKUPS = [
    Case("urban and rural areas", RURAL_URBAN, classes(), "load", file="ruc21.csv"),
    Case(
        "an area that is neither urban nor rural",
        RURAL_URBAN,
        classes(["E01099999", "UN1", "Urban: Nearer to a major town or city", "Suburban"]),
        "hold back",
        "'Suburban' is not in the mapping's list of codes",
        line=MANY + 2,
        column="settlement",
        file="ruc21.csv",
        mended=classes(["E01099999", "UN1", "Urban: Nearer to a major town or city", "Urban"]),
    ),
    Case("residents by ethnic group", GROUPS, groups(), "load", file="census.csv"),
    Case(
        "an ethnic group that the census table does not have",
        GROUPS,
        groups(["E01099999", "10.0", "White British", "5.0", "0.5"]),
        "hold back",
        "'White British'",
        line=2 * MANY + 2,
        column="ethnic_group",
        file="census.csv",
        mended=groups(["E01099999", "10.0", "White", "5.0", "0.5"]),
    ),
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
