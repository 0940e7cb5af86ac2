"""The worked questions as a document: words by rule, gaps said, and no number but figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from made_assessment import PERIODS, Made
from made_questions import absent, finding, make_questions, series

from vrn.problem.violence.findings import YEAR_BEFORE_RESTRICTIONS
from vrn.problem.violence.interrupted import FIRST_MONTH_AFTER
from vrn.publish.assessment.plan import ADMISSIONS, ATTENDANCES, CALLOUTS, OFFENCES, PEOPLE
from vrn.publish.document import Bullets, Chart, Document, Heading, Note, Paragraph, Table
from vrn.publish.lint import lint
from vrn.publish.questions.composing import compose_questions
from vrn.publish.questions.expected import FIRST_MONTH
from vrn.publish.questions.plan import (
    VISITS,
    YEAR_BEFORE,
    known_years,
    question_shapes,
    runs_of,
)
from vrn.publish.questions.rules import RULES_OF_THE_QUESTIONS
from vrn.publish.questions.usual import write_usual
from vrn.publish.questions.weighing import ANSWERS
from vrn.terms import Period, month_label

if TYPE_CHECKING:
    from vrn.publish.document import Spans

FITS, AGAINST, NO = ANSWERS.values()
FEWER = finding(0.70, 0.60, 0.80)
SOME = finding(300, 200, 400, decimals=0)


def text_of(spans: Spans) -> str:
    return "".join(s if isinstance(s, str) else s.text for s in spans if not isinstance(s, Note))


def paragraphs(document: Document) -> str:
    spans = [block.spans for block in document.blocks if isinstance(block, Paragraph)]
    return "\n".join(text_of(each) for each in (*document.summary, *document.findings, *spans))


def table(document: Document, key: str) -> Table:
    return next(b for b in document.blocks if isinstance(b, Table) and b.key == key)


def answers(document: Document, key: str = "explanations-table") -> dict[str, str]:
    """Each explanation's name with what the table says of it."""
    return {str(row[0]): str(row[-1]) for row in table(document, key).rows}


def composed(change: dict[str, Any] | None = None, **overrides: Any) -> Document:
    document = compose_questions(make_questions(change, **overrides).brief)
    assert lint(document) == ()
    return document


@pytest.fixture(scope="module")
def made() -> Made:
    return make_questions()


@pytest.fixture(scope="module")
def document(made: Made) -> Document:
    return compose_questions(made.brief)


def test_it_has_a_chapter_for_each_question_and_one_of_its_rules(document: Document) -> None:
    chapters = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert chapters == [
        "Police up, hospitals down",
        "A fall in admissions",
        "How it was worked out",
    ]
    assert (document.name, document.title) == ("questions", "Questions worked through")
    assert lint(document) == ()


def test_what_it_writes_of_dates_is_what_the_measures_count_by() -> None:
    assert YEAR_BEFORE == YEAR_BEFORE_RESTRICTIONS
    assert month_label(FIRST_MONTH_AFTER) == FIRST_MONTH


def test_the_key_findings_answer_both_questions(document: Document) -> None:
    gap, fall = (text_of(each) for each in document.findings)
    assert gap == (
        "By one rule the police's series lies above that of hospitals: the highest month of the "
        "police had 129 per cent (between 116 and 143), and that of hospitals 65 per cent (between "
        "54 and 78) of its own monthly mean of March 2019 to February 2020. "
    )
    assert fall.startswith(
        "Admissions for assault fell: a month of April 2020 to September 2021 held 0.87 times "
        "(between 0.79 and 0.96) as many as a month of October 2018 to March 2020. "
    )
    assert "more than chance in the numbers, and not of the season" in fall
    assert fall.endswith("Whether it is more than restrictions made cannot be told. ")


