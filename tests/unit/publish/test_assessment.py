"""The assessment's text: its numbers are figures, its words follow the rules, its gaps are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure
from made_assessment import EVERY_FEED, HELD, PERIOD, TEXTS, Made, make_assessment

from vrn.publish.assessment.bridge import UnequalBridgeError
from vrn.publish.assessment.composing import compose_assessment
from vrn.publish.assessment.findings import key_findings
from vrn.publish.assessment.plan import FEEDS, find_periods
from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Document,
    Heading,
    Name,
    Note,
    Paragraph,
    Shown,
    Table,
    figures_of,
    placed_blocks,
)
from vrn.publish.lint import lint
from vrn.publish.rules import RULES_OF_THE_ASSESSMENT
from vrn.publish.sentence import has_digit
from vrn.release.cube import Cube
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.publish.document import Spans
    from vrn.release.figure import Figure

POLICE = ("police-offences",)
WITH_PEOPLE = ("police-offences", "police-people")
HELD_FEEDS = {"all": EVERY_FEED, "records": FEEDS, "police": WITH_PEOPLE, "offences alone": POLICE}
WITHHELD = {
    "state": "withheld",
    "reason": "fewer than 10 people, or another number would give it away",
}


def compose(made: Made) -> Document:
    return compose_assessment(made.brief)


def sentences(document: Document) -> Iterator[Spans]:
    """Every sentence of the running text: summary, findings, paragraphs, lists, boxes, charts."""
    yield from document.summary
    yield from document.findings
    for block in document.blocks:
        match block:
            case Paragraph():
                yield block.spans
            case Bullets() | Box():
                yield from block.items
            case Chart():
                yield from (block.title, block.sentence)


def text_of(spans: Spans) -> str:
    return "".join(s if isinstance(s, str) else s.text for s in spans if not isinstance(s, Note))


def whole_text(document: Document) -> str:
    return "\n".join(text_of(spans) for spans in sentences(document))


def charts_of(document: Document) -> dict[str, Chart]:
    return {block.key: block for block in document.blocks if isinstance(block, Chart)}


def tables_of(document: Document) -> dict[str, Table]:
    return {block.key: block for block in document.blocks if isinstance(block, Table)}


@pytest.fixture(scope="module")
def made() -> Made:
    return make_assessment()


@pytest.fixture(scope="module")
def document(made: Made) -> Document:
    return compose(made)


@pytest.mark.parametrize("feeds", HELD_FEEDS.values(), ids=HELD_FEEDS)
def test_every_figure_of_the_document_is_one_that_was_given(feeds: Any) -> None:
    made = make_assessment(feeds=feeds)
    figures = figures_of(compose(made))
    assert len(figures) > 200
    assert {figure.id for figure in figures} <= set(made.figures)


def test_every_number_in_a_sentence_is_a_figure_or_a_name(document: Document) -> None:
    shown = 0
    for spans in sentences(document):
        for part in spans:
            if isinstance(part, Shown):
                shown += 1
            elif isinstance(part, str) and not isinstance(part, Name):
                assert not has_digit(part), text_of(spans)
    assert shown > 100


@pytest.mark.parametrize("feeds", HELD_FEEDS.values(), ids=HELD_FEEDS)
def test_the_same_brief_is_the_same_document(feeds: Any) -> None:
    assert compose(make_assessment(feeds=feeds)) == compose(make_assessment(feeds=feeds))


@pytest.mark.parametrize("feeds", HELD_FEEDS.values(), ids=HELD_FEEDS)
def test_the_last_reading_finds_no_fault(feeds: Any) -> None:
    assert lint(compose(make_assessment(feeds=feeds))) == ()


def test_the_chapters_stand_in_the_order_of_the_report(document: Document) -> None:
    chapters = [b.key for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert chapters == [
        *("definition", "reading", "trends", "who", "kinds", "when", "where", "place-types"),
        *("concentration", "factors", "repeats", "admissions", "unknown", "bridge", "quality"),
        *("methods", "gaps", "specification", "data-tables", "change-log"),
    ]
    assert document.title == "Strategic Needs Assessment"
    assert document.name == "assessment"


def test_figures_1_and_2_are_the_two_series_in_one_frame(document: Document) -> None:
    placed = {
        block.key: place for place, block in placed_blocks(document) if isinstance(block, Chart)
    }
    charts = charts_of(document)
    police, hospital = charts["serious-violence-by-month"], charts["attendances-by-month"]
    assert placed[police.key] == "figure 1"
    assert placed[hospital.key] == "figure 2"
    for chart, other in ((police, hospital), (hospital, police)):
        assert [series.is_dashed for series in chart.series] == [False, True]
        assert all(f.lower is not None for series in chart.series for f in series.figures)
        assert set(chart.frame) == {f for series in other.series for f in series.figures}
    assert [band.label for band in police.bands] == [
        "First lockdown",
        "Second lockdown",
        "Third lockdown",
    ]


@pytest.mark.parametrize("feeds", HELD_FEEDS.values(), ids=HELD_FEEDS)
def test_there_are_thirteen_findings_whatever_is_held(feeds: Any) -> None:
    findings = [text_of(spans) for spans in compose(make_assessment(feeds=feeds)).findings]
    assert len(findings) == 13
    assert len(set(findings)) == 13


def test_the_findings_hold_the_numbers_that_were_given(made: Made) -> None:
    texts = [text_of(spans) for spans in key_findings(made.brief)]
    for number, words in {
        1: ("rare direct experience", "0.5 per cent", "0.3 per cent"),
        2: ("72.0 per cent (between", "male"),
        3: ("higher rate", "1.6 times the rate", "3.5 times"),
        4: ("the ages 15-19", "highest rate, followed by 10-14"),
        5: ("74 per cent (between 68 and 79) were for people under 25",),
        6: ("Assault with injury", "most common", "91 per cent", "the majority"),
        7: ("10.0 per cent",),
        8: ("15:00 to 15:59", "23:00 to 23:59", "No hour can be given to 5.0 per cent"),
        9: ("31.0 per cent", "24 per cent", "21 per cent"),
        10: ("Northby City had the highest rate", "56.7 per cent", "North Northby (22.0"),
        11: ("38 per cent", "52 per cent", "27 and 27", "45 and 45"),
        12: ("goes with deprivation", "2.4 times (between 2.2 and 2.6) as many"),
        13: ("57 per cent (between 54 and 60)", "the majority", "44 per cent", "63 per cent"),
    }.items():
        for part in words:
            assert part in texts[number - 1], (number, part, texts[number - 1])


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [(1.1, 1.3, "rose"), (0.7, 0.9, "fell"), (0.9, 1.1, "showed no clear change")],
)
def test_a_trend_is_said_by_its_interval(lower: float, upper: float, word: str) -> None:
    change = {"serious_violence_trend": {"lower": lower, "upper": upper}}
    document = compose(make_assessment(change))
    assert f"Serious violence {word} over" in text_of(document.summary[1])
    title = text_of(charts_of(document)["serious-violence-by-month"].title)
    assert title.startswith(f"Serious violence {word} ")


def test_each_age_group_gets_its_own_word_where_they_differ() -> None:
    def change(codes: dict[str, str]) -> dict[str, Any]:
        young = codes["age_group"] == "under 25"
        return {"lower": 0.7, "upper": 0.8} if young else {"lower": 1.1, "upper": 1.2}

    document = compose(make_assessment({"serious_violence_trend": change}))
    title = text_of(charts_of(document)["serious-violence-by-month"].title)
    assert title == "Serious violence rose for all ages, and fell for people under 25"
    assert "The trend was less steep for people under 25 than for all ages" in whole_text(document)


def test_a_trend_that_cannot_be_had_gives_its_reason() -> None:
    reason = "no file was received for May 2020"
    change = {"serious_violence_trend": {"state": "not available", "reason": reason}}
    document = compose(make_assessment(change))
    assert "which way serious violence went cannot be said: " + reason in whole_text(document)
    title = text_of(charts_of(document)["serious-violence-by-month"].title)
    assert title == "Serious violence by month"


def test_no_cause_is_named(document: Document) -> None:
    text = whole_text(document)
    assert not re.search(r"because of|due to|led to|caused|as a result|driven by", text)
    assert "do not show what brought them about" in text


def test_one_age_alone_is_said_only_to_say_what_is_meant(document: Document) -> None:
    (note,) = [span for span in document.findings[4] if isinstance(span, Note)]
    assert "“25 year olds”" in text_of(note.spans)
    assert "under 25" in text_of(document.findings[4])
    assert "year old" not in whole_text(document)


def test_the_definition_box_says_all_that_can_be_checked(document: Document) -> None:
    boxes = {b.title: b for b in document.blocks if isinstance(b, Box)}
    text = TEXTS["vrn-2019"]
    lines = "\n".join(text_of(item) for item in boxes[f"The definition: {text.title}"].items)
    for part in (text.statement, "murder (1)", "a public place", "version 1", text.published_on):
        assert part in lines
    assert text.sha256[:12] in lines
    beside = "\n".join(text_of(item) for item in boxes["The rules beside it"].items)
    for rule in ("Knife-enabled", "Night-time economy", "Repeat ever", "Public place"):
        assert rule in beside


def test_every_violence_chart_names_its_definition_and_cut(document: Document) -> None:
    for key, chart in charts_of(document).items():
        source = text_of(chart.source)
        assert "Cut 3." in source
        if not any(feed in key for feed in ("admissions", "attendances", "callouts")):
            assert "version 1 (" in source, key


def test_the_bridge_leaves_nothing_over(document: Document) -> None:
    rows = tables_of(document)["bridge-table"].rows
    steps = [str(row[1]) for row in rows[1:-2]]
    assert steps == ["sexual", "domestic", "place not recorded", "not a public place"]
    assert str(rows[0][2]) == "5,520"
    assert str(rows[-2][2]) == "12,000"
    assert [str(cell) for cell in rows[-1]] == ["Remainder", "explained by no row", "0"]


def test_a_bridge_that_leaves_something_over_is_not_written() -> None:
    def change(codes: dict[str, str]) -> dict[str, Any]:
        return {"value": 1679.0} if codes["definition"] == "duty-2023: sexual" else {}

    with pytest.raises(UnequalBridgeError, match="leaves 1 offences unexplained"):
        compose(make_assessment({"serious_violence": change}))


def test_a_bridge_with_a_withheld_class_says_that_it_cannot_be_closed() -> None:
    def change(codes: dict[str, str]) -> dict[str, Any]:
        is_one = codes["definition"] == "duty-2023: place not recorded" and len(codes) == 2
        return WITHHELD if is_one else {}

    rows = tables_of(compose(make_assessment({"serious_violence": change})))["bridge-table"].rows
    assert str(rows[-1][2]) == "cannot be shown: a class is withheld"
    assert "withheld" in [str(row[2]) for row in rows]


@pytest.mark.parametrize("feeds", [WITH_PEOPLE, POLICE], ids=["police", "offences alone"])
def test_what_is_missing_is_said_with_who_holds_it(feeds: Any) -> None:
    document = compose(make_assessment(feeds=feeds))
    text = whole_text(document)
    for words in (
        "they are held by the ambulance service",
        "they are held by the hospitals",
        "Ambulance call-outs",
        "Hospital admissions for assault: not available",
    ):
        assert words.lower() in text.lower()
    register = tables_of(document)["gap-register"]
    missing = " ".join(str(row[0]) for row in register.rows)
    assert "Ambulance call-outs" in missing
    assert ("The people recorded" in missing) is (feeds == POLICE)


def test_without_people_nothing_is_said_of_ages() -> None:
    document = compose(make_assessment(feeds=POLICE))
    for chart in charts_of(document).values():
        labels = [str(series.label) for series in chart.series]
        assert labels in (["All ages"], ["District"], ["As recorded", "By chance"])
    assert "for people under 25" not in whole_text(document)


def test_withheld_cells_are_said_and_never_read_as_a_number() -> None:
    def change(codes: dict[str, str]) -> dict[str, Any]:
        return WITHHELD if "weekend 03" in codes.values() or "Z06000005" in codes.values() else {}

    names = ("serious_violence", "serious_violence_share", "serious_violence_rate")
    document = compose(make_assessment(dict.fromkeys(names, change)))
    charts = charts_of(document)
    for key in ("hours-of-weekend", "shares-by-district", "rates-bars-by-district"):
        assert "“withheld”: fewer than 10 people" in text_of(charts[key].source)
    assert "The line breaks at 03:00 to 03:59 (withheld)" in text_of(
        charts["hours-of-weekend"].sentence
    )
    text = whole_text(document)
    assert "withheld per cent" not in text
    assert "withheld times" not in text


def withheld_at(*codes: str) -> dict[str, Any]:
    """Withholds the counts and shares of some codes."""

    def change(named: dict[str, str]) -> dict[str, Any]:
        return WITHHELD if set(codes) & set(named.values()) else {}

    names = ("serious_violence", "serious_violence_share", "suspects_share", "victims_share")
    return dict.fromkeys(names, change)


def test_a_peak_is_named_beside_withheld_hours_that_can_hold_too_little_for_one() -> None:
    little = compose(make_assessment(withheld_at("03", "04")))
    assert "Offences peak in the hours 15:00 to 15:59" in text_of(little.findings[7])
    much = compose(make_assessment(withheld_at("10", "11", "12")))
    assert "No hour of the day stands out" in text_of(much.findings[7])


def test_a_finding_whose_share_is_withheld_still_reads_as_a_sentence() -> None:
    document = compose(make_assessment(withheld_at("night-time economy", "female", "not recorded")))
    night = text_of(document.findings[8])
    assert night.startswith("The share of the night-time economy by our rule is withheld (fewer")
    assert "24 per cent" in night
    sexes = text_of(document.findings[1])
    assert "are male; of victims, 72.0 per cent" in sexes
    assert "withheld" not in sexes


@pytest.mark.parametrize("clearance", ["OPEN", "PARTNER"])
def test_rows_of_files_are_printed_only_where_everybody_may_see_them(clearance: str) -> None:
    made = make_assessment(feeds=WITH_PEOPLE)

    def find(measure: str, split: tuple[str, ...] = (), period: Any = None) -> Any:
        if not measure.startswith("rows_"):
            return made.brief.cube(measure, split=split, period=period)
        figures = tuple(
            make_figure(by=(("supply", key, key),), value=9.0, clearance=clearance)
            for key in made.brief.supplies
        )
        about = {"name": measure}
        return Cube(indicator=about, split=split, where=(), period=None, figures=figures)

    document = compose(make_assessment(feeds=WITH_PEOPLE, cube=find))
    heads = tables_of(document)["source-register"].columns
    assert ("Rows read" in heads) is (clearance == "OPEN")
    assert document.clearance <= Clearance.PUBLIC


@pytest.mark.parametrize(
    "measure",
    [
        "victims_prevalence", "suspects_share", "suspects_under_25_ratio", "victims_rate",
        "conveyed_under_25_share", "abh_share", "serious_violence_share", "serious_violence_rate",
        "share_time_not_known", "night_time_share_late", "repeat_share", "attendances_peak_share",
        "assault_attendances_rate", "serious_violence", "assault_admissions", "victims",
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["withheld", "not available"])
def test_a_measure_that_is_not_shown_anywhere_leaves_a_whole_document(
    measure: str, state: str
) -> None:
    change = {"state": state, "reason": "a made-up reason"}
    document = compose(make_assessment({measure: change}))
    assert len(document.findings) == 13
    text = whole_text(document)
    assert not re.search(rf"{state} (per cent|times|offences|different)", text)


def test_a_month_that_is_withheld_is_named_beside_its_line() -> None:
    def change(codes: dict[str, str]) -> dict[str, Any]:
        young = codes["age_group"] == "under 25"
        return WITHHELD if codes.get("month") == "2020-04" and young else {}

    names = ("serious_violence", "serious_violence_rate")
    document = compose(make_assessment(dict.fromkeys(names, change)))
    sentence = text_of(charts_of(document)["serious-violence-by-month"].sentence)
    assert "The line breaks at April 2020 (withheld: fewer than 10 people" in sentence


def test_months_that_are_not_held_are_said() -> None:
    months = [month for month in HELD["police-offences"] if month not in ("2020-07", "2020-08")]
    periods = find_periods(HELD | {"police-offences": months}, period=PERIOD)
    text = whole_text(compose(make_assessment(periods=periods)))
    assert "The police's files of July 2020 to August 2020 are not held." in text
    assert "Not every month of the period is held" in text


def test_ethnic_group_has_shares_and_the_share_not_recorded_and_no_rate(
    document: Document,
) -> None:
    table = tables_of(document)["people-by-ethnic-group"]
    assert str(table.rows[-1][0]) == "not recorded"
    assert not any("rate" in str(column).lower() for column in table.columns)
    assert "no rate by ethnic group is given" in whole_text(document)


def test_the_rules_for_words_are_printed_whole(document: Document) -> None:
    (rules,) = [b for b in document.blocks if isinstance(b, Box) and b.title == "Rules for words"]
    assert tuple(text_of(item) for item in rules.items) == RULES_OF_THE_ASSESSMENT


def test_every_measure_has_its_specification(document: Document) -> None:
    table = tables_of(document)["specification-table"]
    measures = {figure.measure for figure in figures_of(document)}
    named = {re.search(r"\((\w+)\)$", str(row[0])).group(1) for row in table.rows}  # type: ignore[union-attr]
    assert measures <= named


def test_the_source_register_names_the_law_or_licence_of_each_file(document: Document) -> None:
    table = tables_of(document)["source-register"]
    assert len(table.rows) == 5
    assert {str(row[3]) for row in table.rows} == {"agreement, see below"}
    boxes = {block.title: block for block in document.blocks if isinstance(block, Box)}
    (item,) = boxes["What the agreements allow"].items
    assert "Ambulance call-outs; Attendances at A&E" in text_of(item)
    assert "Gateway: a made-up gateway." in text_of(item)


def test_open_data_is_named_by_its_licence() -> None:
    made = make_assessment()
    licence = {"name": "An open licence", "url": "https://licences.example/"}
    open_supplies = {
        "ffff": {**made.brief.supplies["aaaa"], "feed": "residents", "licence": licence}
    }
    document = compose(make_assessment(supplies=open_supplies))
    assert [str(row[3]) for row in tables_of(document)["source-register"].rows] == [
        "An open licence"
    ]
    titles = [block.title for block in document.blocks if isinstance(block, Box)]
    assert "What the agreements allow" not in titles


def test_shares_of_places_stand_from_the_largest_and_unknowns_last(document: Document) -> None:
    chart = charts_of(document)["place-types-chart"]
    figures: tuple[Figure, ...] = chart.series[0].figures
    assert figures[-1].code_of("place_type") == "not recorded"
    values = [figure.value or 0.0 for figure in figures[:-1]]
    assert values == sorted(values, reverse=True)


def test_the_document_can_be_written_under_the_other_definition() -> None:
    document = compose(make_assessment(definition="duty-2023", beside="vrn-2019"))
    rows = tables_of(document)["bridge-table"].rows
    assert str(rows[0][2]) == "12,000"
    assert str(rows[-1][2]) == "0"
    assert "duty-2023 version 1" in text_of(charts_of(document)["offence-groups"].source)


def test_a_definition_without_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="'duty-2030' has no text"):
        make_assessment(beside="duty-2030")
