"""Attendances, call-outs, admissions and neighbourhoods as a cut's tables."""

from __future__ import annotations

import polars as pl
import pytest
from drawn import frame_of, read_drawn
from unit.problem.episodes.made_feeds import attendances, callouts, neighbourhoods, sectors

from vrn.problem.episodes import make_episodes
from vrn.problem.episodes.columns import ADMISSIONS, ATTENDANCES, CALLOUTS, CODES, NEIGHBOURHOODS


def made(**feeds: pl.DataFrame) -> dict[str, pl.DataFrame]:
    named = {name.replace("_", "-"): rows for name, rows in feeds.items()}
    return make_episodes(named, definitions=(), live=(), districts=["D1"])


def check(table: pl.DataFrame, drawn: str) -> None:
    wanted = read_drawn(drawn)
    assert table.select(list(wanted[0])).cast(pl.String).to_dicts() == wanted


ATTENDED = attendances("""
    attendance | home_sector | arrived_at       | age | sex    | ethnic_category
    A1         | XL1 1       | 2020-05-09T23:59 | 17  | female | A
    A2         | xl21        | 2020-05-06T00:00 | 25  | male   | H
    A3         |             | 2020-05-06T00:01 |     |        | Z
    A4         | XL9 9       | 2020-05-06T12:00 | -1  | male   | R
""")


def test_attendances_tell_who_lives_here() -> None:
    """A sector that lies in one of the districts alone, of those that the partnership has."""
    table = made(ae_attendances=ATTENDED, postcode_sectors=sectors())["attendances"]
    check(
        table,
        """
        attendance | residence         | district | hour | age_band         | sex
        A1         | resident          | D1       | 23   | 15-19            | female
        A2         | not resident      |          | 00   | 25-34            | male
        A3         | home not recorded |          | 00   | age not recorded | not recorded
        A4         | resident          | D1       | 12   | age not recorded | male
        """,
    )
    assert table["ethnic_group"].to_list() == ["White", "Asian", "not recorded", "Other"]
    assert table["day_type"].to_list() == ["weekend", "weekday", "weekday", "weekday"]
    assert tuple(table.columns) == ATTENDANCES
    for column in table.columns:
        held = set(table[column].drop_nulls())
        assert held <= set(CODES.get(column, held)), column


def test_a_sector_of_two_districts_of_the_partnership_is_home_without_a_district() -> None:
    table = make_episodes(
        {"ae-attendances": ATTENDED, "postcode-sectors": sectors()},
        definitions=(),
        live=(),
        districts=["D1", "D2"],
    )["attendances"]
    assert table.filter(pl.col("attendance") == "A4").select("residence", "district").row(0) == (
        "resident",
        None,
    )


def test_without_the_list_of_sectors_no_home_is_known() -> None:
    assert set(made(ae_attendances=ATTENDED)["attendances"]["residence"]) == {"home not recorded"}


CALLED = callouts("""
    incident | chief_complaint                      | injury_mechanism | conveyed_to          | age
    I1       | assault or sexual assault            | body part        | emergency department | 24
    I2       | stab, gunshot or penetrating injury  | sharp object     | urgent care          | 25
    I3       | stab, gunshot or penetrating injury  | self-inflicted   | emergency department | 30
    I4       | traumatic injury                     | sharp object     |                      |
    I5       | fall                                 |                  | emergency department | 80
""")


def test_callouts_are_told_as_violent_and_conveyed() -> None:
    table = made(ambulance=CALLED)["callouts"]
    check(
        table,
        """
        callout | violent  | conveyed     | under_25
        I1      | violence | conveyed     | under 25
        I2      | violence | not conveyed | 25 and over
        I3      | other    | conveyed     | 25 and over
        I4      | other    | not conveyed | age not recorded
        I5      | other    | conveyed     | 25 and over
        """,
    )
    assert tuple(table.columns) == CALLOUTS


ADMITTED = frame_of("""
    month   | area_code | kind         | age_group | withheld | admissions
    2020-05 | W1        | sharp object | under 25  | yes      |
    2020-05 | W1        | assault      | all ages  | no       | 15
    2020-05 | D1        | assault      | all ages  | no       | 10
""").with_columns(pl.col("admissions").cast(pl.Int64))


def test_admissions_stay_as_supplied_for_the_whole_area() -> None:
    table = made(hospital_admissions=ADMITTED)["admissions"]
    assert tuple(table.columns) == ADMISSIONS
    check(
        table,
        """
        kind         | age_group | admissions | withheld
        assault      | all ages  | 15         | no
        sharp object | under 25  |            | yes
        """,
    )


def test_admissions_of_two_areas_are_refused() -> None:
    two = ADMITTED.with_columns(area_code=pl.col("area_code").replace("D1", "W2"))
    with pytest.raises(ValueError, match="hospital admissions came for W1, W2"):
        made(hospital_admissions=two)


def test_neighbourhoods_are_those_of_the_districts() -> None:
    table = made(police_neighbourhoods=neighbourhoods())["neighbourhoods"]
    assert tuple(table.columns) == NEIGHBOURHOODS
    check(
        table,
        """
        neighbourhood | neighbourhood_name | district | small_area
        N1            | West               | D1       | S1
        N2            | Central            | D1       | S2
        """,
    )