def test_every_explanation_is_answered_by_its_rule(document: Document) -> None:
    assert answers(document) == {
        "The two numbers were not made by one rule": AGAINST,
        "Chance: no two months are alike": AGAINST,
        "Fewer of those who were hurt went to hospital under restrictions": NO,
        "The police come to know of more of what happens": AGAINST,
        "The police's number is of some kinds of violence alone": AGAINST,
        "It is a matter of one age group": AGAINST,
        "People are hurt in one area and live in another": NO,
        "Injuries are less serious than they were": NO,
        "People go elsewhere to be treated": NO,
    }
    assert answers(document, "fall-explanations-table") == {
        "Chance in the numbers": AGAINST,
        "The usual variation of its months": AGAINST,
        "The season of the year": AGAINST,
        "Restrictions": NO,
        "The supplier's rounding": AGAINST,
        "Fewer injuries with knives": NO,
        "Fewer are kept in hospital, or they are coded otherwise": NO,
    }


def test_each_explanation_is_asked_and_answered_with_its_figures(document: Document) -> None:
    words = paragraphs(document)
    assert (
        "Is it another rule for each number? Each series' highest month is set against its own "
        "mean of the same year: 129 per cent (between 116 and 143) for the police, 65 per cent "
        "(between 54 and 78) for hospitals. By one rule the police's highest month still lies "
        "above: it does not fit. " in words
    )
    assert "Attendances are fewer, and call-outs may be too: it cannot be told. " in words
    assert "Is it less serious injuries?" not in words, "no figure speaks to it"


def test_what_fits_and_what_does_not_is_listed_at_the_end(document: Document) -> None:
    words = paragraphs(document)
    assert (
        "What does not fit, each by itself: another rule for each number, chance, the police "
        "knowing of more, the kinds of violence that are counted and one age group. What cannot be "
        "told: the hurt staying away from hospitals, " in words
    )
    assert "What fits: " not in words


def test_the_rules_are_printed_whole_and_each_analysis_has_its_method(document: Document) -> None:
    rules, methods = (block for block in document.blocks if isinstance(block, Bullets))
    assert tuple(text_of(item) for item in rules.items) == RULES_OF_THE_QUESTIONS
    lines = [text_of(item) for item in methods.items]
    assert lines[0] == (
        "Serious violence, all ages: interrupted series, made up; verdict: made up."
    )
    assert len(lines) == 8


def test_each_series_has_a_control_chart_by_the_rules_of_its_own_months(
    document: Document,
) -> None:
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    assert [each.key for each in charts] == [
        "violence-by-month", "attendances-by-month", "admitted-by-month",
    ]  # fmt: skip
    for chart in charts:
        assert chart.kind == "control"
        title = text_of(chart.title)
        assert "was unusual for " in title or "was a usual month for " in title


def test_staying_away_fits_where_callouts_did_not_fall() -> None:
    change = {
        **series("assault_attendances", FEWER, averted=SOME, power=90),
        **series("violent_callouts", finding(1.0, 0.9, 1.1), averted=SOME, power=85),
    }
    document = composed(change)
    name = "Fewer of those who were hurt went to hospital under restrictions"
    assert answers(document)[name] == FITS
    words = paragraphs(document)
    assert (
        "From April 2020 on, there were fewer assault-related attendances than expected: 0.70 "
        "times (between 0.60 and 0.80) as many as the months before led to expect, about 300 "
        "(between 200 and 400) fewer. From April 2020 on, no change in ambulance call-outs for "
        "violence was seen: 1.00 times (between 0.90 and 1.10) as many as the months before led to "
        "expect, and a fall of a fifth would have been seen with a chance of 85 per cent. " in words
    )
    assert "What fits: the hurt staying away from hospitals. " in words


def test_more_than_expected_is_said_without_a_number_below_nought() -> None:
    change = series("assault_attendances", finding(1.4, 1.2, 1.6), averted=SOME, power=90)
    document = composed(change)
    name = "Fewer of those who were hurt went to hospital under restrictions"
    assert answers(document)[name] == AGAINST
    assert (
        "there were more assault-related attendances than expected: 1.40 times (between 1.20 and "
        "1.60) as many as the months before led to expect. " in paragraphs(document)
    )


