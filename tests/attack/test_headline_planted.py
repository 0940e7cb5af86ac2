"""A leak that somebody plants stops the build: a cell shown past the rules, a rule left out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from made_violence import made_lattice, made_rows

from vrn.release.approvals import HEADLINE_SHAPES, check_approved
from vrn.release.headline import lattice as building
from vrn.release.headline.shapes import DISTRICT, MONTH, SHAPES, Shape, digest_of
from vrn.release.headline.withholding import LeakyShapeError, withhold
from vrn.release.lanes import NoLaneError

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.headline.record_sets import RecordSets

APPROVAL = """
of = "headline-shapes"
sha256 = "{digest}"
[[approved_by]]
name = "Alice Moor"
organisation = "Westmere Police"
role = "data steward"
approved_on = 2022-03-01
[[approved_by]]
name = "Bob Fell"
organisation = "Westmere Council"
role = "public health lead"
approved_on = 2022-03-02
"""


def few_alone(sets: RecordSets, **_: Any) -> Any:
    """Withholds what has too few people and leaves everything else as it is."""
    return sets.listed & sets.are_few


def all_but_one(sets: RecordSets, *, which: int, **rules: Any) -> Any:
    hidden = withhold(sets, **rules)
    hidden[np.flatnonzero(hidden)[which]] = False
    return hidden


def test_withholding_small_cells_alone_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "withhold", few_alone)
    with pytest.raises(LeakyShapeError, match="nothing is released"):
        made_lattice(made_rows(1_500))


@pytest.mark.parametrize("which", [0, 7, 40, -1])
def test_one_withheld_cell_shown_stops_the_build(
    which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each was withheld for a reason: alone, with a neighbour, or because of all sums together."""
    monkeypatch.setattr(
        building, "withhold", lambda sets, **rules: all_but_one(sets, which=which, **rules)
    )
    with pytest.raises(LeakyShapeError):
        made_lattice(made_rows(1_500))


def test_the_message_names_cells_and_no_number_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "withhold", few_alone)
    with pytest.raises(LeakyShapeError) as told:
        made_lattice(made_rows(1_500))
    words = re.sub(
        r"20\d\d-\d\d\.\.20\d\d-\d\d|10 people|25|Z\d|\d+-\d+|8N|34[AB]", "", str(told.value)
    )
    words = re.sub(r"and \d+ more|, \d\d\b|, 1\b", "", words)
    assert not re.search(r"\d", words), words


def test_a_shape_more_is_another_list_and_closes_the_lane(tmp_path: Path) -> None:
    """Districts by month are not on the list: who adds them needs two people anew."""
    approvals = tmp_path / "approvals"
    approvals.mkdir()
    (approvals / "headline-shapes.toml").write_text(APPROVAL.format(digest=digest_of()))
    today = date(2024, 6, 3)
    check_approved(approvals, of=HEADLINE_SHAPES, sha256=digest_of(), today=today)
    planted = digest_of((*SHAPES, Shape(DISTRICT, (MONTH,))))
    with pytest.raises(NoLaneError, match="is another list"):
        check_approved(approvals, of=HEADLINE_SHAPES, sha256=planted, today=today)


def test_a_shape_more_is_protected_with_all_others() -> None:
    """Even approved, districts by month and months of the whole may not give each other away."""
    lattice = made_lattice(made_rows(1_500), shapes=(*SHAPES, Shape(DISTRICT, (MONTH,))))
    by_month = lattice.cells.filter(level="district").filter(
        lattice.cells.filter(level="district")["months"].str.len_chars() == 7
    )
    assert by_month.height > 50
    assert by_month["number"].null_count() > 0


def test_a_finer_table_by_month_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="by year or by period"):
        Shape(DISTRICT, (MONTH,), ("knife",))
