"""What an earlier release has told stands until ten people have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from made_violence import DEFINITIONS, TEXTS

from vrn.release.headline.axes import Address
from vrn.release.headline.former import Standing, nothing_stands
from vrn.release.headline.kept import KeptLattices
from vrn.release.headline.lattice import Cell, build_lattice
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.headline.lattice import Lattice

HELD = months_between("2020-04", "2021-06")
YEAR = months_between("2020-04", "2021-03")


@pytest.fixture
def kept(tmp_path: Path) -> KeptLattices:
    return KeptLattices(tmp_path / "lattices")


def cut(
    number: int, kept: KeptLattices, *counts: tuple[int, dict[str, str]], **overrides: Any
) -> Lattice:
    """A cut with so many people of each kind, released beside what was released before."""
    rows = [
        {
            "person": f"P{kind}-{n}",
            "definition_class": "in both",
            "under_25": "25 and over",
            "month": "2020-05",
            "sex": "male",
            **codes,
        }
        for kind, (count, codes) in enumerate(counts)
        for n in range(count)
    ]
    given: dict[str, Any] = {
        "unit": "offences",
        "definitions": DEFINITIONS,
        "texts": TEXTS,
        "months_held": HELD,
        "periods": [Period(YEAR[0], YEAR[-1])],
        "former": kept.standing(),
    }
    lattice = build_lattice(pl.DataFrame(rows), cut=number, **{**given, **overrides})
    kept.keep(f"cut {number}", lattice)
    return lattice


def find(lattice: Lattice, **codes: str) -> Cell:
    plain = {
        "level": "whole area",
        "place": "",
        "months": ",".join(YEAR),
        "label": "old",
        "age": "all ages",
    }
    found = lattice.find(Address(**{**plain, **codes}))
    assert found is not None
    return found


def test_before_the_first_release_nothing_stands(kept: KeptLattices) -> None:
    assert nothing_stands().cells.is_empty()
    assert kept.standing().cells.is_empty()
    assert kept.standing().periods(HELD) == ()


@pytest.mark.parametrize("count", [55, 57, 49, 63])
def test_a_change_of_few_leaves_the_old_number(count: int, kept: KeptLattices) -> None:
    cut(1, kept, (56, {}))
    assert find(cut(2, kept, (count, {}))) == Cell(exact=count, number=56, since=1, stands=True)


@pytest.mark.parametrize("count", [46, 66, 90])
def test_a_change_of_ten_brings_the_new_number(count: int, kept: KeptLattices) -> None:
    cut(1, kept, (56, {}))
    assert find(cut(2, kept, (count, {}))) == Cell(exact=count, number=count, since=2)


def test_an_unchanged_number_has_been_known_since_then(kept: KeptLattices) -> None:
    cut(1, kept, (56, {}))
    assert find(cut(2, kept, (56, {}))) == Cell(exact=56, number=56, since=1)


def test_small_changes_add_up_until_they_are_ten(kept: KeptLattices) -> None:
    cut(1, kept, (56, {}))
    assert find(cut(2, kept, (61, {}))).number == 56
    assert find(cut(3, kept, (66, {}))) == Cell(exact=66, number=66, since=3)
    assert find(cut(4, kept, (68, {}))) == Cell(exact=68, number=66, since=3, stands=True)


def test_many_records_of_few_people_are_a_small_change(kept: KeptLattices) -> None:
    cut(1, kept, (56, {}))
    rows = pl.DataFrame(
        {
            "person": [*(f"P{n}" for n in range(56)), *["Q"] * 15],
            "definition_class": "in both",
            "under_25": "25 and over",
            "month": "2020-05",
        }
    )
    lattice = build_lattice(
        rows,
        unit="offences",
        cut=2,
        definitions=DEFINITIONS,
        texts=TEXTS,
        months_held=HELD,
        periods=[],
        former=kept.standing(),
    )
    assert find(lattice) == Cell(exact=71, number=56, since=1, stands=True)


def test_a_number_that_falls_below_ten_stands_as_it_was(kept: KeptLattices) -> None:
    cut(1, kept, (12, {}))
    assert find(cut(2, kept, (4, {}))) == Cell(exact=4, number=12, since=1, stands=True)


def test_a_number_that_was_withheld_comes_when_it_may(kept: KeptLattices) -> None:
    cut(1, kept, (4, {}))
    assert find(cut(2, kept, (14, {}))) == Cell(exact=14, number=14, since=2)


def test_a_total_may_not_tell_how_a_part_has_changed(kept: KeptLattices) -> None:
    """Men 40 to 41: their number stands, so all and women may not give the 41 away."""
    men, women = {"sex": "male"}, {"sex": "female"}
    cut(1, kept, (40, men), (30, women))
    lattice = cut(2, kept, (41, men), (42, women))
    assert find(lattice, dimension="sex", code="male").number == 40
    parts = [find(lattice), find(lattice, dimension="sex", code="female")]
    assert all(part.since == 1 for part in parts) or any(
        part.number != part.exact for part in parts
    )


def test_a_period_released_before_stays_in_the_lattice(kept: KeptLattices) -> None:
    """A period longer by a month may not tell of the few in that month."""
    longer = Period("2020-04", "2021-05")
    cut(1, kept, (40, {}), (5, {"month": "2021-05"}), periods=[Period("2020-04", "2021-04")])
    lattice = cut(2, kept, (40, {}), (5, {"month": "2021-05"}), periods=[longer])
    assert find(lattice, months=",".join(months_between("2020-04", "2021-04"))).number == 40
    assert find(lattice, months=",".join(longer.months)).number is None


def test_a_period_whose_months_are_no_more_held_is_left_alone(kept: KeptLattices) -> None:
    cut(1, kept, (40, {}), periods=[Period("2020-04", "2021-05")])
    assert kept.standing().periods(YEAR) == ()
    assert kept.standing().periods(HELD) == (Period("2020-04", "2021-05"),)


def test_a_new_text_of_a_definition_takes_no_old_number(kept: KeptLattices) -> None:
    """Version 2 counts three more: neither the old number nor the new is shown under its name."""
    cut(1, kept, (40, {}))
    second = {**TEXTS, "old": "c" * 64}
    assert find(cut(2, kept, (43, {}), texts=second)) == Cell(exact=43, number=None, since=None)
    assert find(cut(3, kept, (60, {}), texts=second)).number == 60


def test_what_stands_is_the_number_shown_last(kept: KeptLattices) -> None:
    cut(1, kept, (40, {}))
    cut(2, kept, (60, {}))
    standing: Standing = kept.standing()
    whole = standing.cells.filter(
        pl.col("level") == "whole area",
        pl.col("label") == "old",
        pl.col("months") == ",".join(YEAR),
        pl.col("dimension") == "",
    )
    assert whole.select("number", "persons", "since").rows() == [(60, 60, 2)]
