"""Attendances matched with the police's victims, and all injuries, as a cut's tables."""

from __future__ import annotations

import polars as pl
from drawn import read_drawn
from unit.problem.definitions.shipped import LIVE, shipped_definitions
from unit.problem.episodes.made_feeds import attendances, offences, people, sectors

from vrn.problem.episodes import make_episodes
from vrn.problem.episodes.columns import ATTENDANCES, CODES, INJURIES

SENT = offences("""
    crime_ref | ho_code | status    | committed_from   | month
    C1        | 8N/06   | recorded  | 2020-05-09T22:00 | 2020-05
    C2        | 34B     | recorded  | 2020-05-09T22:00 | 2020-05
    C3        | 8N/06   | cancelled | 2020-05-09T22:00 | 2020-05
    C4        | 58D     | recorded  | 2020-05-09T22:00 | 2020-05
    C5        | 8N/06   | recorded  | 2020-04-30T22:00 | 2020-05
    C6        | 8N/06   | recorded  | 2020-05-09T22:00 | 2020-05
    C7        | 8N/06   | recorded  | 2020-05-09T22:00 | 2020-05
    C8        | 34B     | recorded  | 2020-05-20T22:00 | 2020-05
    C9        | 8N/06   | recorded  | 2020-06-20T22:00 | 2020-06
    C10       | 34B     | recorded  | 2020-04-20T22:00 | 2020-04
""")
HARMED = people("""
    crime_ref | role    | nominal | age | sex    | home_sector | month
    C1        | victim  | P1      | 17  | female | XL1 1       | 2020-05
    C2        | victim  | P2      | 30  | male   | xl11        | 2020-05
    C3        | victim  | P3      | 40  | male   | XL1 2       | 2020-05
    C4        | victim  | P4      | 50  | male   | XL1 2       | 2020-05
    C5        | victim  | P5      | 60  | male   | XL2 1       | 2020-05
    C6        | suspect | P6      | 70  | male   | XL1 1       | 2020-05
    C7        | victim  | P7      | 80  | male   | ZZ99 3      | 2020-05
    C9        | victim  | P9      |     | male   | XL1 1       | 2020-06
    C10       | victim  | P10     | 30  | male   | XL1 1       | 2020-04
""")
ATTENDED = attendances("""
    attendance | arrived_at       | age | sex    | home_sector | intent
    A1         | 2020-05-09T23:00 | 18  | female | XL1 1       | assault
    A2         | 2020-05-09T23:00 | 30  | male   | XL1 1       | assault
    A3         | 2020-05-09T23:00 | 40  | male   | XL1 2       | assault
    A4         | 2020-05-09T23:00 | 50  | male   | XL1 2       | assault
    A5         | 2020-05-09T23:00 | 70  | male   | XL1 1       | assault
    A6         | 2020-05-09T23:00 | 80  | male   | ZZ99 3      | assault
    A7         | 2020-05-09T23:00 | 17  | female | XL1 1       | accident
    A8         | 2020-05-09T23:00 | 17  | female |             |
""")


def made(**feeds: pl.DataFrame) -> dict[str, pl.DataFrame]:
    named = {name.replace("_", "-"): rows for name, rows in feeds.items()}
    return make_episodes(named, definitions=shipped_definitions(), live=LIVE, districts=["D1"])


def check(table: pl.DataFrame, drawn: str) -> None:
    wanted = read_drawn(drawn)
    assert table.select(list(wanted[0])).cast(pl.String).to_dicts() == wanted


WHOLE = {
    "police_offences": SENT,
    "police_people": HARMED,
    "ae_attendances": ATTENDED,
    "postcode_sectors": sectors(),
}


def test_attendances_say_whether_an_offence_that_stands_was_matched() -> None:
    table = made(**WHOLE)["attendances"]
    check(
        table,
        """
        attendance | police_match      | chance_matches
        A1         | matched           | 0
        A2         | matched           | 0
        A3         | not matched       | 0
        A4         | not matched       | 0
        A5         | not matched       | 0
        A6         | cannot be matched |
        A7         |                   |
        A8         |                   |
        """,
    )
    assert tuple(table.columns) == ATTENDANCES


