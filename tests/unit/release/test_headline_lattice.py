"""The lattice: cells counted from rows, and small drawn worlds in which one is withheld."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from made_violence import DEFINITIONS, MONTHS, PERIOD, made_lattice, made_rows, shown_of

from vrn.release.headline import counting
from vrn.release.headline.axes import Address, axes_of
from vrn.release.headline.lattice import Cell, Lattice, build_lattice
from vrn.release.headline.record_sets import gather_sets
from vrn.release.headline.records import prepare_rows
from vrn.release.headline.shapes import SHAPES, Shape
from vrn.release.headline.times import times_of
from vrn.terms import Period, months_between

YEAR = months_between("2020-04", "2021-03")
WHEN = ",".join(YEAR)


def people(count: int, *, start: int = 0, **codes: str | None) -> list[dict[str, Any]]:
    """So many records of as many people, alike in everything."""
    plain = {
        "definition_class": "in both",
        "under_25": "25 and over",
        "district": "Z1",
        "neighbourhood": "Z1",
        "month": "2020-05",
        "knife": "no knife",
        "sex": "male",
    }
    return [{**plain, **codes, "person": f"P{start + n}"} for n in range(count)]


def drawn(*groups: list[dict[str, Any]], **overrides: Any) -> Lattice:
    rows = pl.DataFrame([row for group in groups for row in group])
    given: dict[str, Any] = {
        "unit": "offences",
        "cut": 7,
        "definitions": DEFINITIONS,
        "months_held": YEAR,
        "periods": [Period(YEAR[0], YEAR[-1])],
    }
    return build_lattice(rows, **{**given, **overrides})


def at(**codes: str) -> Address:
    plain = {"level": "whole area", "place": "", "months": WHEN, "label": "old", "age": "all ages"}
    return Address(**{**plain, **codes})


def number(lattice: Lattice, **codes: str) -> int | None:
    cell = lattice.find(at(**codes))
    assert cell is not None
    return cell.number


def test_a_cell_of_ten_people_is_shown_and_one_of_nine_is_not() -> None:
    assert drawn(people(10)).find(at()) == Cell(exact=10, number=10, since=7)
    assert drawn(people(9)).find(at()) == Cell(exact=9, number=None, since=None)


def test_twelve_records_of_nine_people_are_not_shown() -> None:
    assert drawn(people(9), people(3)).find(at()) == Cell(exact=12, number=None, since=None)


def test_distinct_people_are_counted_where_people_are_what_is_counted() -> None:
    lattice = drawn(people(12), people(5), counts_persons=True)
    assert lattice.find(at()) == Cell(exact=12, number=12, since=7)


def test_a_record_without_a_person_stands_for_one_of_its_own() -> None:
    nameless = [{**row, "person": None} for row in people(10)]
    assert number(drawn(nameless)) == 10


def test_nobody_is_a_true_0() -> None:
    lattice = drawn(people(20))
    assert number(lattice, age="under 25") == 0
    assert number(lattice, dimension="knife", code="knife") == 0
    assert number(lattice, level="district", place="Z9") == 0


@pytest.mark.parametrize(
    "codes",
    [
        {"months": "2020-05", "dimension": "knife", "code": "knife"},
        {"months": "2020-04,2020-05"},
        {"months": "2019-04"},
        {"label": "a definition that is not live"},
        {"age": "25 and over or not recorded"},
        {"level": "district", "place": "Z1", "months": "2020-05"},
        {"dimension": "ethnic_group", "code": "White"},
    ],
)
def test_what_is_of_no_shape_has_no_cell_not_even_a_0(codes: dict[str, str]) -> None:
    assert drawn(people(20)).find(at(**codes)) is None


def test_a_small_part_takes_the_smallest_other_part_with_it() -> None:
    lattice = drawn(
        people(40, sex="male"), people(25, start=50, sex="female"), people(4, start=90, sex="x")
    )
    assert number(lattice) == 69
    assert number(lattice, dimension="sex", code="male") == 40
    assert number(lattice, dimension="sex", code="female") is None
    assert number(lattice, dimension="sex", code="x") is None


def test_two_small_parts_that_are_ten_together_need_no_third() -> None:
    lattice = drawn(
        people(40, sex="male"), people(6, start=50, sex="female"), people(5, start=90, sex="x")
    )
    assert number(lattice, dimension="sex", code="male") == 40


def test_two_small_parts_that_are_fewer_than_ten_together_need_a_third() -> None:
    lattice = drawn(
        people(40, sex="male"),
        people(20, start=50, sex="female"),
        people(5, start=90, sex="x"),
        people(4, start=97, sex="y"),
    )
    assert number(lattice, dimension="sex", code="female") is None
    assert number(lattice, dimension="sex", code="male") == 40


def test_those_beside_the_under_25s_are_protected_though_nobody_is_shown_them() -> None:
    lattice = drawn(people(30, under_25="under 25"), people(3, start=50))
    assert number(lattice) == 33
    assert number(lattice, age="under 25") is None


def test_a_period_may_not_tell_of_a_few_by_what_it_adds_to_a_year() -> None:
    held = months_between("2020-04", "2021-06")
    lattice = drawn(
        people(30),
        people(3, start=50, month="2021-05"),
        months_held=held,
        periods=[Period("2020-04", "2021-06")],
    )
    assert number(lattice) is None
    assert number(lattice, months=",".join(held)) == 33


def test_a_class_may_not_tell_of_a_few_by_what_a_definition_adds() -> None:
    lattice = drawn(people(30), people(6, start=50, definition_class="new: domestic"))
    shown = {label: number(lattice, label=label) for label in ("old", "in both", "new")}
    assert shown["old"] == shown["in both"]
    assert (shown["new"] is None) != (shown["old"] is None)


def test_the_whole_area_holds_records_without_a_place() -> None:
    lattice = drawn(people(30), people(15, start=50, district=None, neighbourhood=None))
    assert number(lattice) == 45
    assert number(lattice, level="district", place="Z1") == 30
    assert number(lattice, level="district", place="not placed") == 15


def test_few_records_without_a_place_are_not_told_by_subtracting() -> None:
    lattice = drawn(people(30), people(3, start=50, district=None, neighbourhood=None))
    assert number(lattice) == 33
    assert number(lattice, level="district", place="Z1") is None
    assert number(lattice, level="neighbourhood", place="Z1") is None


def test_records_without_a_neighbourhood_are_counted_with_those_without_a_district() -> None:
    lattice = drawn(
        people(30),
        people(20, start=50, neighbourhood=None),
        people(15, start=80, district=None, neighbourhood=None),
    )
    assert number(lattice, level="neighbourhood", place="not placed") == 35
    assert number(lattice, level="neighbourhood", place="Z1") == 30
    assert lattice.find(at(level="neighbourhood", place="not placed", months="2020-05")) is None
    quarter = "2020-04,2020-05,2020-06"
    assert lattice.find(at(level="district", place="not placed", months=quarter)) is None


def test_few_without_a_neighbourhood_are_not_told_by_subtracting() -> None:
    lattice = drawn(people(30), people(4, start=50, neighbourhood=None))
    assert number(lattice, level="neighbourhood", place="not placed") is None
    shown = [
        number(lattice),
        number(lattice, level="district", place="Z1"),
        number(lattice, level="neighbourhood", place="Z1"),
    ]
    assert shown in ([34, 34, None], [None, None, 30])


def test_a_neighbourhood_that_is_its_district_stands_or_falls_with_it() -> None:
    shown = shown_of(made_lattice(made_rows(1_500)))
    pairs = [
        (number, shown[("neighbourhood", *address[1:])])
        for address, number in shown.items()
        if address[0] == "district" and address[1] == "Z2" and len(address[2].split(",")) > 3
    ]
    assert len(pairs) > 40
    assert all(one == other for one, other in pairs)


def test_a_district_without_some_neighbourhoods_counts_all_its_records() -> None:
    lattice = drawn(people(30), people(20, start=50, neighbourhood=None))
    assert number(lattice, level="district", place="Z1") == 50
    assert number(lattice, level="neighbourhood", place="Z1") == 30


def test_what_lies_outside_the_definitions_is_counted_for_the_whole_area_alone() -> None:
    lattice = drawn(people(30), people(40, start=50, definition_class="in none"))
    assert number(lattice, label="recorded") == 70
    assert number(lattice, label="in none") == 40
    assert lattice.find(at(label="in none", age="under 25")) is None
    assert lattice.find(at(label="in none", months="2020-05")) is None
    assert lattice.find(at(label="recorded", dimension="sex", code="male")) is None
    assert lattice.find(at(label="recorded", level="district", place="Z1")) is None


def test_the_few_not_classified_take_no_definitions_number_with_them() -> None:
    lattice = drawn(
        people(30),
        people(15, start=50, definition_class="new: domestic"),
        people(40, start=100, definition_class="in none"),
        people(3, start=200, definition_class="not classified"),
    )
    assert number(lattice, label="not classified") is None
    assert number(lattice, label="in none") is None
    assert [number(lattice, label=each) for each in ("old", "new", "new: domestic")] == [30, 45, 15]


def test_the_partnerships_own_definition_is_given_up_last() -> None:
    """Five women of one class alone: one of the two definitions may not show its women."""
    lattice = drawn(
        people(60),
        people(40, start=70, sex="female"),
        people(30, start=200, definition_class="new: domestic"),
        people(5, start=300, sex="female", definition_class="new: domestic"),
    )
    women = {"dimension": "sex", "code": "female"}
    assert number(lattice, label="old", **women) == 40
    assert number(lattice, label="new", **women) is None


def test_without_definitions_there_is_one_label() -> None:
    rows = [
        {name: code for name, code in row.items() if name != "definition_class"}
        for row in people(12)
    ]
    assert number(drawn(rows, definitions={}), label="") == 12


def test_without_places_there_is_the_whole_area() -> None:
    rows = [{"person": f"P{n}", "month": "2020-05"} for n in range(12)]
    lattice = drawn(rows, definitions={})
    assert number(lattice, label="") == 12
    assert number(lattice, label="", level="district", place="Z1") == 0


def test_months_that_are_not_held_are_left_out() -> None:
    lattice = drawn(people(12), people(30, start=50, month="2022-01"))
    assert number(lattice) == 12


def test_without_any_row_every_cell_is_0() -> None:
    schema = dict.fromkeys(people(1)[0], pl.String)
    lattice = build_lattice(
        pl.DataFrame(schema=schema),
        unit="offences",
        cut=1,
        definitions=DEFINITIONS,
        months_held=YEAR,
        periods=[],
    )
    assert number(lattice) == 0


def test_the_same_rows_give_the_same_lattice() -> None:
    one, other = made_lattice(made_rows(1_200)), made_lattice(made_rows(1_200))
    assert one.cells.equals(other.cells)
    assert one.cells.height > 1_000


def test_years_have_no_cells_before_they_are_held_whole() -> None:
    lattice = made_lattice(made_rows(600), months_held=MONTHS[:-1], periods=[])
    assert lattice.find(at(months=",".join(PERIOD.months))) is None
    assert lattice.find(at()) is not None


@pytest.mark.parametrize(
    "shapes",
    [
        SHAPES,
        (*SHAPES, Shape("district", ("month",)), Shape("neighbourhood", ("quarter", "month"))),
        (Shape("district", ("period",), ("knife", "hour")),),
    ],
)
@pytest.mark.parametrize(
    "periods",
    [
        [],
        [PERIOD],
        [PERIOD, Period("2020-05", "2021-08"), Period("2020-02", "2020-12")],
        [Period("2020-05", "2020-05")],
    ],
)
def test_every_sum_among_the_cells_adds_up(
    periods: list[Period], shapes: tuple[Shape, ...]
) -> None:
    prepared = prepare_rows(made_rows(800))
    times = times_of(MONTHS, periods)
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times, shapes=shapes)
    sets = gather_sets(prepared, axes)
    assert len(sets.sums.totals) > 500
    assert not (sets.sums.matrix @ sets.counts).any()


def test_few_pairs_at_once_give_the_same_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What bounds the memory changes no answer."""
    prepared = prepare_rows(made_rows(400))
    axes = axes_of(prepared, definitions=DEFINITIONS, times=times_of(MONTHS, [PERIOD]))
    at_once = gather_sets(prepared, axes)
    monkeypatch.setattr(counting, "MOST_AT_ONCE", 1)
    split = gather_sets(prepared, axes)
    assert split.keys.tolist() == at_once.keys.tolist()
    assert split.persons.tolist() == at_once.persons.tolist()
    every = np.arange(len(at_once.counts))
    order = ("set", "record")
    assert split.within(every).sort(order).equals(at_once.within(every).sort(order))
    assert at_once.within(every).group_by("set").len().sort("set")["len"].to_list() == (
        at_once.counts.tolist()
    )
