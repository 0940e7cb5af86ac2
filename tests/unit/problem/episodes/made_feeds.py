"""Stored rows of the agencies' feeds, made from what a test draws and filled out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import shapely
from drawn import read_drawn

from vrn.problem.episodes.grid import longitudes_and_latitudes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WHOLE = ("easting", "northing", "age", "admissions", "line")
OFFENCE = {
    "crime_ref": None, "month": "2020-05", "ho_code": "8N/06", "offence_title": "Assault",
    "committed_from": "2020-05-06T15:10", "committed_to": None, "recorded_at": "2020-05-07T09:00",
    "status": "recorded", "location_type": "street", "sector": None, "easting": None,
    "northing": None, "beat": None, "neighbourhood": None, "knife_flag": "no",
    "domestic_flag": "no", "alcohol_flag": None, "outcome": None, "supply": "s1", "line": None,
}  # fmt: skip
PERSON = {
    "crime_ref": None, "month": "2020-05", "role": "victim", "nominal": None, "surname": None,
    "forename": None, "born": None, "home": None, "home_sector": None, "age": None, "sex": None,
    "ethnicity_self": None, "ethnicity_officer": None, "relationship": None, "supply": "s2",
    "line": None,
}  # fmt: skip
ATTENDANCE = {
    "attendance": None, "site_code": "RXL01", "month": "2020-05", "arrived_at": "2020-05-06T15:10",
    "injury_at": None, "intent": "assault", "mechanism": None, "place_of_injury": None, "age": None,
    "sex": None, "ethnic_category": None, "home_sector": None, "disposal": None, "supply": "s3",
    "line": None,
}  # fmt: skip
CALLOUT = {
    "incident": None, "month": "2020-05", "call_at": "2020-05-06T15:10", "arrived_at": None,
    "sector": None, "chief_complaint": None, "injury_mechanism": None, "conveyed_to": None,
    "age": None, "sex": None, "supply": "s4", "line": None,
}  # fmt: skip


def stored(
    defaults: Mapping[str, Any], key: str, rows: str | Iterable[Mapping[str, Any]]
) -> pl.DataFrame:
    """Rows, drawn or given, with the defaults for what they do not say; numbered by line."""
    drawn = read_drawn(rows) if isinstance(rows, str) else list(rows)
    whole = [
        {**defaults, key: f"{key}-{line}", "line": line, **row} for line, row in enumerate(drawn, 2)
    ]
    texts = [{n: None if v is None else str(v) for n, v in row.items()} for row in whole]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(defaults, pl.String))
    return frame.with_columns(pl.col(n).cast(pl.Int64) for n in _WHOLE if n in frame.columns)


def offences(rows: str | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Stored offences; references are given where none is drawn."""
    return stored(OFFENCE, "crime_ref", rows)


def people(rows: str | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Stored people of offences; `crime_ref` must be drawn."""
    return stored(PERSON, "crime_ref", rows)


def attendances(rows: str | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Stored attendances."""
    return stored(ATTENDANCE, "attendance", rows)


def callouts(rows: str | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Stored ambulance call-outs."""
    return stored(CALLOUT, "incident", rows)


CORNER = (450_000, 300_000)
"""The south-west corner (easting, northing) of three squares of a kilometre, from west to east."""
SQUARES = (("S1", "D1", "N1", "West"), ("S2", "D1", "N2", "Central"), ("S3", "D2", "N3", "North"))


def boundaries() -> pl.DataFrame:
    """S1, S2 and S3: squares side by side on the grid; S4 further east lies in no district."""
    codes = [*((small, district) for small, district, _, _ in SQUARES), ("S4", "D9")]
    rows = []
    for number, (code, district) in enumerate(codes):
        west, south = CORNER[0] + 1000 * number, CORNER[1]
        ring = [
            (west, south),
            (west + 1000, south),
            (west + 1000, south + 1000),
            (west, south + 1000),
        ]
        corners = degrees_of(ring)
        rows.append(
            {
                "level": "small area",
                "vintage": "2021",
                "area_code": code,
                "area_name": f"Area {code}",
                "district_code": district,
                "geometry": shapely.to_wkb(shapely.Polygon(corners)),
            }
        )
    return pl.DataFrame(rows)


def degrees_of(points: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Grid positions as longitude and latitude."""
    east, north = longitudes_and_latitudes(*zip(*points, strict=True))
    return list(zip(east.tolist(), north.tolist(), strict=True))


def neighbourhoods() -> pl.DataFrame:
    """Each square in a police neighbourhood of its own."""
    names = ("small_area", "district_code", "neighbourhood", "neighbourhood_name")
    return pl.DataFrame(list(SQUARES), schema=dict.fromkeys(names, pl.String), orient="row")


def sectors() -> pl.DataFrame:
    """XL1 1 and XL1 2 in D1, XL2 1 in D2, XL9 9 in both."""
    rows = [("XL1 1", "D1"), ("XL1 2", "D1"), ("XL2 1", "D2"), ("XL9 9", "D1"), ("XL9 9", "D2")]
    return pl.DataFrame(rows, schema=["sector", "district_code"], orient="row")
