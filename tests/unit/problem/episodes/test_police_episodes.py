"""Police offences and people as a cut's tables: drawn rows in, drawn columns out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from drawn import read_drawn
from unit.problem.definitions.shipped import LIVE, shipped_definitions
from unit.problem.episodes.made_feeds import boundaries, neighbourhoods, offences, people, sectors

from vrn.problem.definitions import UnknownDefinitionError
from vrn.problem.episodes import count_left_out, make_episodes
from vrn.problem.episodes.columns import CODES, POLICE_OFFENCES, POLICE_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES = {
    "boundaries": boundaries(),
    "police-neighbourhoods": neighbourhoods(),
    "postcode-sectors": sectors(),
}


def made(
    drawn_offences: str, drawn_people: str | None = None, **choices: Any
) -> dict[str, pl.DataFrame]:
    feeds = {**PLACES, "police-offences": offences(drawn_offences)}
    if drawn_people is not None:
        feeds["police-people"] = people(drawn_people)
    settings = {"live": LIVE, "districts": ["D1", "D2"], **choices}
    return make_episodes(feeds, definitions=shipped_definitions(), **settings)


def check(table: pl.DataFrame, drawn: str) -> None:
    """The drawn columns of the table, written as drawn."""
    wanted = read_drawn(drawn)
    found = table.select(list(wanted[0])).cast(pl.String).to_dicts()
    assert found == wanted


OFFENCES = """
    crime_ref | ho_code  | status       | location_type     | knife_flag | committed_from   | easting | northing
    C1        | 008N/06  | recorded     | street            | no         | 2020-05-08T23:30 | 450500  | 300500
    C2        | 8N/01    | recorded     | licensed premises | yes        | 2020-05-09T02:00 | 451500  | 300500
    C3        | 34B/00   | reclassified | street            | yes        | 2020-05-09T19:00 | 451500  | 300500
    C4        | 8N/06    | cancelled    | street            | no         | 2020-05-09T19:00 | 451500  | 300500
    C5        | 8X/99    | recorded     | takeaway          | yes        | 2020-05-09T00:00 |         |
    C6        | 5E/11    | recorded     | dwelling          | yes        | 2020-05-06T12:00 | 452500  | 300500
    C7        | 004/01   | recorded     |                   | no         | 2020-05-06T22:00 | 452500  | 300500