def test_a_short_series_that_shows_a_change_is_said_to_be_short(document: Document) -> None:
    assert (
        "The series is short (a fall of a fifth would be seen with a chance of 29 per cent), and a "
        "change that such a series shows is likely larger than the true one. "
        in paragraphs(document)
    )


def test_a_series_that_cannot_be_analysed_says_why() -> None:
    change = series("violent_callouts", absent("too few months"), averted=absent(), power=0)
    words = paragraphs(composed(change))
    assert (
        "What was to be expected of ambulance call-outs for violence cannot be said: not available "
        "(too few months). " in words
    )


@pytest.mark.parametrize(
    ("police", "opening"),
    [
        (finding(70, 60, 80, decimals=0), "By one rule the two are not clearly apart: "),
        (finding(40, 30, 50, decimals=0), "By one rule the police's series lies below"),
        (absent("too short"), "The two cannot both be set against the year before: "),
    ],
)
def test_the_gap_is_said_by_the_two_intervals(police: dict[str, Any], opening: str) -> None:
    document = composed({"serious_violence_peak_share": police})
    assert text_of(document.findings[0]).startswith(opening)
    told = answers(document)["The two numbers were not made by one rule"]
    assert told == (NO if "state" in police else FITS)


def test_the_wider_definition_and_the_young_are_set_beside_hospitals() -> None:
    def by_cell(codes: dict[str, str]) -> dict[str, Any]:
        is_apart = codes["definition"] == "vrn-2019" and codes["age_group"] == "all ages"
        return finding(*((129, 116, 143) if is_apart else (80, 70, 90)), decimals=0)

    document = composed({"serious_violence_peak_share": by_cell})
    for name in (
        "The police's number is of some kinds of violence alone",
        "It is a matter of one age group",
    ):
        assert answers(document)[name] == NO
    assert "Under “Serious violence under the duty” the police's highest month had 80 per cent" in (
        paragraphs(document)
    )
    rows = {str(row[0]): str(row[2]) for row in table(document, "explanations-table").rows}
    assert rows["It is a matter of one age group"] == (
        "Among the young the two are not clearly apart"
    )


def test_a_part_without_its_figure_says_so() -> None:
    def by_cell(codes: dict[str, str]) -> dict[str, Any]:
        is_wide = codes["definition"] == "duty-2023"
        return absent() if is_wide else finding(129, 116, 143, decimals=0)

    rows = table(composed({"serious_violence_peak_share": by_cell}), "explanations-table").rows
    shows = {str(row[0]): str(row[2]) for row in rows}
    assert shows["The police's number is of some kinds of violence alone"] == (
        "A figure that it needs is not shown"
    )


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({"assault_admissions_change": finding(0.95, 0.88, 1.05)}, "no more than chance in the "),
        (
            {"assault_admissions_same_months_change": finding(0.95, 0.88, 1.05)},
            "and whether it is of the season cannot be told. ",
        ),
        (
            {"assault_admissions_same_months_change": finding(1.2, 1.1, 1.3)},
            "may be of the season: against the same months there is no fall. ",
        ),
        (
            series("assault_admissions", FEWER, averted=SOME, power=90),
            "It goes together with restrictions, which does not show that they made it. ",
        ),
        (
            series("assault_admissions", finding(1.0, 0.9, 1.1), averted=SOME, power=90),
            "Restrictions do not explain it. ",
        ),
    ],
)
def test_the_fall_is_answered_by_chance_season_and_restrictions(
    change: dict[str, Any], ending: str
) -> None:
    assert ending in text_of(composed(change).findings[1])


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (finding(1.2, 1.1, 1.3), "Admissions for assault rose: a month of "),
        (absent(), "Whether admissions for assault changed between the two runs of months cannot "),
    ],
)
def test_where_there_is_no_fall_none_is_explained(ratio: dict[str, Any], words: str) -> None:
    document = composed({"assault_admissions_change": ratio})
    assert text_of(document.findings[1]).startswith(words)
    keys = [block.key for block in document.blocks if isinstance(block, Table)]
    assert keys == ["explanations-table", "expected-table", "averted-table"]


