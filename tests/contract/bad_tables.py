"""Tables of residents, of deprivation and of changed areas, good and bad."""

from __future__ import annotations

import made_files as made
from arriving import MANY, Case

SMALL_AREAS = "residents-mid-2020-small-areas"
CENSUS = "residents-census-2021"
CHANGES = "area-changes-2011-2021"

_AREAS = [("E01099001", "Midbury 001A"), ("E01099002", "Midbury 001B")]


def _ages(areas: list[tuple[str, str]] | None = None, **changes: str) -> bytes:
    return made.ages_table(areas or _AREAS, code="lsoa11_code", name="lsoa11_name", **changes)


def _many_ages(**changes: str) -> bytes:
    many = [(f"E01{n:06d}", f"Midbury {n}") for n in range(1, MANY + 1)]
    odd = made.ages_table([("E01099999", "Odd")], code="lsoa11_code", name="lsoa11_name", **changes)
    return _ages(many) + odd.split(b"\n", 1)[1]


def _census(*odd: list[str]) -> bytes:
    rows = [
        [f"E01{n:06d}", "10.0", group, "5.0", "0.5"] for n in range(1, MANY + 1) for group in "AB"
    ]
    return made.census([*rows, *odd])


RESIDENTS = [
    Case("a good file", SMALL_AREAS, _ages(), "load", file="ages.csv"),
    Case("a good file, packed", SMALL_AREAS, made.gzipped(_ages()), "load", file="ages.csv.gz"),
    Case(
        "a good file",
        "residents-mid-2020-districts",
        made.ages_table([("E07099001", "Midbury")], code="ltla21_code", name="ltla21_name"),
        "load",
        file="ages.csv",
    ),
    Case(
        "whole numbers written as 2.0",
        SMALL_AREAS,
        _ages(),
        "mend",
        "'.0' behind whole numbers was taken off",
        file="ages.csv",
    ),
    Case(
        "-1 residents",
        SMALL_AREAS,
        _many_ages(**{"17": "-1.0"}),
        "hold back",
        "'-1' is not a whole number from 0",
        line=MANY + 2,
        column="residents",
        file="ages.csv",
    ),
    Case(
        "12y where a number belongs",
        SMALL_AREAS,
        _many_ages(**{"17": "12y"}),
        "hold back",
        "'12y' is not a whole number",
        line=MANY + 2,
        file="ages.csv",
    ),
    Case(
        "ages that do not add up to the total",
        SMALL_AREAS,
        _many_ages(total_population="183.0"),
        "hold back",
        "of all ages do not add up to the total",
        line=MANY + 2,
        column="residents",
        file="ages.csv",
    ),
    Case(
        "a comma between thousands",
        SMALL_AREAS,
        _many_ages(total_population="1,182"),
        "hold back",
        "'1,182' is not a whole number",
        file="ages.csv",
    ),
    Case(
        "an area that stands twice",
        SMALL_AREAS,
        _ages([_AREAS[0], _AREAS[0]]),
        "refuse",
        "stand in another row of this supply too",
        file="ages.csv",
        mended=_ages(),
    ),
    Case(
        "a header turned into a date: 10-14 as 10-Oct",
        SMALL_AREAS,
        _ages().replace(b",10,", b",10-Oct,", 1),
        "refuse",
        "the column '10' is missing",
        line=1,
        file="ages.csv",
    ),
    Case(
        "codes of another level",
        SMALL_AREAS,
        _ages([("E07099001", "Midbury")]),
        "refuse",
        "the code is of another kind of area",
        line=2,
        column="area_code, level",
        file="ages.csv",
    ),
    Case("a good file", CENSUS, _census(), "load", file="census.csv"),
    Case("a header alone", CENSUS, made.census([]), "refuse", "a header and no rows", file="c.csv"),
    Case(
        "rows of an area that do not agree",
        CENSUS,
        _census(["E01099999", "10.0", "A", "5.0", "0.5"], ["E01099999", "11.0", "B", "6.0", "0.5"]),
        "hold back",
        "differs between rows of the same area_code",
        line=2 * MANY + 2,
        column="residents",
        file="census.csv",
    ),
    Case(
        "a bad code, in each row of its area",
        CENSUS,
        _census(["E1", "10.0", "A", "5.0", "0.5"], ["E1", "10.0", "B", "5.0", "0.5"]),
        "hold back",
        "'E1' is not a published area code",
        line=2 * MANY + 3,
        column="area_code",
        file="census.csv",
    ),
]

DEPRIVATION = [
    Case("a good file", "deprivation-2019", made.deprivation("2019"), "load", file="imd.csv"),
    Case("a good file", "deprivation-2025", made.deprivation("2025"), "load", file="imd.csv"),
    Case(
        "a decile of 11",
        "deprivation-2019",
        made.deprivation("2019", [{"IMD_decile": "11.0"}]),
        "refuse",
        "'11' is not a whole number from 1 to 10",
        line=2,
        column="imd_decile",
        file="imd.csv",
        mended=made.deprivation("2019", [{"IMD_decile": "10.0"}]),
    ),
    Case(
        "the indices of another year",
        "deprivation-2025",
        made.deprivation("2019"),
        "refuse",
        "the column 'lsoa21_code' is missing",
        line=1,
        file="imd.csv",
    ),
    Case(
        "areas of Wales",
        "deprivation-2019",
        made.deprivation("2019", [{"lsoa11_code": "W01000001"}]),
        "refuse",
        "is not the code of a small area in England",
        file="imd.csv",
    ),
    Case(
        "an area that stands twice",
        "deprivation-2019",
        made.deprivation("2019", [{}, {}]),
        "refuse",
        "stand in another row of this supply too",
        line=2,
        file="imd.csv",
    ),
]

_PAIR = ["Midbury 001A", "E01099001", "U", "Midbury 001A", "E01099001", "Midbury", "E07099001"]


def _pair(**changes: str) -> list[str]:
    names = ["name_2011", "code_2011", "change", "name_2021", "code_2021", "district", "code"]
    return list((dict(zip(names, _PAIR, strict=True)) | changes).values())


AREA_CHANGES = [
    Case("a good file", CHANGES, made.changes_table([_PAIR]), "load", file="lookup.csv"),
    Case(
        "a kind of change that is not known",
        CHANGES,
        made.changes_table([_pair(change="Q")]),
        "refuse",
        "'Q' is not one of 'U', 'S', 'M' and 'X'",
        line=2,
        column="change",
        file="lookup.csv",
        mended=made.changes_table([_PAIR]),
    ),
    Case(
        "a pair that stands twice",
        CHANGES,
        made.changes_table([_PAIR, _PAIR]),
        "refuse",
        "stand in another row of this supply too",
        line=3,
        file="lookup.csv",
    ),
]
