"""The words on usual months: by rule from released figures, and what is drawn beside them."""

from __future__ import annotations

import pytest
from made_assessment import make_assessment

from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.unusual import write_unusual
from vrn.publish.document import Chart, Document, Paragraph, figures_of
from vrn.publish.drawings.charts import draw
from vrn.publish.judged import control_chart_of
from vrn.publish.sentence import plain_words
from vrn.publish.stored import document_from_json, document_to_json


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
    _, police, hospitals, callouts = words_of(made)
    assert "held 310 on average, and chance keeps its numbers between 120 and 500" in police
    assert "rules mark as unusual over February 2019 to February 2022: 9.0. " in police
    assert "held 90 on average" in hospitals
    assert "Of ambulance call-outs for violence" in callouts
    assert "held 55 on average" in callouts
    assert [chart.kind for chart in charts_of(made)] == ["control", "control", "control"]


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
    assert len(charts_of(made)) == 2


def test_without_attendances_there_is_the_police_series_alone() -> None:
    made = make_assessment(feeds=(OFFENCES,))
    assert len(words_of(made)) == 2


BEGUN = (
    ("", "2020-04", "restrictions from 23 March"),
    ("serious_violence", "2021-08", "they ended"),
)


def test_where_limits_begin_again_the_words_say_when_why_and_of_which_stretch() -> None:
    _, police, hospitals, _ = words_of(make_assessment(new_limits=BEGUN))
    assert "April 2020 (restrictions from 23 March) and August 2021 (they ended). " in police
    assert "a month of April 2020 to July 2021 held 310 on average" in police
    assert "a month of April 2020 to October 2021 held 90 on average" in hospitals


def test_each_stretch_is_drawn_with_its_own_limits_and_only_the_quoted_ones_bear_numbers() -> None:
    police, hospitals, _ = charts_of(make_assessment(new_limits=BEGUN))
    assert police.judged is not None
    assert [step[0] for step in police.judged.steps] == ["2019-02", "2020-04", "2021-08"]
    drawn = control_chart_of(police)
    assert (drawn.has_numbers, drawn.is_short) == (False, True)
    assert "upper limit 5" not in draw(police, width="wide")
    assert ">upper limit<" in draw(police, width="wide")
    assert "The limits rest on few months" in plain_words(police.sentence)
    assert control_chart_of(hospitals).has_numbers
    assert ">mean 90<" in draw(hospitals, width="wide")
    assert {point.rebase_group for point in drawn.points} == {0, 1, 2}


def test_a_chart_whose_limits_begin_again_is_kept_and_comes_back() -> None:
    police = charts_of(make_assessment(new_limits=BEGUN))[0]
    document = Document(
        name="made", title="Made", subtitle=(), organisation="Made", language="en", made_up=True,
        blocks=(police,),
    )  # fmt: skip
    figures = {figure.id: figure for figure in figures_of(document)}
    again = document_from_json(document_to_json(document), figures.__getitem__)
    assert again.blocks == document.blocks


def test_a_month_outside_of_the_series_begins_nothing() -> None:
    plain, other = make_assessment(), make_assessment(new_limits=(("", "2031-01", "later"),))
    assert words_of(plain) == words_of(other)
    assert charts_of(plain) == charts_of(other)
