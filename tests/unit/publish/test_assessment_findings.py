"""The words of the chapters on factors, patterns and the unknown: each by its rule."""

from __future__ import annotations

from typing import Any

import pytest
from made_assessment import EVERY_FEED, make_assessment
from test_assessment import POLICE, WITH_PEOPLE, charts_of, tables_of, text_of, whole_text

from vrn.publish.assessment.factors import write_factors
from vrn.publish.assessment.findings import key_findings
from vrn.publish.assessment.measures import ASSOCIATED, HALVES, UNKNOWN
from vrn.publish.assessment.patterns import write_patterns
from vrn.publish.assessment.plan import FEEDS
from vrn.publish.assessment.unknown import write_unknown
from vrn.publish.document import Box, Document
from vrn.publish.lint import lint

GONE = {"state": "not available", "reason": "a made-up reason", "lower": None, "upper": None}
ABOVE, BELOW, AROUND = ((1.2, 1.4), (0.6, 0.8), (0.9, 1.1))


def limits(pair: tuple[float, float]) -> dict[str, Any]:
    return {"value": sum(pair) / 2, "lower": pair[0], "upper": pair[1], "decimals": 1}


def chapters(
    changes: dict[str, Any] | None = None, feeds: tuple[str, ...] = EVERY_FEED
) -> Document:
    """A document of the three chapters alone, which costs less than a whole one."""
    brief = make_assessment(changes, feeds=feeds).brief
    blocks = tuple(
        b for write in (write_patterns, write_factors, write_unknown) for b in write(brief)
    )
    return Document(
        name="chapters",
        title="Chapters",
        subtitle=(),
        organisation="Westmere",
        language="en-GB",
        made_up=True,
        findings=key_findings(brief)[11:],
        blocks=blocks,
    )


def changed(measure: str, change: dict[str, Any]) -> Document:
    return chapters({measure: change})


@pytest.mark.parametrize(
    ("measure", "change", "words"),
    [
        ("deprivation_ratio", limits(ABOVE), "Serious violence goes with deprivation: for every"),
        ("deprivation_ratio", limits(BELOW), "is fewer where deprivation is greater: for every"),
        ("deprivation_ratio", limits(AROUND), "does not clearly go with deprivation: for every"),
        ("deprivation_ratio", GONE, "among the most deprived fifth of England hold 2.1 times"),
        ("inequality_index", limits(ABOVE), "leads upwards to the most deprived: the rate"),
        ("inequality_index", limits(BELOW), "leads downwards to the most deprived: the rate"),
        ("inequality_index", limits(AROUND), "shows no clear gradient: the rate"),
        ("inequality_index", GONE, "small areas cannot be drawn: a made-up reason."),
        ("inequality_slope", {}, "has more offences than the other: 5.6 (between"),
        (
            "inequality_slope",
            {"value": -3.2, "lower": -4.0, "upper": -2.1},
            "has fewer offences, a difference of -3.2 (between -4.0 and -2.1) for every 1,000",
        ),
        ("urban_ratio", limits(ABOVE), "urban small areas is higher than that of rural ones"),
        ("urban_ratio", limits(BELOW), "urban small areas is lower than that of rural ones"),
        ("urban_ratio", limits(AROUND), "no clear difference between town and country: it is"),
        ("urban_ratio", GONE, "How town and country differ cannot be said: a made-up reason."),
        ("near_repeat", limits(ABOVE), "follow each other closer than chance: pairs within"),
        ("near_repeat", limits(BELOW), "follow each other less closely than chance: pairs"),
        ("near_repeat", limits(AROUND), "do not clearly follow each other: pairs within"),
        ("near_repeat", GONE, "follow each other closely cannot be said: a made-up reason."),
        ("hot_spot_share", GONE, "offences lie in hot spots cannot be said: a made-up reason."),
        ("cluster_share", GONE, "in clusters of place and time cannot be said: a made-up"),
        ("clusters", GONE, "in clusters of place and time cannot be said: a made-up reason."),
        ("clusters", {"value": 0.0}, "No cluster of place and time stands out from chance."),
        ("clusters", {"value": 4.0}, "stand out from chance: 4.0, with 17.0 per cent"),
        ("district_dispersion", GONE, "districts differ beyond chance cannot be said: a made-up"),
        ("district_dispersion", {}, "whole area's rate is 9.4 times what chance alone"),
        ("districts_outside", GONE, "Whether one stands out cannot be said: a made-up reason."),
        ("districts_outside", {"value": 0.0}, "None lies outside a funnel that allows"),
        ("districts_outside", {"value": 2.0}, "how much all of them differ: 2.0 of them."),
        ("half_of_places", {}, "6.2 per cent of small areas, fewer than by chance: scattered"),
        ("half_of_places", {"value": 30.0}, "of small areas, no fewer than by chance: scattered"),
        ("half_of_places", GONE, "small areas hold half of serious violence cannot be said: a"),
        ("half_of_places_by_chance", GONE, "what chance alone would give cannot be said: a made"),
    ],
)
def test_a_sentence_goes_by_the_interval_of_its_figure(
    measure: str, change: dict[str, Any], words: str
) -> None:
    document = changed(f"serious_violence_{measure}", change)
    assert words in whole_text(document)
    assert lint(document) == ()


