"""The made-up files: the published shapes to the letter, and the same bytes for the same seed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from vrn_demo.files import make_files, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


AGES = [*(str(age) for age in range(90)), "90+"]
IMD_2019 = [
    *("IMD", "Income", "Employment", "Education", "Health", "Crime"),
    *("Housing_and_Access", "Environment"),
]
PARTS_2019 = [
    *("Children_and_young_people", "Adult_skills", "Geographical_barriers"),
    *("Wider_barriers", "Indoors", "Outdoors"),
]
IMD_2025 = [name.replace("Access", "Services") for name in IMD_2019]


def with_endings(names: Iterable[str], ending: str) -> list[str]:
    return [f"{name}_{ending}" for name in names]


HEADERS = {
    "population/population_mid2020_lsoa11_single_year_persons_llr.csv.gz": [
        *("lsoa11_name", "lsoa11_code", "total_population"),
        *AGES,
    ],
    "population/population_mid2020_lad_single_year_persons_uk.csv.gz": [
        *("ltla21_code", "ltla21_name", "total_population"),
        *AGES,
    ],
    "population/population_mid2020_lad_single_year_sex_ew.csv.gz": [
        *("Code", "Name", "Geography", "sex", "age", "n")
    ],
    "population/census2021_lsoa21_ethnicity_llr.csv.gz": [
        *("lsoa21_code", "total_residents", "ethnic_group", "n", "prop")
    ],
    "deprivation/imd2019_lsoa11_llr.csv": [
        "lsoa11_code",
        *with_endings(IMD_2019, "decile"),
        *with_endings(IMD_2019, "rank"),
        *with_endings(PARTS_2019, "decile"),
        *with_endings(PARTS_2019, "rank"),
    ],
    "deprivation/imd2025_lsoa21_llr.csv": [
        "lsoa21_code",
        *with_endings(IMD_2025, "decile"),
        *with_endings(IMD_2025, "rank"),
        *with_endings(IMD_2025, "score"),
    ],
    "lookups/lsoa11_lsoa21_lad22_llr.csv": [
        *("lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code"),
        *("ltla22_name", "ltla22_code"),
    ],
    "lookups/ruc21_lsoa21_llr.csv": ["lsoa21_code", "ruc21_code", "classification", "ruc"],
}
OWN_HEADERS = {
    "lookups/police_neighbourhoods.csv": [
        *("SmallAreaCode", "Neighbourhood", "NeighbourhoodName", "DistrictCode")
    ],
    "lookups/postcode_sectors.csv": ["Sector", "DistrictCode"],
}
PROPERTIES = {
    "boundaries/lsoa11_llr.geojson": ["LSOA11CD", "LSOA11NM", "lad_code"],
    "boundaries/lsoa21_llr.geojson": ["LSOA21CD", "LSOA21NM", "lad_code"],
    "boundaries/lad_llr.geojson": ["lad_code", "lad_name"],
}
STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
ARCHIVES = {
    "crime/police-uk_leicestershire_2020-11_2022-10.zip": 24,
    "crime/police-uk_leicestershire_2024-01_2024-04.zip": 4,
}


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The time zone of the other side of the earth, for one test."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        yield
    time.tzset()


def read_header(path: Path) -> list[str]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return next(csv.reader(io.StringIO(text, newline="")))


def test_the_folder_holds_these_files_and_no_others(made_up: Path) -> None:
    found = {path.relative_to(made_up).as_posix() for path in made_up.rglob("*") if path.is_file()}
    assert found == {*HEADERS, *OWN_HEADERS, *PROPERTIES, *ARCHIVES, "known_truth.json"}


@pytest.mark.parametrize("name", HEADERS | OWN_HEADERS)
def test_a_table_has_the_published_header(made_up: Path, name: str) -> None:
    assert read_header(made_up / name) == (HEADERS | OWN_HEADERS)[name]


@pytest.mark.shared
@pytest.mark.parametrize("name", HEADERS)
def test_the_header_is_that_of_the_real_file(shared: Path, name: str) -> None:
    assert read_header(shared / "data" / name) == HEADERS[name]


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_boundary_file_has_the_published_properties_and_form(made_up: Path, name: str) -> None:
    text = (made_up / name).read_text(encoding="utf-8")
    assert text.startswith('{"type":"FeatureCollection","features":[{"type":"Feature","properties"')
    for feature in json.loads(text)["features"]:
        assert list(feature["properties"]) == PROPERTIES[name]
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        rings = (
            parts if geometry["type"] == "Polygon" else [ring for part in parts for ring in part]
        )
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(point == [round(point[0], 5), round(point[1], 5)] for point in ring)
            assert all(-2 < x < 0 and 52 < y < 53.5 for x, y in ring)


@pytest.mark.shared
@pytest.mark.parametrize("name", PROPERTIES)
def test_the_properties_are_those_of_the_real_file(shared: Path, name: str) -> None:
    real = json.loads((shared / "data" / name).read_text(encoding="utf-8"))
    assert list(real["features"][0]["properties"]) == PROPERTIES[name]


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_that_of_the_publisher(made_up: Path, name: str) -> None:
    with zipfile.ZipFile(made_up / name) as archive:
        assert archive.testzip() is None
        members = archive.namelist()
        first, last = name[-19:-4].split("_")
        assert len(members) == ARCHIVES[name]
        assert (members[0][:7], members[-1][:7]) == (first, last)
        assert members == sorted(members)
        for member in members:
            month = member[:7]
            assert member == f"{month}/{month}-leicestershire-street.csv"
            text = archive.read(member).decode("utf-8")
            assert text.startswith(STREET_HEADER + "\r\n")
            assert text.count("\n") == text.count("\r\n")
            assert 1200 <= text.count("\r\n") - 1 <= 2400


def test_a_street_row_has_the_published_forms(
    street_rows: list[tuple[str, int, dict[str, str]]], truth: dict[str, list[dict[str, object]]]
) -> None:
    held = {(one["member"], one["line"]) for one in truth["held_back"]}
    ids = [row["Crime ID"] for _, _, row in street_rows if row["Crime ID"]]
    assert len(set(ids)) == len(ids)
    for member, line, row in street_rows:
        assert len(row) == 12
        assert row["Reported by"] == row["Falls within"] == "Made-up Leicestershire Police"
        is_incident = row["Crime type"] == "Anti-social behaviour"
        assert bool(re.fullmatch("[0-9a-f]{64}", row["Crime ID"])) != is_incident
        assert bool(row["Last outcome category"]) != is_incident
        assert row["Context"] == ""
        if (member, line) in held:
            continue
        assert row["Month"] == member[:7]
        place = [row[name] for name in ("Longitude", "Latitude", "LSOA code", "LSOA name")]
        if row["Location"] == "No Location":
            assert place == [""] * 4
        else:
            assert all(re.fullmatch(r"-?\d{1,2}\.\d{6}", degree) for degree in place[:2])
            assert re.fullmatch(r"E0199\d{4}", place[2])
            assert re.fullmatch(r"[A-Z][a-zA-Z ]+ 9\d\d[A-M]", place[3])
            assert row["Location"].startswith("On or near ")


@pytest.mark.shared
def test_crime_types_and_outcomes_are_published_ones(
    shared: Path, street_rows: list[tuple[str, int, dict[str, str]]]
) -> None:
    real: dict[str, set[str]] = {"Crime type": set(), "Last outcome category": set()}
    for path in (shared / "data" / "crime").glob("police-uk_*.zip"):
        with zipfile.ZipFile(path) as archive:
            for member in (archive.namelist()[0], archive.namelist()[-1]):
                text = archive.read(member).decode("utf-8")
                for row in csv.DictReader(io.StringIO(text, newline="")):
                    for name, seen in real.items():
                        seen.add(row[name])
    assert {row["Crime type"] for _, _, row in street_rows} == real["Crime type"]
    outcomes = {row["Last outcome category"] for _, _, row in street_rows}
    assert outcomes <= real["Last outcome category"]


def test_the_same_seed_gives_the_same_bytes_anywhere_and_at_any_time(
    made_up: Path, tmp_path: Path, far_away: None
) -> None:
    again = write_files(tmp_path / "elsewhere")
    for path in again:
        first = made_up / path.relative_to(tmp_path / "elsewhere")
        assert path.read_bytes() == first.read_bytes(), path.name


def test_another_seed_gives_other_people_and_offences_in_the_same_places() -> None:
    one, other = make_files(1), make_files(2)
    assert list(one) == list(other)
    same = {name for name in one if one[name] == other[name]}
    assert same == {*PROPERTIES, *OWN_HEADERS, "lookups/lsoa11_lsoa21_lad22_llr.csv"}


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    written = write_files(tmp_path, seed=3, on_progress=lambda *step: told.append(step))
    assert [step[0] for step in told] == list(range(1, len(written) + 1))
    assert {step[1] for step in told} == {len(written)}
    assert [tmp_path / step[2] for step in told] == written


def test_writing_takes_less_than_eight_seconds(tmp_path: Path) -> None:
    start = time.process_time()
    write_files(tmp_path)
    assert time.process_time() - start < 8
