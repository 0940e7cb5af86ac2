"""Estimates over numbers as supplied: a month that was withheld is missing, and never a nought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.problem.counting import WITHHELD_BY_SUPPLIER
from vrn.problem.measuring import measure
from vrn.problem.violence.admissions_change import NONE_BEFORE, TOO_SHORT, compare_runs
from vrn.problem.violence.catalogue import violence_measures
from vrn.problem.violence.interrupted import NO_LIMITS, restrictions_averted, restrictions_ratio
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from pathlib import Path

MONTHS = months_between("2018-11", "2021-10")


def months(*counts: int | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"month": MONTHS[-len(counts) :], "count": counts},
        schema={"month": pl.String, "count": pl.Int64},
    )


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((40,) * 35, TOO_SHORT),
        ((*(40,) * 35, None), WITHHELD_BY_SUPPLIER),
        ((None, *(40,) * 35), WITHHELD_BY_SUPPLIER),
        ((*(0,) * 18, *(40,) * 18), NONE_BEFORE),
    ],
)
def test_two_runs_that_are_not_whole_have_no_ratio(
    counts: tuple[int | None, ...], reason: str
) -> None:
    row = compare_runs(months(*counts), months=18, apart=18).row(0, named=True)
    assert (row["value"], row["lower"], row["reason"]) == (None, None, reason)


def test_a_withheld_month_between_two_runs_does_no_harm() -> None:
    counts: list[int | None] = [40] * 36
    counts[15] = None
    row = compare_runs(months(*counts), months=12, apart=24).row(0, named=True)
    assert (row["value"], row["numerator"], row["denominator"]) == (1.0, 480, 480.0)
    assert [each["events"] for each in row["behind"]] == [480, 480]


def test_the_order_of_the_rows_changes_nothing() -> None:
    frame = months(*range(20, 56))
    expected = compare_runs(frame, months=18, apart=18)
    assert compare_runs(frame.reverse(), months=18, apart=18).equals(expected)
    assert restrictions_ratio(frame.reverse()).equals(restrictions_ratio(frame))


VAGUE = (7, 2, *(0,) * 14, 8, 6, 1, 1, 3, 2, 2, 1, 0, 2, 2, 4, 3, 2, 5, 2, 2, 4, 7, 1)
"""All before is in three months: what to expect of a later one may be anything."""
RUNAWAY = (1, 0, 9, 0, 0, 7, *(0,) * 11, 3, 3, 2, 6, 5, 7, 2, 4, 1, 0, 3, 4, 4, 4, 5, 2, 5, 2, 9)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [(VAGUE, NO_LIMITS), (RUNAWAY, "the model has no finite estimate on these counts")],
)
def test_counts_that_do_not_say_what_to_expect_have_no_number(
    counts: tuple[int, ...], reason: str
) -> None:
    row = restrictions_averted(months(*counts)).row(0, named=True)
    assert (row["value"], row["lower"], row["reason"]) == (None, None, reason)


def test_no_split_needs_no_month_that_was_withheld_in_another_age_group(tmp_path: Path) -> None:
    rows = "\n".join(
        f"{month} | {group} | {cells}"
        for month in MONTHS
        for group, cells in (("all ages", "40 | no"), ("under 25", " | yes"))
    )
    tables = make_agencies_cut(
        tmp_path, admissions=f"month | age_group | admissions | withheld\n{rows}"
    )
    measured = measure(
        violence_measures()["assault_admissions_change"],
        tables,
        split=("age_group",),
        period=Period(MONTHS[0], MONTHS[-1]),
        residents_edition="mid-2020",
        months_held=MONTHS,
        definitions={},
    )
    found = {row["age_group"]: row for row in measured.table.exact.to_dicts()}
    assert found["all ages"]["value"] == 1.0
    assert found["under 25"]["reason"] == WITHHELD_BY_SUPPLIER
