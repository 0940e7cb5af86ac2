"""Boundaries as GeoJSON, good and bad."""

from __future__ import annotations

import made_files as made
from arriving import Case

AREAS_2021 = "boundaries-lsoa-2021"
_BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-1.2, 52.6], [-1.1, 52.7], [-1.1, 52.6], [-1.2, 52.7], [-1.2, 52.6]]],
}
_FLAT = [[[-1.15, 52.65], [-1.15, 52.65], [-1.15, 52.65], [-1.15, 52.65]]]
_WITH_FLAT_PART = {
    "type": "MultiPolygon",
    "coordinates": [made.square()["coordinates"], _FLAT],
}


def _outline(geometry: object, says: str, arrives: str, line: int = 1) -> Case:
    return Case(
        arrives,
        AREAS_2021,
        made.geojson(made.feature(geometry=geometry)),
        "refuse",
        says,
        line=line,
        column="geometry",
        file="areas.geojson",
    )


def _map(arrives: str, content: bytes, says: str, line: int | None = None) -> Case:
    return Case(arrives, AREAS_2021, content, "refuse", says, line=line, file="areas.geojson")


BOUNDARIES = [
    Case("a good file", AREAS_2021, made.geojson(), "load", file="areas.geojson"),
    Case(
        "a good file",
        "boundaries-districts",
        made.geojson(
            {
                "type": "Feature",
                "properties": {"lad_code": "E07099001", "lad_name": "Midbury"},
                "geometry": made.square(),
            }
        ),
        "load",
        file="districts.geojson",
    ),
    Case(
        "a part without any area",
        AREAS_2021,
        made.geojson(made.feature(geometry=_WITH_FLAT_PART)),
        "mend",
        "parts without any area were left out",
        file="areas.geojson",
    ),
    _outline(_BOW_TIE, "is no proper outline", "an outline that crosses itself"),
    _outline({"type": "Point", "coordinates": [-1, 52]}, "is no Polygon", "a point for an outline"),
    _outline({"type": "Polygon", "coordinates": "x"}, "is no Polygon", "an outline of letters"),
    _outline(made.square(52.6, -1.2), "has latitude before longitude", "latitude before longitude"),
    _outline(made.square(458000, 304000), "is not in degrees", "an outline in metres"),
    _outline(made.square(13.4, 52.5), "lies outside Great Britain", "an outline elsewhere"),
    _map(
        "a feature without an outline",
        b'{"type":"FeatureCollection","features":[{"type":"Feature",'
        b'"properties":{"LSOA21CD":"E01099001","LSOA21NM":"A","lad_code":"E07099001"},'
        b'"geometry":null}]}',
        "is empty; expected an outline",
        1,
    ),
    _map("a file cut off", made.geojson()[:-30], "this is not whole JSON"),
    _map("no features", b'{"type":"FeatureCollection","features":[]}', "it holds no features"),
    _map("another kind of JSON", b'{"type":"Topology"}', "not a collection of features"),
    _map("a list", b"[1,2]", "not a collection of features"),
    _map("brackets without end", b"[" * 200_000, "nested too deep"),
    _map("not a number", made.geojson().replace(b"-1.2", b"NaN", 1), "NaN stands where a number"),
    _map(
        "a name that stands twice in an object",
        made.geojson().replace(b'"LSOA21NM"', b'"LSOA21CD"'),
        "the name 'LSOA21CD' stands twice",
    ),
    _map(
        "another coordinate system",
        made.geojson(crs={"type": "name", "properties": {"name": "EPSG:27700"}}),
        "another coordinate system",
    ),
    _map(
        "something else among the features",
        made.geojson(made.feature(), {"type": "Dot"}),
        "this is not a feature",
        2,
    ),
    _map(
        "a feature without properties and geometry",
        made.geojson({"type": "Feature"}),
        "the feature has no properties",
        1,
    ),
    _map(
        "properties that are a number",
        made.geojson(made.feature() | {"properties": 7}),
        "the feature has no properties",
        1,
    ),
    _map(
        "properties that are null",
        made.geojson(made.feature() | {"properties": None}),
        "the column 'LSOA21CD' is missing",
        1,
    ),
    Case(
        "names that are numbers, yes and no",
        AREAS_2021,
        made.geojson(made.feature(LSOA21NM=1.50), made.feature("E01099002", LSOA21NM=True)),
        "load",
        file="areas.geojson",
    ),
    _map(
        "a property that is a list",
        made.geojson(made.feature(LSOA21NM=["A"])),
        "the property 'LSOA21NM' is not a single value",
        1,
    ),
    _map(
        "values beside the properties",
        made.geojson(made.feature() | {"owner": "Somebody"}),
        "the feature holds 'owner' beside its properties",
        1,
    ),
    _map(
        "a property that the agreement does not list",
        made.geojson(made.feature(owner="Somebody")),
        "does not list the column 'owner'",
        1,
    ),
    _map(
        "a property named as the outline is",
        made.geojson(
            made.feature(geometry=made.square())
            | {
                "properties": {
                    "LSOA21CD": "E01099001",
                    "LSOA21NM": "A",
                    "lad_code": "E07099001",
                    "geometry": "x",
                }
            }
        ),
        "the header 'geometry' stands 2 times",
    ),
    _map(
        "cp1252 for UTF-8",
        made.geojson().replace(b"Midbury", b"Caf\xe9"),
        "seems to be Windows-1252",
    ),
    _map("many things wrong", made.geojson(*[{"type": "Dot"}] * 30), "10 further faults"),
]
