"""The real open files as the tables of a cut, read straight and as text, without the door."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import shapely

from vrn.problem.areas import areas_table
from vrn.problem.placing import place_offences
from vrn.terms import Area, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMES = {
    "Crime ID": "crime_id",
    "Month": "month",
    "Reported by": "reported_by",
    "Falls within": "falls_within",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Location": "location",
    "LSOA code": "area_code",
    "LSOA name": "area_name",
    "Crime type": "crime_type",
    "Last outcome category": "outcome",
    "Context": "context",
}
CHANGES = {
    "lsoa11_code": "code_2011",
    "lsoa11_name": "name_2011",
    "change_code": "change",
    "lsoa21_code": "code_2021",
    "lsoa21_name": "name_2021",
    "ltla22_code": "district_code",
    "ltla22_name": "district_name",
}


def monthly_files(data: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every monthly street-level file in the archives."""
    for archive in sorted((data / "crime").glob("police-uk_*.zip")):
        with zipfile.ZipFile(archive) as held:
            for name in sorted(held.namelist()):
                if name.endswith("-street.csv"):
                    yield name, held.read(name)


def rows_by_csv(data: Path) -> Iterator[dict[str, str]]:
    """Every row by the csv module, under the published column names."""
    for _, content in monthly_files(data):
        yield from csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


def street(data: Path) -> pl.DataFrame:
    """Every row as a frame in canonical columns."""
    parts = [
        pl.read_csv(content, infer_schema=False).with_columns(
            supply=pl.lit(name), line=pl.int_range(2, pl.len() + 2)
        )
        for name, content in monthly_files(data)
    ]
    return pl.concat(parts).rename(NAMES)


def area_changes(data: Path) -> pl.DataFrame:
    """The published lookup from 2011 to 2021."""
    path = data / "lookups" / "lsoa11_lsoa21_lad22_llr.csv"
    return pl.read_csv(path, infer_schema=False).rename(CHANGES)


def boundaries(data: Path) -> pl.DataFrame:
    """Outlines of the small areas of 2021."""
    features = json.loads((data / "boundaries" / "lsoa21_llr.geojson").read_text())["features"]
    return pl.DataFrame(
        {
            "level": "small area",
            "vintage": "2021",
            "area_code": feature["properties"]["LSOA21CD"],
            "area_name": feature["properties"]["LSOA21NM"],
            "district_code": feature["properties"]["lad_code"],
            "geometry": shapely.to_wkb(shapely.from_geojson(json.dumps(feature["geometry"]))),
        }
        for feature in features
    )


def residents(data: Path) -> pl.DataFrame:
    """Census 2021 residents by small area."""
    path = data / "population" / "census2021_lsoa21_ethnicity_llr.csv.gz"
    rows = pl.read_csv(path, infer_schema=False).select("lsoa21_code", "total_residents").unique()
    return rows.select(
        edition=pl.lit("census-2021"),
        area_code="lsoa21_code",
        level=pl.lit("small area 2021"),
        sex=pl.lit("persons"),
        age=pl.lit(None, dtype=pl.Int64),
        residents=pl.col("total_residents").cast(pl.Float64).cast(pl.Int64),
    )


def write_cut(data: Path, folder: Path) -> Mapping[str, list[Path]]:
    """The cut's tables as Parquet parts."""
    changes, outlines = area_changes(data), boundaries(data)
    pairs = changes.select("district_code", "district_name").unique().sort("district_code")
    districts = [Area(code, name, Level.DISTRICT) for code, name in pairs.iter_rows()]
    tables = {
        "offences": place_offences(
            street(data),
            area_changes=changes,
            boundaries=outlines,
            districts=[district.code for district in districts],
        ),
        "areas": areas_table(
            area_changes=changes,
            boundaries=outlines,
            whole=Area("whole", "The whole area", Level.WHOLE),
            districts=districts,
        ),
        "area_changes": changes,
        "residents": residents(data),
    }
    parts = {}
    for name, table in tables.items():
        parts[name] = [folder / f"{name}.parquet"]
        table.write_parquet(parts[name][0])
    return parts
