"""The agencies' tables of a cut, drawn as text: what a table does not draw is filled in.

A drawn row needs only what its example is about. An `age` gives the side of 25, the band and the
band by sex; a `month` its quarter and year; a `district` its placement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from drawn import frame_of, make_cut

from vrn.terms import band_of, quarter_of, side_of_25, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFINITIONS = {
    "vrn-2019": ("in both",),
    "duty-2023": (
        "in both",
        "duty-2023: sexual",
        "duty-2023: domestic",
        "duty-2023: not a public place",
    ),
}
RESIDENTS_BY_AGE = """
    edition  | level    | area_code | sex    | age | residents
    mid-2020 | district | D1        | female | 10  | 400
    mid-2020 | district | D1        | male   | 10  | 600
    mid-2020 | district | D1        | female | 40  | 1600
    mid-2020 | district | D1        | male   | 40  | 1400
    mid-2020 | district | D2        | female | 17  | 300
    mid-2020 | district | D2        | male   | 17  | 700
    mid-2020 | district | D2        | female | 70  | 2000
    mid-2020 | district | D2        | male   | 70  | 1000
    mid-2019 | district | D1        | male   | 10  | 9
"""
NEIGHBOURHOODS = """
    neighbourhood | neighbourhood_name | district | small_area
    N1            | North of One       | D1       | S1
    N2            | South of One       | D1       | S2
    N3            | All of Two         | D2       | S3
