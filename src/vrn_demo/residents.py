"""Who lives in the made-up area: residents by age, sex and ethnic group, and the files of them.

Small areas of 2011 have about 1,000 to 3,100 residents in the middle of 2020; those that were
split are large, those that were merged small, because that is why the real ones are changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import CITY, DISTRICTS
from vrn_demo.table_text import spell_table, spell_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_demo.area import MadeUpArea

AGES = (*(str(age) for age in range(90)), "90+")

ETHNIC_GROUPS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)

_MEAN_RESIDENTS = {"U": 1740, "S": 2780, "M": 1090, "X": 1650}
_YOUNG_ADULTS = {CITY: 0.4, "E07000130": 0.6}
"""How much a district's ages bulge at 22: the city and the district with a university."""
_OLDER_ADULTS = {CITY: 0.0}
_COUNTY, _COUNTY_NAME = "E10000018", "Leicestershire"


@dataclass(frozen=True)
class Residents:
    """Residents of the made-up area; each array in the order of the area's own lists."""

    by_age_2020: np.ndarray
    """Middle of 2020: one row for each small area of 2011, one column for each of AGES."""
    of_pieces_2020: np.ndarray
    """Middle of 2020: one number for each piece of ground."""
    by_group_2021: np.ndarray
    """Census of 2021: one row for each small area of 2021, one column for each ETHNIC_GROUPS."""
    females_by_age_2020: dict[str, np.ndarray]
    """Middle of 2020, by district code: females at each of AGES."""

    def __post_init__(self) -> None:
        """Refuse counts below zero, and pieces that do not add up to the small areas."""
        if min(self.by_age_2020.min(), self.of_pieces_2020.min(), self.by_group_2021.min()) < 0:
            raise ValueError("residents cannot be fewer than none")
        if self.of_pieces_2020.sum() != self.by_age_2020.sum():
            raise ValueError("residents of the pieces and of the small areas do not add up")


def draw_residents(area: MadeUpArea, rng: np.random.Generator) -> Residents:
    """Made-up residents of every small area, drawn with `rng`."""
    totals = _draw_totals(area, rng)
    by_age = np.array(
        [
            rng.multinomial(total, _weigh_ages(place.district))
            for place, total in zip(area.areas_2011, totals, strict=True)
        ]
    )
    of_pieces = _share_among_pieces(area, totals, rng)
    return Residents(
        by_age_2020=by_age,
        of_pieces_2020=of_pieces,
        by_group_2021=_draw_groups(area, of_pieces, rng),
        females_by_age_2020={
            code: rng.binomial(ages, np.linspace(0.488, 0.56, len(AGES)))
            for code, ages in sum_districts(area, by_age).items()
        },
    )


def sum_districts(area: MadeUpArea, by_age: np.ndarray) -> dict[str, np.ndarray]:
    """Residents at each age by district code, from those of the small areas of 2011."""
    codes = np.array([place.district for place in area.areas_2011])
    return {code: by_age[codes == code].sum(axis=0) for code in DISTRICTS}


def _draw_totals(area: MadeUpArea, rng: np.random.Generator) -> np.ndarray:
    """Residents of each small area of 2011, between 1,000 and 3,100."""
    kinds = {change.code_2011: change.kind for change in area.changes}
    means = np.array([_MEAN_RESIDENTS[kinds[place.code]] for place in area.areas_2011])
    drawn = rng.normal(means, 0.11 * means).round().astype(int)
    return np.asarray(np.clip(drawn, 1000, 3100))


def _weigh_ages(district: str) -> np.ndarray:
    """The share of a district's residents at each age; the last one is 90 and over."""
    age = np.arange(len(AGES))
    alive = 1 / (1 + np.exp((age - 79) / 6))
    younger = _YOUNG_ADULTS.get(district, 0.05) * np.exp(-(((age - 22) / 4.5) ** 2))
    older = _OLDER_ADULTS.get(district, 0.45) * np.exp(-(((age - 60) / 16) ** 2))
    weights = alive * (np.exp(-age / (180 if district == CITY else 900)) + younger + older)
    weights[-1] *= 3
    return np.asarray(weights / weights.sum())


def _share_among_pieces(
    area: MadeUpArea, totals: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Residents of each piece; an area of two pieces is shared out between 42 and 58 per cent."""
    of_pieces = np.zeros(len(area.pieces), dtype=int)
    for place, total in zip(area.areas_2011, totals, strict=True):
        first = round(total * rng.uniform(0.42, 0.58)) if len(place.pieces) > 1 else total
        of_pieces[list(place.pieces)] = [first, total - first][: len(place.pieces)]
    return of_pieces


def _draw_groups(area: MadeUpArea, of_pieces: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Residents of each small area of 2021 by ethnic group, on the day of the census."""
    rows = []
    for place in area.areas_2021:
        grown = rng.normal(1.008, 0.015) * of_pieces[list(place.pieces)].sum()
        pull = [9, 1.6, 1, 9, 1] if place.district == CITY else [1.4, 0.5, 0.6, 17, 0.5]
        rows.append(rng.multinomial(round(grown), rng.dirichlet(np.array(pull) * 2)))
    return np.array(rows)


def spell_small_areas(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, single year of age, one line for each small area of 2011."""
    rows = [
        [place.name, place.code, *_spell_ages(ages)]
        for place, ages in zip(area.areas_2011, residents.by_age_2020, strict=True)
    ]
    return spell_table(["lsoa11_name", "lsoa11_code", "total_population", *AGES], rows)


def spell_districts(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, single year of age, one line for each district."""
    by_district = sum_districts(area, residents.by_age_2020)
    rows = [[code, DISTRICTS[code], *_spell_ages(ages)] for code, ages in by_district.items()]
    return spell_table(["ltla21_code", "ltla21_name", "total_population", *AGES], rows)


def spell_districts_by_sex(area: MadeUpArea, residents: Residents) -> str:
    """Middle of 2020, one line for each sex, age and district.

    As in the published file the county, which holds seven of the districts, has lines of its own.
    """
    everybody = sum_districts(area, residents.by_age_2020)
    by_sex = {
        "F": residents.females_by_age_2020,
        "M": {code: everybody[code] - residents.females_by_age_2020[code] for code in DISTRICTS},
    }
    rows: list[Sequence[str]] = []
    for sex, counts in by_sex.items():
        with_county = _add_county(counts)
        for place, age in enumerate(AGES):
            rows += [[*who, sex, age, str(ages[place])] for who, ages in with_county]
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
