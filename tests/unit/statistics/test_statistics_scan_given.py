"""What a scan is given: areas without a point, no counts, names of any type; and its draws."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from vrn.statistics.scan.reading import read_study
from vrn.statistics.scan.replications import Null, draw_seed, p_values

AREAS = {"area": ["b", "a", "c"], "x": [1, 0, 2], "y": [0, 0, 0], "population": [20, 10, 5]}
NONE = {"area": [], "period": [], "count": []}


def test_an_area_without_either_coordinate_has_no_point() -> None:
    areas = AREAS | {"x": [1, None, 2], "y": [None, 0, 0]}
    study = read_study(areas, {"area": ["b"], "period": [1], "count": [3]}, study=None)
    assert study.areas["area"].to_list() == ["c"]
    assert study.left_out.rows() == [
        ("a", "the area has no point", 0),
        ("b", "the area has no point", 3),
    ]


def test_without_counts_the_study_is_that_asked_for_or_one_period() -> None:
    asked = read_study(AREAS, NONE, study=(3, 8))
    assert (asked.first_period, asked.periods, asked.total) == (3, 6, 0)
    alone = read_study(AREAS, NONE, study=None)
    assert (alone.first_period, alone.periods, alone.counts.tolist()) == (1, 1, [[0], [0], [0]])


def test_a_study_of_two_periods_may_begin_and_end_with_the_counts() -> None:
    counts = {"area": ["a", "b"], "period": [4, 5], "count": [1, 2]}
    study = read_study(AREAS, counts, study=(4, 5))
    assert study.counts.tolist() == [[1, 0], [0, 2], [0, 0]]


def test_areas_keep_the_type_of_their_names() -> None:
    named = pl.Series([7, 5, 6], dtype=pl.Int16)
    counts = {"area": named, "period": [1, 1, 2], "count": [1, 2, 3]}
    study = read_study(AREAS | {"area": named}, counts, study=None)
    assert study.areas["area"].dtype == study.left_out["area"].dtype == pl.Int16
    assert study.areas["area"].to_list() == [5, 6, 7]
    assert study.counts.tolist() == [[2, 0], [0, 3], [1, 0]]


def test_counts_are_whole_and_tell_how_many_are_missing() -> None:
    counts = {"area": ["a", "a", "b"], "period": [1, 2, 2], "count": [None, 3, None]}
    study = read_study(AREAS, counts, study=None)
    assert study.counts.dtype == np.int64
    assert study.counts.tolist() == [[0, 3], [0, 0], [0, 0]]
    assert study.missing_counts == 2


def test_the_first_of_several_that_are_wrong_is_named() -> None:
    with pytest.raises(ValueError, match=r"^each area .*; a stands more often \(2 areas do\)"):
        read_study(
            {"area": list("bbaac"), "x": [0] * 5, "y": [0] * 5, "population": [1] * 5},
            NONE,
            study=None,
        )


class Asked:
    """A generator that keeps what was drawn from it."""

    def __init__(self) -> None:
        self.rng, self.drawn = np.random.default_rng(3), list[str]()

    def multinomial(self, total, chances):
        self.drawn.append("counts")
        return self.rng.multinomial(total, chances)

    def integers(self, *asked):
        self.drawn.append("periods")
        return self.rng.integers(*asked)


@pytest.mark.parametrize(
    ("total", "drawn"), [(48, ["counts", "periods"]), (49, ["counts", "counts"])]
)
def test_up_to_eight_events_a_cell_each_draws_its_period(total: int, drawn: list[str]) -> None:
    asked = Asked()
    null = Null(np.array([0.25, 0.75]), total, 3, (1, 2, 3, 4), ())
    counts = null.draw(asked)  # type: ignore[arg-type]
    assert asked.drawn == drawn
    assert (counts.shape, counts.sum()) == ((2, 3), total)


def test_areas_without_a_draw_keep_their_row() -> None:
    null = Null(np.array([0.5, 0.5, 0.0]), 9, 4, (1, 2, 3, 4), ())
    counts = null.draw(np.random.default_rng(1))
    assert counts.shape == (3, 4)
    assert counts[2].tolist() == [0, 0, 0, 0]


def test_a_seed_may_be_any_numbers_of_32_bits() -> None:
    class Bounds:
        def integers(self, low: int, end: int, *, size: int) -> list[int]:
            return [low, end - 1][:size]

    assert draw_seed(Bounds()) == (0, 2**32 - 1)  # type: ignore[arg-type]


def test_each_ratio_has_its_own_last_exceedance() -> None:
    maxima = np.array([3.0, 1.0, 3.0, 2.0])
    assert p_values(np.array([3.0, 0.5, 2.5]), maxima, exceedances=2).tolist() == [2 / 3, 1, 2 / 3]
    assert p_values(np.array([3.0, 2.5, 0.5]), maxima, exceedances=3).tolist() == [0.6, 0.6, 1]


def test_a_ratio_just_above_a_maximum_is_reached_by_it() -> None:
    # 1e-9 less 1e-9 is nothing, which the first maximum is.
    assert p_values(np.array([1e-9]), np.array([0.0, -1.0, -1.0])).tolist() == [0.5]
