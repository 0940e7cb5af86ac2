"""Near repeats are found where they were planted, and a season is none."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from vrn.problem.patterns.near_repeats import near_repeats, with_day_and_place

FIRST = date(2021, 1, 1)


def events(places: np.ndarray, days: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "easting": 450_000 + places[:, 0],
            "northing": 300_000 + places[:, 1],
            "day": [FIRST + timedelta(int(day)) for day in days],
        }
    )


def scattered(size: int, seed: int, *, side: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, side, (size, 2)), rng.integers(0, 360, size)


def test_planted_repeats_are_found_in_their_band_alone() -> None:
    places, days = scattered(600, 4, side=8_000)
    rng = np.random.default_rng(5)
    again = rng.choice(600, 120, replace=False)
    near = places[again] + rng.integers(-100, 100, (120, 2))
    soon = days[again] + rng.integers(1, 8, 120)
    drawn = events(np.concatenate([places, near]), np.concatenate([days, soon]))
    found = near_repeats(drawn, metres=[200, 1_000], days=[14, 28])
    (planted, *_) = found.iter_rows(named=True)
    others = found.filter(found["distance_from"] > 0).iter_rows(named=True)
    assert planted["ratio"] > 2
    assert planted["lower"] > 1
    assert planted["p"] < 0.001
    assert all(0.8 < each["ratio"] < 1.25 for each in others)
    assert planted["lower"] < planted["ratio"] < planted["upper"]


def test_a_scatter_gives_what_chance_gives() -> None:
    ratios = [
        near_repeats(events(*scattered(800, seed)), metres=[200], days=[14]).row(0, named=True)
        for seed in range(8)
    ]
    assert np.mean([each["ratio"] for each in ratios]) == pytest.approx(1, abs=0.08)
    assert sum(each["p"] < 0.05 for each in ratios) <= 2


def test_places_that_are_busy_in_one_half_of_the_year_are_no_repeats() -> None:
    # As when town centres close: all days dealt at once would give a ratio of nearly two.
    places, days = scattered(900, 6)
    places[:450], places[450:] = places[:450] // 4, 3_000 + places[450:] // 4
    days[:450], days[450:] = days[:450] % 90, 182 + days[450:] % 90
    found = near_repeats(events(places, days), metres=[200], days=[14]).row(0, named=True)
    assert found["ratio"] == pytest.approx(1, abs=0.1)


def test_the_ends_of_bands_lie_in_them() -> None:
    at = np.array([[0, 0], [200, 0], [0, 5_000], [200, 5_000]])
    drawn = events(at, np.array([0, 14, 40, 55]))
    found = near_repeats(drawn, metres=[200], days=[14]).row(0, named=True)
    assert found["observed"] == 1
    assert found["expected"] == pytest.approx(2 * 1 / 6)


def test_no_quarter_with_two_offences_has_no_row() -> None:
    assert near_repeats(events(*scattered(1, 1)), metres=[200], days=[14]).is_empty()
    apart = events(np.zeros((2, 2), dtype=int), np.array([0, 200]))
    assert near_repeats(apart, metres=[200], days=[14]).is_empty()


def test_offences_without_a_certain_day_or_an_exact_place_are_left_out() -> None:
    rows = pl.DataFrame(
        {
            "committed": ["2021-01-04"] * 6,
            "time_quality": [
                *("stated", "clock change", "default midnight", "window over an hour"),
                *("stated", "stated"),
            ],
            "easting": [1, 2, 3, 4, None, 6],
            "northing": [1, 2, 3, 4, 5, None],
        }
    )
    assert with_day_and_place(rows).rows() == [(1, 1, date(2021, 1, 4)), (2, 2, date(2021, 1, 4))]
