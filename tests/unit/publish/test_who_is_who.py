"""The sentence that says how many people there may be, and why that is not certain."""

from __future__ import annotations

from typing import Any

import pytest
from figures import make_figure

from vrn.publish.assessment.people import who_is_who
from vrn.publish.sentence import Shown, plain_words
from vrn.release.ranging import NO_RANGE

VICTIMS = {"value": 830.0, "range_lower": 812.0, "range_upper": 845.0}
SUSPECTS = {"value": 1200.0, "range_lower": 1200.0, "range_upper": 1200.0}


def test_it_gives_the_limits_of_both_and_the_reason_in_one_sentence() -> None:
    spans = who_is_who(make_figure(**VICTIMS), make_figure(**SUSPECTS))
    assert plain_words(spans) == (
        "Names and birthdays are not always written alike, and two records that nearly agree may "
        "be of one person or of two: linked more or less readily, there are between 812 and 845 "
        "people among these victims and 1,200 among these suspects. "
    )


@pytest.mark.parametrize(
    "other",
    [{"value": 1200.0}, {"range_reason": NO_RANGE}, {**SUSPECTS, "state": "withheld"}],
    ids=["exact keys", "no range", "withheld"],
)
def test_it_is_left_out_where_either_has_no_range(other: dict[str, Any]) -> None:
    if other.get("state"):
        other = {"state": "withheld", "reason": "fewer than ten"}
    assert who_is_who(make_figure(**VICTIMS), make_figure(**other)) == ()
    assert who_is_who(make_figure(**other), make_figure(**VICTIMS)) == ()


def test_a_figure_without_a_range_has_no_limits_to_show() -> None:
    with pytest.raises(ValueError, match="has no range limits"):
        Shown(make_figure(), "range limits")