"""  # noqa: E501


def test_offences_become_episodes_as_drawn() -> None:
    table = made(OFFENCES, town_centres=["S2"])["police_offences"]
    check(
        table,
        """
        crime_ref | code | offence | offence_group       | knife    | abh
        C1        | 8N   | 8N/06   | assault with injury | no knife | actual bodily harm
        C2        | 8N   | 8N/01   | assault with injury | knife    | other
        C3        | 34B  | 34B     | robbery             | knife    | other
        C5        | 8X   | 8X/99   | not classified      | no knife | other
        C6        | 5E   | 5E/11   | endangering life    | no knife | other
        C7        | 4/1  | 4/1     | homicide            | no knife | other
        """,
    )
    check(
        table,
        """
        crime_ref | place_type        | public_place       | definition_class
        C1        | street            | public place       | in both
        C2        | licensed premises | public place       | in both
        C3        | street            | public place       | in both
        C5        | takeaway          | public place       | not classified
        C6        | dwelling          | not a public place | duty-2023: not a public place
        C7        | not recorded      | place not recorded | duty-2023: not a public place
        """,
    )


def test_hours_and_places_are_told_or_not_known() -> None:
    check(
        made(OFFENCES)["police_offences"],
        """
        crime_ref | hour           | time_quality     | district | neighbourhood | small_area
        C1        | 23             | stated           | D1       | N1            | S1
        C2        | 02             | stated           | D1       | N2            | S2
        C3        | 19             | stated           | D1       | N2            | S2
        C5        | time not known | default midnight |          |               |
        C6        | 12             | stated           | D2       | N3            | S3
        C7        | 22             | stated           | D2       | N3            | S3
        """,
    )


def test_the_night_time_economy_by_its_three_rules() -> None:
    """C1 is in a street elsewhere, C3 in one of the town centre, C5 has no hour, C7 no place."""
    check(
        made(OFFENCES, town_centres=["S2"])["police_offences"],
        """
        crime_ref | night_time         | night_time_late    | night_time_premises
        C1        | other              | other              | other
        C2        | night-time economy | night-time economy | night-time economy
        C3        | night-time economy | other              | other
        C5        | not known          | not known          | not known
        C6        | other              | other              | other
        C7        | not known          | not known          | not known
        """,
    )


def test_without_listed_town_centres_no_street_counts() -> None:
    table = made(OFFENCES)["police_offences"]
    assert dict(table.select("crime_ref", "night_time").iter_rows())["C3"] == "other"


def test_months_are_those_of_recording() -> None:
    late = "month | committed_from | recorded_at\n2021-04 | 2020-12-31T23:00 | 2021-04-02T09:00"
    check(
        made(late)["police_offences"],
        "month | quarter | year | hour\n2021-04 | 2021 Q2 | 2021/22 | 23",
    )


PEOPLE = """
    crime_ref | role    | nominal | surname | forename | born | age | sex    | ethnicity_self
    C1        | victim  | n1      | a       | b        | c    | 17  | male   | W1
    C1        | victim  | n2      | d       | e        | f    | 15  | female | A2
    C1        | victim  | n3      | g       | h        | i    |     | male   | B1
    C1        | suspect | n4      | j       | k        | l    | 25  | male   | M1
    C2        | victim  | n5      | m       | n        | o    | 25  | male   | NS
    C2        | suspect | n4      | j       | k        | l    | 25  | male   | M1
    C2        | suspect | n14     | j       | k        | l    | 25  | male   |
    C3        | suspect | n4      | j       | k        | l    | 25  |        |
    C4        | suspect | n4      | j       | k        | l    | 25  | male   | M1
    C4        | victim  | n6      | p       | q        | r    | 4   | male   | M1
    C6        | victim  | n7      | s       | t        | u    | 121 | female |
    C9        | victim  | n8      | v       | w        | x    | 30  | female | W1
"""


def test_an_offence_has_the_youngest_of_its_victims() -> None:
    check(
        made(OFFENCES, PEOPLE)["police_offences"],
        """
        crime_ref | under_25         | age_band         | sex          | age_sex      | ethnic_group | suspect_known
        C1        | under 25         | 15-19            | female       | 15-19 female | Asian        | suspect identified
        C2        | 25 and over      | 25-34            | male         | 25-34 male   | not recorded | suspect identified
        C3        | age not recorded | age not recorded | not recorded | not recorded | not recorded | suspect identified
        C5        | age not recorded | age not recorded | not recorded | not recorded | not recorded | no suspect
        C6        | age not recorded | age not recorded | female       | not recorded | not recorded | no suspect
        C7        | age not recorded | age not recorded | not recorded | not recorded | not recorded | no suspect
        """,  # noqa: E501
    )


def test_people_have_their_number_of_offence_and_the_days_since() -> None:
    """C4 was cancelled and counts for nobody; two rows of one suspect in C2 are one."""
    table = made(OFFENCES, PEOPLE)["police_people"]
    suspects = table.filter(pl.col("role") == "suspect")
    check(
        suspects,
        """
        crime_ref | committed  | nth | days_since | age | sex          | hour | definition_class
        C1        | 2020-05-08 | 1   |            | 25  | male         | 23   | in both
        C2        | 2020-05-09 | 2   | 1          | 25  | male         | 02   | in both
        C3        | 2020-05-09 | 3   | 0          | 25  | not recorded | 19   | in both
        """,
    )
    assert suspects["person"].n_unique() == 1
    assert table.filter(pl.col("role") == "victim")["crime_ref"].to_list() == ["C1"] * 3 + [
        "C2",
        "C6",
    ]
    assert table["person"].n_unique() == 6


def test_the_victim_of_an_offence_is_a_person_of_the_other_table() -> None:
    tables = made(OFFENCES, PEOPLE)
    victims = tables["police_offences"].drop_nulls("victim").select("crime_ref", person="victim")
    assert victims["crime_ref"].to_list() == ["C1", "C2", "C6"]
    assert victims.join(tables["police_people"], on=["crime_ref", "person"], how="anti").is_empty()


def test_what_is_left_out_is_counted() -> None:
    feeds = {"police-offences": offences(OFFENCES), "police-people": people(PEOPLE)}
    assert count_left_out(feeds) == {
        "offences cancelled": 1,
        "offences told twice": 0,
        "offence codes out of time": 0,
        "people of no offence that stands": 3,
        "people told twice": 1,
        "ages out of range": 1,
    }
    assert count_left_out({}) == {}


TWICE = """
    crime_ref | month   | recorded_at      | status       | ho_code
    C1        | 2020-05 | 2020-05-07T09:00 | recorded     | 8N/06
    C1        | 2020-06 | 2020-06-07T09:00 | reclassified | 5D/01
    C2        | 2020-05 | 2020-05-07T09:00 | recorded     | 8N/06
    C2        | 2020-06 | 2020-06-07T09:00 | cancelled    | 8N/06
