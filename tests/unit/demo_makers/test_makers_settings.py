"""Settings are read from a text and refused with every fault at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from vrn.sharing.fault import TextError
from vrn_demo.makers import default_settings, make_people, make_people_otherwise, read_settings
from vrn_demo.makers.rates_page import with_tables
from vrn_demo.makers.reading_settings import MAKERS, default_text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "made-up-people.md"


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(TextError) as told:
        read_settings(text, source="mine.toml")
    assert str(told.value).startswith("mine.toml: ")
    return told.value.faults


def with_line(old: str, new: str, maker: str = "first") -> str:
    text = default_text(maker)
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_texts_that_come_with_the_makers_are_sound(maker: str) -> None:
    settings = default_settings(maker)
    assert settings.maker == maker
    assert set(settings.rates) == set(MAKERS[maker])
    assert len(settings.groups) == 10


@pytest.mark.parametrize("maker", MAKERS)
def test_every_rate_has_a_unit_and_a_meaning(maker: str) -> None:
    rates = MAKERS[maker].items()
    assert [name for name, rate in rates if not (rate.unit and rate.meaning)] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('maker = "first"', 'maker = "third"', "maker is one of first and second"),
        ("seed = 20240603", "seed = -1", "seed is a whole number"),
        ("seed = 20240603", "seed = true", "seed is a whole number"),
        ("records = 100_000", "records = 0", "records is a whole number from 1"),
        ("first_day = 2021-04-01", 'first_day = "soon"', "first_day and last_day are days"),
        ("first_day = 2021-04-01", "first_day = 2025-04-01", "first_day comes before last_day"),
        ("seed = 20240603", "seed = 1\nsead = 1", "'sead' is not known"),
        ("twin = 0.03", "twin = 1.5", "rates: twin is a number from 0 to 1"),
        ("twin = 0.03", "twin = nan", "rates: twin is a number"),
        ("twin = 0.03", "twin = true", "rates: twin is a number"),
        ("twin = 0.03", "twim = 0.03", "rates: 'twim' is not a rate of this maker"),
        ("twin = 0.03", "", "rates: twin is missing"),
        ("1 = 0.66", "1 = 0.6", "households come to 0.94, not 1"),
        ("1 = 0.66", "9 = 0.66", "households: '9' is no size"),
        ('"0-9" = 0.03', '"0-8" = 0.03', "ages: '0-8' is no age band"),
        ('"0-9" = 0.03', '"0-9" = "few"', "ages: each share is a number"),
        ('"police + youth justice"', '"police + school"', "overlap.young: 'police + school' is no"),
        ('"police + youth justice"', '"police + police"', "is no set of agencies"),
        ('"police + ambulance" = 0.04', '"youth justice" = 0.04', "nobody who is grown"),
        ("[overlap.young]", "[overlap.child]", "overlap has the tables young and grown"),
        ("again_exponent = 2.2", "again_exponent = 0", "agencies.police: again_exponent"),
        ("most_records = 60", "most_records = 1.5", "agencies.police: most_records"),
        (
            "most_records = 60",
            "most_records = 60\nmore = 1",
            "agencies.police: 'more' is not known",
        ),
        ("nhs_missing = 0.98", "nhs_missing = 2", "agencies.police.rates: nhs_missing"),
        ('[agencies."youth justice"]', "[agencies.school]", "agencies: 'school' is not known"),
        ('[agencies."youth justice"]', "[agencies.school]", "agencies.youth justice: again"),
        ("[groups.polish]", "[groups.klingon]", "groups: 'klingon' is not known"),
        ("share = 0.64", "share = 0.5", "the shares of groups come to 0.86, not 1"),
        ("share = 0.64", "share = 0.64\nsize = 1", "groups.british: 'size' is not known"),
        ("forename_exponent = 0.95", "forename_exponent = 9", "groups.british: forename_exponent"),
        ("times = { own_custom = 5,", "times = { own_custom = -5,", "groups.pakistani.times: own"),
        ("times = { own_custom = 5,", "times = { custom = 5,", "'custom' is not a rate"),
    ],
)
def test_a_fault_is_named(old: str, new: str, fault: str) -> None:
    assert any(fault in one for one in faults_of(with_line(old, new))), faults_of(
        with_line(old, new)
    )


def test_all_faults_are_told_at_once() -> None:
    text = with_line("twin = 0.03", "twin = 3").replace("child = 0.40", "child = -1")
    assert len(faults_of(text)) == 2


def test_tables_that_are_no_tables_are_named() -> None:
    assert any("is not TOML" in one for one in faults_of("maker = "))
    bare = 'maker = "first"\nseed = 1\nrecords = 1\nfirst_day = 2021-01-01\nlast_day = 2021-02-01\n'
    assert faults_of(bare)[0] == "the table [agencies] is missing"
    assert len(faults_of(bare)) == 6
    flat = '[rates]\n[households]\n1 = 1\n[ages]\n"0-9" = 1\n[overlap]\nyoung = 1\ngrown = 1\n'
    flat += "[agencies]\npolice = { again_exponent = 2, most_records = 2, rates = 3 }\n"
    told = faults_of(bare + flat + "[groups]\nbritish = 1\n")
    assert {
        "groups.british is a table",
        "overlap.young is a table",
        "agencies: ambulance is missing",
        "agencies.police.rates is a table",
    } <= set(told)


def test_an_agency_and_a_group_change_a_rate_and_a_share_stays_one() -> None:
    settings = default_settings()
    own = settings.agencies["ambulance"].rates["by_ear_surname"]
    times = settings.groups["polish"].times["by_ear_surname"]
    assert settings.rate("by_ear_surname", agency="ambulance", group="polish") == own * times
    assert settings.rate("by_ear_surname") == settings.rates["by_ear_surname"]
    assert settings.rate("nhs_missing", agency="police", group="british") == 0.98
    much = read_settings(with_line("own_custom = 0.06", "own_custom = 0.9"))
    assert much.rate("own_custom", group="bengali") == 1


def test_a_maker_refuses_the_settings_of_the_other() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match='maker = "first"'):
        make_people(default_settings("second"), rng)
    with pytest.raises(ValueError, match='maker = "second"'):
        make_people_otherwise(default_settings("first"), rng)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_texts_say_nothing_twice(maker: str) -> None:
    told = tomllib.loads(default_text(maker))
    assert re.search(r"docs/how-to/made-up-people\.md", default_text(maker))
    assert set(told["rates"]) == set(MAKERS[maker])


def test_the_page_has_every_rate_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_tables(page) == page
    assert page.count("| `") == sum(map(len, MAKERS.values()))
    assert with_tables(page.replace("| `twin` |", "| `triplet` |")) == page
