"""The profile's text: its numbers are figures, its words follow the rules, its gaps are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from made_brief import (
    FIVE_MONTHS,
    IN_PIECES,
    ONE_YEAR,
    SPANS,
    TWO_YEARS,
    WITH_A_GAP,
    Made,
    make_brief,
)

from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Document,
    Name,
    Note,
    Paragraph,
    Shown,
    Table,
    figures_of,
)
from vrn.publish.profile.composing import compose_profile
from vrn.publish.profile.plan import WATCHED, profile_shapes
from vrn.publish.rules import RULES
from vrn.publish.sentence import has_digit
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.publish.document import Spans

MONTH = (
    "(January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{4}"
)
NAMES_WITH_DIGITS = re.compile(
    rf"{MONTH}( to {MONTH})?|Census 2021|Mid 2020|2021|25|1,000|95%|1%|5%|10%|Northby 00\dA"
    r"|Index of Multiple Deprivation 2025|per 1,000 residents a year|Open Government Licence v3\.0"
)
CHANGES = re.compile(r"\brose\b|\bfell (?!on residents)|no clear change|times the number")
RANKS = re.compile(r"\bhighest\b|the whole area's|times that in")


def compose(made: Made) -> Document:
    return compose_profile(made.brief)


def sentences(document: Document) -> Iterator[Spans]:
    """Every sentence of the running text: findings, paragraphs, lists, boxes, chart sentences."""
    yield from document.findings
    for block in document.blocks:
        match block:
            case Paragraph():
                yield block.spans
            case Bullets():
                yield from block.items
            case Box(title) if title != "Rules for words":
                yield from block.items
            case Chart():
                yield block.title
                yield block.sentence


def text_of(spans: Spans) -> str:
    return "".join(s if isinstance(s, str) else s.text for s in spans if not isinstance(s, Note))


def whole_text(document: Document) -> str:
    return "\n".join(text_of(spans) for spans in sentences(document))


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_every_number_in_a_sentence_is_a_figure_or_a_named_date(span: Any) -> None:
    made = make_brief(span)
    document = compose(made)
    shown = 0
    for spans in sentences(document):
        for part in spans:
            if isinstance(part, Shown):
                assert part.figure == made.figures[part.figure.id]
                shown += 1
            elif isinstance(part, Name) and has_digit(part):
                assert NAMES_WITH_DIGITS.fullmatch(part), text_of(spans)
            elif isinstance(part, str):
                assert isinstance(part, Name) or not has_digit(part), text_of(spans)
    assert shown > 5


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_every_figure_of_the_document_is_one_that_was_given(span: Any) -> None:
    made = make_brief(span)
    figures = figures_of(compose(made))
    assert figures
    assert {figure.id for figure in figures} <= set(made.figures)


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_the_same_brief_is_the_same_document(span: Any) -> None:
    assert compose(make_brief(span)) == compose(make_brief(span))


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_no_two_findings_say_the_same(span: Any) -> None:
    findings = [text_of(finding) for finding in compose(make_brief(span)).findings]
    assert findings
    assert len(set(findings)) == len(findings)


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_no_sentence_reads_a_state_as_if_it_were_a_number(span: Any) -> None:
    assert "not available per" not in whole_text(compose(make_brief(span)))


def test_a_span_without_a_gap_says_nothing_of_one() -> None:
    for span in (TWO_YEARS, ONE_YEAR, FIVE_MONTHS):
        assert "No file was received" not in whole_text(compose(make_brief(span)))


def test_missing_months_get_their_paragraph_and_every_run_is_named() -> None:
    text = whole_text(compose(make_brief(WITH_A_GAP)))
    (line,) = [line for line in text.splitlines() if line.startswith("No file was received")]
    assert "for November 2022 to January 2023, nor for March 2023 to December 2023" in line
    assert "No line, trend or comparison is drawn across those months" in line
    (received,) = [line for line in text.splitlines() if line.startswith("Months received")]
    for run in ("November 2020 to October 2022", "February 2023", "January 2024 to April 2024"):
        assert run in received
    assert "November 2020 to April 2024" not in received


def test_each_run_has_its_own_total() -> None:
    text = whole_text(compose(make_brief(WITH_A_GAP)))
    (line,) = [line for line in text.splitlines() if line.startswith("The files hold")]
    runs = ("November 2020 to October 2022", "February 2023", "January 2024 to April 2024")
    assert re.search(r"[\d.]+ for " + r"(, | and )[\d.]+ for ".join(runs), line)


def test_the_series_over_a_gap_holds_the_missing_months_as_not_available() -> None:
    charts = [b for b in compose(make_brief(WITH_A_GAP)).blocks if isinstance(b, Chart)]
    (line,) = [chart for chart in charts if chart.key == f"{WATCHED[0]}-by-month"]
    states = {f.code_of("month"): f.is_shown for f in line.series[0].figures}
    assert list(states) == list(WITH_A_GAP.whole.months)
    assert [month for month, is_shown in states.items() if not is_shown] == [
        *Period("2022-11", "2023-01").months,
        *Period("2023-03", "2023-12").months,
    ]


@pytest.mark.parametrize("span", [FIVE_MONTHS, IN_PIECES], ids=["five months", "in pieces"])
def test_without_a_full_year_nothing_yearly_is_claimed(span: Any) -> None:
    document = compose(make_brief(span))
    text = whole_text(document)
    assert "No full year of files was received" in text_of(document.findings[0])
    assert not CHANGES.search(text)
    assert not RANKS.search(text)
    assert "latest full year" not in text
    years = [f for f in figures_of(document) if f.period and len(f.period.months) == 12]
    assert years == []
    assert not any(
        figure.measure.endswith(("_change", "_ratio")) for figure in figures_of(document)
    )


@pytest.mark.parametrize("span", [FIVE_MONTHS, IN_PIECES], ids=["five months", "in pieces"])
def test_without_a_full_year_each_month_is_still_drawn(span: Any) -> None:
    charts = [block for block in compose(make_brief(span)).blocks if isinstance(block, Chart)]
    assert [chart.key for chart in charts] == [f"{name}-by-month" for name in WATCHED]
    assert all(len(chart.series[0].figures) == len(span.whole.months) for chart in charts)


def test_one_year_alone_is_compared_with_nothing() -> None:
    document = compose(make_brief(ONE_YEAR))
    text = whole_text(document)
    assert CHANGES.search(whole_text(compose(make_brief(TWO_YEARS))))
    assert "The year before is not held in full, so no comparison is drawn" in text
    assert not CHANGES.search(text)
    assert RANKS.search(text)  # places of one year may still be set side by side
    assert "beside the year before" not in text
    assert not any(figure.measure.endswith("_change") for figure in figures_of(document))


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [
        (1.05, 1.2, "The number rose: it was 1.10 times"),
        (0.9, 1.2, "The number showed no clear change: it was 1.10 times"),
        (0.7, 0.99, "The number fell: it was 1.10 times"),
    ],
)
def test_the_word_for_a_change_follows_its_interval(lower: float, upper: float, word: str) -> None:
    change = {"robbery_change": {"value": 1.1, "lower": lower, "upper": upper}}
    document = compose(make_brief(TWO_YEARS, change))
    assert word in text_of(document.findings[WATCHED.index("robbery")])
    (chart,) = [b for b in document.blocks if isinstance(b, Chart) and b.key == "robbery-by-month"]
    verb = word.removeprefix("The number ").partition(":")[0]
    assert text_of(chart.title) == f"Robbery {verb} in the latest year"


def test_a_change_that_cannot_be_told_gets_no_word() -> None:
    nothing = {"state": "not available", "reason": "nothing was recorded in the year before"}
    document = compose(make_brief(TWO_YEARS, {"robbery_change": nothing}))
    finding = text_of(document.findings[WATCHED.index("robbery")])
    assert "It cannot be compared with the year before" in finding
    assert not CHANGES.search(finding)


def test_restrictions_in_the_year_before_qualify_the_comparison() -> None:
    held = (
        ("First closing", Period("2021-03", "2021-05")),
        ("Long ago", Period("2019-01", "2019-02")),
    )
    text = whole_text(compose(make_brief(TWO_YEARS, restrictions=held)))
    assert "January 2021 to December 2021, held the first closing" in text
    assert "long ago" not in text
    assert "held the first closing" not in whole_text(
        compose(make_brief(ONE_YEAR, restrictions=held))
    )


def test_the_highest_district_is_named_only_as_strongly_as_intervals_allow() -> None:
    rate = f"{WATCHED[0]}_rate"
    wide = {rate: {"lower": 1.0, "upper": 99.0}}
    assert "was among the highest in" in whole_text(compose(make_brief(TWO_YEARS, wide)))
    clear = {rate: {"lower": None, "upper": None}}
    assert "was the highest in" in whole_text(compose(make_brief(TWO_YEARS, clear)))


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (1.2, 3.0, "go with the deprivation of the place"),
        (0.2, 0.8, "are fewer where deprivation is greater"),
        (0.8, 1.4, "do not clearly go with the deprivation of the place"),
        (1.0, 1.4, "do not clearly go with the deprivation of the place"),
        (None, None, "by the deprivation of the place"),
    ],
)
def test_deprivation_is_an_association_said_by_the_interval(
    lower: float | None, upper: float | None, expected: str
) -> None:
    change = {f"{WATCHED[0]}_deprivation_ratio": {"lower": lower, "upper": upper}}
    document = compose(make_brief(TWO_YEARS, change))
    charts = {b.key: b for b in document.blocks if isinstance(b, Chart)}
    assert text_of(charts[f"{WATCHED[0]}-by-deprivation"].title).endswith(expected)
    assert "says nothing of any person" in whole_text(document)


def test_a_partnership_of_one_district_is_not_ranked_against_itself() -> None:
    document = compose(make_brief(TWO_YEARS, districts=1))
    text = whole_text(document)
    assert "highest in Northby:" not in text
    assert "Rates run from" not in text
    assert f"{WATCHED[0]}-map-by-small-area" in [
        block.key for block in document.blocks if isinstance(block, Chart)
    ]


UNKNOWN: dict[str, Any] = {"state": "not available", "reason": "1% of 6 small areas is no area"}
LACKING = {
    "no concentration": {
        f"{name}_concentration_{top}{ending}": UNKNOWN
        for name in WATCHED
        for top, ending in (("1", ""), ("5", ""), ("10", ""), ("5", "_by_chance"))
    },
    "no concentration of the smallest top": {
        f"{name}_concentration_1": UNKNOWN for name in WATCHED
    },
    "no chance": {f"{name}_concentration_5_by_chance": UNKNOWN for name in WATCHED},
    "no rates": {f"{name}_rate": {**UNKNOWN, "lower": None, "upper": None} for name in WATCHED},
    "no ratio of deprivation": {
        f"{name}_deprivation_ratio": {**UNKNOWN, "lower": None, "upper": None} for name in WATCHED
    },
    "no interval of the ratio": {
        f"{name}_deprivation_ratio": {"lower": None, "upper": None} for name in WATCHED
    },
    "no residents": {"residents": UNKNOWN, "share_under_25": UNKNOWN},
    "no ages": {"share_under_25": UNKNOWN},
}


@pytest.mark.parametrize("change", LACKING.values(), ids=LACKING)
def test_what_cannot_be_had_is_left_out_or_said_and_never_read_as_a_number(change: Any) -> None:
    document = compose(make_brief(TWO_YEARS, change))
    text = whole_text(document)
    for number_is_wanted in ("not available per", "not available people", "not available times"):
        assert number_is_wanted not in text
    assert "about not available" not in text


def test_the_rules_for_words_are_printed_whole() -> None:
    boxes = [b for b in compose(make_brief(TWO_YEARS)).blocks if isinstance(b, Box)]
    (rules,) = [box for box in boxes if box.title == "Rules for words"]
    assert tuple(text_of(item) for item in rules.items) == RULES


def test_every_supply_stands_in_the_sources_with_its_digest_and_licence() -> None:
    made = make_brief(TWO_YEARS)
    document = compose(made)
    (table,) = [b for b in document.blocks if isinstance(b, Table) and b.key == "supplies-table"]
    assert [str(row[1]) for row in table.rows] == ["bbbb.csv", "aaaa.csv"]
    for row, receipt in zip(table.rows, ("bbbb", "aaaa"), strict=True):
        assert str(row[2]) == str(made.brief.supplies[receipt]["sha256"])[:16] + "…"
    assert "Contains made-up data (read the licence)" in whole_text(document)


def test_an_area_whose_name_holds_digits_can_have_a_profile() -> None:
    from vrn.terms import Area, Level

    place = Area("z", "Westmere 2", Level.WHOLE)
    document = compose(make_brief(TWO_YEARS, area=place))
    assert document.title == "Open data profile: Westmere 2"


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_each_shape_is_planned_once(span: Any) -> None:
    shapes = profile_shapes(span, categories=("robbery",), deprivation="2025")
    keys = [(s.measure, s.split, tuple(s.where.items()), s.period) for s in shapes]
    twice = {key for key in keys if keys.count(key) > 1}
    # A run that is just the year asks for the year's own total again: the same cube.
    assert {key[0] for key in twice} <= {"all_recorded", "share_without_place", "share_outside"}


def test_a_made_up_area_and_its_language_are_said_on_the_document() -> None:
    document = compose(make_brief(TWO_YEARS))
    assert document.made_up is True
    assert document.language == "en"
    assert document.name == "profile"
    assert document.organisation == "Westmere partnership"
