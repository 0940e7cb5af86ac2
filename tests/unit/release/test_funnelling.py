"""Released rates in a funnel: judged as the statistics judge them, from what is shown alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figures import make_figure
from hypothesis import given
from hypothesis import strategies as st

from vrn.release.figure import ForgedFigureError
from vrn.release.funnelling import FAR, USUAL, funnel
from vrn.statistics.funnels import Overdispersion, rate_funnel
from vrn.terms import Area, Level

ROWS = (
    (1_900, 368_000),
    (890, 184_000),
    (420, 103_000),
    (240, 98_000),
    (640, 52_000),
    (205, 41_000),
)


def rate(place: int, count: int, people: float, **change):
    area = Area(f"D{place}", f"District {place}", Level.DISTRICT)
    fields = {
        "place": area,
        "value": 1_000 * count / people,
        "lower": None,
        "upper": None,
        "numerator": count,
        "denominator": people,
        "decimals": 2,
    }
    return make_figure(**{**fields, **change})


def rates(rows=ROWS):
    return tuple(rate(place, *row) for place, row in enumerate(rows))


def hidden(place: int):
    nothing = {"value": None, "numerator": None, "denominator": None}
    return rate(place, 1, 1, state="withheld", reason="too few", **nothing)


def told(rows, **more):
    counts, people = zip(*rows, strict=True)
    return rate_funnel(counts, people, confidence=FAR, **more)


def test_each_place_is_judged_by_chance_and_by_the_wider_limits():
    found = funnel(rates())
    plain, wide = told(ROWS), told(ROWS, overdispersion=Overdispersion())
    assert found.sides == tuple(zip(plain["position"], wide["position"], strict=True))
    assert {side for side, _ in found.sides} == {"high", "low", "within"}
    assert found.centre == pytest.approx(plain["baseline"][0], rel=1e-4)


@pytest.mark.parametrize(
    ("row", "confidence", "allowed"),
    [(0, USUAL, None), (2, FAR, None), (4, FAR, Overdispersion())],
)
def test_a_curve_passes_through_the_limits_by_which_places_are_judged(row, confidence, allowed):
    found, (counts, people) = funnel(rates()), zip(*ROWS, strict=True)
    judged = rate_funnel(counts, people, confidence=confidence, overdispersion=allowed)
    for side, name in ((0, "lower"), (1, "upper")):
        at = np.interp(people, found.sizes, found.limits[row + side])
        assert at == pytest.approx(judged[name].to_numpy(), rel=0.002)


def test_sizes_go_from_below_the_smallest_place_to_beyond_the_largest():
    found = funnel(rates())
    assert found.sizes[0] < 41_000
    assert found.sizes[-1] > 368_000
    assert list(found.sizes) == sorted(found.sizes)
    assert {len(row) for row in found.limits} == {len(found.sizes)}


def test_a_withheld_place_is_in_no_funnel():
    with_one = funnel((*rates(), hidden(9)))
    assert with_one.sides == (*funnel(rates()).sides, ("", ""))
    assert with_one.limits == funnel(rates()).limits


def test_few_places_have_no_wider_limits():
    found = funnel(rates(ROWS[:4]))
    assert found.limits[4:] == ((), ())
    assert {beyond for _, beyond in found.sides} == {""}


@pytest.mark.parametrize("figures", [(), rates(ROWS[:1]), rates(((0, 50_000), (0, 60_000)))])
def test_fewer_than_two_places_or_no_offence_are_no_funnel(figures):
    assert funnel(figures) is None


def test_rates_for_every_hundred_thousand_keep_their_unit():
    found = funnel([rate(p, *row, value=100_000 * row[0] / row[1]) for p, row in enumerate(ROWS)])
    assert found.centre == pytest.approx(100 * funnel(rates()).centre, rel=1e-4)


def test_what_is_no_rate_of_residents_is_refused():
    with pytest.raises(ValueError, match="is no rate of residents"):
        funnel([rate(0, 10, 1_000), rate(1, 10, 1_000, denominator=None)])


def test_a_broken_seal_is_refused():
    good = rate(0, 10, 1_000)
    with pytest.raises(ForgedFigureError):
        funnel([good, object.__new__(type(good))])
    with pytest.raises(ForgedFigureError):
        replace(good, value=99.0)


@given(st.permutations(range(len(ROWS))))
def test_the_order_of_places_changes_no_judgement(order):
    plain = dict(zip(ROWS, funnel(rates()).sides, strict=True))
    mixed = [ROWS[place] for place in order]
    assert dict(zip(mixed, funnel(rates(mixed)).sides, strict=True)) == plain
