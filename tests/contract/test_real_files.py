"""Every real open file is received under the texts that a new partnership starts with."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_files import Door

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

# folder and name of the file, the agreement, rows read, rows stored
FILES = [
    ("crime", "police-uk_leicestershire_2019-12_2022-10.zip", "police-uk-street", 301_838, 301_838),
    ("crime", "police-uk_leicestershire_2024-01_2024-04.zip", "police-uk-street", 34_601, 34_601),
    (
        "population",
        "population_mid2020_lsoa11_single_year_persons_llr.csv.gz",
        "residents-mid-2020-small-areas",
        611,
        611 * 92,
    ),
    (
        "population",
        "population_mid2020_lad_single_year_persons_uk.csv.gz",
        "residents-mid-2020-districts",
        331,
        331 * 92,
    ),
    ("population", "census2021_lsoa21_ethnicity_llr.csv.gz", "residents-census-2021", 3_170, 634),
    (
        "population",
        "census2021_lsoa21_ethnicity_llr.csv.gz",
        "ethnic-groups-census-2021",
        3_170,
        3_170,
    ),
    ("lookups", "ruc21_lsoa21_llr.csv", "rural-urban-2021", 634, 634),
    ("deprivation", "imd2019_lsoa11_llr.csv", "deprivation-2019", 611, 611),
    ("deprivation", "imd2025_lsoa21_llr.csv", "deprivation-2025", 634, 634),
    ("deprivation", "imd2019_lsoa11_england.csv.gz", "deprivation-2019", 32_844, 32_844),
    ("deprivation", "imd2025_lsoa21_england.csv.gz", "deprivation-2025", 33_755, 33_755),
    ("boundaries", "lsoa11_llr.geojson", "boundaries-lsoa-2011", 611, 611),
    ("boundaries", "lsoa21_llr.geojson", "boundaries-lsoa-2021", 634, 634),
    ("boundaries", "lad_llr.geojson", "boundaries-districts", 9, 9),
    ("lookups", "lsoa11_lsoa21_lad22_llr.csv", "area-changes-2011-2021", 635, 635),
]


@pytest.mark.parametrize(
    ("folder", "name", "under", "read", "stored"), FILES, ids=[name for _, name, *_ in FILES]
)
def test_a_real_file_is_received_whole(
    shared: Path, tmp_path: Path, folder: str, name: str, under: str, read: int, stored: int
) -> None:
    door = Door(tmp_path)
    content = (shared / "data" / folder / name).read_bytes()
    receipt = door.send(content, name, under)
    assert receipt.is_accepted, receipt.to_text()
    assert (receipt.rows_read, receipt.rows_held_back) == (read, 0)
    assert receipt.rows_stored == stored
    assert sum(part.rows for part in door.store.live_parts(receipt.feed)) == stored


def test_the_street_files_are_counted_as_another_reader_counts_them(
    shared: Path, tmp_path: Path
) -> None:
    """By month and type, with the csv module, cell by cell; and what is unusual is named."""
    door = Door(tmp_path)
    path = shared / "data" / "crime" / "police-uk_leicestershire_2024-01_2024-04.zip"
    receipt = door.send(path.read_bytes(), path.name)
    frames = [pl.read_parquet(part.path) for part in door.store.live_parts("street-crime")]
    rows = pl.concat(frames).group_by("month", "crime_type", "area_code").len()
    expected: Counter[tuple[str, str, str | None]] = Counter()
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            with io.TextIOWrapper(archive.open(member), encoding="utf-8", newline="") as text:
                for row in csv.DictReader(text):
                    expected[row["Month"], row["Crime type"], row["LSOA code"] or None] += 1
    assert {tuple(key): count for *key, count in rows.iter_rows()} == dict(expected)
    assert (receipt.period_from, receipt.period_to) == ("2024-01", "2024-04")
    assert [member.rows for member in receipt.members] == [
        sum(n for (month, *_), n in expected.items() if member.slices[0].startswith(month))
        for member in receipt.members
    ]


def test_what_is_odd_in_the_real_files_is_told(shared: Path, tmp_path: Path) -> None:
    door = Door(tmp_path)
    path = shared / "data" / "crime" / "police-uk_leicestershire_2019-12_2022-10.zip"
    receipt = door.send(path.read_bytes(), path.name)
    assert [note.what for note in receipt.flagged] == [
        "crime_id repeats: 10 rows with a value seen before"
    ]
    assert [(note.count, "location" in note.what) for note in receipt.mended] == [(5_286, True)]
    districts = shared / "data" / "boundaries" / "lad_llr.geojson"
    receipt = door.send(districts.read_bytes(), districts.name, "boundaries-districts")
    assert ["without any area" in note.what for note in receipt.mended] == [True]
