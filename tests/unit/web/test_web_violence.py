"""The dashboard of serious violence: what is chosen, what is shown, and what is said instead."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.unit.publish.made_assessment import CLASSES, PERIOD, TEXTS
from tests.unit.web.made_up_people import signed_in_as
from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from vrn.release.figure import Figure

BOTH = ("definition", "age_group")
CITY = "district:Z06000001"
PARTS = ("trend", "hospitals", "usual", "definitions", "where", "neighbourhoods", "places", "when")
PARTS += ("who", "kinds", "knives", "night", "few", "factors", "repeat", "others", "left-out")
FILES = ("by-month", "attendances", "bridge", "districts", "neighbourhoods", "places-chart")
FILES += ("hours", "victims-by-age-and-sex", "suspects-by-age-and-sex", "kinds-chart")
FILES += ("knives-chart", "night-chart", "repeats", "others-table", "left-out-table")
FILES += ("halves", "close-table", "associations", "factors-table")


@pytest.fixture
def ben(people, site_of, assessed_folder: Path) -> Client:
    """Ben of the Board, before the folder with an assessment."""
    site_of(assessed_folder)
    return signed_in_as(people["Ben"])


def text_of(client: Client, address: str) -> str:
    """The words of a page, its blanks made one."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def part_of(page: str, key: str) -> str:
    """The HTML of one part of the dashboard."""
    return page.split(f'aria-labelledby="{key}"')[1].split("</section>", maxsplit=1)[0]


def figure_at(folder: Path, measure: str, *dimensions: str, **codes: str) -> Figure:
    register = open_released(folder / "released", folder / "release.pub")
    return register.cube(measure, split=(*BOTH, *dimensions), period=PERIOD).at(**codes)


@pytest.mark.parametrize("address", ["/violence/", "/violence/by-month.csv", "/assessment/"])
def test_nobody_sees_it_without_signing_in(people, site_of, assessed_folder, address) -> None:
    answer = site_of(assessed_folder).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")
    assert answer.content == b""


def test_the_first_view_answers_how_much_which_way_us_and_where(
    ben: Client, assessed_folder: Path
) -> None:
    page = ben.get("/violence/").content.decode()
    rate = figure_at(
        assessed_folder, "serious_violence_rate", definition="vrn-2019", age_group="all ages"
    )
    tiles = page.split('class="vrn-tiles vrn-tiles--four"')[1].split("</ul>")[0]
    for question in ("How much?", "Up or down?", "Is it us?", "Where?"):
        assert question in tiles
    assert f'href="/figures/{rate.id}/">{rate}</a>' in tiles
    assert rate.interval[1:] in tiles
    assert "It rose from the first twelve months held to the last." in tiles
    assert "own records fell." in tiles
    assert "April 2020 to September 2021" in tiles
    assert "Northby City" in tiles


def test_every_part_is_there_with_its_sentence_table_file_and_trace(ben: Client) -> None:
    page = ben.get("/violence/").content.decode()
    assert re.findall(r'<section class="vrn-panel[^"]*" aria-labelledby="([a-z-]+)"', page) == [
        *PARTS[:2], "findings", *PARTS[2:],
    ]  # fmt: skip
    for key in PARTS:
        part = part_of(page, key)
        assert "<table" in part, key
        assert "How do we know this?" in part, key
        assert "download" in part, key
    assert page.count('class="vrn-wide"') == page.count('class="vrn-narrow"') == 20


def test_the_control_charts_are_those_of_the_assessment_and_of_no_other_choice(
    ben: Client,
) -> None:
    own = part_of(ben.get("/violence/").content.decode(), "usual")
    assert "February 2022 was a usual month for serious violence" in own
    assert "Rules: NHS England Making Data Count 1" in own
    answer = ben.get("/violence/usual-serious-violence-control.csv")
    assert answer.status_code == 200
    assert answer.content.decode("utf-8-sig").count(",offences,shown,") == 37
    for query in ("age=under+25", "definition=duty-2023", f"area={CITY}"):
        other = part_of(ben.get(f"/violence/?{query}").content.decode(), "usual")
        assert "under its definition, for all ages and the whole area" in other
        assert "<table" not in other
        assert "#usual" in other


