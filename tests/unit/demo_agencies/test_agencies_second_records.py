"""Second records of made-up people: who has one, what is wrong in it, and what never is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from vrn_demo.agencies.names import Named
from vrn_demo.agencies.people import MALE, find_ages
from vrn_demo.agencies.second_records import (
    REASONS,
    TWO_REASONS,
    births_of,
    draw_second_records,
    shorten,
    tell_second_records,
)

COUNT = 4000
BORN = np.datetime64("1960-01-01", "D") + np.arange(COUNT) * 3


def drawn(seed: int = 5) -> tuple[Named, SimpleNamespace, object]:
    people = SimpleNamespace(
        sex=np.arange(COUNT) % 2, born=BORN.copy(), home=np.arange(COUNT) % 97, count=COUNT
    )
    forename = np.array([f"Corvan{chr(97 + n % 26)}" for n in range(COUNT)], dtype=object)
    surname = np.array([f"Quillow{chr(97 + n % 25)}" for n in range(COUNT)], dtype=object)
    second = np.where(np.arange(COUNT) % 4 == 0, "N2", "").astype(object)
    named = Named(forename, surname, np.array(["N1"] * COUNT, dtype=object), second)
    return named, people, draw_second_records(named, people, np.random.default_rng(seed))


def test_who_has_one_number_is_written_alike_under_it() -> None:
    named, people, second = drawn()
    one = named.second_id == ""
    for first, again in (
        (named.forename, second.forename),
        (named.surname, second.surname),
        (people.born, second.born),
        (people.home, second.home),
    ):
        assert (first[one] == again[one]).all()
        assert (first != again)[~one].any()


def test_nearly_every_second_record_has_one_reason_and_few_have_two() -> None:
    named, people, second = drawn()
    two = named.second_id != ""
    wrong = sum(
        (first[two] != again[two]).astype(int)
        for first, again in (
            (named.forename, second.forename),
            (named.surname, second.surname),
            (people.born, second.born),
            (people.home, second.home),
        )
    )
    assert set(wrong.tolist()) <= {0, 1, 2}
    assert 0.75 < (wrong == 1).mean() < 1
    assert (wrong == 2).mean() == pytest.approx(TWO_REASONS * 0.65, abs=0.03)


def test_men_keep_their_surnames_but_for_errors_of_hand_and_ear() -> None:
    named, people, second = drawn()
    others = set(named.surname.tolist())
    taken = np.array([name in others for name in second.surname.tolist()])
    taken &= second.surname != named.surname
    assert taken[people.sex != MALE].sum() > 3 * max(1, taken[people.sex == MALE].sum())


@pytest.mark.parametrize(
    ("name", "short"),
    [("Corvan", "Corv"), ("Dastan", "Dast"), ("Alvira", "Alvir"), ("Jo", "Jo"), ("", "")],
)
def test_short_forms_keep_the_beginning(name: str, short: str) -> None:
    assert shorten(name) == short


def test_a_wrong_birthday_makes_nobody_older_or_younger() -> None:
    _, people, second = drawn()
    stated = np.full(COUNT, np.datetime64("2020-07-01", "D"))
    every, none = np.ones(COUNT, dtype=bool), np.zeros(COUNT, dtype=bool)
    born = births_of(stated, second.born, people.born, every)
    assert (find_ages(born, stated) == find_ages(people.born, stated)).all()
    assert (born != people.born).any()
    assert (births_of(stated, second.born, people.born, none) == people.born).all()


def test_exchanged_days_and_months_are_days_that_are_there() -> None:
    _, people, second = drawn()
    days = [str(one).split("-") for one in people.born.tolist()]
    again = [str(one).split("-") for one in second.born.tolist()]
    turned = [
        (one, other)
        for one, other in zip(days, again, strict=True)
        if one != other and (one[0], one[1], one[2]) == (other[0], other[2], other[1])
    ]
    assert turned


def test_the_truth_tells_the_shares_and_they_are_of_one() -> None:
    told = tell_second_records()
    assert sum(REASONS.values()) == pytest.approx(1)
    assert told["because"] == REASONS
    assert 0 < told["of_persons"] < 1  # type: ignore[operator]
