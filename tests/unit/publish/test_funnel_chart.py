"""The districts in their funnel: title and sentence by rule, shapes, names, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures import make_figure
from made_assessment import make_assessment

from vrn.publish.assessment.funnel import draw_districts, funnel_title, outside_words
from vrn.publish.document import Document, Series
from vrn.publish.drawings.charts import draw
from vrn.publish.funnelled import Funnelled
from vrn.publish.sentence import plain_words
from vrn.publish.stored import document_from_json, document_to_json
from vrn.release.funnelling import funnel
from vrn.terms import Area, Level

SMALL = ((100, 20_000), (205, 41_000), (420, 84_000), (500, 100_000), (630, 126_000))
MORE = ((300, 60_000), (450, 90_000), (560, 112_000))
NAMES = ("Ash", "Beck", "Combe", "Dale", "Ellworth Without", "Fen", "Garth", "Holm", "Ings")


def rates(rows) -> tuple:
    return tuple(
        make_figure(
            place=Area(f"D{place}", NAMES[place], Level.DISTRICT),
            by=(("district", f"D{place}", NAMES[place]),),
            value=1_000 * count / people,
            lower=None,
            upper=None,
            numerator=count,
            denominator=people,
            decimals=2,
        )
        for place, (count, people) in enumerate(rows)
    )


def funnelled(figures) -> Funnelled:
    found = funnel(figures)
    return Funnelled(centre=found.centre, sizes=found.sizes, limits=found.limits, sides=found.sides)


def chart_of(rows):
    chart, figures = draw_districts(make_assessment().brief), rates(rows)
    return replace(chart, series=(Series("District", figures),), funnelled=funnelled(figures))


def title_of(rows) -> str:
    return plain_words(funnel_title(rates(rows), funnelled(rates(rows))))


def words_of(rows) -> str:
    return plain_words(outside_words(rates(rows), funnelled(rates(rows))))


CALM = (*SMALL, *MORE)
ONE_HIGH = (*CALM, (1_900, 100_000))
ONE_LOW = (*CALM, (100, 100_000))
MANY = tuple((count * (1 + place % 3), people) for place, (count, people) in enumerate(CALM))
SPREAD = tuple((count * factor, people) for (count, people), factor in
               zip(SMALL, (1, 2, 3, 2, 1), strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (CALM, "Districts differ by no more than chance"),
        (ONE_HIGH, "Ings stands out from how much districts differ anyway"),
        (SPREAD, "Districts differ by more than chance, and none stands out from that"),
    ],
)
def test_the_title_goes_no_further_than_the_limits_do(rows, title):
    assert title_of(rows) == title


def test_the_sentence_names_the_districts_on_each_side():
    assert words_of(CALM) == (
        "No district lies outside the 99.8 per cent limits of chance. Limits that allow for how "
        "much districts differ anyway hold all of them. "
    )
    assert "Above the 99.8 per cent limits of chance: Ings. " in words_of(ONE_HIGH)
    assert "Also above limits that allow" in words_of(ONE_HIGH)
    assert "Below the 99.8 per cent limits of chance: Ings. " in words_of(ONE_LOW)


def test_with_few_districts_nothing_is_said_of_how_much_they_differ_anyway():
    assert "it cannot be told how much they differ anyway" in words_of(SMALL[:4])


def test_the_assessment_shows_it_with_a_table_of_every_district():
    chart = draw_districts(make_assessment().brief)
    assert chart.kind == "funnel"
    assert [row[4] for row in chart.table.rows] == ["above", "within", "below", "below", "below"]
    assert {row[5] for row in chart.table.rows} == {"within"}


def test_a_withheld_district_is_in_the_table_and_not_in_the_funnel():
    nothing = {"value": None, "lower": None, "upper": None, "numerator": None, "denominator": None}

    def change(codes):
        is_it = codes.get("district") == "Z06000005"
        return {"state": "withheld", "reason": "too few", **nothing} if is_it else {}

    chart = draw_districts(make_assessment({"serious_violence_rate": change}).brief)
    assert [str(cell) for cell in chart.table.rows[-1][1:]] == [
        "withheld", "withheld", "withheld", "not judged", "not judged",
    ]  # fmt: skip
    assert "Marsh End" not in draw(chart, width="wide")


def test_without_two_rates_there_is_no_funnel():
    nothing = {"value": None, "lower": None, "upper": None, "numerator": None, "denominator": None}
    gone = {"state": "not available", "reason": "no residents", **nothing}
    made = make_assessment({"serious_violence_rate": lambda _: gone})
    assert draw_districts(made.brief) is None


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_those_outside_are_told_by_shape_and_name(width):
    drawn = draw(chart_of(ONE_HIGH), width=width)
    assert ">Ings<" in drawn
    assert "above what districts differ by" in drawn
    assert not any(f">{name}<" in draw(chart_of(CALM), width=width) for name in NAMES)
    assert drawn == draw(chart_of(ONE_HIGH), width=width)


def test_on_a_narrow_sheet_many_names_are_numbers_with_their_names_below():
    narrow, wide = (draw(chart_of(MANY), width=width) for width in ("narrow", "wide"))
    assert ">4<" in narrow
    assert "Combe" in narrow
    assert ">Combe<" not in narrow
    assert ">Combe<" in wide


def test_a_funnel_without_wider_limits_is_drawn_too():
    drawn = draw(chart_of(SMALL[:4]), width="wide")
    assert "limits of chance" in drawn
    assert "limits that allow" not in drawn


def test_it_is_kept_and_comes_back_the_same():
    chart = draw_districts(make_assessment().brief)
    document = Document(
        name="made", title="Made", subtitle=(), organisation="Made", language="en", made_up=True,
        blocks=(chart,),
    )  # fmt: skip
    figures = {figure.id: figure for figure in chart.series[0].figures}
    again = document_from_json(document_to_json(document), figures.__getitem__)
    assert again.blocks == document.blocks


GOOD = {
    "centre": 5.0,
    "sizes": (10.0, 20.0),
    "limits": ((1.0, 2.0),) * 6,
    "sides": (("high", ""),),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"limits": ((1.0, 2.0),) * 5}, "six rows"),
        ({"limits": ((1.0,),) * 6}, "six rows"),
        ({"sizes": (), "limits": ((),) * 6}, "from zero up"),
        ({"centre": float("nan")}, "from zero up"),
        ({"limits": ((1.0, -2.0),) * 6}, "from zero up"),
        ({"sides": (("above", ""),)}, "no place lies"),
    ],
)
def test_a_funnel_that_holds_wrong_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        Funnelled(**{**GOOD, **change})


def test_only_a_funnel_chart_has_a_funnel_and_one_side_a_figure():
    chart = chart_of(ONE_HIGH)
    for change in (
        {"funnelled": None},
        {"kind": "bars"},
        {"funnelled": replace(chart.funnelled, sides=chart.funnelled.sides[1:])},
    ):
        with pytest.raises(ValueError, match=r"funnel|a side for each"):
            replace(chart, **change)
    one, *others = chart.series[0].figures
    bare = make_figure(place=one.place, by=one.by, value=1.0, lower=None, upper=None,
                       numerator=None, denominator=None)  # fmt: skip
    with pytest.raises(ValueError, match="each with its residents"):
        replace(chart, series=(Series("District", (bare, *others)),))


def test_what_has_no_rate_cannot_be_drawn():
    chart = chart_of(ONE_HIGH)
    nothing = {"value": None, "lower": None, "upper": None, "numerator": None, "denominator": None}
    hidden = tuple(
        make_figure(place=f.place, by=f.by, state="withheld", reason="too few", **nothing)
        for f in chart.series[0].figures
    )
    with pytest.raises(ValueError, match="nothing of it is in a funnel"):
        draw(replace(chart, series=(Series("District", hidden),)), width="wide")
