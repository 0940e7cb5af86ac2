"""The rows that the headline lane's lattice is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.problem.headline import DIMENSIONS, headline_rows
from vrn.problem.units import (
    ADMISSIONS,
    ATTENDANCES,
    CALLOUTS,
    OFFENCES_RECORDED,
    PEOPLE,
    RESIDENTS,
)
from vrn.problem.violence.tallies import ASSAULT_ATTENDANCES, SUSPECTS

if TYPE_CHECKING:
    from pathlib import Path

FIRST = ["person", "definition_class", "under_25", "district", "neighbourhood"]


@pytest.fixture
def tables(tmp_path: Path):
    return make_agencies_cut(
        tmp_path,
        police_offences="""
            crime_ref | victim | district | neighbourhood | age | definition_class
            C3        |        |          |               |     | not classified
            C1        | P2     | D1       | N1            | 17  | in both
            C2        | P2     | D1       |               | 40  | in none
        """,
        police_people="""
            crime_ref | role    | person | age
            C2        | suspect | P1     | 17
            C1        | victim  | P2     | 17
            C1        | suspect | P1     | 17
        """,
        attendances="""
            attendance | intent   | residence    | district | age
            A1         | assault  | resident     | D1       | 17
            A2         | assault  | not resident |          | 17
            A3         | accident | resident     | D1       | 17
        """,
        callouts="callout | age\nK1 | 17",
    )


def test_an_offence_without_a_victim_stands_for_a_person_of_its_own(tables) -> None:
    rows = headline_rows(tables, OFFENCES_RECORDED)
    assert rows["person"].to_list() == ["P2", "P2", "C3"]
    assert rows.select("definition_class", "under_25", "district", "neighbourhood").rows() == [
        ("in both", "under 25", "D1", "N1"),
        ("in none", "25 and over", "D1", None),
        ("not classified", "age not recorded", None, None),
    ]


def test_every_dimension_of_the_shapes_is_there_as_a_category(tables) -> None:
    rows = headline_rows(tables, OFFENCES_RECORDED)
    dimensions = [name for name in DIMENSIONS if name != "role"]
    assert rows.columns == [*FIRST, "month", *dimensions]
    assert rows.schema["person"] == pl.String
    assert all(kind == pl.Categorical for kind in rows.drop("person").schema.values())
    assert rows.select("month", *dimensions).null_count().sum_horizontal().item() == 0


def test_people_are_told_by_their_key_and_kept_by_the_tallys_filter(tables) -> None:
    rows = headline_rows(tables, PEOPLE, where=SUSPECTS.where)
    assert rows.select("person", "role").rows() == [("P1", "suspect"), ("P1", "suspect")]
    assert headline_rows(tables, PEOPLE).height == 3


def test_where_a_feed_has_no_person_the_record_is_one(tables) -> None:
    rows = headline_rows(tables, ATTENDANCES, where=ASSAULT_ATTENDANCES.where)
    assert rows["person"].to_list() == ["A1"]
    assert rows["definition_class"].to_list() == [None]
    calls = headline_rows(tables, CALLOUTS)
    assert calls.select("person", "district", "neighbourhood").rows() == [("K1", None, None)]


@pytest.mark.parametrize("unit", [ADMISSIONS, RESIDENTS])
def test_what_was_supplied_as_numbers_has_no_rows_to_protect(tables, unit) -> None:
    with pytest.raises(ValueError, match="no records to protect"):
        headline_rows(tables, unit)
