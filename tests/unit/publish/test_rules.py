"""The rules for words, drawn as tables: figures with value, lower and upper, and the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from figures import make_figure

from vrn.publish.rules import (
    RULES,
    Direction,
    against,
    direction,
    highest,
    is_majority,
    leaders,
    parted,
    peaks,
    ranked,
)
from vrn.terms import Area, Level, Period, gaps_between

if TYPE_CHECKING:
    from vrn.release.figure import Figure

Triple = tuple[float | None, float | None, float | None]


def rate(name: str, triple: Triple) -> Figure:
    """A figure of a made-up place; without a value it is not available."""
    value, lower, upper = triple
    place = Area(f"Z-{name}", name, Level.DISTRICT)
    state = "shown" if value is not None else "not available"
    return make_figure(place=place, value=value, lower=lower, upper=upper, decimals=2, state=state)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "word"),
    [
        (1.20, 1.10, 1.30, "rose"),
        (1.20, 1.01, 1.50, "rose"),
        (1.20, 1.00, 1.50, "showed no clear change"),  # the whole interval is to lie above one
        (1.20, 0.90, 1.60, "showed no clear change"),
        (1.00, 0.95, 1.05, "showed no clear change"),
        (0.90, 0.80, 1.00, "showed no clear change"),
        (0.90, 0.80, 0.99, "fell"),
        (0.00, 0.00, 0.40, "fell"),
        (1.20, None, None, "cannot be compared"),
        (1.20, 1.10, None, "cannot be compared"),
        (None, None, None, "cannot be compared"),
    ],
)
def test_direction(
    value: float | None, lower: float | None, upper: float | None, word: str
) -> None:
    assert direction(rate("Westmere", (value, lower, upper))).value == word


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"A": (9.0, 8.0, 10.0), "B": (5.0, 4.0, 6.0), "C": (4.0, 3.0, 5.0)}, ["A"]),
        ({"A": (9.0, 8.0, 10.0), "B": (5.0, 4.0, 8.0)}, ["A", "B"]),  # the ends touch
        ({"A": (9.0, 8.0, 10.0), "B": (5.0, 4.0, 7.99)}, ["A"]),
        ({"B": (9.0, 6.0, 12.0), "A": (9.0, 8.0, 10.0), "C": (1.0, 0.5, 2.0)}, ["A", "B"]),
        ({"A": (9.0, 2.0, 20.0), "B": (5.0, 4.0, 6.0), "C": (1.0, 0.5, 1.9)}, ["A", "B"]),
        ({"A": (9.0, 8.0, 10.0), "B": (None, None, None)}, ["A"]),
        ({"A": (9.0, None, None), "B": (9.0, None, None), "C": (8.0, None, None)}, ["A", "B"]),
        ({"A": (9.0, 8.0, 10.0)}, ["A"]),
        ({"A": (None, None, None)}, []),
        ({}, []),
    ],
)
def test_highest(places: dict[str, Triple], expected: list[str]) -> None:
    found = highest(rate(name, triple) for name, triple in places.items())
    assert [figure.place.name for figure in found] == expected


def test_a_place_without_an_interval_cannot_be_told_from_the_highest() -> None:
    places = [rate("A", (9.0, 8.0, 10.0)), rate("B", (2.0, None, None))]
    assert [figure.place.name for figure in highest(places)] == ["A", "B"]


def test_ranked_puts_the_highest_first_ties_by_name_and_leaves_out_what_is_not_shown() -> None:
    places = [
        rate("South", (2.0, 1.0, 3.0)),
        rate("West", (7.0, 6.0, 8.0)),
        rate("Withheld", (None, None, None)),
        rate("East", (7.0, 6.0, 8.0)),
        rate("None", (0.0, 0.0, 1.0)),
    ]
    assert [figure.place.name for figure in ranked(places)] == ["East", "West", "South", "None"]


@pytest.mark.parametrize(
    ("place", "whole", "word"),
    [
        ((9.0, 8.0, 10.0), (5.0, 4.9, 5.1), "above"),
        ((2.0, 1.0, 3.0), (5.0, 4.9, 5.1), "below"),
        ((5.5, 4.0, 7.0), (5.0, 4.9, 5.1), "similar to"),
        ((6.0, 5.0, 7.0), (5.0, 4.9, 5.1), "similar to"),  # the end holds the value
        ((4.0, 3.0, 5.0), (5.0, 4.9, 5.1), "similar to"),
        ((6.0, 5.05, 7.0), (5.0, 4.9, 5.1), "above"),  # the place's own interval alone counts
        ((None, None, None), (5.0, 4.9, 5.1), "not comparable with"),
        ((9.0, None, None), (5.0, 4.9, 5.1), "not comparable with"),
        ((9.0, 8.0, 10.0), (None, None, None), "not comparable with"),
    ],
)
def test_against_the_whole_area(place: Triple, whole: Triple, word: str) -> None:
    assert against(rate("A", place), rate("Westmere", whole)) == word


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], []),
        (["2021-01..2021-04"], []),
        (["2021-01", "2021-04"], ["2021-02..2021-03"]),
        (["2021-01", "2021-03"], ["2021-02"]),
        (["2020-10..2020-11", "2021-02", "2021-04"], ["2020-12..2021-01", "2021-03"]),
    ],
)
def test_gaps(runs: list[str], expected: list[str]) -> None:
    found = gaps_between([Period.parse(run) for run in runs])
    assert found == tuple(Period.parse(gap) for gap in expected)


def test_every_word_that_a_rule_gives_is_in_the_printed_rules() -> None:
    """The methods chapter prints RULES; a word that no rule states could not be checked."""
    printed = " ".join(RULES)
    for word in ("rose", "fell", "no clear change", "highest", "above", "below", "similar"):
        assert f'"{word}"' in printed or f'"the {word}"' in printed, word
    assert Direction.NO_CLEAR_CHANGE.value.endswith("no clear change")


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ((9.0, 8.0, 10.0), (5.0, 4.0, 6.0), 1),
        ((5.0, 4.0, 6.0), (9.0, 8.0, 10.0), -1),
        ((9.0, 8.0, 10.0), (7.0, 6.0, 8.0), 0),  # the ends touch
        ((9.0, 8.0, 10.0), (None, None, None), 0),
        ((None, None, None), (9.0, 8.0, 10.0), 0),
        ((9.0, None, None), (8.0, None, None), 1),
    ],
)
def test_parted(one: Triple, other: Triple, word: int) -> None:
    assert parted(rate("A", one), rate("B", other)) == word


@pytest.mark.parametrize(
    ("places", "first", "second"),
    [
        ({"A": (9.0, 8.0, 10.0), "B": (5.0, 4.0, 6.0), "C": (2.0, 1.0, 3.0)}, "A", "B"),
        ({"A": (9.0, 8.0, 10.0), "B": (5.0, 3.0, 6.0), "C": (4.0, 3.0, 5.0)}, "A", "BC"),
        ({"A": (9.0, 6.0, 10.0), "B": (5.0, 4.0, 6.0), "C": (2.0, 1.0, 3.0)}, "AB", ""),
        ({"A": (9.0, 8.0, 10.0)}, "A", ""),
        ({"A": (None, None, None)}, "", ""),
    ],
)
def test_leaders(places: dict[str, Triple], first: str, second: str) -> None:
    found = leaders(rate(name, triple) for name, triple in places.items())
    assert ["".join(figure.place.name for figure in group) for group in found] == [first, second]


def day(values: dict[int, float], *, half: float = 0.1) -> list[Figure]:
    """Twenty-four hours at one, but for those named, each with an interval of so much around it."""
    triples = [(v, v - half, v + half) for v in (values.get(hour, 1.0) for hour in range(24))]
    return [rate(f"{hour:02d}", triple) for hour, triple in enumerate(triples)]


@pytest.mark.parametrize(
    ("values", "half", "found"),
    [
        ({15: 3.0, 23: 2.5}, 0.1, ["15", "23"]),
        ({15: 3.0, 16: 2.9, 14: 2.5}, 0.1, ["15"]),  # its neighbours are no peaks of their own
        ({23: 2.5, 0: 2.8}, 0.1, ["00"]),  # midnight follows 23
        ({15: 3.0}, 2.5, []),  # the interval reaches down to the mean
        ({15: 1.6}, 0.1, []),  # above the mean, and not one and a half times it
        ({}, 0.1, []),
    ],
)
def test_peaks(values: dict[int, float], half: float, found: list[str]) -> None:
    assert [figure.place.name for figure in peaks(day(values, half=half))] == found


def test_no_peak_is_named_where_an_hour_is_not_seen() -> None:
    hours = [*day({15: 3.0})[:23], rate("23", (None, None, None))]
    assert peaks(hours) == ()
    assert [f.place.name for f in peaks(hours, rest=1.0)] == ["15"]
    assert peaks(hours, rest=2.0) == ()  # the one that is not seen could be a peak itself
    assert peaks([]) == ()


@pytest.mark.parametrize(
    ("triple", "expected"),
    [
        ((60.0, 55.0, 65.0), True),
        ((60.0, 50.0, 70.0), False),
        ((60.0, 45.0, 70.0), False),
        ((None, None, None), False),
    ],
)
def test_a_majority_lies_above_a_half_with_its_whole_interval(
    triple: Triple, expected: bool
) -> None:
    assert is_majority(rate("A", triple)) is expected