def test_a_ratio_without_an_interval_is_not_put_into_a_word() -> None:
    change = {"lower": None, "upper": None}
    text = whole_text(changed("serious_violence_urban_ratio", change))
    assert "How town and country differ cannot be said: no interval is given." in text
    text = whole_text(changed("serious_violence_near_repeat", change))
    assert "follow each other closely cannot be said: no interval is given." in text


def test_where_neither_tenths_nor_fifths_have_a_ratio_the_reason_is_said() -> None:
    names = ("serious_violence_deprivation_ratio", "serious_violence_deprivation_ratio_fifths")
    document = chapters(dict.fromkeys(names, GONE))
    words = "Whether serious violence goes with deprivation cannot be said: a made-up reason."
    assert words in whole_text(document)
    assert words in text_of(document.findings[0])


def test_associations_are_parted_by_their_intervals() -> None:
    change = dict(zip(ASSOCIATED, map(limits, (ABOVE, BELOW, AROUND)), strict=False))
    document = chapters({**change, ASSOCIATED[3]: GONE})
    chart = charts_of(document)["associations-chart"]
    assert text_of(chart.title) == "Serious violence goes with income deprivation, the others held"
    said = text_of(chart.sentence)
    for words in (
        "serious violence goes with income deprivation (1.3 times, between 1.2 and 1.4). ",
        "It is fewer with education deprivation (0.7 times, between 0.6 and 0.8). ",
        "It does not clearly go with many residents under 25 (1.0 times, between 0.9 and 1.1). ",
        "Of being urban it cannot be said: a made-up reason. ",
    ):
        assert words in said
    assert len(chart.labels) == len(chart.series[0].figures) == 4
    assert "“not available”: a made-up reason." in text_of(chart.source)


def test_associations_of_which_none_is_clear_are_said_so_and_of_none_are_not_drawn() -> None:
    plain = chapters({name: limits(AROUND) for name in ASSOCIATED})
    title = text_of(charts_of(plain)["associations-chart"].title)
    assert title == "Serious violence does not clearly go with any of these, the others held"
    none = chapters(dict.fromkeys(ASSOCIATED, GONE))
    assert "associations-chart" not in charts_of(none)
    assert "Of being urban it cannot be said: a made-up reason." in whole_text(none)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (limits(ABOVE), "as suspects at a higher rate than women and girls: 1.3 times"),
        (limits(BELOW), "as suspects at a lower rate than women and girls: 0.7 times"),
        (limits(AROUND), "as suspects at no clearly different rate than women and girls"),
        (GONE, "How the sexes differ among suspects cannot be said: a made-up reason."),
    ],
)
def test_men_and_women_are_set_beside_one_another(change: dict[str, Any], words: str) -> None:
    assert words in whole_text(changed("suspects_male_female_ratio", change))


def test_ethnic_ratios_stand_in_a_table_with_their_intervals_and_no_word() -> None:
    document = chapters()
    rows = tables_of(document)["groups-table"].rows
    assert len(rows) == 10
    assert "were either group much commoner among them" in whole_text(document)


