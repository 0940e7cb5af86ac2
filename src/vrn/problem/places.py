"""The places of a cut as one small frame: its small areas with their district and deprivation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from vrn.terms import Area, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Tables = Mapping[str, Sequence[Path | str]]

CENSUS_PLACES = ("district", "small_area", "deprivation_2019", "deprivation_2025")
"""The places that residents are counted by and open records are placed in."""
NEIGHBOURHOOD = "neighbourhood"
TENTHS: Mapping[str, tuple[str, str]] = {
    "deprivation_2019": ("2019", "imd_decile"),
    "deprivation_2025": ("2025", "imd_decile"),
    "income_2025": ("2025", "income_decile"),
    "education_2025": ("2025", "education_decile"),
}
"""The dimensions of small areas by tenth of England: the edition of the indices and its column."""
RURAL_URBAN = "rural_urban"
OF_SMALL_AREAS = (*TENTHS, RURAL_URBAN)
"""What is told of a small area as a whole: no row of a table bears it, and its small area does."""
PLACE_DIMENSIONS = (*CENSUS_PLACES, "income_2025", "education_2025", RURAL_URBAN, NEIGHBOURHOOD)
NO_DECILE = "no decile"
_LISTED = {NEIGHBOURHOOD: "neighbourhoods", RURAL_URBAN: "rural_urban"}
"""The dimensions that a table of the cut lists by small area."""
# A table's name, and of each of its parts the path, file number, size and time of the last write.
Marks: TypeAlias = tuple[tuple[str, tuple[tuple[str, int, int, int], ...]], ...]


class NotInCutError(LookupError):
    """The cut holds no such table or edition; the message says what to receive."""


def read_table(tables: Tables, name: str) -> pl.DataFrame:
    """A whole table of the cut, for the small ones; NotInCutError where the cut has none."""
    return pl.read_parquet([str(path) for path in paths_of(tables, name)])


def paths_of(tables: Tables, name: str) -> Sequence[Path | str]:
    """The Parquet parts of a table; NotInCutError where the cut has none."""
    if not tables.get(name):
        raise NotInCutError(
            f"this cut holds no table '{name}': receive its feed, then make a new cut"
        )
    return tables[name]


def marks_of(tables: Tables, *names: str) -> Marks:
    """The parts of the named tables as they lie there now, for keeping what was read of them.

    Equal marks, equal contents: a store's part is never written again, and one that was (as in a
    test) has other marks. Names that the cut has not are left out.
    """
    return tuple(
        (name, tuple(_mark(path) for path in tables[name])) for name in names if tables.get(name)
    )


def _mark(path: Path | str) -> tuple[str, int, int, int]:
    found = Path(path).stat()
    return str(path), found.st_ino, found.st_size, found.st_mtime_ns


def tables_of(marks: Marks) -> dict[str, tuple[str, ...]]:
    """The tables that were marked: their parts by name."""
    return {name: tuple(path for path, *_ in parts) for name, parts in marks}


def read_places(tables: Tables, dimensions: Iterable[str] = ()) -> pl.DataFrame:
    """One row a small area, sorted by code: small_area, small_area_name, district, district_name.

    With a column for each tenth named in `dimensions` (see `TENTHS`): the decile as text, "1" the
    most deprived, or "no decile"; and, where named, rural_urban ("urban", "rural"), and
    neighbourhood with neighbourhood_name, null for a small area in none. Small areas are of the
    cut's one vintage.
    """
    named = tuple(dict.fromkeys(dimensions))
    deciles = tuple(name for name in named if name in TENTHS)
    further = (*deciles, *(name for name in named if name in _LISTED))
    read = ["areas", *(("deprivation", "area_changes") if deciles else ())]
    for name in further:
        if name in _LISTED:
            paths_of(tables, _LISTED[name])  # says what to receive where the cut has none
            read.append(_LISTED[name])
    return _join_places(marks_of(tables, *read), further).clone()


# Every question of a release asks for the same few; each is some hundred rows.
@lru_cache(maxsize=16)
def _join_places(marks: Marks, further: tuple[str, ...]) -> pl.DataFrame:
    tables = tables_of(marks)
    areas = read_table(tables, "areas")
    districts = areas.filter(pl.col("level") == Level.DISTRICT.value).select(
        district="code", district_name="name"
    )
    places = (
        areas.filter(pl.col("level") == Level.SMALL_AREA.value)
        .select(small_area="code", small_area_name="name", district="parent", vintage="vintage")
        .join(districts, on="district", how="left")
        .sort("small_area")
    )
    for dimension in further:
        if dimension in _LISTED:
            listed = _neighbourhoods if dimension == NEIGHBOURHOOD else _rural_urban
            places = places.join(listed(tables), on="small_area", how="left")
            continue
        places = places.join(
            _deciles(tables, dimension, places), on="small_area", how="left"
        ).with_columns(pl.col(dimension).fill_null(NO_DECILE))
    return places


def _neighbourhoods(tables: Tables) -> pl.DataFrame:
    """small_area with its police neighbourhood; they nest in small areas."""
    columns = ("small_area", NEIGHBOURHOOD, "neighbourhood_name")
    return read_table(tables, "neighbourhoods").select(columns).unique("small_area")


def _rural_urban(tables: Tables) -> pl.DataFrame:
    """small_area and whether it is "urban" or "rural" by its newest classification."""
    listed = read_table(tables, "rural_urban").sort("edition", descending=True)
    return listed.unique("area_code", keep="first", maintain_order=True).select(
        small_area="area_code", **{RURAL_URBAN: "settlement"}
    )


def whole_area(tables: Tables) -> Area:
    """The partnership's whole area, as the cut names it."""
    areas = read_table(tables, "areas").filter(pl.col("level") == Level.WHOLE.value)
    return Area(areas["code"].item(), areas["name"].item(), Level.WHOLE)