@pytest.mark.parametrize("key", FILES)
def test_a_file_says_what_it_is_and_holds_what_the_page_shows(ben: Client, key: str) -> None:
    query = "definition=duty-2023&age=under+25&area=whole&period=assessment"
    answer = ben.get(f"/violence/{key}.csv?{query}")
    about, _, cells = answer.content.decode("utf-8-sig").partition("\r\n\r\n")
    told = dict(row for row in csv.reader(io.StringIO(about)))
    assert answer["Cache-Control"] == "private, no-store"
    assert told["Filter: definition"].endswith("(duty-2023)")
    assert (told["Filter: age group"], told["Filter: area"]) == ("Under 25", "Westmere")
    assert told["Filter: period"] == "April 2020 to September 2021"
    assert parse_qs(urlsplit(told["Address"]).query)["age"] == ["under 25"]
    assert {"Title", "Cut", "Code version", "Clearance"} < told.keys()
    assert any(name.startswith("Measure") for name in told)
    assert any(name.startswith("Unit") for name in told)
    if key not in ("attendances", "others-table"):
        assert TEXTS["duty-2023"].label in told["Definition version and digest"]
    page = ben.get(f"/violence/?{query}").content.decode()
    rows = list(csv.DictReader(io.StringIO(cells)))
    assert rows
    assert all(f"/figures/{row['figure']}/" in page for row in rows)


def test_the_share_in_one_kind_of_place_under_25_can_be_read_with_its_interval(
    ben: Client, assessed_folder: Path
) -> None:
    page = ben.get("/violence/?definition=duty-2023&age=under+25").content.decode()
    share = figure_at(
        assessed_folder, "serious_violence_share", "place_type",
        definition="duty-2023", age_group="under 25", place_type="school or college",
    )  # fmt: skip
    part = part_of(page, "places")
    assert f'href="/figures/{share.id}/">{share}</a>' in part
    assert share.interval in part


def test_a_withheld_cell_says_so_with_its_reason_and_is_no_nought(ben: Client) -> None:
    part = part_of(ben.get("/violence/?age=under+25").content.decode(), "places")
    row = next(one for one in part.split("<tr")[1:] if ">transport<" in one)
    assert re.findall(r'/">([^<]*)</a>', row) == ["withheld", "withheld"]
    assert "“withheld”: fewer than 10 people, or another number would give it away." in part
    words = text_of(ben, "/violence/?age=under+25")
    assert re.search(r"transport withheld(,| and) ", words)


def test_the_bridge_adds_up_to_the_other_definition(ben: Client, assessed_folder: Path) -> None:
    part = part_of(ben.get("/violence/").content.decode(), "definitions")
    codes = ("vrn-2019", *(name for name in CLASSES if ":" in name), "duty-2023")
    cells = [
        figure_at(assessed_folder, "serious_violence", definition=code, age_group="all ages")
        for code in codes
    ]
    values = [round(figure.value or 0) for figure in cells]
    assert sum(values[:-1]) == values[-1]
    table = part.split("<table")[1]
    assert list(re.findall(r'/">([0-9,]+)</a>', table)) == [str(f) for f in cells]
    assert "the classes add up" in part
    assert "do not add them" in part


def test_definitions_switch_and_everything_else_stays_chosen(ben: Client) -> None:
    page = ben.get(f"/violence/?age=under+25&area={CITY}").content.decode()
    found = re.search(r'href="([^"]+)">Switch to the other definition', page)
    assert found
    asked = parse_qs(urlsplit(unescape(found[1])).query)
    assert asked == {
        "definition": ["duty-2023"], "age": ["under 25"], "area": [CITY], "period": ["assessment"],
    }  # fmt: skip
    words = text_of(ben, unescape(found[1]))
    assert (
        "Serious violence under the duty (duty-2023): under 25, Northby City, April 2020" in words
    )


def test_every_link_and_file_keeps_the_whole_choice(ben: Client) -> None:
    chosen = {"definition": "duty-2023", "age": "under 25", "area": CITY, "period": "year:2020/21"}
    page = ben.get("/violence/", chosen).content.decode()
    links = [unescape(one) for one in re.findall(r'href="(/violence/[^"]*\?[^"]*)"', page)]
    assert len(links) > 10
    for link in links:
        asked = {name: found[0] for name, found in parse_qs(urlsplit(link).query).items()}
        assert set(asked) == set(chosen), link
        assert sum(asked[name] != chosen[name] for name in chosen) <= 3, link
        assert ben.get(link).status_code == 200, link
    for name, code in chosen.items():
        select = page.split(f'<select class="govuk-select" id="{name}"')[1].split("</select>")[0]
        assert f'value="{code}" selected' in unescape(select)


