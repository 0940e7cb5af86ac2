"""What is unknown, from counts of two lists: the formulas, the suppositions, and the reasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import FEEDS, filled, make_agencies_cut
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vrn.problem.catalogue import catalogue
from vrn.problem.dimensions import dimensions
from vrn.problem.episodes import columns
from vrn.problem.measuring import measure
from vrn.problem.places import NotInCutError
from vrn.problem.units import unit_of_tally
from vrn.problem.unknown.catalogue import unknown_measures
from vrn.problem.unknown.estimates import (
    ALL_KNOWN,
    HIGH,
    LOW,
    NO_AGREEMENT,
    NO_ATTENDANCE,
    NO_CHANCE,
    NO_INJURY,
    NO_MORE,
    NO_VICTIM,
    Supposed,
    injuries_estimated,
    matched_share,
    unknown_share,
)
from vrn.problem.unknown.lists import FRAME, read_lists
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YEAR = Period("2021-01", "2021-12")
HELD = {feed: months_between("2021-01", "2021-12") for feed in FEEDS}
SEEN = """
    seen_by                 | matching          | residence         | chances   | age | times
    police and hospital     | can be matched    | resident          | 0         | 40  | 20
    hospital, other offence | can be matched    | resident          | 0         | 17  | 10
    hospital alone          | can be matched    | resident          | 0         | 40  | 80
    hospital alone          | can be matched    | resident          | 1         | 17  | 5
    hospital alone          | cannot be matched | resident          | not tried |     | 7
    hospital alone          | can be matched    | not resident      | 3         | 40  | 9
    police alone            | can be matched    | resident          | not tried | 40  | 160
    police alone            | can be matched    | not resident      | not tried | 40  | 10
    police alone            | cannot be matched | home not recorded | not tried | 40  | 20