def _deciles(tables: Tables, dimension: str, places: pl.DataFrame) -> pl.DataFrame:
    """small_area and its decile in one edition of the indices, where it has one.

    An area that the edition itself holds has its own. One of a later vintage takes that of the
    older areas it came from, where they all agree: so a part of a split area has its parent's, and
    a merged or redrawn one may have none.
    """
    edition, column = TENTHS[dimension]
    known = read_table(tables, "deprivation").filter(pl.col("edition").cast(pl.String) == edition)
    if known.is_empty():
        raise NotInCutError(
            f"this cut holds no deprivation of {edition}: receive that edition, then make a new cut"
        )
    decile = pl.col(column).cast(pl.Int64).cast(pl.String)
    own = known.select(small_area="area_code", **{dimension: decile})
    lost = places.join(own, on="small_area", how="anti")
    return pl.concat([own, _inherited(tables, own, lost, dimension)])


def _inherited(
    tables: Tables, own: pl.DataFrame, lost: pl.DataFrame, dimension: str
) -> pl.DataFrame:
    if lost.is_empty():
        return own.clear()
    parents = older_areas(tables, lost["vintage"].item(0)).join(
        own, left_on="older", right_on="small_area", how="left"
    )
    agreed = parents.group_by("small_area").agg(
        pl.col(dimension).n_unique().alias("different"), pl.col(dimension).first()
    )
    return (
        agreed.filter((pl.col("different") == 1) & pl.col(dimension).is_not_null())
        .join(lost, on="small_area", how="semi")
        .select("small_area", dimension)
    )


def older_areas(tables: Tables, vintage: str) -> pl.DataFrame:
    """The lookup as pairs: small_area of `vintage`, the older one it overlaps, its vintage.

    With `district` (code): that of the small area.
    """
    changes = read_table(tables, "area_changes")
    (older,) = (
        name for name in changes.columns if name.startswith("code_") and name != f"code_{vintage}"
    )
    return changes.select(
        small_area=f"code_{vintage}",
        older=older,
        older_vintage=pl.lit(older.removeprefix("code_")),
        district="district_code",
    )