def test_injuries_stand_once_by_who_saw_them() -> None:
    table = made(**WHOLE)["injuries"]
    assert tuple(table.columns) == INJURIES
    ordered = table.sort("seen_by", "month", "residence", "under_25")
    check(
        ordered,
        """
        month   | quarter | seen_by                 | matching          | residence         | under_25         | chances
        2020-05 | 2020 Q2 | hospital alone          | cannot be matched | not resident      | 25 and over      | not tried
        2020-05 | 2020 Q2 | hospital alone          | can be matched    | resident          | 25 and over      | 0
        2020-05 | 2020 Q2 | hospital alone          | can be matched    | resident          | 25 and over      | 0
        2020-05 | 2020 Q2 | hospital alone          | can be matched    | resident          | 25 and over      | 0
        2020-05 | 2020 Q2 | hospital, other offence | can be matched    | resident          | 25 and over      | 0
        2020-04 | 2020 Q2 | police alone            | can be matched    | not resident      | 25 and over      | not tried
        2020-05 | 2020 Q2 | police alone            | cannot be matched | home not recorded | 25 and over      | not tried
        2020-05 | 2020 Q2 | police alone            | cannot be matched | home not recorded | age not recorded | not tried
        2020-06 | 2020 Q2 | police alone            | cannot be matched | resident          | age not recorded | not tried
        2020-05 | 2020 Q2 | police and hospital     | can be matched    | resident          | under 25         | 0
        """,  # noqa: E501
    )
    for column in table.columns:
        held = set(table[column])
        assert held <= set(CODES.get(column, held)), column


def test_injuries_bear_nothing_that_tells_a_record() -> None:
    table = made(**WHOLE)["injuries"]
    texts = {str(value) for column in table.columns for value in table[column]}
    for rows, names in ((SENT, ("crime_ref",)), (HARMED, ("nominal", "home_sector"))):
        for name in names:
            assert not texts & set(rows[name].drop_nulls())
    assert not texts & set(ATTENDED["attendance"])


def test_the_order_of_supplied_rows_changes_nothing() -> None:
    turned = {name: rows.reverse() for name, rows in WHOLE.items()}
    for name in ("attendances", "injuries"):
        assert made(**turned)[name].equals(made(**WHOLE)[name])


def test_each_agency_alone_makes_a_cut() -> None:
    police = made(police_offences=SENT, police_people=HARMED)
    assert "injuries" not in police
    assert made(police_offences=SENT).keys() == {"police_offences"}
    hospital = made(ae_attendances=ATTENDED, postcode_sectors=sectors())
    assert set(hospital["attendances"]["police_match"]) == {None}
    assert set(hospital["injuries"]["seen_by"]) == {"hospital alone"}
    assert set(hospital["injuries"]["matching"]) == {"cannot be matched"}
    without_people = made(police_offences=SENT, ae_attendances=ATTENDED)
    assert set(without_people["attendances"]["police_match"]) == {None}


def test_without_the_list_of_sectors_nobody_is_a_resident() -> None:
    table = made(**{name: rows for name, rows in WHOLE.items() if name != "postcode_sectors"})
    assert set(table["injuries"]["residence"]) == {"home not recorded"}


def test_where_the_agreements_do_not_let_them_be_compared_nothing_is_matched() -> None:
    named = {name.replace("_", "-"): rows for name, rows in WHOLE.items()}
    how = {"definitions": shipped_definitions(), "live": LIVE, "districts": ["D1"]}
    apart = make_episodes(named, **how, may_compare=False)
    assert apart["attendances"]["police_match"].is_null().all()
    assert set(apart["injuries"]["matching"]) == {"not compared"}
    assert set(apart["injuries"]["seen_by"]) == {"hospital alone"}
    together = make_episodes(named, **how)
    assert apart["police_people"].equals(together["police_people"])
    assert apart["police_offences"].equals(together["police_offences"])
