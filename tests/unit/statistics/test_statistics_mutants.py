"""The breaks explained are of lines that still stand in the statistics, and each says why."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import vrn.statistics

SOURCES = Path(vrn.statistics.__file__).parent
LISTED = Path(__file__).with_name("mutants_explained.toml")
EXPLAINED = tomllib.loads(LISTED.read_text(encoding="utf-8"))["mutant"]
EVERYWHERE = tomllib.loads(LISTED.read_text(encoding="utf-8"))["everywhere"]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("each", EXPLAINED, ids=lambda each: f"{each['module']}: {each['from']}")
def test_an_explained_break_is_of_a_line_that_stands(each) -> None:
    source = SOURCES.joinpath(*each["module"].split(".")).with_suffix(".py")
    assert flat(each["from"]) in flat(source.read_text(encoding="utf-8"))
    assert each["to"]
    assert each["from"] not in each["to"]
    assert each["why"].strip()


@pytest.mark.parametrize("each", EVERYWHERE, ids=lambda each: each["from"])
def test_what_is_explained_everywhere_says_why(each) -> None:
    assert each["to"]
    assert each["why"].strip()
    assert any(each["from"] in path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))


def test_no_line_is_explained_twice() -> None:
    lines = [(each["module"], each["from"]) for each in EXPLAINED]
    assert len(set(lines)) == len(lines)
