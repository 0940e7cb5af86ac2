"""The codes that tables may hold, the reference lists and the feeds' contracts say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from vrn.partnership.reference import find_police_area, read_list
from vrn.partnership.writing import write_partnership
from vrn.problem.definitions import read_definitions
from vrn.problem.episodes.columns import ETHNIC_GROUPS, NOT_GIVEN, PLACE_TYPES
from vrn.problem.episodes.who import ethnic_group, with_who
from vrn.sharing.contracts import CONTRACTS
from vrn.terms import AGE_BANDS, band_of, side_of_25

if TYPE_CHECKING:
    from pathlib import Path


def allowed(feed: str, column: str) -> tuple[str, ...]:
    """The codes that a feed's contract takes in a column."""
    (found,) = [each for each in CONTRACTS[feed].columns if each.name == column]
    return tuple(found.allowed)


def test_place_types_are_those_of_the_list_and_of_the_contract() -> None:
    assert tuple(row["place_type"] for row in read_list("place_types.csv")) == PLACE_TYPES
    assert allowed("police-offences", "location_type") == PLACE_TYPES


@pytest.mark.parametrize(
    ("feed", "column"), [("police-people", "ethnicity_self"), ("ae-attendances", "ethnic_category")]
)
def test_every_ethnic_code_that_a_feed_takes_has_a_group(feed: str, column: str) -> None:
    groups = {row["code"]: row["ethnic_group"] for row in read_list("ethnic_categories.csv")}
    codes = allowed(feed, column)
    assert codes
    assert [code for code in codes if code not in groups] == []
    assert set(groups.values()) == {*ETHNIC_GROUPS, NOT_GIVEN}


@pytest.mark.parametrize(
    ("code", "group"),
    [("W1", "White"), ("h", "Asian"), (" b9 ", "Black"), ("Mixed", "Mixed"), ("NS", "not recorded"),
     (None, "not recorded"), ("X7", "not recorded")],
)  # fmt: skip
def test_an_ethnic_code_leads_to_its_group(code: str | None, group: str) -> None:
    row = pl.DataFrame({"said": [code]}, schema={"said": pl.String})
    assert row.select(ethnic_group("said")).item() == group


def test_ages_have_the_bands_of_all_tables_and_those_out_of_range_have_none() -> None:
    ages = [None, -1, *range(121), 121, 999]
    rows = pl.DataFrame(
        {"age": ages, "sex": ["male"] * len(ages)}, schema_overrides={"age": pl.Int64}
    )
    found = with_who(rows)
    known = [age if age is not None and 0 <= age <= 120 else None for age in ages]
    assert found["age_band"].to_list() == [band_of(age) for age in known]
    assert found["under_25"].to_list() == [side_of_25(age) for age in known]
    assert set(found["age_sex"]) == {NOT_GIVEN, *(f"{band} male" for band in AGE_BANDS)}


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        (15, "male", "15-19 male"),
        (15, None, NOT_GIVEN),
        (None, "male", NOT_GIVEN),
        (15, "x", NOT_GIVEN),
    ],
)
def test_age_and_sex_together_need_both(age: int | None, sex: str | None, expected: str) -> None:
    row = pl.DataFrame({"age": [age], "sex": [sex]}, schema={"age": pl.Int64, "sex": pl.String})
    assert with_who(row)["age_sex"].item() == expected


def test_a_new_folder_holds_the_published_definitions_and_an_empty_list_of_town_centres(
    tmp_path: Path,
) -> None:
    write_partnership(tmp_path, area=find_police_area("Cleveland"), name="A partnership")
    assert all(each.published_on for each in read_definitions(tmp_path / "definitions"))
    centres = (tmp_path / "reference" / "town_centres.csv").read_text("utf-8")
    assert centres == "small_area,town_centre,provenance\n"
