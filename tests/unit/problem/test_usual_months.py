"""What is usual where limits begin again: of the latest long stretch, each judged by its own."""

from __future__ import annotations

import polars as pl
import pytest

from vrn.problem.violence.usual import TOO_SHORT, line_of_chart, unusual_months
from vrn.terms import months_between

MONTHS = months_between("2019-01", "2021-03")
# Fifteen months about 100, then twelve about 40: one level, and another.
COUNTS = [*([98, 102, 100] * 5), *([38, 42, 40] * 4)]
FELL = "2020-04"


def frame(counts: list[int | None] = COUNTS) -> pl.DataFrame:
    return pl.DataFrame({"month": MONTHS, "count": counts}).sample(fraction=1, shuffle=True, seed=3)


def asked(found: pl.DataFrame) -> dict[str, object]:
    return found.row(0, named=True)


def behind(found: pl.DataFrame) -> dict[str, int]:
    return {each["what"]: each["events"] for each in asked(found)["behind"]}


def test_the_mean_is_that_of_the_latest_stretch_of_twelve_months() -> None:
    found = line_of_chart(frame(), line="centre_line", begins=[FELL])
    assert asked(found)["value"] == pytest.approx(40)
    assert asked(found)["numerator"] == 480
    assert asked(found)["method"] == (
        "XmR chart of 12 months (April 2020 to March 2021), rules: NHS England Making Data Count 1"
    )
    assert behind(found) == {"events of the series": 480, "residual degrees of freedom": 11}


def test_a_later_stretch_that_is_short_is_passed_over() -> None:
    found = line_of_chart(frame(), line="centre_line", begins=["2020-12", "2019-03"])
    assert asked(found)["method"].startswith("XmR chart of 21 months (March 2019 to November 2020)")


@pytest.mark.parametrize(
    ("counts", "begins"),
    [(COUNTS, ["2019-07", "2020-01", "2020-07", "2021-01"]), ([*COUNTS[:-1], None], [FELL])],
)
def test_without_twelve_months_in_a_stretch_nothing_is_usual(counts, begins) -> None:
    found = line_of_chart(frame(counts), line="centre_line", begins=begins)
    assert asked(found)["value"] is None
    assert asked(found)["reason"] == TOO_SHORT


def test_two_levels_are_unusual_months_until_limits_begin_again() -> None:
    """About one mean of 73 every month is part of a long run; about two means none is."""
    assert asked(unusual_months(frame()))["value"] == 27
    found = unusual_months(frame(), begins=[FELL])
    assert asked(found)["value"] == 0
    assert "of 27 months, limits begun again in April 2020, rules" in asked(found)["method"]
    assert behind(found)["residual degrees of freedom"] == 25
