"""The places of a cut: deciles across vintages, and residents at every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn import AREAS, CHANGES, RESIDENTS, make_cut
from drawn_agencies import make_agencies_cut

from vrn.problem.places import NotInCutError, read_places, whole_area
from vrn.problem.residents import edition_with_ages, read_residents
from vrn.problem.tally import count_cells
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE

if TYPE_CHECKING:
    from pathlib import Path

CODES = """
    code_2011 | change | code_2021 | district_code
    O1        | U      | S1        | D1
    O2        | S      | S2        | D1
    O2        | S      | S3        | D1
    O4        | M      | S4        | D2
    O5        | M      | S4        | D2
    O6        | M      | S5        | D2
    O7        | M      | S5        | D2
    O8        | U      | S6        | D2
    O9        | X      | S7        | D2
    O6        | X      | S7        | D2
"""
MANY = """
    small_area | district
    S1..S3     | D1
    S4..S8     | D2
"""


def test_an_older_decile_is_inherited_only_where_all_the_older_areas_agree(tmp_path: Path) -> None:
    tables = make_cut(
        tmp_path,
        areas=MANY,
        changes=CODES,
        deprivation="""
            edition | area_code | imd_decile
            2019    | O1        | 3
            2019    | O2        | 4
            2019    | O4        | 5
            2019    | O5        | 5
            2019    | O6        | 6
            2019    | O7        | 7
            2019    | O9        | 6
            2025    | S1        | 9
        """,
    )
    found = read_places(tables, ["deprivation_2019", "deprivation_2025"])
    assert dict(found.select("small_area", "deprivation_2019").iter_rows()) == {
        "S1": "3",  # unchanged
        "S2": "4",  # split: the parent's
        "S3": "4",
        "S4": "5",  # merged from areas that agree
        "S5": "no decile",  # merged from areas that do not
        "S6": "no decile",  # unchanged, but the edition lacks it
        "S7": "6",  # redrawn from areas that agree
        "S8": "no decile",  # unknown to the lookup
    }
    assert found["deprivation_2025"].to_list() == ["9", *["no decile"] * 7]


def test_the_places_bear_names_and_districts(tmp_path: Path) -> None:
    tables = make_cut(tmp_path)
    places = read_places(tables)
    assert places.select("small_area", "small_area_name", "district_name").row(0) == (
        "S1",
        "Area S1",
        "District D1",
    )
    assert whole_area(tables).name == "Midmere"


def test_an_edition_that_is_not_held_is_asked_for(tmp_path: Path) -> None:
    tables = make_cut(tmp_path, deprivation="edition | area_code | imd_decile\n2025 | S1 | 1")
    with pytest.raises(NotInCutError, match="no deprivation of 2019: receive that edition"):
        read_places(tables, ["deprivation_2019"])
    places = read_places(tables)
    with pytest.raises(NotInCutError, match=r"no residents of 'census-2031'.*\(census-2021\)"):
        read_residents(tables, "census-2031", places)
    with pytest.raises(NotInCutError, match="by single year of age"):
        edition_with_ages(tables, "census-2021")
    with pytest.raises(NotInCutError, match="not by single year of age"):
        read_residents(tables, "census-2021", places, ages=("0",))


def summed(tables, edition, by, **ages):
    places = read_places(tables)
    found = read_residents(tables, edition, places, **ages).summed(places, by)
    return found.sort(by).rows() if by else found.rows()


def test_small_areas_add_up_to_districts_and_to_the_whole(tmp_path: Path) -> None:
    tables = make_cut(tmp_path)
    assert summed(tables, "census-2021", ["small_area"]) == [
        ("S1", 1000),
        ("S2", 2000),
        ("S3", 1000),
    ]
    assert summed(tables, "census-2021", ["district"]) == [("D1", 3000), ("D2", 1000)]
    assert summed(tables, "census-2021", []) == [(4000,)]


def test_a_place_with_a_gap_has_no_sum(tmp_path: Path) -> None:
    lacking = "\n".join(line for line in RESIDENTS.splitlines() if "S2" not in line)
    tables = make_cut(tmp_path, residents=lacking)
    assert summed(tables, "census-2021", ["district"]) == [("D1", None), ("D2", 1000)]
    assert summed(tables, "census-2021", []) == [(None,)]


@pytest.mark.parametrize(
    "residents",
    [
        """
        edition  | level    | area_code | residents
        mid-2020 | district | D1        | 500
        mid-2020 | district | D2        | 300
        mid-2020 | district | D9        | 999
        """,
        """
        edition  | level           | area_code | residents
        mid-2020 | small area 2011 | O1        | 500
        mid-2020 | small area 2011 | O3        | 300
        """,
    ],
    ids=["by district", "by older small areas"],
)
def test_other_levels_serve_for_districts_but_not_for_small_areas(tmp_path, residents) -> None:
    tables = make_cut(tmp_path, residents=residents)
    assert summed(tables, "mid-2020", ["district"]) == [("D1", 500), ("D2", 300)]
    assert summed(tables, "mid-2020", []) == [(800,)]
    assert summed(tables, "mid-2020", ["small_area"]) == [("S1", None), ("S2", None), ("S3", None)]


def test_each_person_is_counted_once_whatever_the_rows(tmp_path: Path) -> None:
    tables = make_cut(
        tmp_path,
        areas=AREAS,
        changes=CHANGES,
        residents="""
            edition | level    | area_code | sex     | age | residents
            a-2019  | district | D1        | persons |     | 10
            a-2019  | district | D1        | female  |     | 6
            a-2019  | district | D1        | persons | 24  | 4
            a-2019  | district | D1        | persons | 25  | 6
            a-2019  | district | D2        | persons |     | 7
            a-2019  | district | D2        | persons | 24  | 7
            b-2020  | district | D1        | female  | 24  | 3
            b-2020  | district | D1        | male    | 24  | 2
            b-2020  | district | D1        | male    | 30  | 1
            b-2020  | district | D2        | male    | 30  | 8
        """,
    )
    assert summed(tables, "a-2019", ["district"]) == [("D1", 10), ("D2", 7)]
    assert summed(tables, "a-2019", ["district"], ages=("24",)) == [("D1", 4), ("D2", 7)]
    assert summed(tables, "b-2020", ["district"]) == [("D1", 6), ("D2", 8)]
    assert summed(tables, "b-2020", ["district"], ages=("24",)) == [("D1", 5), ("D2", None)]
    assert edition_with_ages(tables, "census-2021") == "b-2020"
    assert edition_with_ages(tables, "a-2019") == "a-2019"


DOMAINS = """
    edition | area_code | imd_decile | income_decile | education_decile
    2025    | S1        | 1          | 2             | 9
    2025    | S2        | 5          | 6             |
