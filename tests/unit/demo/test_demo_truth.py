"""The known truth, recounted from the written files by other means: csv, json and shapely."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from shapely import STRtree
from shapely.geometry import Point, shape

from vrn_demo.offences import Offence
from vrn_demo.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    StreetRows = list[tuple[str, int, dict[str, str]]]
    Reader = Callable[[str], list[dict[str, str]]]


def is_good(row: dict[str, str]) -> bool:
    """A month that exists, and no position or one in Great Britain."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", row["Month"]):
        return False
    if not row["Longitude"]:
        return True
    return -9 < float(row["Longitude"]) < 2 and 49 < float(row["Latitude"]) < 61


@pytest.fixture(scope="module")
def good_rows(street_rows: StreetRows) -> list[dict[str, str]]:
    return [row for _, _, row in street_rows if is_good(row)]


@pytest.fixture(scope="module")
def placed(made_up: Path, good_rows: list[dict[str, str]]) -> list[str | None]:
    """The small area of 2021 that each good row's point lies in; None elsewhere or nowhere."""
    text = (made_up / "boundaries" / "lsoa21_llr.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    tree = STRtree([shape(feature["geometry"]) for feature in features])
    found: dict[tuple[str, str], str | None] = {("", ""): None}
    for row in good_rows:
        key = row["Longitude"], row["Latitude"]
        if key not in found:
            hits = tree.query(Point(float(key[0]), float(key[1])), predicate="within")
            found[key] = features[hits[0]]["properties"]["LSOA21CD"] if len(hits) else None
    return [found[row["Longitude"], row["Latitude"]] for row in good_rows]


@pytest.fixture(scope="module")
def district_of(read_rows: Reader) -> dict[str, str]:
    rows = read_rows("lookups/lsoa11_lsoa21_lad22_llr.csv")
    return {row["lsoa21_code"]: row["ltla22_code"] for row in rows}


def test_rows_by_month_and_by_type_are_those_planted(
    good_rows: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    assert len(good_rows) == truth["rows_loaded"]
    assert Counter(row["Month"] for row in good_rows) == truth["by_month"]
    assert Counter(row["Crime type"] for row in good_rows) == truth["by_type"]
    crossed = Counter((row["Month"], row["Crime type"]) for row in good_rows)
    planted = {
        (m, t): n for m, types in truth["by_month_and_type"].items() for t, n in types.items()
    }
    assert crossed == planted


def test_rows_by_district_and_small_area_are_those_planted(
    good_rows: list[dict[str, str]],
    placed: list[str | None],
    district_of: dict[str, str],
    truth: dict[str, Any],
) -> None:
    inside = [(row, code) for row, code in zip(good_rows, placed, strict=True) if code]
    assert Counter(code for _, code in inside) == truth["by_small_area_2021"]
    assert Counter(district_of[code] for _, code in inside) == truth["by_district"]
    violence = [code for row, code in inside if row["Crime type"].startswith("Violence")]
    assert Counter(violence) == truth["violence_by_small_area_2021"]
    crossed = Counter((r["Month"], district_of[code], r["Crime type"]) for r, code in inside)
    assert crossed == {tuple(line[:3]): line[3] for line in truth["by_month_district_and_type"]}


def test_the_way_each_row_is_placed_is_the_one_planted(
    good_rows: list[dict[str, str]],
    placed: list[str | None],
    read_rows: Reader,
    truth: dict[str, Any],
) -> None:
    rows = read_rows("lookups/lsoa11_lsoa21_lad22_llr.csv")
    kinds = {row["lsoa11_code"]: row["change_code"] for row in rows}
    later = {row["lsoa21_code"] for row in rows}
    ways = {"M": "merged by lookup", "S": "split by position", "X": "redrawn by position"}
    counted: Counter[str] = Counter()
    for row, code in zip(good_rows, placed, strict=True):
        given = row["LSOA code"]
        if not given:
            counted["no location"] += 1
        elif code is None:
            counted["outside the area"] += 1
        elif kinds.get(given) == "U":
            counted["code unchanged"] += 1
            assert given == code
        elif given in later:
            counted["code of the new vintage"] += 1
            assert given == code
        else:
            counted[ways[kinds[given]]] += 1
            targets = {one["lsoa21_code"] for one in rows if one["lsoa11_code"] == given}
            assert code in targets
    assert counted == truth["by_placement"]
    assert len(counted) == 7


def test_held_back_rows_stand_where_the_truth_says_and_are_few(
    street_rows: StreetRows, truth: dict[str, Any]
) -> None:
    bad = [(member, line) for member, line, row in street_rows if not is_good(row)]
    told = truth["held_back"]
    assert bad == [(held["member"], held["line"]) for held in told]
    assert {held["reason"] for held in told} == {
        "impossible month",
        "coordinates swapped",
        "coordinates 0,0",
        "coordinates in metres",
    }
    for member, n in Counter(member for member, _ in bad).items():
        assert n < 0.005 * truth["rows_read"][member]


def test_rows_read_are_those_loaded_and_those_held_back(
    street_rows: StreetRows, truth: dict[str, Any]
) -> None:
    assert Counter(member for member, _, _ in street_rows) == truth["rows_read"]
    assert len(street_rows) == truth["rows_loaded"] + len(truth["held_back"])


def test_every_point_lies_in_the_small_area_of_2011_that_its_row_names(
    made_up: Path, good_rows: list[dict[str, str]]
) -> None:
    text = (made_up / "boundaries" / "lsoa11_llr.geojson").read_text(encoding="utf-8")
    ground = {
        f["properties"]["LSOA11CD"]: shape(f["geometry"]) for f in json.loads(text)["features"]
    }
    points = {
        (row["LSOA code"], float(row["Longitude"]), float(row["Latitude"]))
        for row in good_rows
        if row["Month"] < "2023" and row["LSOA code"] in ground
    }
    assert len(points) > 1000
    assert all(ground[code].contains(Point(x, y)) for code, x, y in points)


def test_points_are_snapped_so_that_many_rows_share_few(good_rows: list[dict[str, str]]) -> None:
    points = Counter((row["Longitude"], row["Latitude"]) for row in good_rows if row["Longitude"])
    assert len(points) < 0.08 * sum(points.values())
    assert points.most_common(1)[0][1] > 100


def test_about_one_row_in_forty_has_no_place_and_a_handful_lie_elsewhere(
    truth: dict[str, Any],
) -> None:
    ways = truth["by_placement"]
    assert 0.02 < ways["no location"] / truth["rows_loaded"] < 0.03
    for by_way in truth["by_month_and_placement"].values():
        assert by_way.get("outside the area", 0) < 12


def test_residents_are_those_planted(read_rows: Reader, truth: dict[str, Any]) -> None:
    rows = read_rows("population/population_mid2020_lad_single_year_persons_uk.csv.gz")
    young = [str(age) for age in range(25)]
    told = truth["residents"]
    assert told["mid_2020_by_district"] == {
        row["ltla21_code"]: float(row["total_population"]) for row in rows
    }
    assert told["mid_2020_under_25_by_district"] == {
        row["ltla21_code"]: sum(float(row[age]) for age in young) for row in rows
    }
    by_sex: dict[str, Counter[str]] = {code: Counter() for code in told["mid_2020_by_district"]}
    for row in read_rows("population/population_mid2020_lad_single_year_sex_ew.csv.gz"):
        if row["Code"] in by_sex:
            by_sex[row["Code"]][{"F": "female", "M": "male"}[row["sex"]]] += int(row["n"])
    assert told["mid_2020_by_district_and_sex"] == by_sex
    census = read_rows("population/census2021_lsoa21_ethnicity_llr.csv.gz")
    areas = {row["lsoa21_code"]: float(row["total_residents"]) for row in census}
    assert told["census_2021_by_small_area"] == areas
    assert sum(told["census_2021_by_district"].values()) == sum(areas.values())


def test_violence_is_concentrated_and_dips_under_restrictions(truth: dict[str, Any]) -> None:
    by_area = sorted(truth["violence_by_small_area_2021"].values(), reverse=True)
    fair_share = sum(by_area) / len(by_area)
    assert 15 < by_area[0] / fair_share < 30
    assert 0.09 < sum(by_area[:5]) / sum(by_area) < 0.2
    assert 0.3 < sum(by_area[: len(by_area) // 10]) / sum(by_area) < 0.5
    by_month = truth["by_month_and_type"]
    kind = "Violence and sexual offences"
    closed = sum(by_month[month][kind] for month in ("2020-11", "2021-01", "2021-02"))
    a_year_on = sum(by_month[month][kind] for month in ("2021-11", "2022-01", "2022-02"))
    summer = sum(by_month[month][kind] for month in ("2021-06", "2021-07", "2021-08"))
    assert closed < 0.9 * a_year_on < a_year_on < summer


def test_violence_is_higher_where_people_are_more_deprived(
    read_rows: Reader, truth: dict[str, Any]
) -> None:
    busy = {*truth["planted"]["centre_2021"], *truth["planted"]["towns_2021"]}
    rates: dict[bool, list[float]] = {True: [], False: []}
    for row in read_rows("deprivation/imd2025_lsoa21_llr.csv"):
        code, decile = row["lsoa21_code"], float(row["IMD_decile"])
        residents = truth["residents"]["census_2021_by_small_area"][code]
        if code not in busy and (decile <= 2 or decile >= 9):
            rates[decile <= 2].append(truth["violence_by_small_area_2021"][code] / residents)
    assert 1.8 < (sum(rates[True]) / len(rates[True])) / (sum(rates[False]) / len(rates[False])) < 4


def test_the_truth_says_that_everything_is_made_up(truth: dict[str, Any]) -> None:
    assert "made up" in truth["what"]
    assert truth["force"].startswith("Made-up")


def test_a_point_without_a_place_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="names its own area"):
        Spot(-1.0, 52.0, "On or near Tansby Lane", None)


@pytest.mark.parametrize(
    ("crime_type", "crime_id"), [("Robbery", ""), ("Anti-social behaviour", "f" * 64)]
)
def test_an_id_belongs_to_crimes_alone(crime_type: str, crime_id: str) -> None:
    with pytest.raises(ValueError, match="belong to crimes alone"):
        Offence("2021-01", crime_type, crime_id, crime_id, None)