"""


def test_an_offence_told_twice_stands_as_last_recorded() -> None:
    check(made(TWICE)["police_offences"], "crime_ref | month | code\nC1 | 2020-06 | 5D")
    counted = count_left_out({"police-offences": offences(TWICE)})
    assert (counted["offences cancelled"], counted["offences told twice"]) == (1, 2)


def test_police_offences_alone_are_enough() -> None:
    tables = make_episodes(
        {"police-offences": offences(OFFENCES)},
        definitions=shipped_definitions(),
        live=LIVE,
        districts=["D1"],
    )
    assert list(tables) == ["police_offences"]
    assert set(tables["police_offences"]["suspect_known"]) == {"no suspect"}
    assert make_episodes({}, definitions=(), live=(), districts=["D1"]) == {}


def test_columns_are_those_declared_and_hold_declared_codes() -> None:
    tables = made(OFFENCES, PEOPLE, town_centres=["S2"])
    assert tuple(tables["police_offences"].columns) == POLICE_OFFENCES
    assert tuple(tables["police_people"].columns) == POLICE_PEOPLE
    nullable = {"small_area", "district", "neighbourhood", "victim", "age", "days_since"}
    nullable |= {"easting", "northing"}
    for name in ("police_offences", "police_people"):
        for column in tables[name].columns:
            held = tables[name][column]
            assert column in nullable or held.null_count() == 0, column
            assert set(held.drop_nulls()) <= set(CODES.get(column, held.drop_nulls())), column


def test_an_offence_keeps_its_day_and_its_grid_reference() -> None:
    kept = made(OFFENCES)["police_offences"].select("crime_ref", "committed", "easting", "northing")
    rows = offences(OFFENCES).filter(pl.col("crime_ref").is_in(kept["crime_ref"].implode()))
    given = rows.with_columns(committed=pl.col("committed_from").str.slice(0, 10))
    assert kept.equals(given.select(kept.columns).unique("crime_ref").sort("crime_ref"))


def test_the_order_of_the_rows_changes_nothing() -> None:
    feeds = {**PLACES, "police-offences": offences(OFFENCES), "police-people": people(PEOPLE)}
    shuffled = {
        name: rows.sample(fraction=1.0, shuffle=True, seed=5) for name, rows in feeds.items()
    }

    def tables(given: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        return make_episodes(
            given, definitions=shipped_definitions(), live=LIVE, districts=["D1", "D2"]
        )

    first, second = tables(feeds), tables(shuffled)
    assert list(first) == list(second)
    assert all(first[name].equals(second[name]) for name in first)


@pytest.mark.parametrize("live", [("vrn-2019", "duty-2099"), ("no-such",)])
def test_a_live_definition_that_is_not_there_is_asked_for(live: tuple[str, ...]) -> None:
    with pytest.raises(UnknownDefinitionError, match="try one of: duty-2023 version 1"):
        made(OFFENCES, live=live)
