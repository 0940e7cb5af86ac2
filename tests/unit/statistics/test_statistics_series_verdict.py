"""What a series says in words: verdict, sentence and cautions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vrn.statistics.series.verdict import (
    Finding,
    Wording,
    cautions_of,
    sentence_of,
    verdict_of,
)

WORDS = Wording(noun="admissions")
FEWER = Finding((0.8, 0.7, 0.9), (1234.4, 600.0, 2000.0), months_after=24, power=0.9)
MORE = replace(FEWER, ratio=(1.2, 1.05, 2.5), averted=(-30.0, -80.0, -6.0))
UNSURE = replace(FEWER, ratio=(0.9, 0.7, 1.2), averted=(20.0, -40.0, 90.0))
SHORT = replace(UNSURE, power=0.31, least_ratio=0.55)


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (FEWER, "fewer"),
        (MORE, "more"),
        (UNSURE, "no change seen"),
        (SHORT, "cannot tell"),
        (replace(UNSURE, power=0.8), "no change seen"),
        (replace(FEWER, ratio=(0.9, 0.8, 1.0)), "no change seen"),
        (replace(MORE, ratio=(1.1, 1.0, 1.2)), "no change seen"),
        (replace(FEWER, reason="there are no events"), "cannot tell"),
    ],
)
def test_the_verdict(finding: Finding, verdict: str) -> None:
    assert verdict_of(finding, WORDS) == verdict


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            FEWER,
            "In the 24 months after, there were 20% fewer admissions than the trend and season "
            "before led to expect (95% limits: 10% to 30% fewer): about 1,234 fewer (600 to "
            "2,000).",
        ),
        (
            MORE,
            "In the 24 months after, there were 20% more admissions than the trend and season "
            "before led to expect (95% limits: 5% to 150% more): about 30 more (6 to 80).",
        ),
        (
            UNSURE,
            "In the 24 months after, no change in admissions was seen against the trend and season "
            "before (95% limits: 30% fewer to 20% more); a fall of 20% would have been seen with a "
            "chance of 90%.",
        ),
        (
            SHORT,
            "In the 24 months after, the series cannot tell whether admissions changed (95% "
            "limits: 30% fewer to 20% more): a fall of 20% would be seen with a chance of 31%, "
            "where 80% is wanted. The least that it would show is a fall of 45%.",
        ),
        (
            replace(FEWER, reason="there are no events"),
            "The series cannot tell whether admissions changed: there are no events.",
        ),
    ],
)
def test_the_sentence(finding: Finding, sentence: str) -> None:
    assert sentence_of(finding, WORDS) == sentence


def test_a_series_that_shows_nothing_says_so() -> None:
    none = replace(SHORT, least_ratio=None)
    assert sentence_of(none, WORDS).endswith("It would show no fall, however large, often enough.")
    rises = replace(WORDS, worthwhile=1.25)
    assert sentence_of(none, rises).endswith("It would show no rise, however large, often enough.")
    assert "a rise of 25% would be seen" in sentence_of(none, rises)


def test_limits_on_1_go_either_way() -> None:
    for ratio, said in (
        ((0.9, 0.8, 1.0), "(95% limits: 20% fewer to under 1% more)"),
        ((1.1, 1.0, 1.2), "(95% limits: under 1% fewer to 20% more)"),
    ):
        assert said in sentence_of(replace(UNSURE, ratio=ratio), WORDS)


def test_small_changes_and_other_confidences_are_said_rightly() -> None:
    little = replace(FEWER, ratio=(0.998, 0.997, 0.9999))
    said = sentence_of(little, Wording(confidence=0.998, basis="trend"))
    assert "there were under 1% fewer events than the trend before led" in said
    assert "(99.8% limits: under 1% to under 1% fewer)" in said


def test_cautions_say_what_to_be_careful_of() -> None:
    assert cautions_of(FEWER, WORDS) == ()
    weak = replace(
        FEWER,
        power=0.2,
        placebo_share=0.25,
        placebo_dates=12,
        fall_back="it fell back",
        box_p_value=0.01,
    )
    assert cautions_of(weak, WORDS) == (
        "it fell back",
        "power is short (20%): a change that is seen is likely larger than the true one",
        "25% of 12 placebo dates show a change as large, with no intervention",
        "months still go together after the model: the limits may be too narrow",
    )
    assert cautions_of(replace(weak, reason="there are no events"), WORDS) == ()


def test_cautions_hold_back_where_they_say_nothing() -> None:
    quiet = replace(FEWER, power=0.8, placebo_share=0.1, placebo_dates=10, box_p_value=0.05)
    assert cautions_of(quiet, WORDS) == ()
    # Of a verdict that shows no change neither placebos nor power are cautions.
    assert cautions_of(replace(SHORT, placebo_share=0.9, placebo_dates=9), WORDS) == ()
    assert len(cautions_of(replace(MORE, power=0.1, placebo_share=0.2), WORDS)) == 2
