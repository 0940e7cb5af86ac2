"""Attendances and victims drawn as rows: who is matched, who by chance, and who cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.problem.unknown.matching import (
    MATCHED,
    NOT_ABLE,
    NOT_MATCHED,
    RULE,
    RULE_IN_WORDS,
    can_be_matched,
    match_police,
    times_of_offences,
)

MONTHS = ("2020-04", "2020-05", "2020-06")
WHO = {"sex": "male", "sector": "XL1 1", "age": 30}


def attended(*rows: dict[str, Any]) -> pl.DataFrame:
    defaults = {"arrived_at": "2020-05-09T23:30", "injury_at": None, **WHO}
    texts = ("arrived_at", "injury_at", "sex", "sector")
    schema = {**dict.fromkeys(texts, pl.String), "age": pl.Int64}
    return pl.DataFrame([{**defaults, **row} for row in rows], schema=schema)


def harmed(*rows: dict[str, Any]) -> pl.DataFrame:
    defaults = {"committed_from": "2020-05-09T22:00", "committed_to": None, **WHO}
    texts = ("committed_from", "committed_to", "sex", "sector")
    schema = {**dict.fromkeys(texts, pl.String), "age": pl.Int64}
    return times_of_offences(pl.DataFrame([{**defaults, **row} for row in rows], schema=schema))


def matched(attendance: dict[str, Any], victim: dict[str, Any]) -> str:
    return str(match_police(attended(attendance), harmed(victim), months=MONTHS).item(0, 0))


@pytest.mark.parametrize(
    ("attendance", "victim", "found"),
    [
        ({}, {}, MATCHED),
        ({"age": 31}, {}, MATCHED),
        ({"age": 29}, {}, MATCHED),
        ({"age": 32}, {}, NOT_MATCHED),
        ({"age": 0}, {"age": 1}, MATCHED),
        ({"sex": "female"}, {}, NOT_MATCHED),
        ({"sector": "XL1 2"}, {}, NOT_MATCHED),
        *(({name: None}, {}, NOT_ABLE) for name in WHO),
        *(({}, {name: None}, NOT_MATCHED) for name in WHO),
        ({"arrived_at": "2020-07-09T23:30"}, {}, NOT_ABLE),
    ],
)
def test_sex_and_sector_are_equal_and_ages_a_year_apart(
    attendance: dict[str, Any], victim: dict[str, Any], found: str
) -> None:
    assert matched(attendance, victim) == found


@pytest.mark.parametrize(
    ("injury", "committed", "found"),
    [
        (None, "2020-05-09T23:30", MATCHED),
        (None, "2020-05-09T23:31", NOT_MATCHED),
        (None, "2020-05-08T23:30", MATCHED),
        (None, "2020-05-08T23:29", NOT_MATCHED),
        ("2020-05-09T20:00:00", "2020-05-09T14:00", MATCHED),
        ("2020-05-09T20:00:00", "2020-05-09T13:59", NOT_MATCHED),
        ("2020-05-09T20:00:00", "2020-05-10T02:00", MATCHED),
        ("2020-05-09T20:00:00", "2020-05-10T02:01", NOT_MATCHED),
    ],
)
def test_an_offence_lies_by_the_injury_or_in_the_day_before_the_arrival(
    injury: str | None, committed: str, found: str
) -> None:
    assert matched({"injury_at": injury}, {"committed_from": committed}) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2020-05-09T23:40", "2020-05-10T01:00", NOT_MATCHED),
        ("2020-05-08T20:00", "2020-05-09T00:30", MATCHED),
        ("2020-05-08T20:00", "2020-05-09T20:00", MATCHED),
        ("2020-05-08T20:00", "2020-05-09T20:01", NOT_MATCHED),
        ("2020-05-08T00:00", None, MATCHED),
        ("2020-05-07T00:00", None, NOT_MATCHED),
        ("2020-05-10T00:00", "2020-05-10T00:00", NOT_MATCHED),
        ("2020-05-09T22:00", "2020-05-09T21:00", MATCHED),
        (None, "2020-05-09T22:00", NOT_MATCHED),
    ],
)
def test_an_offence_fills_its_stretch_of_time_but_not_one_of_over_a_day(
    start: str | None, end: str | None, found: str
) -> None:
    assert matched({}, {"committed_from": start, "committed_to": end}) == found


def test_a_victim_can_be_matched_with_a_time_a_sex_an_age_and_a_home() -> None:
    rows = harmed({}, {"committed_from": None}, *({name: None} for name in WHO))
    assert rows.select(can_be_matched()).to_series().to_list() == [True, *[False] * 4]


def test_each_is_matched_once_and_the_nearest_first() -> None:
    """The second attendance is nearer to the first offence: the first takes what is left."""
    attendances = attended(
        {"arrived_at": "2020-05-09T23:30"},
        {"arrived_at": "2020-05-09T22:10"},
        {"arrived_at": "2020-05-09T22:20"},
    )
    victims = harmed({"committed_from": "2020-05-09T22:00"}, {"committed_from": "2020-05-09T20:00"})
    found = match_police(attendances, victims, months=MONTHS)
    assert found["victim"].to_list() == [None, 0, 1]
    assert found["police_match"].to_list() == [NOT_MATCHED, MATCHED, MATCHED]


def test_of_equals_the_first_rows_are_taken() -> None:
    found = match_police(attended({}, {}, {}), harmed({}, {}), months=MONTHS)
    assert found["victim"].to_list() == [0, 1, None]


def test_chance_is_told_by_times_moved_by_whole_weeks() -> None:
    """Offences a week after, two weeks before and a day after: two of the moved times match."""
    victims = harmed(
        {"committed_from": "2020-05-16T22:00"},
        {"committed_from": "2020-04-25T22:00"},
        {"committed_from": "2020-05-10T22:00"},
    )
    found = match_police(attended({}), victims, months=MONTHS)
    assert found.row(0) == (NOT_MATCHED, None, 2)
    true = match_police(attended({}), harmed({}), months=MONTHS)
    assert true.row(0) == (MATCHED, 0, 0)


def test_chance_is_not_told_where_the_weeks_around_are_not_held() -> None:
    found = match_police(attended({}), harmed({}), months=("2020-05", "2020-06"))
    assert found.row(0) == (MATCHED, 0, None)


def test_nobody_is_matched_with_nobody() -> None:
    assert match_police(attended(), harmed({}), months=MONTHS).is_empty()
    found = match_police(attended({}), harmed(), months=MONTHS)
    assert found.row(0) == (NOT_MATCHED, None, 0)


HOURS = st.integers(0, 47)
AGES = st.integers(29, 32)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(HOURS, AGES), max_size=5), st.lists(st.tuples(HOURS, AGES), max_size=9))
def test_the_matches_are_those_of_plain_python(
    arrived: list[tuple[int, int]], committed: list[tuple[int, int]]
) -> None:
    """The nearest pair of all is taken, then the nearest of those left, and so on."""
    found = match_police(
        attended(*({"arrived_at": _clock(hour), "age": age} for hour, age in arrived)),
        harmed(*({"committed_from": _clock(hour), "age": age} for hour, age in committed)),
        months=MONTHS,
    )
    pairs = sorted(
        (arrival - hour, row, victim)
        for row, (arrival, age) in enumerate(arrived)
        for victim, (hour, other) in enumerate(committed)
        if 0 <= arrival - hour <= 24 and abs(age - other) <= 1
    )
    taken: dict[int, int] = {}
    for _, row, victim in pairs:
        if row not in taken and victim not in taken.values():
            taken[row] = victim
    assert found["victim"].to_list() == [taken.get(row) for row in range(len(arrived))]


def _clock(hour: int) -> str:
    return f"2020-05-{8 + hour // 24:02d}T{hour % 24:02d}:30"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hours_from_injury": 13}, "24 hours at most"),
        ({"hours_before_arrival": 25}, "24 hours at most"),
        ({"longest_stretch_in_hours": 0}, "a stretch of time"),
        ({"longest_stretch_in_hours": 25}, "a stretch of time"),
        ({"days_moved": ()}, "one day or more"),
        ({"days_moved": (7, 0)}, "one day or more"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(RULE, **change)


def test_the_rule_says_itself() -> None:
    assert RULE_IN_WORDS.startswith("Matching rule 1.")
    assert len(RULE.in_words()) == 6
    for said in ("6 hours", "24 hours", "1 year", "7, 14, 21, 28 days", "assault with injury"):
        assert said in RULE_IN_WORDS