@pytest.mark.parametrize(
    ("feeds", "told"),
    [
        (FEEDS, ("Whether serious violence goes with deprivation: not available. No file of",
                 "How town and country differ: not available. No file of urban and rural")),
        (WITH_PEOPLE, ("What the police do not know of: not available. No file of attendances",)),
        (POLICE, ("How few people hold half of it: not available. No file of the people",
                  "Rates as if all places had the same ages: not available.")),
        ((*POLICE, "ae-attendances"), ("not available. No file of the people of offences",)),
    ],
)  # fmt: skip
def test_what_no_file_gives_is_said_in_its_place(feeds: Any, told: tuple[str, ...]) -> None:
    document = chapters(feeds=feeds)
    text = whole_text(document)
    for words in told:
        assert words in text
    assert lint(document) == ()
    is_held = {"police-people", "ae-attendances"} <= set(feeds)
    assert ("unknown-table" in tables_of(document)) is is_held


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Fewer small areas, victims and suspects than by chance hold half of"),
        ({HALVES[1]: {"value": 49.0}}, "Fewer small areas and suspects than by chance hold half"),
        ({name: {"value": 49.0} for name in HALVES}, "How few hold half of serious violence"),
        (dict.fromkeys(HALVES, GONE), "How few hold half of serious violence"),
    ],
)
def test_fewer_than_by_chance_is_said_only_of_those_below_its_interval(
    changes: dict[str, Any], title: str
) -> None:
    chart = charts_of(chapters(changes))["halves-chart"]
    assert text_of(chart.title).startswith(title)
    assert [str(series.label) for series in chart.series] == ["As recorded", "By chance"]


def test_halves_of_offences_alone_are_of_places_alone() -> None:
    chart = charts_of(chapters(feeds=POLICE))["halves-chart"]
    assert [str(label) for label in chart.labels] == ["Small areas"]


def test_standardised_rates_are_ranked_only_as_their_intervals_allow() -> None:
    document = chapters()
    chart = charts_of(document)["standardised-victims"]
    assert text_of(chart.title) == "At the same ages, the rate of victims is the highest in " + (
        chart.series[0].figures[0].place.name
    )
    alike = {"value": 5.0, "lower": 4.0, "upper": 6.0}
    chart = charts_of(changed("suspects_standardised_rate", alike))["standardised-suspects"]
    assert "the rates of suspects are among the highest in" in text_of(chart.title)
    chart = charts_of(changed("suspects_standardised_rate", GONE))["standardised-suspects"]
    assert text_of(chart.title) == "Standardised rates of suspects by district"
    assert text_of(chart.sentence) == "No rate by district can be shown. "
    assert "“not available”: a made-up reason." in text_of(chart.source)


@pytest.mark.parametrize(
    ("changes", "words", "title"),
    [
        ({}, "recorded, the majority. Under other", "Most attendances after assault are no"),
        ({UNKNOWN[0]: {"lower": 51.0, "value": 53.0, "upper": 55.0}},
         "recorded, the majority whatever is supposed. Under other", "Most attendances after"),
        ({UNKNOWN[1]: {"lower": 48.0, "upper": 60.0}},
         "that the police recorded. Under other suppositions it would be as low as 44 per cent",
         "Attendances after assault that are no"),
        ({UNKNOWN[1]: GONE}, "do not know of cannot be said: a made-up reason.", "Attendances"),
        ({UNKNOWN[2]: GONE}, "do not know of cannot be said: a made-up reason.", "Most"),
        ({"violent_injuries_estimated": GONE},
         "How many violent injuries there were in all cannot be said: a made-up reason.", "Most"),
        ({"violent_injuries_estimated_high": GONE},
         "How many violent injuries there were in all cannot be said: a made-up reason.", "Most"),
    ],
)  # fmt: skip
def test_the_unknown_is_never_said_without_its_low_and_high(
    changes: dict[str, Any], words: str, title: str
) -> None:
    document = chapters(changes)
    assert words in whole_text(document)
    assert text_of(charts_of(document)["unknown-attendances-chart"].title).startswith(title)


def test_what_the_estimates_take_for_true_is_printed_whole() -> None:
    document = chapters()
    (box,) = [
        b for b in document.blocks
        if isinstance(b, Box) and b.title == "What these estimates take for true"
    ]  # fmt: skip
    text = " ".join(text_of(item) for item in box.items)
    for words in ("No name is compared", "independent", "like chances", "cannot test any of this"):
        assert words in text
    assert len(tables_of(document)["unknown-table"].rows) == 14
