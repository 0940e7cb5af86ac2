"""Residents of districts by single year of age and sex, as rates of the young and of men need."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.places import NotInCutError, marks_of
from vrn.problem.residents import edition_with_ages, people_by_area
from vrn.terms import band_of, side_of_25

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.problem.asking import Asked
    from vrn.problem.memberships import Members
    from vrn.problem.places import Marks

OF_PEOPLE = frozenset(("under_25", "age_group", "age_band", "sex", "age_sex"))
BY_AGE = ("district", *sorted(OF_PEOPLE))
"""What residents by age can be told apart by; a rate by anything else is over all of them."""

_PERSONS = "persons"
_BY_SEX = ("sex", "age_sex")


def edition_by_age(asked: Asked) -> str:
    """The edition that residents by age are taken from: see `edition_with_ages`."""
    return edition_with_ages(asked.tables, asked.edition)


def join_residents_by_age(cells: pl.DataFrame, asked: Asked, split: Sequence[str]) -> pl.DataFrame:
    """The cells with `denominator`: residents of the place, age and sex that each cell is of.

    Null where no resident is counted under a code, such as "age not recorded". The whole area is
    the sum of its districts. Raises NotInCutError where no edition has ages by district.
    """
    by = [name for name in split if name in BY_AGE]
    where = {name: code for name, code in asked.where.items() if name in BY_AGE}
    people = _people(asked, is_by_sex=any(name in _BY_SEX for name in (*by, *where)))
    if "age_group" in (*by, *where):
        people = _made_of(people, "age_group", asked.members)
    people = people.filter(*(pl.col(name) == code for name, code in where.items()))
    total = pl.when(pl.len() > 0).then(pl.col("residents").sum()).alias("denominator")
    if not by:
        return cells.join(people.select(total), how="cross", maintain_order="left")
    return cells.join(people.group_by(by).agg(total), on=by, how="left", maintain_order="left")


def _people(asked: Asked, *, is_by_sex: bool) -> pl.DataFrame:
    """One row a district, age and sex of the places asked about."""
    edition = edition_by_age(asked)
    everybody = _by_district(marks_of(asked.tables, "residents", "areas"), edition)
    persons = pl.col("sex") == _PERSONS
    if is_by_sex:
        kept = everybody.filter(~persons)
    else:
        kept = everybody.filter(persons == persons.any().over("district"))
    if kept.is_empty():
        raise NotInCutError(
            f"the residents of '{edition}' are not by sex: receive an edition of districts that "
            "has single years of age and sex (a mid-year estimate), then make a new cut"
        )
    return kept.join(asked.places.select("district").unique(), on="district", how="semi")


def _made_of(people: pl.DataFrame, name: str, members: Members) -> pl.DataFrame:
    """The people with an overlapping dimension's column, each once for every code it is under."""
    pairs = [(code, part) for code, parts in members[name].items() for part in parts]
    made = pl.DataFrame(pairs, schema={name: pl.String, "under_25": pl.String}, orient="row")
    return people.join(made, on="under_25")


@lru_cache(maxsize=4)
def _by_district(marks: Marks, edition: str) -> pl.DataFrame:
    """district, sex, age and its groups, residents: of one edition, known ages alone."""
    counted = people_by_area(marks, edition).filter(
        (pl.col("level") == "district") & pl.col("age").is_not_null()
    )
    if counted.is_empty():
        raise NotInCutError(
            f"the residents of '{edition}' are not by district and single year of age: receive an "
            "edition that is (a mid-year estimate), then make a new cut"
        )
    ages = [int(age) for age in counted["age"].unique().to_list()]
    named = pl.DataFrame(
        [(str(age), side_of_25(age), band_of(age)) for age in ages],
        schema=dict.fromkeys(("age", "under_25", "age_band"), pl.String),
        orient="row",
    )
    return counted.join(named, on="age").select(
        "sex",
        "under_25",
        "age_band",
        pl.concat_str(["age_band", "sex"], separator=" ").alias("age_sex"),
        district="area_code",
        residents="count",
    )
