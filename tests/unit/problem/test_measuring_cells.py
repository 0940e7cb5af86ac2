"""What holds of every measured table, and the questions that are refused."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn import make_cut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrn.factors.deprivation import deprivation_measures
from vrn.problem import measuring as module
from vrn.problem.catalogue import UnknownMeasureError, catalogue, find_measure
from vrn.problem.cells import VALUES
from vrn.problem.measure import Ratio
from vrn.problem.measuring import measure
from vrn.problem.placements import INSIDE
from vrn.terms import Period, RawCountError, months_between

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.problem.measure import Measured

YEAR = months_between("2021-01", "2021-12")
OFFENCES = """
    month   | crime_type | small_area | placement         | times
    2021-01 | Robbery    | S1         | code unchanged    | 3
    2021-02 | Robbery    | S2         | split by position | 2
    2021-02 | Burglary   | S3         | code unchanged    | 4
    2021-02 | Robbery    |            | no location       | 5
    2021-03 | Robbery    |            | outside the area  | 1
"""
ALL = {**catalogue(), **deprivation_measures()}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return make_cut(tmp_path_factory.mktemp("cut"), offences=OFFENCES)


def ask(tables, name: str, **question) -> Measured:
    return measure(
        ALL[name],
        tables,
        **{"residents_edition": "census-2021", "months_held": YEAR, **question},
    )


def test_the_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("dimension", ["month", "district", "small_area", "deprivation_2025"])
@pytest.mark.parametrize("name", ["robbery", "robbery_rate", "robbery_share"])
def test_every_table_has_the_same_columns_in_the_same_kinds(tables, name, dimension) -> None:
    found = ask(tables, name, split=(dimension,)).table.exact
    assert dict(found.schema) == {dimension: pl.String, **VALUES}
    assert not found.select(dimension, "method", "reason").null_count().sum_horizontal().item()


def test_places_are_in_order_and_bear_labels(tables) -> None:
    found = ask(tables, "robbery", split=("deprivation_2025", "month"), where={"district": "D1"})
    assert found.table.exact["deprivation_2025"].unique(maintain_order=True).to_list() == ["1", "5"]
    assert found.labels["deprivation_2025"] == {"1": "1 (most deprived)", "5": "5"}
    assert found.labels["month"]["2021-03"] == "March 2021"
    assert found.labels["district"] == {"D1": "District D1"}
    assert found.where == (("district", "D1"),)


def test_the_tables_read_are_named_with_their_editions(tables) -> None:
    assert ask(tables, "robbery").tables == ("offences",)
    assert ask(tables, "robbery_rate", split=("deprivation_2019",)).tables == (
        "offences",
        "residents:census-2021",
        "areas",
        "deprivation:2019",
    )
    assert ask(tables, "residents").tables == ("residents:census-2021", "areas")


def test_what_is_measured_cannot_be_shown(tables) -> None:
    with pytest.raises(RawCountError):
        str(ask(tables, "robbery").table)


def test_the_catalogue_itself_keeps_its_units(tables) -> None:
    before = ALL["robbery_rate"]
    monthly = ask(tables, "robbery_rate", split=("month",)).measure
    assert monthly.indicator.unit == "per 1,000 residents a month"
    assert ALL["robbery_rate"] is before
    assert before.indicator.unit == "per 1,000 residents a year"


def test_small_areas_in_districts_are_not_crossed(tables) -> None:
    found = ask(tables, "robbery", split=("district", "small_area")).table.exact
    assert found.select("district", "small_area").rows() == [
        ("D1", "S1"),
        ("D1", "S2"),
        ("D2", "S3"),
    ]


def test_a_category_that_is_new_to_us_is_counted_and_not_lost(tmp_path: Path) -> None:
    drawn = "month | crime_type | small_area\n2021-01 | Something new | S1"
    found = ask(make_cut(tmp_path, offences=drawn), "all_recorded", split=("crime_type",))
    assert found.table.exact.height == 15
    assert found.table.exact.filter(pl.col("crime_type") == "Something new")["value"].item() == 1


def test_a_cut_whose_tables_do_not_belong_together_is_refused(tmp_path: Path) -> None:
    drawn = "month | crime_type | small_area\n2021-01 | Robbery | S9"
    tables = make_cut(tmp_path, offences=drawn)
    with pytest.raises(ValueError, match="do not belong together"):
        ask(tables, "robbery", split=("small_area",))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2021-01", "2021-02", "2021-03"]),
        st.sampled_from(["Robbery", "Drugs"]),
        st.sampled_from(["S1", "S2", "S3", ""]),
    ),
    max_size=40,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_the_numbers_add_up(tmp_path_factory, rows) -> None:
    drawn = "\n".join(["month | crime_type | small_area", *(" | ".join(row) for row in rows)])
    cut = make_cut(tmp_path_factory.mktemp("cut"), offences=drawn)

    def total(name: str, *split: str) -> int:
        return int(ask(cut, name, split=split).table.exact["numerator"].sum())

    whole = ask(cut, "robbery", split=("placement",)).table.exact
    placed = whole.filter(pl.col("placement").is_in(INSIDE))["numerator"].sum()
    assert total("robbery") == whole["numerator"].sum() == total("robbery", "month")
    for split in (("district",), ("small_area",), ("deprivation_2025",), ("district", "month")):
        assert total("robbery", *split) == placed == total("robbery_rate", *split)
    rate = ask(cut, "robbery_rate").table.exact
    by_district = ask(cut, "robbery_rate", split=("district",)).table.exact
    assert rate["denominator"].item() == by_district["denominator"].sum()
    weighted = (by_district["value"] * by_district["denominator"]).sum()
    assert rate["value"].item() == pytest.approx(weighted / rate["denominator"].item())
    assert total("all_recorded") == len(rows)


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        ("robbery", {"split": ("distict",)}, "'distict'; try one of: district"),
        ("robbery", {"split": ("crime_type",)}, "cannot be split or filtered by 'crime_type'"),
        ("robbery", {"where": {"district": "D7"}}, "'D7' is no code of 'district'; try one of: D"),
        ("robbery", {"where": {"month": "2021-01"}}, "give a period instead"),
        (
            "robbery",
            {"split": ("district",), "where": {"district": "D1"}},
            "name each dimension once",
        ),
        ("robbery", {"split": ("month", "month")}, "name each dimension once"),
        (
            "all_recorded",
            {"where": {"crime_type": "Robery"}},
            "'Robery' is no code of 'crime_type'; try one of: Robbery",
        ),
        ("robbery", {"months_held": ()}, "no month is held: receive the monthly files"),
        ("robbery_change", {"period": Period("2020-01", "2021-06")}, "overlaps its year before"),
    ],
)
def test_a_question_without_an_answer_is_refused_with_what_can_be_asked(
    tables, name, question, words
) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        ask(tables, name, **question)


def test_an_unknown_measure_is_refused_with_those_that_come_near() -> None:
    with pytest.raises(UnknownMeasureError, match=r"'robery_rate'; try one of: robbery_rate"):
        find_measure("robery_rate", catalogue())
    assert find_measure("robbery", catalogue()) is catalogue()["robbery"]


def test_a_ratio_that_nobody_can_make_is_refused(tables) -> None:
    rate = ALL["robbery_rate"]
    assert isinstance(rate, Ratio)
    wrong = Ratio(
        indicator=rate.indicator,
        numerator=rate.numerator,
        denominator="residents",
        multiplier=1.0,
        interval="wilson",
    )
    with pytest.raises(ValueError, match="an interval is byar over residents"):
        measure(wrong, tables, residents_edition="census-2021", months_held=YEAR)


def test_without_twelve_months_in_a_row_the_latest_run_is_taken(tables) -> None:
    found = ask(tables, "robbery", months_held=("2021-01", "2021-03", "2021-04"))
    assert found.period == Period("2021-03", "2021-04")
    assert ask(tables, "residents").period is None


def test_a_filter_by_decile_keeps_its_areas_alone(tables) -> None:
    found = ask(tables, "robbery_rate", where={"deprivation_2025": "1"}).table.exact
    assert found.select("numerator", "denominator").row(0) == (3, 1000)


def test_the_catalogue_names_every_measure_once_and_says_what_it_is() -> None:
    for name, each in ALL.items():
        assert each.indicator.name == name
        for text in (
            each.indicator.title,
            each.indicator.definition,
            each.indicator.rationale,
            each.indicator.unit,
            each.indicator.method,
            each.indicator.source,
            each.indicator.caveats,
        ):
            assert text.strip() == text
            assert text
    assert not set(catalogue()) & set(deprivation_measures())
    titles = [each.indicator.title for each in ALL.values()]
    repeated = {title for title in titles if titles.count(title) > 1}
    assert repeated == {"Records placed in the area"}
