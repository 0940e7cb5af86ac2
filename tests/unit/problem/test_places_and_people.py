"""The findings on places and people, where their frames are not as they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.problem.violence import funnel, half, patterns
from vrn.problem.violence.left_over import say_share
from vrn.problem.violence.standardised import NO_BANDS, STANDARD, standardised_rate
from vrn.terms import AGE_BANDS

if TYPE_CHECKING:
    from pathlib import Path

OUTLINES = {"boundaries": ["nowhere.parquet"]}


def behind(found: pl.DataFrame) -> dict[str, int]:
    listed = found["behind"].explode(empty_as_null=False)
    return {each["what"]: each["events"] for each in listed.to_list()}


def bands(counts: int = 5, residents: int | None = 1_000, unknown: int = 2) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "age_band": [*AGE_BANDS, "age not recorded"],
            "count": [counts] * len(AGE_BANDS) + [unknown],
            "residents": [residents] * len(AGE_BANDS) + [None],
        },
        schema_overrides={"residents": pl.Int64},
    )


def test_the_standard_adds_up_to_a_hundred_thousand() -> None:
    # Eurostat's five-year bands: 5,000 to 4; 5,500 to 9, to 14 and to 19; 6,000 to 24 and to 29 ...
    assert sum(STANDARD.values()) == 100_000
    assert STANDARD["0-9"] == 5_000 + 5_500
    assert STANDARD["35-49"] == 3 * 7_000
    assert STANDARD["65 and over"] == 5_500 + 5_000 + 4_000 + 2_500 + 1_500 + 1_000


def test_equal_rates_in_all_bands_give_that_rate_and_name_what_it_stands_on() -> None:
    found = standardised_rate(bands(), who="victims")
    assert found["value"][0] == pytest.approx(5)
    assert behind(found) == {"victims with an age": 40}
    assert found["method"][0].endswith("victims left out for want of an age: a few")


@pytest.mark.parametrize(
    "frame", [bands(residents=None), bands().filter(pl.col("age_band") != "15-19")]
)
def test_without_every_band_there_is_no_standardised_rate(frame: pl.DataFrame) -> None:
    assert standardised_rate(frame, who="victims")["reason"][0] == NO_BANDS


def test_a_band_without_residents_or_few_people_has_the_methods_reason() -> None:
    assert "population is 0" in standardised_rate(bands(residents=0), who="v")["reason"][0]
    few = standardised_rate(bands(counts=1), who="v")
    assert (few["value"][0], few["reason"][0]) == (None, "fewer than 10 events")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        *((0, 50, "none"), (9, 99, "a few"), (9, 100, "fewer than 1 in 10")),
        *((1, 2_999, "fewer than 1 in 200"), (10, 20, "50%"), (10, 90_000, "1%")),
    ],
)
def test_a_share_of_few_is_said_without_telling_how_few(part: int, whole: int, said: str) -> None:
    assert say_share(part, whole) == said


def districts(*counts: int, residents: int | None = 1_000) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "district": [f"D{number}" for number in range(len(counts))],
            "count": counts,
            "residents": [residents] * len(counts),
        },
        schema_overrides={"residents": pl.Int64},
    )


@pytest.mark.parametrize("function", [funnel.dispersion, funnel.outside])
def test_a_funnel_needs_districts_residents_and_offences(function) -> None:
    assert function(districts(9, 9, 9, 9))["reason"][0].startswith("fewer than 5 districts")
    for residents in (None, 0):
        found = function(districts(9, 9, 9, 9, 9, residents=residents))
        assert found["reason"][0] == funnel.NO_RESIDENTS
    assert function(districts(0, 0, 0, 0, 0))["reason"][0].startswith("nothing was recorded")


def test_a_funnel_stands_on_the_district_with_fewest_offences() -> None:
    found = funnel.dispersion(districts(30, 30, 30, 4, 30))
    assert behind(found)["offences of the district with fewest"] == 4
    assert "p below 0.01" in found["method"][0]
    assert funnel.dispersion(districts(30, 30, 31, 29, 30))["method"][0].endswith("p 1.00")


def test_a_district_far_from_many_others_lies_outside() -> None:
    others = [100, 104, 96, 98, 102, 101, 99, 103, 97, 100, 95, 105]
    found = funnel.outside(districts(*others, 400))
    assert found.select("value", "numerator", "denominator").row(0) == (1, 1, 13)
    assert funnel.outside(districts(*others))["value"][0] == 0


def test_half_of_nothing_has_a_reason(tmp_path: Path) -> None:
    areas = pl.DataFrame({"small_area": ["S1"], "count": [0], "residents": [10]})
    assert half.half_of_places(areas)["reason"][0] == half.NOTHING
    assert half.half_of_places_by_chance(areas)["reason"][0] == half.NOTHING
    one = pl.DataFrame({"crime_ref": ["C1"], "person": ["P1"], "is_asked": [False]})
    assert half.half_of_people(one)["reason"][0] == half.NOBODY
    assert half.half_of_people_by_chance(one, tables={})["reason"][0] == half.NOBODY


@pytest.mark.parametrize("residents", [0, None])
def test_places_without_residents_have_no_chance(residents: int | None) -> None:
    areas = pl.DataFrame(
        {"small_area": ["S1"], "count": [5], "residents": [residents]},
        schema_overrides={"residents": pl.Int64},
    )
    assert half.half_of_places_by_chance(areas)["reason"][0] == half.NO_RESIDENTS


def test_people_are_hit_again_by_chance_where_few_live(tmp_path: Path) -> None:
    live = "edition | level | area_code | age | residents\nmid-2020 | district | D1 | 40 | 4"
    area = "small_area | district\nS1 | D1"
    tables = make_agencies_cut(tmp_path, areas=area, residents=live)
    rows = pl.DataFrame(
        {"crime_ref": [f"C{n}" for n in range(40)], "person": "P1", "is_asked": True}
    )
    found = half.half_of_people_by_chance(rows, tables=tables)
    # Forty offences fall on four residents, ten each give or take: two of the four hold half.
    assert 25 <= found["lower"][0] <= found["value"][0] <= found["upper"][0] <= 50
    assert half.half_of_people_by_chance(rows, tables={})["reason"][0] == half.NO_RESIDENTS
    assert half.half_of_people(rows)["value"][0] == 100


def test_a_person_in_one_offence_twice_counts_once() -> None:
    rows = pl.DataFrame({"crime_ref": ["C1", "C1", "C2"], "person": ["P1", "P1", "P2"]})
    found = half.half_of_people(rows.with_columns(is_asked=True))
    assert behind(found) == {"people that hold half": 1, "all others": 1}


def test_patterns_need_outlines_offences_and_residents() -> None:
    areas = pl.DataFrame({"small_area": ["S1"], "month": ["2021-01"], "count": [0]})
    areas = areas.with_columns(residents=pl.lit(None, dtype=pl.Int64))
    for function in (patterns.hot_spot_share, patterns.cluster_share, patterns.number_of_clusters):
        assert function(areas, tables={})["reason"][0] == patterns.NO_OUTLINES
        assert function(areas, tables=OUTLINES)["reason"][0] == patterns.NOTHING
    some = areas.with_columns(count=pl.lit(5))
    for function in (patterns.cluster_share, patterns.number_of_clusters):
        assert "residents" in function(some, tables=OUTLINES)["reason"][0]


def test_two_offences_far_apart_have_no_ratio() -> None:
    rows = pl.DataFrame(
        {
            "committed": ["2021-01-04", "2021-01-05"],
            "time_quality": ["stated", "stated"],
            "easting": [450_000, 490_000],
            "northing": [300_000, 300_000],
        }
    )
    assert patterns.near_repeat_ratio(rows)["reason"][0] == patterns.NONE_EXPECTED
    assert patterns.near_repeat_ratio(rows.head(1))["reason"][0] == patterns.TOO_FEW
