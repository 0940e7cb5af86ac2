"""The local hour and kind of day of an event, and how well its time is known.

Times are wall-clock times of one zone, as written: "2020-10-25T01:30". A time at 00:00 exactly is
taken for a default that stands where nobody knew the hour, and a window of more than an hour says
no hour. A time that the clocks left out in spring never was; one that they went through twice in
autumn has its hour, and both are marked.
"""

from __future__ import annotations

import polars as pl

from vrn.problem.episodes.columns import (
    CLOCK_CHANGE,
    MIDNIGHT,
    STATED,
    TIME_NOT_KNOWN,
    WINDOW,
)

ZONE = "Europe/London"
_SATURDAY = 6


def with_times(
    rows: pl.DataFrame, start: str, end: str | None = None, *, has_defaults: bool = True
) -> pl.DataFrame:
    """The rows with `hour`, `day_type`, `day_hour` and `time_quality`, of their local times.

    `start` and `end` are columns of local times ("YYYY-MM-DDTHH:MM", seconds read over); `end` may
    be null or missing. The hour is that of the start: 00 to 23. Weekends are Saturday and Sunday.
    Without `has_defaults` (times that a clock wrote by itself) 00:00 is an hour like any other. The
    kind of day stays known with an unknown hour, unless the window runs over both kinds.
    """
    first, last = _local(start), _local(end) if end else pl.lit(None, dtype=pl.Datetime)
    marked = rows.with_columns(__first=first, __last=last)
    quality = _quality(has_defaults=has_defaults)
    marked = marked.with_columns(time_quality=quality)
    is_known = pl.col("__first").is_not_null() & _tells_hour()
    days = [pl.col(name).dt.weekday() >= _SATURDAY for name in ("__first", "__last")]
    # A window of six days or more holds a weekend and a weekday whatever its ends are.
    is_long = pl.col("__last") - pl.col("__first") >= pl.duration(days=5)
    is_one_kind = ((days[0] == days[1]) & ~is_long).fill_null(value=True)
    kind = pl.when(days[0]).then(pl.lit("weekend")).otherwise(pl.lit("weekday"))
    return (
        marked.with_columns(
            hour=pl.when(is_known)
            .then(pl.col("__first").dt.strftime("%H"))
            .otherwise(pl.lit(TIME_NOT_KNOWN)),
            day_type=pl.when(pl.col("__first").is_not_null() & is_one_kind)
            .then(kind)
            .otherwise(pl.lit(TIME_NOT_KNOWN)),
        )
        .with_columns(
            day_hour=pl.when(
                (pl.col("hour") == TIME_NOT_KNOWN) | (pl.col("day_type") == TIME_NOT_KNOWN)
            )
            .then(pl.lit(TIME_NOT_KNOWN))
            .otherwise(pl.concat_str("day_type", "hour", separator=" "))
        )
        .drop("__first", "__last")
    )


def _local(column: str) -> pl.Expr:
    """A column of local times as written, to the minute; null where it is none."""
    return pl.col(column).str.slice(0, 16).str.to_datetime("%Y-%m-%dT%H:%M", strict=False)


def _instants(name: str, *, second: bool = False) -> pl.Expr:
    """The instants of local times; null for one that the clocks left out."""
    return pl.col(name).dt.replace_time_zone(
        ZONE, ambiguous="latest" if second else "earliest", non_existent="null"
    )


def _quality(*, has_defaults: bool) -> pl.Expr:
    # Elapsed time, at its longest: an hour is none longer for the clock having gone back in it.
    elapsed = _instants("__last") - _instants("__first", second=True)
    is_wide = (elapsed > pl.duration(hours=1)).fill_null(value=False)
    is_midnight = (pl.col("__first").dt.time() == pl.time(0, 0)) & pl.lit(has_defaults)
    return (
        pl.when(is_midnight)
        .then(pl.lit(MIDNIGHT))
        .when(is_wide)
        .then(pl.lit(WINDOW))
        .when(_is_changed())
        .then(pl.lit(CLOCK_CHANGE))
        .otherwise(pl.lit(STATED))
    )


def _is_changed() -> pl.Expr:
    """Whether the clocks left the time out, or went through it twice."""
    return (_instants("__first").is_null() & pl.col("__first").is_not_null()) | (
        _instants("__first") != _instants("__first", second=True)
    )


def _tells_hour() -> pl.Expr:
    never_was = _instants("__first").is_null()
    return pl.col("time_quality").is_in([STATED, CLOCK_CHANGE]) & ~never_was
