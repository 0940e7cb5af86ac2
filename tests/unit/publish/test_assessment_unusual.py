"""The words on usual months: by rule from released figures, and what is drawn beside them."""

from __future__ import annotations

import pytest
from made_assessment import make_assessment

from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.unusual import write_unusual
from vrn.publish.document import Chart, Paragraph
from vrn.publish.sentence import plain_words


def words_of(made) -> list[str]:
    return [
        plain_words(block.spans)
        for block in write_unusual(made.brief)
        if isinstance(block, Paragraph)
    ]


def charts_of(made) -> list[Chart]:
    return [block for block in write_unusual(made.brief) if isinstance(block, Chart)]


def test_each_series_has_its_sentence_and_its_chart() -> None:
    made = make_assessment()
    _, police, hospitals = words_of(made)
    assert "held 310 on average, and chance keeps its numbers between 120 and 500" in police
    assert "Months that the rules mark as unusual: 9.0. " in police
    assert "held 90 on average" in hospitals
    assert [chart.kind for chart in charts_of(made)] == ["control", "control"]


def test_a_chart_bears_the_judgement_of_its_own_released_months() -> None:
    chart = charts_of(make_assessment())[0]
    assert chart.judged is not None
    assert len(chart.judged.marks) == len(chart.series[0].figures) == 37
    assert {kind for _, kind in chart.judged.marks} <= {"common cause", "improving", "concerning"}
    assert chart.judged.rules == "NHS England Making Data Count 1"


@pytest.mark.parametrize(("months", "is_said"), [(18.0, False), (19.0, True)])
def test_a_series_of_mostly_unusual_months_moved_as_a_whole(months: float, is_said: bool) -> None:
    made = make_assessment({"serious_violence_unusual_months": lambda _: {"value": months}})
    assert ("more than half of them" in words_of(made)[1]) is is_said


def test_what_is_withheld_says_so_and_draws_no_chart() -> None:
    withheld = {"state": "withheld", "reason": "too few", "value": None}
    made = make_assessment({"serious_violence_usual_month_low": lambda _: withheld})
    assert "What a usual month of serious violence is cannot be said" in words_of(made)[1]
    assert len(charts_of(made)) == 1


def test_without_attendances_there_is_the_police_series_alone() -> None:
    made = make_assessment(feeds=(OFFENCES,))
    assert len(words_of(made)) == 2