"""
CLASSES = """
    area_code | settlement
    S1        | urban
    S3        | rural
"""


def test_places_bear_tenths_of_a_domain_and_whether_they_are_urban(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, deprivation=DOMAINS, rural_urban=CLASSES)
    found = read_places(tables, ["income_2025", "education_2025", "rural_urban"])
    assert found.select("small_area", "income_2025", "education_2025", "rural_urban").rows() == [
        ("S1", "2", "9", "urban"),
        ("S2", "6", "no decile", None),
        ("S3", "no decile", "no decile", "rural"),
    ]


def test_a_cut_without_the_classification_says_what_to_receive(tmp_path: Path) -> None:
    with pytest.raises(NotInCutError, match="no table 'rural_urban': receive its feed"):
        read_places(make_cut(tmp_path), ["rural_urban"])


def test_rows_are_counted_by_what_is_told_of_their_small_area(tmp_path: Path) -> None:
    tables = make_agencies_cut(
        tmp_path,
        rural_urban=CLASSES,
        police_offences="""
            small_area | district | times
            S1         | D1       | 4
            S2         | D1       | 3
            S3         | D2       | 2
                       |          | 1
        """,
    )
    found = count_cells(tables, SERIOUS_VIOLENCE, split=("rural_urban",))
    assert dict(found.iter_rows()) == {"urban": 4, "rural": 2, None: 4}
    rural = count_cells(tables, SERIOUS_VIOLENCE, where={"rural_urban": "rural"})
    assert rural["count"].item() == 2
