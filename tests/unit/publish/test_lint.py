"""The last reading: each fault is planted and found, and what only looks like one is let pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from documents import example_document
from figures import WHOLE, make_figure

from vrn.publish.document import Chart, Document, Name, Paragraph, Series, Shown, Table
from vrn.publish.editions import publish
from vrn.publish.lint import LintError, check_lint, lint
from vrn.terms import Area, Level, Period, month_label, months_between

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.figure import Figure

NORTH, SOUTH = (Area(f"Z06{n}", name, Level.DISTRICT) for n, name in enumerate(("North", "South")))
SOURCE = (Name("Source: made-up files; residents: mid-2020 estimates."),)


def document(*blocks: Any, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "name": "made", "title": "A made-up document", "subtitle": ("Made up",),
        "organisation": "Westmere", "language": "en", "made_up": True, "blocks": blocks,
    }  # fmt: skip
    return Document(**(fields | more))


def table(*figures: Figure, source: Any = SOURCE) -> Table:
    return Table(
        key="made-table",
        title=("Made up",),
        columns=("Row", "Value"),
        rows=tuple((Name(f"row {n}"), figure) for n, figure in enumerate(figures)),
        numeric=(False, True),
        source=source,
    )


def line(*figures: Figure, title: Any = ("Made up",)) -> Chart:
    return Chart(
        key="made-line",
        kind="line",
        title=title,
        subtitle=("Made up",),
        sentence=("Made up.",),
        source=SOURCE,
        table=replace(table(*figures), key="behind"),
        series=(Series("All ages", figures),),
    )


def placed(place: Area, value: float, numerator: int, **more: Any) -> Figure:
    by = () if place is WHOLE else (("district", place.code, place.name),)
    return make_figure(place=place, value=value, numerator=numerator, by=by, **more)


def share(kind: str, value: float, **more: Any) -> Figure:
    fields = {
        "measure": "violence_share", "unit": "per cent", "value": value, "decimals": 1,
        "denominator": 1000, "by": (("kind", kind, kind),),
    }  # fmt: skip
    return make_figure(**{**fields, **more})


def hour(code: str, value: float, **more: Any) -> Figure:
    by = (("hour", code, code),)
    return make_figure(by=by, value=value, numerator=round(value), **more)


def monthly(month: str, **more: Any) -> Figure:
    by = (("month", month, month_label(month)),)
    return make_figure(month=month, by=by, measure="violence_rate", **more)


def trend(**more: Any) -> Figure:
    fields = {
        "measure": "violence_trend", "unit": "times", "value": 1.2, "lower": 1.1, "upper": 1.3,
        "decimals": 1, "numerator": 120, "denominator": 100,
        "period": Period("2020-01", "2022-12"),
    }  # fmt: skip
    return make_figure(**{**fields, **more})


def faults(*blocks: Any, **more: Any) -> str:
    return "\n".join(lint(document(*blocks, **more)))


def test_a_sound_document_has_no_fault() -> None:
    assert lint(example_document()) == ()


def test_a_place_with_the_value_of_the_whole_area() -> None:
    whole, south = placed(WHOLE, 412.0, 412), placed(SOUTH, 41.0, 41)
    found = faults(table(whole, placed(NORTH, 412.0, 412), south))
    assert "North has the very value of Westmere (412)" in found
    assert "South" not in found


@pytest.mark.parametrize(
    "figures",
    [
        (placed(WHOLE, 412.0, 412), placed(NORTH, 412.0, 412)),
        (placed(WHOLE, 0.0, 0), placed(NORTH, 0.0, 0), placed(SOUTH, 0.0, 0)),
        (placed(WHOLE, 4.1, 412), placed(NORTH, 4.1, 41), placed(SOUTH, 2.0, 20)),
        (
            placed(WHOLE, 412.0, 412),
            placed(NORTH, 412.0, 412, month="2021-01"),
            placed(SOUTH, 1.0, 1, month="2021-01"),
        ),
    ],
    ids=["one place alone", "noughts", "another count behind it", "another month"],
)
def test_what_may_be_alike_is_let_pass(figures: Any) -> None:
    assert faults(table(*figures)) == ""


def test_shares_that_do_not_come_to_a_hundred() -> None:
    found = faults(table(share("a", 60.0), share("b", 30.0), share("c", 9.7)))
    assert "table made-table, column 'Value': the shares come to 99.7 and not to 100" in found


@pytest.mark.parametrize(
    "shares",
    [
        (share("a", 33.3), share("b", 33.3), share("c", 33.3)),
        (share("a", 60.0), share("b", 60.0, measure="knife_share")),
        (share("a", 60.0), share("b", 1.0, denominator=50)),
        (share("a", 60.0), share("b", 0.0, state="withheld", reason="fewer than ten")),
        (share("a", 60.0, measure="victims_share"), share("b", 41.0, measure="victims_share")),
    ],
    ids=["rounding", "two measures", "two bases", "withheld", "people in two parts"],
)
def test_shares_of_no_one_whole_are_let_pass(shares: Any) -> None:
    assert faults(table(*shares)) == ""


def test_shares_by_place_may_leave_out_what_has_no_place() -> None:
    parts = [
        share("x", value, by=(("district", place.code, place.name),), place=place)
        for place, value in ((NORTH, 60.0), (SOUTH, 35.0))
    ]
    assert faults(table(*parts)) == ""
    more = share("x", 45.0, by=(("district", SOUTH.code, "South"),), place=SOUTH)
    assert "come to 105.0" in faults(table(parts[0], more))


@pytest.mark.parametrize("slip", ["25 year olds", "25-year-olds", "17 year old"])
def test_one_age_where_a_group_is_meant(slip: str) -> None:
    found = faults(Paragraph(("Most were ", Name(slip), ".")))
    assert f"paragraph 1: {slip!r} says one age alone" in found
    assert slip in faults(findings=((Name(f"{slip} are most at risk."),),))


@pytest.mark.parametrize(
    "words", ["under 25 year olds", "15-19 year olds", "over 25 year olds", "“25 year olds”"]
)
def test_an_age_group_is_no_slip(words: str) -> None:
    assert faults(Paragraph((Name(words),))) == ""


def test_a_change_on_a_small_base() -> None:
    found = faults(table(trend(denominator=9, numerator=18)))
    assert "a change is shown against a base of 9, and a base needs 10" in found
    assert faults(table(trend(denominator=10, numerator=12))) == ""


def test_a_rate_without_the_year_of_its_residents() -> None:
    rate = make_figure(unit="per 1,000 residents", measure="violence_rate")
    found = faults(table(rate, source=("Source: made-up files; residents.",)))
    assert "table 1 (made-table): a rate per 1,000 residents stands without the year" in found
    assert faults(table(rate)) == ""


def test_a_heap_at_midnight() -> None:
    found = faults(table(hour("23", 40.0), hour("00", 90.0), hour("01", 30.0)))
    assert "00:00 holds 90, far more than 23:00 (40) and 01:00 (30)" in found.replace(".0", "")


@pytest.mark.parametrize(
    "hours",
    [
        (hour("23", 80.0), hour("00", 90.0), hour("01", 30.0)),
        (hour("23", 2.0), hour("00", 9.0), hour("01", 1.0)),
        (hour("23", 20.0), hour("00", 90.0)),
    ],
    ids=["a late peak", "a handful", "no hour after"],
)
def test_midnight_alone_is_no_heap(hours: Any) -> None:
    assert faults(table(*hours)) == ""


def test_a_line_with_no_figure_for_a_month() -> None:
    figures = [monthly(m) for m in months_between("2021-01", "2021-06") if m != "2021-03"]
    found = faults(line(*figures))
    assert "the line of 'All ages' has no figure between 2021-02 and 2021-04" in found


def test_a_trend_over_a_month_that_has_no_value() -> None:
    months = months_between("2020-01", "2022-12")
    gone = {"state": "not available", "reason": "no file"}
    figures = [monthly(m, **(gone if m == "2022-03" else {})) for m in months]
    found = faults(line(*figures), table(trend()))
    assert "a trend is shown over months that have no value: 2022-03" in found
    middle = [monthly(m, **(gone if m == "2021-06" else {})) for m in months]
    assert faults(line(*middle), table(trend())) == ""


def test_a_word_of_direction_against_its_ratio() -> None:
    found = faults(Paragraph(("Violence fell: it was ", Shown(trend()), " times as much.")))
    assert "paragraph 1: says 'fell' of Violence offences, which is 1.2 (between 1.1" in found
    assert faults(Paragraph(("Violence rose: it was ", Shown(trend()), " times as much."))) == ""
    flat = trend(lower=0.9)
    assert "says 'rose'" in faults(Paragraph(("Violence rose, by ", Shown(flat), ".")))


def test_a_title_of_direction_against_its_ratio() -> None:
    figures = [monthly(m) for m in months_between("2020-01", "2022-12")]
    wrong = line(*figures, title=("Violence fell over the three years",))
    assert "chart made-line: the title says 'fell'" in faults(wrong, table(trend()))
    right = line(*figures, title=("Violence rose over the three years",))
    assert faults(right, table(trend())) == ""


def test_every_fault_is_told_at_once() -> None:
    wrong = document(Paragraph((Name("25 year olds"),)), table(trend(denominator=3, numerator=9)))
    with pytest.raises(LintError, match="has 2 faults") as caught:
        check_lint(wrong)
    assert "1. paragraph 1" in str(caught.value)
    assert "2. Violence offences" in str(caught.value)


def test_nothing_is_written_of_a_document_with_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LintError):
        publish(
            document(Paragraph((Name("25 year olds"),))),
            folder=tmp_path,
            supplies={},
            brand="#12436D",
            on_progress=lambda *_: None,
        )
    assert list(tmp_path.iterdir()) == []