@pytest.mark.parametrize(
    ("query", "part", "told", "instead"),
    [
        ("period=year:2020/21", "places", "released over April 2020", "over the assessment"),
        ("area=district:Z06000001", "when", "released for the whole area", "for the whole area"),
        ("area=neighbourhood:N1", "trend", "released for the whole area", "for the whole area"),
        ("area=neighbourhood:N1&period=month:2021-06", "who", "for nothing smaller", "whole area"),
    ],
)
def test_what_a_choice_cannot_give_is_said_with_what_can_be_asked(
    ben: Client, query: str, part: str, told: str, instead: str
) -> None:
    html = part_of(ben.get(f"/violence/?{query}").content.decode(), part)
    assert told in html
    assert "<table" not in html
    found = re.search(r'<a class="govuk-link" href="([^"]+)">Show it ([^<]*)', html)
    assert found
    assert instead in found[2]
    other = ben.get(unescape(found[1]).partition("#")[0]).content.decode()
    assert "<table" in part_of(other, part)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("year:2020/21", "the year ending March 2021"),
        ("month:2021-06", "June 2021"),
        ("quarter:2020 Q2", "April to June 2020"),
    ],
)
def test_other_periods_have_their_own_numbers(ben: Client, period: str, said: str) -> None:
    area = f"&area={CITY}" if period.startswith("quarter") else ""
    words = text_of(ben, f"/violence/?period={period}{area}")
    assert said in words
    assert "Not released for this area and time" not in words


def test_a_year_is_set_beside_the_year_before_by_the_intervals_alone(ben: Client) -> None:
    words = text_of(ben, "/violence/?period=year:2020/21")
    assert "That is no clear difference from" in words
    assert "The year before is not held" in text_of(ben, "/violence/?period=year:2019/20")


@pytest.mark.parametrize("name", ["definition", "age", "area", "period"])
def test_an_unknown_choice_is_named_and_another_shown(ben: Client, name: str) -> None:
    words = text_of(ben, f"/violence/?{name}=%3Cscript%3Enot-there")
    assert "“<script>not-there”" in words
    assert "How much?" in words
    page = ben.get(f"/violence/?{name}=%3Cscript%3Enot-there").content.decode()
    assert "<script" not in page
    assert ben.get(f"/violence/by-month.csv?{name}=not-there").status_code == 404


def test_no_file_but_those_of_the_page(ben: Client) -> None:
    assert ben.get("/violence/nothing.csv").status_code == 404


def test_findings_lead_to_their_paragraph_and_to_their_figure(ben: Client) -> None:
    part = part_of(ben.get("/violence/").content.decode(), "findings")
    assert part.count("<li>") == 13
    for number in range(1, 14):
        assert f'href="/assessment/key-findings/#key-finding-{number}"' in part
    chapter = ben.get("/assessment/key-findings/").content.decode()
    assert all(f'id="key-finding-{number}"' in chapter for number in range(1, 14))
    for figure in re.findall(r'href="/figures/([0-9a-f]{16})/">How', part):
        assert ben.get(f"/figures/{figure}/").status_code == 200


def test_each_feed_has_its_months_and_its_day_and_nothing_is_called_live(ben: Client) -> None:
    words = text_of(ben, "/violence/")
    for feed in ("Police offences", "A&E attendances", "Ambulance call-outs"):
        assert f"{feed} to February 2022, received 7 March 2022" in words
    assert not re.search(r"\blive\b", words, flags=re.IGNORECASE)


def test_what_is_left_out_is_counted_with_its_reason(ben: Client) -> None:
    words = text_of(ben, "/violence/")
    assert "By hour: the time is not known well enough" in words
    assert "Among suspects: nobody was identified" in words
    assert "An offence can be in more than one row: do not add them." in words


def test_what_goes_with_it_and_how_few_hold_half_are_said_as_in_the_assessment(ben: Client) -> None:
    page = ben.get("/violence/?age=under+25").content.decode()
    factors, few = part_of(page, "factors"), part_of(page, "few")
    assert "Serious violence goes with income deprivation" in factors
    assert "nothing here shows a cause" in factors
    assert "Of all ages together" in factors
    assert "Fewer small areas, victims and suspects than by chance hold half" in few
    assert "named people for a stated" in few
    others = part_of(page, "others")
    assert "Attendances unknown share" in others
    assert "Violent injuries estimated high" in others
    city = part_of(ben.get(f"/violence/?area={CITY}").content.decode(), "few")
    assert "released for the whole area" in city
    assert "<table" not in city
