"""The local hour and kind of day of an event, its unknown times, and the clock's two changes."""

from __future__ import annotations

import polars as pl
import pytest
from drawn import frame_of

from vrn.problem.episodes.columns import CODES
from vrn.problem.episodes.times import with_times

# 2020-05-09 was a Saturday; the clocks went forward on 2020-03-29 and back on 2020-10-25.
DRAWN = frame_of("""
    start            | end              | hour | day_type       | time_quality
    2020-05-06T15:10 |                  | 15   | weekday        | stated
    2020-05-09T23:59 | 2020-05-10T00:05 | 23   | weekend        | stated
    2020-05-06T15:10 | 2020-05-06T16:10 | 15   | weekday        | stated
    2020-05-06T15:10 | 2020-05-06T16:11 | none | weekday        | window over an hour
    2020-05-06T00:00 |                  | none | weekday        | default midnight
    2020-05-06T00:00 | 2020-05-06T00:30 | none | weekday        | default midnight
    2020-05-06T00:01 |                  | 00   | weekday        | stated
    2020-05-08T20:00 | 2020-05-09T08:00 | none | time not known | window over an hour
    2020-05-04T08:00 | 2020-05-13T08:00 | none | time not known | window over an hour
    2020-05-04T08:00 | 2020-05-06T08:00 | none | weekday        | window over an hour
    2020-03-29T01:30 |                  | none | weekend        | clock change
    2020-03-29T02:00 |                  | 02   | weekend        | stated
    2020-03-29T00:50 | 2020-03-29T02:40 | 00   | weekend        | stated
    2020-10-25T01:30 |                  | 01   | weekend        | clock change
    2020-10-25T02:00 |                  | 02   | weekend        | stated
    2020-10-25T00:30 | 2020-10-25T01:40 | none | weekend        | window over an hour
    2020-10-25T01:30 | 2020-10-25T02:00 | 01   | weekend        | clock change
""")


@pytest.mark.parametrize(
    "row", DRAWN.rows(named=True), ids=lambda row: f"{row['start']} {row['end']}"
)
def test_a_time_tells_its_hour_or_says_why_not(row: dict[str, str | None]) -> None:
    given = pl.DataFrame([row]).select(pl.col("start", "end").cast(pl.String))
    found = with_times(given, "start", "end").row(0, named=True)
    hour = "time not known" if row["hour"] == "none" else row["hour"]
    assert (found["hour"], found["day_type"], found["time_quality"]) == (
        hour, row["day_type"], row["time_quality"]
    )  # fmt: skip
    known = "time not known" not in (hour, row["day_type"])
    assert found["day_hour"] == (f"{row['day_type']} {hour}" if known else "time not known")
    for name in ("hour", "day_type", "day_hour", "time_quality"):
        assert found[name] in CODES[name]


def test_a_time_that_a_clock_wrote_is_midnight_when_it_says_so() -> None:
    given = pl.DataFrame({"arrived_at": ["2020-05-06T00:00", "2020-05-06T00:00:30"]})
    found = with_times(given, "arrived_at", has_defaults=False)
    assert found["hour"].to_list() == ["00", "00"]


def test_what_is_no_time_is_not_known() -> None:
    given = pl.DataFrame({"start": ["", None, "yesterday"]}, schema={"start": pl.String})
    found = with_times(given, "start")
    assert set(found["hour"]) == set(found["day_type"]) == {"time not known"}
    assert with_times(given.clear(), "start").is_empty()


def test_no_column_of_the_working_is_left() -> None:
    found = with_times(DRAWN.select("start", "end"), "start", "end")
    assert found.columns == ["start", "end", "time_quality", "hour", "day_type", "day_hour"]