"""


def frame(*rows: tuple[str, str, str, str, int]) -> pl.DataFrame:
    texts = dict.fromkeys(FRAME, pl.String)
    return pl.DataFrame(list(rows), schema={**texts, "count": pl.Int64}, orient="row")


def lists(
    both: int = 20, hospital: int = 80, by_chance: int = 2, police: int = 160, lacking: int = 20
) -> pl.DataFrame:
    able, own = "can be matched", "resident"
    return frame(
        ("police and hospital", able, own, "0", both),
        ("hospital alone", able, own, "0", hospital - by_chance),
        ("hospital alone", able, own, "1", by_chance),
        ("police alone", able, own, "not tried", police),
        ("police alone", "cannot be matched", "home not recorded", "not tried", lacking),
    )


BY_CHANCE_ALONE = frame(
    ("police and hospital", "can be matched", "resident", "8", 20),
    ("police alone", "can be matched", "resident", "not tried", 20),
)


def test_the_lists_are_of_residents_that_can_be_matched() -> None:
    drawn = filled("injuries", SEEN)
    found = read_lists(drawn.group_by(FRAME).len("count"))
    assert found == (115, 30, 20, 180, 115, 5, 210, 190, 0)
    assert found.chance == pytest.approx(5 / (8 * 115))
    assert found.complete == pytest.approx(190 / 210)
    nothing = read_lists(frame())
    assert math.isnan(nothing.chance)
    assert math.isnan(nothing.complete)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (frame(), NO_ATTENDANCE),
        (frame(("hospital alone", "can be matched", "resident", "not tried", 9)), NO_CHANCE),
        (frame(("hospital alone", "can be matched", "resident", "0", 9)), NO_VICTIM),
        (lists(both=0), NO_MORE),
        (lists(both=1, hospital=10, by_chance=10), NO_MORE),
        (BY_CHANCE_ALONE, NO_MORE),
        (lists(both=60, hospital=20, by_chance=0, police=0, lacking=60), ALL_KNOWN),
    ],
)
def test_where_nothing_can_be_said_there_is_a_reason(seen: pl.DataFrame, why: str) -> None:
    found = unknown_share(seen)
    assert found.select("value", "lower", "upper", "reason").row(0) == (None, None, None, why)


def test_the_number_of_injuries_has_reasons_too() -> None:
    hospital = ("hospital alone", "can be matched", "resident", "0", 9)
    assert injuries_estimated(frame(hospital))["reason"][0] == NO_INJURY
    assert injuries_estimated(lists(both=0))["reason"][0] == NO_MORE
    assert injuries_estimated(lists(both=1, hospital=10, by_chance=9))["reason"][0] == NO_MORE
    assert "too few" in injuries_estimated(lists(both=5, by_chance=0))["reason"][0]
    assert matched_share(frame())["reason"][0] == NO_ATTENDANCE


def test_attendances_that_may_not_be_compared_give_that_reason() -> None:
    seen = frame(("hospital alone", "not compared", "resident", "not tried", 9))
    for found in (matched_share(seen), unknown_share(seen), injuries_estimated(seen)):
        assert found.select("value", "reason").row(0) == (None, NO_AGREEMENT)


def test_without_chance_and_misses_the_share_is_what_was_not_matched() -> None:
    seen = lists(both=20, hospital=80, by_chance=0, lacking=0)
    found = unknown_share(seen)
    assert found["value"][0] == pytest.approx(80)
    # the logit of 0.2 with the error of 20 in 100; of chance, one match in 800 is held possible
    spread = 1.959964 * math.hypot(0.04, 0.8 / 800) / 0.16
    known = [1 / (1 + math.exp(-(math.log(0.25) + side * spread))) for side in (1, -1)]
    assert found.select("lower", "upper").row(0) == pytest.approx(
        [100 * (1 - each) for each in known], abs=1e-4
    )


def test_without_chance_the_number_is_chapmans() -> None:
    found = injuries_estimated(lists(both=20, hospital=80, by_chance=0, police=160))
    assert found["value"][0] == pytest.approx(181 * 101 / 21 - 1)
    assert found["lower"][0] < found["value"][0] < found["upper"][0]
    assert found["numerator"][0] == 20


def test_the_events_behind_are_named() -> None:
    functions = {"share": unknown_share, "number": injuries_estimated}
    behind = {
        name: {each["what"]: each["events"] for each in function(lists())["behind"][0]}
        for name, function in functions.items()
    }
    assert behind == {
        "share": {
            "attendances matched": 20,
            "attendances not matched": 80,
            "injuries recorded with every field": 180,
        },
        "number": {
            "on both lists": 20,
            "police's list alone": 160,
            "hospitals' list alone": 80,
        },
    }


@settings(deadline=None)
@given(
    both=st.integers(7, 60),
    hospital=st.integers(20, 200),
    by_chance=st.integers(0, 10),
    police=st.integers(10, 300),
    lacking=st.integers(0, 40),
)
def test_the_low_lies_below_and_the_high_above(
    both: int, hospital: int, by_chance: int, police: int, lacking: int
) -> None:
    seen = lists(both, hospital, by_chance, police, lacking)
    for function in (unknown_share, injuries_estimated):
        found = [function(seen, supposed=each) for each in (LOW, Supposed(), HIGH)]
        assume(all(each["value"][0] is not None for each in found))
        low, middle, high = (each["value"][0] for each in found)
        assert low <= middle <= high
        for each in found:
            assert each["lower"][0] <= each["value"][0] <= each["upper"][0]


def test_more_by_chance_and_more_missed_move_the_share_each_its_way() -> None:
    def share(**change: float) -> float:
        return float(unknown_share(lists(), supposed=Supposed(**change))["value"][0])

    assert share(chance=0) < share() < share(chance=4)
    assert share(missed=0.3) < share(missed=0.1) < share()
    assert share(odds_ratio=4) == share()
    assert unknown_share(lists(by_chance=60), supposed=Supposed(chance=99))["reason"][0] == NO_MORE


def test_every_measure_is_asked_of_the_injuries_by_age_group_alone() -> None:
    assert len(unknown_measures()) == 7
    for each in unknown_measures().values():
        assert each.dimensions == ("age_group",)
        assert unit_of_tally(each.over.unit).table == "injuries"
        assert set(each.frame) <= set(columns.INJURIES)
        assert all(dimensions()[name].codes == columns.CODES[name] for name in each.frame)


def ask(folder: Path, name: str, held: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    tables = make_agencies_cut(folder, injuries=SEEN)
    found = measure(
        catalogue()[name], tables, period=YEAR, residents_edition="mid-2020", months_held=held
    )
    return dict(found.table.exact.row(0, named=True))


@pytest.mark.parametrize("name", unknown_measures())
def test_without_people_of_the_police_there_is_a_reason(tmp_path: Path, name: str) -> None:
    assert ask(tmp_path, name, HELD)["value"] is not None
    found = ask(tmp_path, name, {**HELD, "police-people": ()})
    assert (found["value"], found["numerator"]) == (None, None)
    assert found["reason"] == "no file was received for January 2021 to December 2021"


def test_without_attendances_these_are_asked_for_by_name(tmp_path: Path) -> None:
    tables = {n: p for n, p in make_agencies_cut(tmp_path).items() if n != "injuries"}
    with pytest.raises(NotInCutError, match="receive the feed ae-attendances"):
        measure(
            catalogue()["attendances_unknown_share"],
            tables,
            period=YEAR,
            residents_edition="mid-2020",
            months_held=HELD,
        )
