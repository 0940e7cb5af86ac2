"""The closed list of shapes: what is on it, and that no word of it changes unnoticed."""

from __future__ import annotations

import pytest

from vrn.release.headline.shapes import (
    DISTRICT,
    MONTH,
    NEIGHBOURHOOD,
    PERIOD,
    QUARTER,
    SHAPES,
    WHOLE,
    YEAR,
    Shape,
    digest_of,
    is_listed,
    nearest_shapes,
)


@pytest.mark.parametrize(
    ("place", "time", "dimension"),
    [
        (WHOLE, MONTH, ""),
        (DISTRICT, QUARTER, ""),
        (DISTRICT, YEAR, ""),
        (NEIGHBOURHOOD, PERIOD, "knife"),
        (DISTRICT, PERIOD, "age_band"),
        (WHOLE, PERIOD, "hour"),
        (WHOLE, PERIOD, "ethnic_group"),
    ],
)
def test_what_the_assessment_shows_is_on_the_list(place: str, time: str, dimension: str) -> None:
    assert is_listed(place, time, dimension)


@pytest.mark.parametrize(
    ("place", "time", "dimension"),
    [
        (WHOLE, MONTH, "knife"),
        (WHOLE, QUARTER, ""),
        (DISTRICT, MONTH, ""),
        (DISTRICT, QUARTER, "sex"),
        (DISTRICT, PERIOD, "hour"),
        (NEIGHBOURHOOD, QUARTER, ""),
        (NEIGHBOURHOOD, PERIOD, "code"),
        ("small area", PERIOD, ""),
    ],
)
def test_what_would_part_people_too_finely_is_not(place: str, time: str, dimension: str) -> None:
    assert not is_listed(place, time, dimension)


def test_the_digest_is_of_every_word_of_the_list() -> None:
    assert digest_of() == digest_of(SHAPES)
    others = [SHAPES[1:], (*SHAPES, Shape(DISTRICT, (MONTH,))), SHAPES[::-1]]
    assert len({digest_of(), *map(digest_of, others)}) == 4


def test_the_nearest_shapes_come_first() -> None:
    first, *_ = nearest_shapes(DISTRICT, MONTH, "")
    assert first.startswith("district by")
    (hours, *_) = nearest_shapes(WHOLE, YEAR, "hour")
    assert hours.startswith("whole area by period, by none or one of")
    assert len(nearest_shapes(NEIGHBOURHOOD, MONTH, "hour")) == 3


def test_a_shape_says_itself_in_words() -> None:
    assert Shape(WHOLE, (MONTH,)).label == "whole area by month"
    assert (
        Shape(DISTRICT, (YEAR, PERIOD), ("sex", "knife")).label
        == "district by year or period, by none or one of sex, knife"
    )


def test_a_further_dimension_goes_with_long_times_alone() -> None:
    with pytest.raises(ValueError, match="by year or by period, no shorter"):
        Shape(WHOLE, (QUARTER,), ("knife",))
