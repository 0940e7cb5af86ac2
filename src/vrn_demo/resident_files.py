"""The files of residents of the made-up area, spelt as the published tables spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import DISTRICTS
from vrn_demo.residents import AGES, ETHNIC_GROUPS, SEXES, sum_districts, sum_small_areas
from vrn_demo.table_text import spell_table, spell_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_demo.area import MadeUpArea
    from vrn_demo.residents import Residents

_COUNTY, _COUNTY_NAME = "E10000018", "Leicestershire"
_LETTERS_OF_SEXES = [sex[0].upper() for sex in SEXES]


def spell_small_areas(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, single year of age, one line for each small area of 2011."""
    rows = [
        [place.name, place.code, *_spell_ages(ages)]
        for place, ages in zip(area.areas_2011, sum_small_areas(area, residents), strict=True)
    ]
    return spell_table(["lsoa11_name", "lsoa11_code", "total_population", *AGES], rows)


def spell_districts(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, single year of age, one line for each district."""
    rows = [
        [code, DISTRICTS[code], *_spell_ages(ages.sum(axis=1))]
        for code, ages in sum_districts(area, residents).items()
    ]
    return spell_table(["ltla21_code", "ltla21_name", "total_population", *AGES], rows)


def spell_districts_by_sex(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, one line for each sex, age and district.

    As in the published file the county, which holds seven of the districts, has lines of its own.
    """
    everybody = sum_districts(area, residents)
    rows: list[Sequence[str]] = []
    for sex, letter in enumerate(_LETTERS_OF_SEXES):
        with_county = _add_county({code: ages[:, sex] for code, ages in everybody.items()})
        for place, age in enumerate(AGES):
            rows += [[*who, letter, age, str(ages[place])] for who, ages in with_county]
    return spell_table(["Code", "Name", "Geography", "sex", "age", "n"], rows)


def _add_county(counts: dict[str, np.ndarray]) -> list[tuple[tuple[str, str, str], np.ndarray]]:
    """(code, name, kind) and ages: two unitary authorities, the county, then its districts."""
    unitary = [code for code in DISTRICTS if code.startswith("E06")]
    inside = [code for code in DISTRICTS if code.startswith("E07")]
    county = np.sum([counts[code] for code in inside], axis=0)
    return [
        *(((code, DISTRICTS[code], "Unitary Authority"), counts[code]) for code in unitary),
        ((_COUNTY, _COUNTY_NAME, "County"), county),
        *(((code, DISTRICTS[code], "Non-metropolitan District"), counts[code]) for code in inside),
    ]


def spell_census(area: MadeUpArea, residents: Residents) -> str:
    """Census of 2021: residents and ethnic groups, five lines for each small area of 2021."""
    rows: list[Sequence[str]] = []
    for place, groups in zip(area.areas_2021, residents.by_group_2021, strict=True):
        total = int(groups.sum())
        rows += [
            [place.code, spell_whole(total), group, spell_whole(n), repr(int(n) / total)]
            for group, n in zip(ETHNIC_GROUPS, groups, strict=True)
        ]
    return spell_table(["lsoa21_code", "total_residents", "ethnic_group", "n", "prop"], rows)


def _spell_ages(ages: np.ndarray) -> list[str]:
    """The total and the ages of one line."""
    return [spell_whole(ages.sum()), *(spell_whole(n) for n in ages)]
