"""Definitions are frozen texts: read with every fault, published once, never edited afterwards."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import polars as pl
import pytest
from unit.problem.definitions.shipped import LIVE, shipped_definitions

from vrn.problem.definitions import (
    EditedDefinitionError,
    UnknownDefinitionError,
    find_definition,
    live_definitions,
    meets,
    parse_definition,
    publish_definition,
    read_definitions,
)
from vrn.problem.episodes.columns import PLACE_TYPES
from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.problem.definitions import Definition

TODAY = date(2024, 6, 3)
TEXT = """\
id = "westmere-2024"
version = 1
dated = 2024-05-01
kind = "serious violence"
title = "Serious violence in Westmere"
author = "Westmere partnership"
provenance = "Made up."
statement = "Robbery in the street."

[[clauses]]
column = "code"
reason = "another offence"
any_of = ["34A", "34B"]

[[clauses]]
column = "place_type"
reason = "not in the street"
any_of = ["street"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A partnership's own copy of the shipped definitions."""
    with as_file(files("vrn.partnership") / "template" / "definitions") as shipped:
        shutil.copytree(shipped, tmp_path / "definitions")
    return tmp_path / "definitions"


def test_every_shipped_text_is_published_as_it_is() -> None:
    """Also the proof that a shipped text was not edited: its hash is in the shipped list."""
    found = shipped_definitions()
    assert {each.id for each in found} == {
        *("vrn-2019", "duty-2023", "knife-enabled", "public-place", "night-time-economy"),
        *("night-time-economy-late", "night-time-economy-premises"),
        *("repeat-in-period", "repeat-within-year", "repeat-ever"),
    }
    assert all(each.published_on >= each.dated.isoformat() for each in found)
    assert all(each.version == 1 and len(each.sha256) == 64 for each in found)


def test_a_label_names_version_and_hash() -> None:
    found = find_definition(shipped_definitions(), "vrn-2019")
    assert found.label == f"vrn-2019 version 1 ({found.sha256[:12]})"


@pytest.mark.parametrize(
    ("clause", "codes"),
    [
        ("sexual", ("17A", "17B", "19C", "19D", "19E", "19F", "19G", "19H", "20A", "20B")),
        ("left out by name", ("8S", "4/3", "4/7")),
    ],
)
def test_the_networks_definition_leaves_out_by_name(clause: str, codes: tuple[str, ...]) -> None:
    found = find_definition(shipped_definitions(), "vrn-2019")
    (named,) = [each for each in found.clauses if each.reason == clause]
    assert named.none_of == codes


def test_the_duty_takes_the_networks_offences_and_the_sexual_ones() -> None:
    own, duty = live_definitions(shipped_definitions(), LIVE)
    taken = {each.id: next(c.any_of for c in each.clauses if c.reason == "another offence")
             for each in (own, duty)}  # fmt: skip
    sexual = next(clause.none_of for clause in own.clauses if clause.reason == "sexual")
    assert set(taken["duty-2023"]) == {*taken["vrn-2019"], *sexual}
    assert {clause.column for clause in duty.clauses} == {"code"}


def test_the_public_places_of_two_texts_agree() -> None:
    own, public = (
        find_definition(shipped_definitions(), name) for name in ("vrn-2019", "public-place")
    )
    (listed,) = [clause.any_of for clause in public.clauses]
    assert own.clauses[-1].any_of == listed
    assert set(listed) < set(PLACE_TYPES)


def test_a_published_text_that_was_edited_is_refused_with_what_to_do(folder: Path) -> None:
    path = folder / "vrn-2019.toml"
    path.write_text(path.read_text("utf-8").replace('"34B"', '"34B", "8S"'), encoding="utf-8")
    with pytest.raises(EditedDefinitionError) as told:
        read_definitions(folder)
    assert str(told.value) == (
        "vrn-2019.toml: vrn-2019 version 1 was published on 2022-01-31 and has been edited since; "
        "put the published text back, and write version 2 beside it"
    )


def test_a_published_text_that_is_gone_is_asked_for(folder: Path) -> None:
    (folder / "repeat-ever.toml").unlink()
    with pytest.raises(EditedDefinitionError, match=r"repeat-ever version 1 .* its text is gone"):
        read_definitions(folder)


def test_line_ends_of_another_system_are_no_edit(folder: Path) -> None:
    path = folder / "vrn-2019.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert find_definition(read_definitions(folder), "vrn-2019").published_on


def test_a_new_version_stands_beside_the_old_one(folder: Path) -> None:
    text = (folder / "vrn-2019.toml").read_text("utf-8").replace("version = 1", "version = 2")
    (folder / "vrn-2019-version-2.toml").write_text(text, encoding="utf-8")
    assert find_definition(read_definitions(folder), "vrn-2019").version == 1, "a draft counts not"
    published = publish_definition(folder, "vrn-2019", 2, today=TODAY)
    assert (published.version, published.published_on) == (2, "2024-06-03")
    found = read_definitions(folder)
    assert find_definition(found, "vrn-2019").version == 2
    assert find_definition(found, "vrn-2019", 1).sha256 != published.sha256
    assert "vrn-2019,2," in (folder / "published.csv").read_text("utf-8")


def test_publishing_again_changes_nothing(folder: Path) -> None:
    before = (folder / "published.csv").read_bytes()
    assert publish_definition(folder, "vrn-2019", 1, today=TODAY).published_on == "2022-01-31"
    assert (folder / "published.csv").read_bytes() == before


def test_versions_are_published_without_a_gap(folder: Path) -> None:
    text = (folder / "vrn-2019.toml").read_text("utf-8").replace("version = 1", "version = 4")
    (folder / "vrn-2019-version-4.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="next version of vrn-2019 to be published is 2, not 4"):
        publish_definition(folder, "vrn-2019", 4, today=TODAY)


def test_what_is_not_there_is_not_published(folder: Path) -> None:
    with pytest.raises(UnknownDefinitionError, match="holds no text of westmere-2024 version 1"):
        publish_definition(folder, "westmere-2024", 1, today=TODAY)


def test_a_first_definition_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "westmere.toml").write_text(TEXT, encoding="utf-8")
    (draft,) = read_definitions(tmp_path)
    assert draft.published_on == ""
    with pytest.raises(UnknownDefinitionError, match="no published definition is westmere-2024"):
        find_definition([draft], "westmere-2024")
    published = publish_definition(tmp_path, "westmere-2024", 1, today=TODAY)
    assert find_definition(read_definitions(tmp_path), "westmere-2024") == published


def test_a_definition_that_was_ended_is_not_live(folder: Path) -> None:
    text = (folder / "duty-2023.toml").read_text("utf-8").replace("version = 1", "version = 2")
    (folder / "duty-2023-version-2.toml").write_text(f"retired = true\n{text}", encoding="utf-8")
    publish_definition(folder, "duty-2023", 2, today=TODAY)
    with pytest.raises(UnknownDefinitionError, match="take it out of the live definitions"):
        live_definitions(read_definitions(folder), LIVE)


def test_two_texts_of_one_version_are_refused(folder: Path) -> None:
    shutil.copyfile(folder / "vrn-2019.toml", folder / "vrn-2019-copy.toml")
    with pytest.raises(TextError, match=r"vrn-2019 version 1 is in vrn-2019-copy\.toml too"):
        read_definitions(folder)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version = 1", "version = 0", "version is a whole number from 1"),
        ("version = 1", 'version = "1"', "version is to be a whole number"),
        ("dated = 2024-05-01", 'dated = "May 2024"', "dated is to be a day"),
        (
            'kind = "serious violence"',
            'kind = "violence"',
            "kind is one of serious violence, knife",
        ),
        ("any_of = ", "some_of = ", "clause 1: 'some_of' means nothing here"),
        ("any_of = ", "none_of = []\nany_of = ", "needs one of any_of, none_of"),
        ('["34A", "34B"]', "[]", "clause 1: names nothing"),
        ('column = "code"', 'column = "surname"', "may speak of code, offence"),
        ('any_of = ["street"]', "at_least = 2", "place_type takes any_of or none_of"),
        ('title = "', 'titel = "', "'titel' means nothing here: perhaps 'title'"),
    ],
)
def test_a_text_with_faults_is_refused_with_each(old: str, new: str, fault: str) -> None:
    with pytest.raises(TextError) as told:
        parse_definition(TEXT.replace(old, new, 1), source="westmere.toml")
    assert fault in str(told.value)
    assert str(told.value).startswith("westmere.toml: ")


