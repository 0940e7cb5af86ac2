"""What the made-up area planted is found again from its files alone, by the whole chain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from vrn import chain
from vrn.chain.measuring import Measuring
from vrn.problem.categories import CATEGORIES
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.cube import Cube

VIOLENCE = "violence_and_sexual_offences"


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> dict[str, Any]:
    text = (demo_folder.parent / "files" / "known_truth.json").read_text(encoding="utf-8")
    planted: dict[str, Any] = json.loads(text)
    return planted


@pytest.fixture(scope="module")
def measuring(demo_folder: Path) -> Measuring:
    return Measuring(demo_folder)


def counts(cube: Cube, dimension: str) -> dict[str, int]:
    """The shown counts of a cube by the code of one dimension, without those that are 0."""
    return {
        figure.code_of(dimension): int(figure.value)
        for figure in cube.figures
        if figure.is_shown and figure.value
    }


def added(parts: list[dict[str, int]]) -> dict[str, int]:
    """Counts added up over several cubes."""
    return {key: sum(part.get(key, 0) for part in parts) for key in {k for p in parts for k in p}}


def test_every_month_has_the_planted_number_of_records(
    truth: dict[str, Any], measuring: Measuring
) -> None:
    whole = Period("2020-11", "2024-04")
    cube = measuring.cube("all_recorded", split=("month",), period=whole)
    assert counts(cube, "month") == truth["by_month"]


def test_months_that_were_not_sent_are_not_zero(measuring: Measuring) -> None:
    cube = measuring.cube("all_recorded", split=("month",), period=Period("2022-11", "2023-12"))
    assert {figure.state.value for figure in cube.figures} == {"not available"}
    assert all("no file was received" in figure.reason for figure in cube.figures)


@pytest.mark.parametrize(
    ("dimension", "planted"),
    [("crime_type", "by_type"), ("placement", "by_placement"), ("district", "by_district")],
)
def test_every_kind_way_and_district_has_the_planted_number(
    truth: dict[str, Any], measuring: Measuring, dimension: str, planted: str
) -> None:
    runs = [Period("2020-11", "2022-10"), Period("2024-01", "2024-04")]
    cubes = [measuring.cube("all_recorded", split=(dimension,), period=run) for run in runs]
    assert added([counts(cube, dimension) for cube in cubes]) == truth[planted]


def test_every_small_area_has_the_planted_number_of_the_2021_vintage(
    truth: dict[str, Any], measuring: Measuring
) -> None:
    runs = [Period("2020-11", "2022-10"), Period("2024-01", "2024-04")]
    cubes = [measuring.cube(VIOLENCE, split=("small_area",), period=run) for run in runs]
    planted = {code: n for code, n in truth["violence_by_small_area_2021"].items() if n}
    assert added([counts(cube, "small_area") for cube in cubes]) == planted


def test_the_rows_held_back_are_those_planted(truth: dict[str, Any], measuring: Measuring) -> None:
    found = [
        (row["file"], row["line"])
        for supply in measuring.cut.supplies
        if supply["feed"] == "street-crime"
        for row in supply["held_back"]
    ]
    assert sorted(found) == sorted((row["member"], row["line"]) for row in truth["held_back"])
    _, held = measuring.supply_cubes()
    assert sum(int(figure.value or 0) for figure in held.figures) == len(truth["held_back"])


def test_the_residents_of_the_cut_are_those_planted(
    truth: dict[str, Any], measuring: Measuring
) -> None:
    everybody: dict[tuple[str, str], dict[str, int]] = {}
    under_25: dict[str, int] = {}
    for row in pl.read_parquet(measuring.cut.tables["residents"].paths).iter_rows(named=True):
        kind, code = (row["edition"], row["level"]), row["area_code"]
        by_sex = row["sex"] in {"female", "male"}  # districts come by sex and age, without a total
        if row["age"] is None or by_sex:
            of_kind = everybody.setdefault(kind, {})
            of_kind[code] = of_kind.get(code, 0) + row["residents"]
        if by_sex and row["age"] < 25 and row["level"] == "district":
            under_25[code] = under_25.get(code, 0) + row["residents"]
    planted = truth["residents"]
    assert everybody["mid-2020", "district"] == planted["mid_2020_by_district"]
    assert everybody["census-2021", "small area 2021"] == planted["census_2021_by_small_area"]
    whole = sum(planted["mid_2020_by_district"].values())
    assert sum(everybody["mid-2020", "small area 2011"].values()) == whole
    assert under_25 == planted["mid_2020_under_25_by_district"]


def test_the_catalogue_measures_every_published_category(truth: dict[str, Any]) -> None:
    names = {category.name for category in CATEGORIES}
    assert {category.published for category in CATEGORIES} == set(truth["by_type"])
    assert names <= {indicator.name for indicator in chain.list_measures()}
