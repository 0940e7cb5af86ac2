"""One rate over another: sides, limits, what it stands on, and the reasons for no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.factors.people import GROUPS, men_over_women, people_measures
from vrn.factors.two_rates import Side, ratio_of_rates, side_of
from vrn.factors.urban_rural import urban_over_rural, urban_rural_measures

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER = Side("one side", 40, 1_000), Side("the other", 20, 1_000)


def frame(column: str, *rows: tuple[str, int, int | None]) -> pl.DataFrame:
    schema = {column: pl.String, "count": pl.Int64, "residents": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_ratio_of_two_rates_says_of_whom_it_is() -> None:
    found = ratio_of_rates(ONE, OTHER, events={"all": 60}, also="; said").row(0, named=True)
    assert found["value"] == pytest.approx(2)
    assert found["lower"] < 2 < found["upper"]
    assert found["method"].endswith("1,000 and 1,000 residents; said")
    assert found["behind"] == [{"what": "all", "events": 60}]


def test_widened_limits_stand_further_from_the_same_value() -> None:
    plain, wide = (
        ratio_of_rates(ONE, OTHER, events={}, widen=widen).row(0, named=True)
        for widen in (1.0, 1.25)
    )
    assert wide["value"] == plain["value"]
    assert wide["lower"] == pytest.approx(plain["lower"] / 1.25)
    assert wide["upper"] == pytest.approx(plain["upper"] * 1.25)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (Side("one side", 4, None), OTHER, "no resident is counted among one side"),
        (ONE, Side("the other", 4, 0), "no resident is counted among the other"),
        (ONE, Side("the other", 0, 10), "nothing was recorded among the other"),
    ],
)
def test_without_two_rates_there_is_a_reason(first, second, reason) -> None:
    found = ratio_of_rates(first, second, events={}).row(0, named=True)
    assert (found["value"], found["reason"]) == (None, reason)


def test_a_side_whose_residents_are_partly_unknown_has_none() -> None:
    given = frame("sex", ("male", 4, 100), ("male", 5, None), ("female", 6, 200))
    assert side_of(given, "men", column="sex", code="male") == Side("men", 9, None)
    assert side_of(given, "women", column="sex", code="female") == Side("women", 6, 200)
    assert side_of(given, "others", column="sex", code="other") == Side("others", 0, None)


def test_men_over_women_rests_on_everything_recorded_by_sex() -> None:
    given = frame("sex", ("female", 10, 100), ("male", 30, 100), ("not recorded", 7, None))
    found = men_over_women(given, people="victims").row(0, named=True)
    assert found["value"] == pytest.approx(3)
    behind = {each["what"]: each["events"] for each in found["behind"]}
    # 7 could be told from the others and the whole, so they keep the ratio from leaving
    assert behind == {"victims, female": 10, "victims, male": 30, "victims, not recorded": 7}


def test_a_number_of_nobody_does_not_stand_behind_a_ratio() -> None:
    given = frame("sex", ("female", 10, 100), ("male", 30, 100), ("not recorded", 0, None))
    found = men_over_women(given, people="victims").row(0, named=True)
    assert {each["what"] for each in found["behind"]} == {"victims, female", "victims, male"}


def test_urban_over_rural_leaves_out_what_has_no_class(tmp_path: Path) -> None:
    classes = "area_code | settlement\nS1 | urban\nS2 | rural"
    tables = make_agencies_cut(tmp_path, rural_urban=classes)
    given = frame("small_area", ("S1", 40, 1_000), ("S2", 10, 500), ("S3", 999, 1))
    found = urban_over_rural(given, tables=tables).row(0, named=True)
    assert found["value"] == pytest.approx(2)
    alone = urban_over_rural(given.head(1), tables=tables).row(0, named=True)
    assert alone["reason"] == "no resident is counted among rural small areas"
    without = {name: paths for name, paths in tables.items() if name != "rural_urban"}
    assert "does not hold which small areas" in urban_over_rural(given, tables=without)["reason"][0]


def test_every_role_has_its_measures_and_none_says_cause() -> None:
    names = set(people_measures())
    for people in ("victims", "suspects"):
        assert f"{people}_male_female_ratio" in names
        assert f"{people}_ethnic_not_recorded_share" in names
        assert {f"{people}_ethnic_ratio_{group.lower()}" for group in GROUPS} <= names
    assert GROUPS == ("Asian", "Black", "Mixed", "Other")
    for name, each in {**people_measures(), **urban_rural_measures()}.items():
        assert "not_recorded" in name or "no cause" in each.indicator.caveats