@pytest.mark.parametrize(
    ("knives", "told"),
    [(finding(0.7, 0.5, 0.9), FITS), (finding(1.3, 1.1, 1.5), AGAINST), (absent(), NO)],
)
def test_knives_are_told_by_their_own_admissions(knives: dict[str, Any], told: str) -> None:
    document = composed({"sharp_object_admissions_change": knives})
    assert answers(document, "fall-explanations-table")["Fewer injuries with knives"] == told


def test_a_chart_without_limits_is_a_sentence() -> None:
    short = dict.fromkeys(
        [f"assault_admissions_usual_month{end}" for end in ("", "_low", "_high")],
        absent("the series has fewer than 12 months"),
    )
    document = composed({**short, "assault_admissions_unusual_months": absent("too short")})
    assert (
        "What a usual month of admissions for assault is cannot be said: not available (the series "
        "has fewer than 12 months). " in paragraphs(document)
    )
    assert answers(document, "fall-explanations-table")["The usual variation of its months"] == NO


def test_withheld_months_of_a_supplier_are_said_and_break_no_chart() -> None:
    def by_month(codes: dict[str, str]) -> dict[str, Any]:
        return absent() if codes["month"] == "2020-05" else {}

    document = composed({"assault_admissions": by_month})
    chart = next(b for b in document.blocks if getattr(b, "key", "") == "admitted-by-month")
    assert isinstance(chart, Chart)
    assert "“not available”: the supplier withheld a number from 1 to 7 here." in (
        text_of(chart.source)
    )
    every = composed({"assault_admissions": absent()})
    chart = next(b for b in every.blocks if getattr(b, "key", "") == "admitted-by-month")
    assert isinstance(chart, Chart)
    assert text_of(chart.sentence) == "No month can be shown. "


@pytest.mark.parametrize(
    ("feeds", "chapters", "missing"),
    [
        ((OFFENCES,), 0, ("accident and emergency", "Hospital admissions for assault: not ")),
        ((OFFENCES, PEOPLE, ATTENDANCES), 1, ("Hospital admissions for assault: not available",)),
        ((OFFENCES, ADMISSIONS), 1, ("accident and emergency departments: not available",)),
    ],
)
def test_a_question_without_its_files_says_what_is_missing(
    feeds: tuple[str, ...], chapters: int, missing: tuple[str, ...]
) -> None:
    document = composed(feeds=feeds)
    assert len(document.findings) == chapters
    for words in missing:
        assert words in paragraphs(document)


def test_without_people_nothing_is_said_of_the_young_nor_of_what_is_unknown() -> None:
    names = answers(composed(feeds=(OFFENCES, ATTENDANCES, CALLOUTS)))
    assert "It is a matter of one age group" not in names
    assert "The police come to know of more of what happens" not in names


def test_the_cubes_are_those_of_the_series_that_are_held() -> None:
    names = {shape.measure for shape in question_shapes(PERIODS, feeds=(OFFENCES, CALLOUTS))}
    assert "violent_callouts_restrictions_ratio" in names
    assert "violent_callouts" not in names, "no chart is drawn of it"
    assert not any(name.startswith(("assault_", "attendances_")) for name in names)


def test_a_series_of_which_no_month_is_held_has_no_cube_and_no_chart(made: Made) -> None:
    periods = replace(PERIODS, callouts=None, attendances=None)
    names = {shape.measure for shape in question_shapes(periods, feeds=(OFFENCES, CALLOUTS))}
    assert not any(name.startswith("violent_callouts") for name in names)
    assert write_usual(replace(made.brief, periods=periods), VISITS) == ()


def test_the_periods_are_taken_from_what_is_held() -> None:
    assert known_years(PERIODS) == (YEAR_BEFORE, Period("2020-11", "2021-10"))
    assert runs_of(PERIODS) == Period("2018-10", "2021-09")
