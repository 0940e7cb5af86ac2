"""The made-up people and ranks: numbers that add up, spelt as the published tables spell them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from vrn_demo.files import draw_places
from vrn_demo.residents import Residents, sum_districts, sum_small_areas

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], list[dict[str, str]]]

AGES = [*(str(age) for age in range(90)), "90+"]
WITH_POINTS = (
    "population/population_mid2020_lsoa11_single_year_persons_llr.csv.gz",
    "population/population_mid2020_lad_single_year_persons_uk.csv.gz",
    "deprivation/imd2019_lsoa11_llr.csv",
    "deprivation/imd2025_lsoa21_llr.csv",
)


def test_whole_numbers_are_written_with_a_point_and_a_nought(read_rows: Reader) -> None:
    for name in WITH_POINTS:
        for row in read_rows(name):
            cells = [
                cell for key, cell in row.items() if not key.endswith(("_code", "_name", "_score"))
            ]
            assert all(re.fullmatch(r"\d+\.0", cell) for cell in cells), name


def test_ages_add_up_to_the_total_and_small_areas_to_the_district(read_rows: Reader) -> None:
    small = read_rows("population/population_mid2020_lsoa11_single_year_persons_llr.csv.gz")
    districts = read_rows("population/population_mid2020_lad_single_year_persons_uk.csv.gz")
    for row in [*small, *districts]:
        assert float(row["total_population"]) == sum(float(row[age]) for age in AGES)
    assert all(1000 <= float(row["total_population"]) <= 3100 for row in small)
    total = sum(float(row["total_population"]) for row in districts)
    assert 1_090_000 < total < 1_120_000
    for district in districts:
        inside = [r for r in small if r["lsoa11_name"][:-5] == district["ltla21_name"]]
        assert sum(float(r["0"]) for r in inside) == float(district["0"])
        assert sum(float(r["90+"]) for r in inside) == float(district["90+"])


def test_the_sexes_add_up_to_everybody_and_the_county_to_its_districts(read_rows: Reader) -> None:
    rows = read_rows("population/population_mid2020_lad_single_year_sex_ew.csv.gz")
    everybody = {
        row["ltla21_code"]: row
        for row in read_rows("population/population_mid2020_lad_single_year_persons_uk.csv.gz")
    }
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row["Code"], row["age"]
        counted[key] = counted.get(key, 0) + int(row["n"])
    for code, row in everybody.items():
        assert all(counted[code, age] == float(row[age]) for age in AGES)
    inside = [code for code in everybody if code.startswith("E07")]
    assert all(counted["E10000018", a] == sum(counted[c, a] for c in inside) for a in AGES)


def test_ethnic_groups_add_up_to_the_residents_of_the_census(read_rows: Reader) -> None:
    rows = read_rows("population/census2021_lsoa21_ethnicity_llr.csv.gz")
    by_area: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_area.setdefault(row["lsoa21_code"], []).append(row)
    assert len(by_area) == 630
    for groups in by_area.values():
        assert len(groups) == 5
        (total,) = {float(row["total_residents"]) for row in groups}
        assert sum(float(row["n"]) for row in groups) == total
        assert all(float(row["prop"]) == float(row["n"]) / total for row in groups)


@pytest.mark.parametrize(
    ("name", "among"),
    [("deprivation/imd2019_lsoa11_llr.csv", 32844), ("deprivation/imd2025_lsoa21_llr.csv", 33755)],
)
def test_deciles_follow_the_ranks_and_every_decile_is_there(
    read_rows: Reader, name: str, among: int
) -> None:
    rows = read_rows(name)
    for column in [column for column in rows[0] if column.endswith("_rank")]:
        ranks = [float(row[column]) for row in rows]
        assert len(set(ranks)) == len(ranks)
        assert min(ranks) >= 1
        assert max(ranks) <= among
        for row, rank in zip(rows, ranks, strict=True):
            assert float(row[column.replace("_rank", "_decile")]) == -(-rank * 10 // among)
    assert {row["IMD_decile"] for row in rows} == {f"{n}.0" for n in range(1, 11)}


def test_scores_fall_as_ranks_rise(read_rows: Reader) -> None:
    rows = read_rows("deprivation/imd2025_lsoa21_llr.csv")
    for column in [column for column in rows[0] if column.endswith("_score")]:
        ordered = sorted(rows, key=lambda row: float(row[column.replace("_score", "_rank")]))
        scores = [float(row[column]) for row in ordered]
        assert scores == sorted(scores, reverse=True)


def test_districts_are_about_as_large_as_the_real_ones(read_rows: Reader) -> None:
    rows = read_rows("population/population_mid2020_lad_single_year_persons_uk.csv.gz")
    found = {row["ltla21_name"]: float(row["total_population"]) for row in rows}
    assert found == {
        "Leicester": pytest.approx(355_000, rel=0.03),
        "Rutland": pytest.approx(40_000, rel=0.03),
        "Blaby": pytest.approx(102_000, rel=0.03),
        "Charnwood": pytest.approx(186_000, rel=0.03),
        "Harborough": pytest.approx(95_000, rel=0.03),
        "Hinckley and Bosworth": pytest.approx(113_000, rel=0.03),
        "Melton": pytest.approx(52_000, rel=0.03),
        "North West Leicestershire": pytest.approx(104_000, rel=0.03),
        "Oadby and Wigston": pytest.approx(57_000, rel=0.03),
    }


def test_the_city_is_younger_and_two_fifths_of_it_are_asian(read_rows: Reader) -> None:
    rows = read_rows("population/population_mid2020_lad_single_year_persons_uk.csv.gz")
    young = {
        row["ltla21_name"]: sum(float(row[str(age)]) for age in range(25))
        / float(row["total_population"])
        for row in rows
    }
    assert 0.36 < young["Leicester"] < 0.42
    assert all(0.24 < share < 0.35 for name, share in young.items() if name != "Leicester")
    lookup = read_rows("lookups/lsoa11_lsoa21_lad22_llr.csv")
    city = {row["lsoa21_code"] for row in lookup if row["ltla22_name"] == "Leicester"}
    groups: dict[bool, dict[str, float]] = {True: {}, False: {}}
    for row in read_rows("population/census2021_lsoa21_ethnicity_llr.csv.gz"):
        counted = groups[row["lsoa21_code"] in city]
        counted[row["ethnic_group"]] = counted.get(row["ethnic_group"], 0) + float(row["n"])
    asian = "Asian, Asian British or Asian Welsh"
    assert 0.37 < groups[True][asian] / sum(groups[True].values()) < 0.47
    assert 0.82 < groups[False]["White"] / sum(groups[False].values()) < 0.92


def test_residents_by_piece_add_up_to_every_published_file(read_rows: Reader) -> None:
    places = draw_places()
    people = places.residents
    assert people.by_piece.shape == (len(places.area.pieces), 91, 2, 5)
    small = read_rows("population/population_mid2020_lsoa11_single_year_persons_llr.csv.gz")
    by_age = sum_small_areas(places.area, people)
    assert [[float(row[age]) for age in AGES] for row in small] == by_age.tolist()
    drawn = sum_districts(places.area, people)
    for row in read_rows("population/population_mid2020_lad_single_year_sex_ew.csv.gz"):
        if row["Code"] in drawn:
            sex = ("F", "M").index(row["sex"])
            assert int(row["n"]) == drawn[row["Code"]][AGES.index(row["age"]), sex]
    assert people.of_pieces_2020.sum() == by_age.sum()


def test_residents_of_another_shape_or_below_zero_are_refused() -> None:
    people = draw_places().residents
    with pytest.raises(ValueError, match="by age, sex and ethnic group"):
        Residents(people.by_piece.sum(axis=3), people.by_group_2021)
    with pytest.raises(ValueError, match="fewer than none"):
        Residents(-people.by_piece, people.by_group_2021)
