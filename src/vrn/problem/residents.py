"""How many people live in the places of a cut, by the edition of the population asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.people import RESIDENTS
from vrn.problem.places import NotInCutError, marks_of, older_areas, read_table, tables_of
from vrn.problem.tally import count_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.problem.places import Marks, Tables

_PERSONS = "persons"


@dataclass(frozen=True)
class Residents:
    """Residents of one edition: by small area, and by district where those are not to be had.

    `small_areas` has small_area and residents; `districts` has district and residents, and is used
    only where `small_areas` is empty, so that the sums always add up.
    """

    edition: str
    small_areas: pl.DataFrame
    districts: pl.DataFrame

    def summed(self, places: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
        """`by`, then `residents` of those of `places`: null where an area's are not known."""
        if self.small_areas.is_empty() and set(by) <= {"district"}:
            # A district counts only when all of it is asked for, so places are taken by district.
            known = (
                places.select("district").unique().join(self.districts, on="district", how="left")
            )
        else:
            known = places.join(self.small_areas, on="small_area", how="left")
        whole = pl.when(pl.col("residents").is_not_null().all()).then(pl.col("residents").sum())
        total = whole.alias("residents")
        return known.group_by(by).agg(total) if by else known.select(total)


def read_residents(
    tables: Tables, edition: str, places: pl.DataFrame, *, ages: tuple[str, ...] = ()
) -> Residents:
    """The residents of `places` (see `read_places`) in an edition, of the ages named or of all.

    Small areas of the places' own vintage are taken where the edition has them. Else districts: as
    the edition gives them, or the sum of its older small areas, which lie whole in a district.
    Everybody is counted: "persons", or both sexes where the edition gives only these. Raises
    NotInCutError where the edition is not held, or not with single years of age when `ages` are.
    """
    counted = _by_area(marks_of(tables, "residents"), edition, ages)
    vintage = places["vintage"].item(0)
    small = _of_level(counted, f"small area {vintage}", "small_area")
    districts = _of_level(counted, "district", "district")
    if small.is_empty() and districts.is_empty():
        older = older_areas(tables, vintage)
        pairs = older.select(small_area="older", district="district").unique()
        level = f"small area {older['older_vintage'].item(0)}"
        parts = _of_level(counted, level, "small_area").join(pairs, on="small_area")
        districts = parts.group_by("district").agg(pl.col("residents").sum())
    return Residents(edition, small, districts)


def edition_with_ages(tables: Tables, preferred: str) -> str:
    """The edition to take ages from: the preferred one where it has them, else the latest that has.

    NotInCutError where no edition of the cut gives single years of age.
    """
    held = read_table(tables, "residents").filter(pl.col("age").is_not_null())
    editions = held["edition"].unique().to_list()
    if preferred in editions:
        return preferred
    if not editions:
        raise NotInCutError(
            "this cut holds no residents by single year of age: receive such an edition "
            "(a mid-year estimate), then make a new cut"
        )
    return str(max(editions, key=lambda edition: (edition[-4:], edition)))


# Every rate of a release is over the same edition, counted once for the whole country.
@lru_cache(maxsize=8)
def _by_area(marks: Marks, edition: str, ages: tuple[str, ...]) -> pl.DataFrame:
    """level, area_code and residents of one edition, each person once."""
    found = people_by_area(marks, edition)
    everybody = pl.col("sex") == _PERSONS
    found = found.filter(everybody == everybody.any().over("level"))
    all_ages = pl.col("age").is_null()
    wanted = pl.col("age").is_in(ages) if ages else all_ages == all_ages.any().over("level")
    kept = found.filter(wanted)
    if kept.is_empty():
        raise NotInCutError(f"the residents of '{edition}' are not by single year of age")
    return kept.group_by("level", "area_code").agg(residents=pl.col("count").sum())


def people_by_area(marks: Marks, edition: str) -> pl.DataFrame:
    """level, area_code, sex, age (text) and count of every row of one edition, as published.

    Sexes and all ages stand beside their parts, so they are not added up as they are.
    """
    tables = tables_of(marks)
    tally = replace(RESIDENTS, where={"edition": (edition,)})
    found = count_cells(tables, tally, split=("level", "area_code", "sex", "age"))
    if found.is_empty():
        held = sorted(read_table(tables, "residents")["edition"].unique().to_list())
        raise NotInCutError(
            f"this cut holds no residents of '{edition}': receive that edition, or name one that "
            f"is held in partnership.toml ({', '.join(held)})"
        )
    return found


def _of_level(counted: pl.DataFrame, level: str, name: str) -> pl.DataFrame:
    return counted.filter(pl.col("level") == level).select(
        pl.col("area_code").alias(name), "residents"
    )
