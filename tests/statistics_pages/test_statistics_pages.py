"""The pages of the statistics are those printed, and show every method that is published."""

from __future__ import annotations

import doctest
import re

import pytest

import vrn.statistics
from tests.intervals import simulating
from tests.intervals.page import PAGE as COVERAGE
from tests.oracles.page import PAGE as ORACLES
from tests.oracles.page import rows_of
from tests.statistics_pages import docstrings
from tests.statistics_pages.families import PAGES
from tests.statistics_pages.printing import FOLDER, printed

TEXTS = printed()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_page_is_as_printed(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == TEXTS[name]


@pytest.mark.parametrize("module", [docstrings, simulating])
def test_the_examples_of_what_prints_the_pages_hold(module) -> None:
    results = doctest.testmod(module)
    assert (results.failed, results.attempted > 0) == (0, True)


def test_no_other_page_lies_there() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {*TEXTS, COVERAGE.name, ORACLES.name}


def test_every_published_method_stands_on_a_page() -> None:
    shown = {method for page in PAGES for method in page.methods.values() if callable(method)}
    absent = [name for name in vrn.statistics.__all__ if getattr(vrn.statistics, name) not in shown]
    assert absent == []


def test_every_family_of_oracles_is_quoted_on_one_page() -> None:
    quoted = [family for page in PAGES for family in page.oracles]
    assert sorted(quoted) == sorted(
        {row.family for row in rows_of(ORACLES.read_text(encoding="utf-8"))}
    )


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_link_within_a_page_leads_somewhere(name: str) -> None:
    titles = re.findall(r"^##+ (.*)$", TEXTS[name], flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in titles}
    for target in re.findall(r"\]\(([^)]*)\)", TEXTS[name]):
        if target.startswith("#"):
            assert target[1:] in anchors
        elif not target.startswith("http"):
            assert (FOLDER / target).exists(), target
