"""The files that say where the made-up small areas and districts lie and how they changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vrn_demo.area import DISTRICTS, outline
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn_demo.area import MadeUpArea, SmallArea

_LOOKUP_HEADER = (
    "lsoa11_name",
    "lsoa11_code",
    "change_code",
    "lsoa21_name",
    "lsoa21_code",
    "ltla22_name",
    "ltla22_code",
)


def spell_small_areas_2011(area: MadeUpArea) -> str:
    """Boundaries of the small areas of 2011, as GeoJSON in longitude and latitude."""
    return _spell_small_areas(area, area.areas_2011, "LSOA11")


def spell_small_areas_2021(area: MadeUpArea) -> str:
    """Boundaries of the small areas of 2021, as GeoJSON in longitude and latitude."""
    return _spell_small_areas(area, area.areas_2021, "LSOA21")


def spell_districts(area: MadeUpArea) -> str:
    """Boundaries of the districts, as GeoJSON in longitude and latitude; one has two parts."""
    return _spell_features(
        _feature(
            area,
            [place for place, piece in enumerate(area.pieces) if piece.district == code],
            {"lad_code": code, "lad_name": name},
        )
        for code, name in DISTRICTS.items()
    )


def spell_changes(area: MadeUpArea) -> str:
    """The lookup of small areas from 2011 to 2021, and the district that each lies in."""
    old = {place.code: place for place in area.areas_2011}
    new = {place.code: place for place in area.areas_2021}
    rows = [
        [
            old[change.code_2011].name,
            change.code_2011,
            change.kind,
            new[change.code_2021].name,
            change.code_2021,
            DISTRICTS[new[change.code_2021].district],
            new[change.code_2021].district,
        ]
        for change in area.changes
    ]
    return spell_table(_LOOKUP_HEADER, rows)


def _spell_small_areas(area: MadeUpArea, places: tuple[SmallArea, ...], prefix: str) -> str:
    """GeoJSON of one vintage; the names of the properties begin with its prefix."""
    return _spell_features(
        _feature(
            area,
            place.pieces,
            {f"{prefix}CD": place.code, f"{prefix}NM": place.name, "lad_code": place.district},
        )
        for place in places
    )


def _feature(area: MadeUpArea, pieces: Iterable[int], properties: dict[str, str]) -> dict[str, Any]:
    """One place: its properties, and a Polygon (a MultiPolygon where it lies in several parts)."""
    rings = outline(area, pieces)
    geometry = (
        {"type": "Polygon", "coordinates": rings}
        if len(rings) == 1
        else {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    )
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _spell_features(features: Iterable[dict[str, Any]]) -> str:
    """The text of a collection, on one line without blanks."""
    collection = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
