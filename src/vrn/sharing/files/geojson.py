"""Reads a GeoJSON file strictly: each feature's properties as text, its outline as GeoJSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.fault import Fault, RefusedError, plural
from vrn.sharing.files.header import Header, match_header
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.sharing.agreement import Terms

MOST_CHARACTERS = 400 << 20
MOST_FEATURES = 250_000
GEOMETRY = "geometry"
_MEMBERS = {"type", "properties", "geometry", "id", "bbox"}
_WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")
_DO = "save it as GeoJSON (RFC 7946: longitude and latitude in WGS84 degrees) and send it again"


class _Number(float):
    """A number that remembers how it was written, so that a property's text stays as it came."""

    def __new__(cls, text: str) -> _Number:
        number = super().__new__(cls, text)
        number.text = text
        return number

    text: str


def read_geojson(texts: Iterable[str], terms: Terms, file: str) -> tuple[pl.DataFrame, Header]:
    """The features as a frame of text in canonical columns, with `line`: the feature's number.

    The first feature is 1. A property that is a number keeps its text; null is an empty cell.
    Raises RefusedError with every fault of the file's structure.
    """
    features = _features(_parse(_gather(texts, file), file), file)
    names = sorted({name for feature in features for name in feature["properties"]})
    header = match_header([*names, GEOMETRY], terms, file)
    cells: dict[str, list[str | None]] = {
        column: [_text_of(feature["properties"].get(name)) for feature in features]
        for name, column in zip(names, header.columns[:-1], strict=True)
        if column is not None
    }
    geometry = str(header.columns[-1])
    cells[geometry] = [_outline_of(feature["geometry"]) for feature in features]
    schema = dict.fromkeys(cells, pl.String)
    frame = pl.DataFrame(cells, schema=schema).with_row_index(LINE, offset=1)
    return frame.with_columns(pl.col(LINE).cast(pl.Int64)), header


def _gather(texts: Iterable[str], file: str) -> str:
    gathered, size = [], 0
    for text in texts:
        gathered.append(text)
        size += len(text)
        if size > MOST_CHARACTERS:
            raise RefusedError(_fault("the file is larger than 400 MB", file))
    return "".join(gathered)


def _parse(text: str, file: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=_Number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_check_pairs,
        )
    except json.JSONDecodeError as error:
        place = f"{error.msg}, at character {error.colno} of line {error.lineno}"
        raise RefusedError(_fault(f"this is not whole JSON: {place}", file)) from error
    except RecursionError as error:
        raise RefusedError(_fault("its brackets are nested too deep", file)) from error
    except ValueError as error:
        raise RefusedError(_fault(str(error), file)) from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} stands where a number belongs")


def _check_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name '{doubled[:40]}' stands twice in one object")
    return plain


def _features(whole: Any, file: str) -> list[dict[str, Any]]:
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise RefusedError(_fault("this is not a collection of features", file))
    named = str(whole.get("crs", _WGS84[0]))
    if not any(name in named for name in _WGS84):
        raise RefusedError(_fault("it names another coordinate system than WGS84", file))
    features = whole.get("features")
    if not isinstance(features, list) or not features:
        raise RefusedError(_fault("it holds no features", file))
    if len(features) > MOST_FEATURES:
        raise RefusedError(_fault(f"it holds more than {MOST_FEATURES:,} features", file))
    faults = [fault for n, feature in enumerate(features, 1) for fault in _odd(feature, n, file)]
    if faults:
        more = plural(len(faults) - 20, "further fault")
        rest = [_fault(f"{more} of this kind", file)] if len(faults) > 20 else []
        raise RefusedError(*faults[:20], *rest)
    return [
        {"properties": feature["properties"] or {}, "geometry": feature["geometry"]}
        for feature in features
    ]


def _odd(feature: Any, number: int, file: str) -> list[Fault]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return [_fault("this is not a feature", file, number)]
    faults = [
        _fault(f"the feature has no {name}", file, number)
        for name in ("properties", "geometry")
        if not isinstance(feature.get(name, ""), dict | None)
    ]
    extra = sorted(set(feature) - _MEMBERS)
    if extra:
        what = f"the feature holds '{extra[0][:40]}' beside its properties"
        faults.append(_fault(what, file, number))
    if faults:
        return faults
    properties = feature["properties"] or {}
    nested = [name for name, value in properties.items() if isinstance(value, dict | list)]
    return [
        _fault(f"the property '{name[:40]}' is not a single value", file, number) for name in nested
    ]


def _text_of(value: Any) -> str | None:
    if isinstance(value, _Number):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _outline_of(geometry: dict[str, Any] | None) -> str | None:
    return None if geometry is None else json.dumps(geometry, separators=(",", ":"))


def _fault(what: str, file: str, line: int | None = None) -> Fault:
    return Fault(
        what,
        expected="a GeoJSON FeatureCollection in which each feature has properties and a geometry",
        do=_DO,
        file=file,
        line=line,
    )