def test_a_definition_without_clauses_is_refused() -> None:
    with pytest.raises(TextError, match=r"at least one \[\[clauses\]\]"):
        parse_definition(TEXT.partition("[[")[0])


def test_a_published_list_with_faults_is_refused(folder: Path) -> None:
    path = folder / "published.csv"
    path.write_text(path.read_text("utf-8") + "vrn-2019,one,00,2024-01-01\nvrn-2019,2,,\n")
    with pytest.raises(TextError, match=r"line 12: version .*; line 13: has no sha256 and no pub"):
        read_definitions(folder)


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("night-time-economy", {"night_place": "licensed premises", "hour": "22"}, True),
        ("night-time-economy", {"night_place": "licensed premises", "hour": "17"}, False),
        ("night-time-economy", {"night_place": "licensed premises", "hour": "05"}, True),
        ("night-time-economy", {"night_place": "licensed premises", "hour": "06"}, False),
        ("night-time-economy", {"night_place": "street elsewhere", "hour": "22"}, False),
        ("night-time-economy", {"night_place": "street of a town centre", "hour": "18"}, True),
        ("night-time-economy", {"night_place": "takeaway", "hour": "time not known"}, None),
        ("night-time-economy", {"night_place": "dwelling", "hour": "time not known"}, False),
        ("night-time-economy", {"night_place": "not recorded", "hour": "22"}, None),
        ("night-time-economy", {"night_place": "not recorded", "hour": "12"}, False),
        ("night-time-economy", {"night_place": "street not placed", "hour": "22"}, None),
        ("night-time-economy-late", {"night_place": "takeaway", "hour": "19"}, False),
        ("night-time-economy-late", {"night_place": "takeaway", "hour": "20"}, True),
        ("night-time-economy-late", {"night_place": "takeaway", "hour": "03"}, True),
        ("night-time-economy-late", {"night_place": "takeaway", "hour": "04"}, False),
        ("night-time-economy-premises", {"night_place": "street elsewhere", "hour": "22"}, False),
        ("night-time-economy-premises", {"night_place": "street not placed", "hour": "22"}, False),
        ("night-time-economy-premises", {"night_place": "takeaway", "hour": "22"}, True),
        ("knife-enabled", {"offence_group": "robbery", "knife_flag": "yes"}, True),
        ("knife-enabled", {"offence_group": "threats to kill", "knife_flag": "yes"}, True),
        ("knife-enabled", {"offence_group": "robbery", "knife_flag": None}, False),
        ("knife-enabled", {"offence_group": "endangering life", "knife_flag": "yes"}, False),
        ("knife-enabled", {"offence_group": "possession of weapons", "knife_flag": "yes"}, False),
        ("public-place", {"place_type": "school or college"}, True),
        ("public-place", {"place_type": "dwelling garden"}, False),
        ("public-place", {"place_type": "not recorded"}, None),
        ("repeat-ever", {"nth": 2}, True),
        ("repeat-ever", {"nth": 1}, False),
        ("repeat-within-year", {"days_since": 365}, True),
        ("repeat-within-year", {"days_since": 366}, False),
        ("repeat-within-year", {"days_since": None}, False),
        ("repeat-in-period", {"offences_in_period": 2}, True),
    ],
)  # fmt: skip
def test_a_definition_says_yes_no_or_not_known(
    name: str, columns: dict[str, object], expected: bool | None
) -> None:
    definition: Definition = find_definition(shipped_definitions(), name)
    whole = {"nth", "days_since", "offences_in_period"}
    schema = {column: pl.Int64 if column in whole else pl.String for column in columns}
    row = pl.DataFrame([columns], schema=schema)
    assert row.select(meets(definition)).item() is expected