"""
FEEDS = ("police-offences", "police-people", "ae-attendances", "ambulance", "hospital-admissions")
_OF_PERSON = {"sex": "male", "ethnic_group": "White"}
_OF_TIME = {"month": "2021-01", "hour": "15", "day_type": "weekday"}
_OF_OFFENCE = {
    "code": "8N",
    "offence": "8N/06",
    "offence_group": "assault with injury",
    "knife": "no knife",
    "place_type": "street",
    "definition_class": "in both",
    "night_time": "other",
}
_DEFAULTS: Mapping[str, Mapping[str, str | None]] = {
    "police_offences": {
        **_OF_TIME,
        **_OF_OFFENCE,
        **_OF_PERSON,
        "crime_ref": None,
        "abh": "actual bodily harm",
        "public_place": "public place",
        "time_quality": "stated",
        "committed": "2021-01-01",
        "easting": None,
        "northing": None,
        "night_time_late": "other",
        "night_time_premises": "other",
        "small_area": None,
        "district": None,
        "neighbourhood": None,
        "age": None,
        "victim": None,
        "suspect_known": "no suspect",
    },
    "police_people": {
        **_OF_TIME,
        **_OF_OFFENCE,
        **_OF_PERSON,
        "crime_ref": None,
        "role": "suspect",
        "person": None,
        "district": None,
        "neighbourhood": None,
        "age": None,
        "committed": "2021-01-01",
        "nth": "1",
        "days_since": None,
    },
    "attendances": {
        **_OF_TIME,
        **_OF_PERSON,
        "attendance": None,
        "intent": "assault",
        "residence": "resident",
        "district": None,
        "age": None,
        "site": "H1",
        "police_match": None,
        "chance_matches": None,
    },
    "injuries": {
        "month": "2021-01",
        "age": None,
        "residence": "resident",
        "seen_by": "hospital alone",
        "matching": "can be matched",
        "chances": "0",
    },
    "callouts": {
        **_OF_TIME,
        **_OF_PERSON,
        "callout": None,
        "violent": "violence",
        "conveyed": "conveyed",
        "age": None,
    },
    "admissions": {
        "month": "2021-01",
        "kind": "assault",
        "age_group": "all ages",
        "admissions": None,
        "withheld": "no",
    },
}
AGENCIES = tuple(_DEFAULTS)
_NUMBERED = {
    "crime_ref": "C",
    "person": "P",
    "attendance": "A",
    "callout": "K",
}
_WHOLE_NUMBERS = (
    *("age", "nth", "days_since", "admissions", "chance_matches"),
    *("easting", "northing"),
)


def make_agencies_cut(folder: Path, **given: str) -> Mapping[str, list[Path]]:
    """The drawn tables as the parts of a cut: street crime's as `make_cut`, and the agencies'.

    Tables of the agencies that are not drawn are empty, those of `OF_AREAS` are left out;
    `residents` are by single year and sex unless drawn.
    """
    plain = {n: t for n, t in given.items() if n not in (*AGENCIES, *OF_AREAS)}
    neighbourhoods = plain.pop("neighbourhoods", NEIGHBOURHOODS)
    tables = dict(make_cut(folder, **{"residents": RESIDENTS_BY_AGE, **plain}))
    frames = {name: filled(name, given.get(name, "times")) for name in AGENCIES}
    frames["neighbourhoods"] = frame_of(neighbourhoods)
    frames |= {name: make(given[name]) for name, make in OF_AREAS.items() if name in given}
    for name, frame in frames.items():
        tables[name] = [folder / f"{name}.parquet"]
        frame.write_parquet(tables[name][0])
    return tables


def _classes(text: str) -> pl.DataFrame:
    return frame_of(text).with_columns(edition=pl.lit("2021"))


def _groups(text: str) -> pl.DataFrame:
    told = {"edition": "census-2021", "level": "small area 2021"}
    drawn = frame_of(text)
    return drawn.with_columns(pl.lit(v).alias(n) for n, v in told.items() if n not in drawn.columns)


def _squares(text: str) -> pl.DataFrame:
    """Outlines of small areas that are squares of a grid of thousandths of a degree.

    Each has a `column` and a `row`, or they lie one after another `in_rows_of` so many.
    """
    import shapely

    drawn = frame_of(text)
    if "in_rows_of" in drawn.columns:
        number, width = pl.row_index(), pl.col("in_rows_of").cast(pl.Int64)
        drawn = drawn.with_columns(column=number % width, row=number // width)
    drawn = drawn.with_columns(pl.col("column", "row").cast(pl.Int64))
    corners = zip(drawn["column"] / 1000, drawn["row"] / 1000, strict=True)
    shapes = [shapely.box(x, y, x + 0.001, y + 0.001) for x, y in corners]
    return drawn.select(
        "area_code",
        level=pl.lit("small area"),
        vintage=pl.lit("2021"),
        geometry=pl.Series(shapely.to_wkb(shapes), dtype=pl.Binary),
    )


OF_AREAS = {
    "rural_urban": _classes,
    "residents_by_ethnic_group": _groups,
    "boundaries": _squares,
}
"""Tables that a cut has only where they are drawn, and what makes them."""


def filled(name: str, text: str) -> pl.DataFrame:
    """One table of an agency with every column that a cut's has."""
    drawn = frame_of(text)
    defaults = {n: v for n, v in _DEFAULTS[name].items() if n not in drawn.columns}
    frame = drawn.with_columns(pl.lit(v, dtype=pl.String).alias(n) for n, v in defaults.items())
    frame = frame.with_columns(pl.col(n).cast(pl.Int64) for n in _WHOLE_NUMBERS if n in frame)
    frame = frame.with_columns(
        pl.coalesce(n, pl.format("{}{}", pl.lit(sign), pl.row_index() + 1)).alias(n)
        for n, sign in _NUMBERED.items()
        if n in frame.columns and n in defaults
    )
    times = {"quarter": quarter_of, "year": year_of}
    frame = frame.with_columns(
        pl.col("month").map_elements(f, return_dtype=pl.String).alias(n) for n, f in times.items()
    )
    if "age" in frame.columns:
        frame = _with_ages(frame)
    if "hour" in frame.columns:
        frame = _with_hours(frame)
    if name == "police_offences" and "placement" not in frame.columns:
        placed = pl.col("district").is_not_null()
        frame = frame.with_columns(
            placement=pl.when(placed)
            .then(pl.lit("code unchanged"))
            .otherwise(pl.lit("no location"))
        )
    return frame.with_columns(supply=pl.lit("s"), line=pl.row_index().cast(pl.Int64) + 2)


def _with_ages(frame: pl.DataFrame) -> pl.DataFrame:
    ages = frame["age"].to_list()
    named = {"under_25": [side_of_25(a) for a in ages], "age_band": [band_of(a) for a in ages]}
    frame = frame.with_columns(
        pl.Series(name, codes, dtype=pl.String)
        for name, codes in named.items()
        if name not in frame.columns
    )
    if "age_sex" in frame.columns or "sex" not in frame.columns:
        return frame
    return frame.with_columns(age_sex=pl.format("{} {}", "age_band", "sex"))


def _with_hours(frame: pl.DataFrame) -> pl.DataFrame:
    unknown = pl.col("hour") == "time not known"
    return frame.with_columns(
        day_type=pl.when(unknown).then("hour").otherwise("day_type"),
        day_hour=pl.when(unknown).then("hour").otherwise(pl.format("{} {}", "day_type", "hour")),
    )
