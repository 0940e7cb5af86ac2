"""Reads the areas and the counts of a scan, and says what could not be used and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from vrn.statistics.answers import Column, read_columns
from vrn.statistics.limits import read_counts

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.windows import Counts

Columns: TypeAlias = pl.DataFrame | Mapping[str, Column]

AREAS = ("area", "x", "y", "population")
COUNTS = ("area", "period", "count")

NO_POPULATION = "the area has no population"
NO_POINT = "the area has no point"


@dataclass(frozen=True)
class Study:
    """What a scan works on: the areas that can be used, in order of their names, and their events.

    `areas` has the columns area, x, y and population; `counts` a row an area and a column a period,
    the first of which is `first_period`. `left_out` has area, reason and the count that went with
    it. `missing_counts` is the number of counts that are not known.
    """

    areas: pl.DataFrame
    counts: Counts
    first_period: int
    left_out: pl.DataFrame
    missing_counts: int

    @property
    def total(self) -> int:
        """All events in the areas that are used."""
        return int(self.counts.sum())

    @property
    def periods(self) -> int:
        """The number of periods."""
        return int(self.counts.shape[1])

    @property
    def population(self) -> FloatArray:
        """The population of each area."""
        return self.areas["population"].to_numpy()

    @property
    def points(self) -> FloatArray:
        """The point of each area, x and y."""
        return self.areas.select("x", "y").to_numpy()


def read_study(areas: Columns, counts: Columns, *, study: tuple[int, int] | None) -> Study:
    """Areas and counts as arrays; rows of one area and period are added, absent ones are 0.

    Raises ValueError for an absent column, an area that stands twice, a negative or infinite
    population, an infinite coordinate, a count that is negative or not whole, a period that is not
    whole or lies outside the study, and counts for an area that is not among the areas.

    >>> areas = {"area": ["b", "a"], "x": [1, 0], "y": [0, 0], "population": [20, 10]}
    >>> study = read_study(
    ...     areas, {"area": ["a", "a", "b"], "period": [2, 2, 4], "count": [1, 2, 5]}, study=None
    ... )
    >>> study.counts, study.first_period
    (array([[3, 0, 0],
           [0, 0, 5]]), 2)
    """
    places = _read_areas(areas)
    events = _read_events(counts, places)
    first, last = _read_periods(events["period"], study)
    usable, unusable = (places.filter(pl.col("reason").is_null() == is_good) for is_good in (1, 0))
    by_area = events.group_by("area").agg(pl.col("count").sum().cast(pl.Int64))
    left_out = unusable.join(by_area, on="area", how="left").select(
        "area", "reason", pl.col("count").fill_null(0)
    )
    used = usable.select(AREAS)
    return Study(
        used,
        _tabulate(used, events, first=first, last=last),
        first,
        left_out.sort("area"),
        events["count"].null_count(),
    )


def _read_areas(areas: Columns) -> pl.DataFrame:
    names, numbers = _read_table("areas", areas, AREAS)
    repeated = names.filter(names.is_duplicated()).unique().sort()
    if repeated.len():
        raise ValueError(
            f"each area stands once among the areas; {repeated[0]} stands more often "
            f"({repeated.len()} areas do): a population that varies by period cannot be read"
        )
    for name, values in numbers.items():
        _check_finite(name, values)
    if (numbers["population"] < 0).any():
        raise ValueError(f"population must be at least 0; got {np.nanmin(numbers['population']):g}")
    return (
        pl.DataFrame([names, *(pl.Series(n, v).fill_nan(None) for n, v in numbers.items())])
        .with_columns(
            pl.when(pl.col("population").fill_null(0) == 0)
            .then(pl.lit(NO_POPULATION))
            .when(pl.any_horizontal(pl.col("x", "y").is_null()))
            .then(pl.lit(NO_POINT))
            .alias("reason")
        )
        .sort("area")
    )


def _read_events(counts: Columns, places: pl.DataFrame) -> pl.DataFrame:
    names, numbers = _read_table("counts", counts, COUNTS)
    if not names.len():
        names = names.cast(places["area"].dtype)
    if names.dtype != places["area"].dtype:
        raise ValueError(
            f"areas are named by {places['area'].dtype} among the areas and by "
            f"{names.dtype} among the counts: name them alike"
        )
    unknown = names.filter(~names.is_in(places["area"].implode()))
    if unknown.len():
        raise ValueError(
            f"counts are given for {unknown[0]}, which is not among the areas "
            f"({unknown.n_unique()} such areas, {unknown.len()} rows)"
        )
    period = numbers["period"]
    if not (np.isfinite(period) & (period == np.floor(period))).all():
        raise ValueError("period must be a whole number, such as the month of the study from 1 on")
    count = read_counts("count", numbers["count"])
    return pl.DataFrame(
        [
            names,
            pl.Series("period", period).cast(pl.Int64),
            pl.Series("count", count).fill_nan(None),
        ]
    )


def _read_periods(periods: pl.Series, study: tuple[int, int] | None) -> tuple[int, int]:
    """The first and the last period of the study, which are those of the counts where not given."""
    if not periods.len():
        return study or (1, 1)
    least, most = int(periods.min()), int(periods.max())  # type: ignore[arg-type]
    first, last = study or (least, most)
    if least < first or most > last:
        raise ValueError(
            f"counts are given for periods {least} to {most}, and the study is {first} to {last}"
        )
    return first, last


def _tabulate(used: pl.DataFrame, events: pl.DataFrame, *, first: int, last: int) -> Counts:
    """Events by area and period, of the areas that are used."""
    table = np.zeros((used.height, last - first + 1), dtype=np.int64)
    rows = events.drop_nulls().join(used.select("area").with_row_index("row"), on="area")
    np.add.at(
        table,
        (rows["row"].to_numpy(), rows["period"].to_numpy() - first),
        rows["count"].to_numpy().astype(np.int64),
    )
    return table


def _read_table(
    what: str, columns: Columns, wanted: tuple[str, ...]
) -> tuple[pl.Series, dict[str, FloatArray]]:
    """The names of areas, and the columns of numbers, all of one length."""
    absent = [name for name in wanted if name not in columns]
    if absent:
        raise ValueError(
            f"{what} need the columns {', '.join(wanted)}; absent: {', '.join(absent)}"
        )
    names = _read_names(columns["area"])
    numbers = read_columns(**{name: columns[name] for name in wanted[1:]})
    for name, values in numbers.items():
        if values.size != names.len():
            raise ValueError(
                f"columns must have one length: area has {names.len()}, {name} has {values.size}"
            )
    if names.null_count():
        raise ValueError(f"{names.null_count()} rows of the {what} name no area")
    return names, numbers


def _read_names(values: Column) -> pl.Series:
    names = values if isinstance(values, pl.Series) else pl.Series(np.atleast_1d(values).tolist())
    return names.alias("area")


def _check_finite(name: str, values: FloatArray) -> None:
    if np.isinf(values).any():
        raise ValueError(f"{name} must be finite; {int(np.isinf(values).sum())} values are not")
