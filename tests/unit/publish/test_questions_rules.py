"""The rules of the worked questions: every branch of what may be said of an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure

from vrn.publish.questions.rules import (
    Told,
    Verdict,
    is_enough,
    told_of_chance,
    told_of_difference,
    told_of_part,
    told_of_recording,
    told_of_restrictions,
    told_of_rounding,
    told_of_rule,
    told_of_season,
    told_of_staying_away,
    verdict,
)

if TYPE_CHECKING:
    from vrn.release.figure import Figure

FITS, AGAINST, NO = Told.FITS, Told.DOES_NOT_FIT, Told.CANNOT_BE_TOLD
FELL, ROSE, NEITHER = (0.5, 0.9), (1.1, 1.5), (0.9, 1.1)


def found(limits: tuple[float, float] | None, *, decimals: int = 2) -> Figure:
    """A finding with these limits and the value between them; one that is not had without any."""
    if limits is None:
        return make_figure(state="not available", reason="too short")
    lower, upper = limits
    return make_figure(
        value=(lower + upper) / 2, lower=lower, upper=upper, numerator=None, decimals=decimals
    )


def number(value: float | None, **more: Any) -> Figure:
    if value is None:
        return make_figure(state="withheld", reason="too few")
    return make_figure(value=value, numerator=None, **more)


@pytest.mark.parametrize(
    ("limits", "power", "word"),
    [
        (FELL, 10.0, Verdict.FEWER),
        (ROSE, 10.0, Verdict.MORE),
        (NEITHER, 80.0, Verdict.NO_CHANGE),
        (NEITHER, 79.5, Verdict.NO_CHANGE),  # printed as 80
        (NEITHER, 79.4, Verdict.CANNOT_TELL),
        (NEITHER, None, Verdict.CANNOT_TELL),
        ((0.5, 1.0), 30.0, Verdict.CANNOT_TELL),
        ((0.5, 0.996), 30.0, Verdict.CANNOT_TELL),  # printed as 1.00
        (None, 99.0, Verdict.CANNOT_TELL),
    ],
)
def test_a_verdict_is_by_the_printed_limits_and_the_chance_to_see(
    limits: tuple[float, float] | None, power: float | None, word: Verdict
) -> None:
    assert verdict(found(limits), number(power)) is word


def test_a_chance_of_four_in_five_is_enough() -> None:
    assert [is_enough(number(each)) for each in (79.0, 80.0, 99.0, None)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("police", "hospitals", "told"),
    [
        ((116.0, 143.0), (54.0, 78.0), AGAINST),
        ((70.0, 90.0), (54.0, 78.0), FITS),
        ((40.0, 50.0), (54.0, 78.0), FITS),
        (None, (54.0, 78.0), NO),
        ((116.0, 143.0), None, NO),
    ],
)
def test_another_rule_is_no_explanation_where_one_rule_keeps_them_apart(
    police: Any, hospitals: Any, told: Told
) -> None:
    assert told_of_rule(found(police), found(hospitals)) is told


@pytest.mark.parametrize(
    ("police", "hospitals", "told"),
    [
        ((106.0, 121.0), (54.0, 78.0), AGAINST),
        ((70.0, 121.0), (54.0, 78.0), NO),
        ((10.0, 12.0), (54.0, 78.0), NO),
        (None, (54.0, 78.0), NO),
        ((106.0, 121.0), None, NO),
    ],
)
def test_a_part_never_fits_for_what_overlaps_is_not_shown_to_be_equal(
    police: Any, hospitals: Any, told: Told
) -> None:
    assert told_of_part(found(police), found(hospitals)) is told


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ((3.0, 4.0), AGAINST),
        ((0.0, 0.0), FITS),
        ((0.0, 4.0), NO),
        ((None, 4.0), NO),
        ((), NO),
    ],
)
def test_chance_is_no_explanation_where_every_series_has_unusual_months(
    marked: tuple[float | None, ...], told: Told
) -> None:
    assert told_of_chance([number(each) for each in marked]) is told


@pytest.mark.parametrize(
    ("word", "callouts", "told"),
    [
        (Verdict.FEWER, (0.9, 1.2), FITS),
        (Verdict.FEWER, (0.6, 1.2), NO),
        (Verdict.FEWER, (0.1, 0.3), NO),
        (Verdict.MORE, (0.9, 1.2), AGAINST),
        (Verdict.NO_CHANGE, (0.9, 1.2), AGAINST),
        (Verdict.CANNOT_TELL, (0.9, 1.2), NO),
    ],
)
def test_staying_away_fits_where_attendances_lack_more_than_callouts(
    word: Verdict, callouts: tuple[float, float], told: Told
) -> None:
    assert told_of_staying_away(word, (found((0.4, 0.77)), found(callouts))) is told


def test_without_callouts_staying_away_cannot_be_told() -> None:
    assert told_of_staying_away(Verdict.FEWER, None) is NO


APART = ((116.0, 143.0), (54.0, 78.0))


@pytest.mark.parametrize(
    ("before", "after", "peaks", "told"),
    [
        ((79.0, 83.0), (60.0, 70.0), APART, FITS),
        ((60.0, 70.0), (79.0, 83.0), APART, AGAINST),
        # Known before at least 17, apart at least 116 / 78: 25.3 are needed and 23 the most there.
        ((79.0, 83.0), (77.0, 83.0), APART, AGAINST),
        # As much as 26 may be known now, which is enough.
        ((79.0, 83.0), (74.0, 83.0), APART, NO),
        ((79.0, 83.0), (77.0, 83.0), ((70.0, 90.0), (54.0, 78.0)), NO),
        ((79.0, 83.0), (77.0, 83.0), (None, (54.0, 78.0)), NO),
        ((79.0, 83.0), (77.0, 83.0), ((116.0, 143.0), None), NO),
        (None, (77.0, 83.0), APART, NO),
        ((79.0, 83.0), None, APART, NO),
    ],
)
def test_more_recording_fits_where_the_unknown_share_fell_enough(
    before: Any, after: Any, peaks: Any, told: Told
) -> None:
    unknown = (found(before, decimals=0), found(after, decimals=0))
    highest = (found(peaks[0], decimals=0), found(peaks[1], decimals=0))
    assert told_of_recording(unknown, highest) is told


@pytest.mark.parametrize(
    ("limits", "chance", "season"),
    [
        (FELL, AGAINST, AGAINST),
        (ROSE, AGAINST, FITS),
        (NEITHER, FITS, NO),
        (None, NO, NO),
    ],
)
def test_a_fall_is_told_from_chance_and_season_by_its_limits(
    limits: tuple[float, float] | None, chance: Told, season: Told
) -> None:
    assert told_of_difference(found(limits)) is chance
    assert told_of_season(found(limits)) is season


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (Verdict.FEWER, FITS),
        (Verdict.MORE, AGAINST),
        (Verdict.NO_CHANGE, AGAINST),
        (Verdict.CANNOT_TELL, NO),
    ],
)
def test_restrictions_fit_a_fall_where_fewer_came_than_expected(word: Verdict, told: Told) -> None:
    assert told_of_restrictions(word) is told


@pytest.mark.parametrize(
    ("before", "latest", "told"),
    [
        ((45.0, 45.0), (40.0, 40.0), AGAINST),
        ((44.0, 44.0), (40.0, 40.0), NO),  # two off on either side, and it is gone
        ((45.0, 35.0), (35.0, 35.0), AGAINST),
        ((45.0, None), (40.0, 40.0), NO),
        ((), (40.0,), NO),
    ],
)
def test_rounding_is_no_explanation_where_a_fall_is_left_at_the_worst(
    before: tuple[float | None, ...], latest: tuple[float | None, ...], told: Told
) -> None:
    runs = ([number(each) for each in run] for run in (before, latest))
    assert told_of_rounding(*runs) is told
