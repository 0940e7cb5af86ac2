"""Every measure gives the answers that are drawn, and the methods pages are printed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import EXAMPLES, FOLDER, PAGES, printed
from specifying import MEASURES, Example

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.shows[:60] for example in EXAMPLES])
def test_the_answer_is_the_one_drawn(example: Example, tmp_path: Path) -> None:
    assert example.found(tmp_path) == example.expected()


def test_every_measure_has_an_example_with_a_value() -> None:
    shown = {row["measure"] for each in EXAMPLES for row in each.expected() if row.get("value")}
    assert set(MEASURES) - shown == set()


def test_every_measure_stands_on_one_page() -> None:
    families = [family for page in PAGES for family in page.families]
    explained = [indicator.name for family in families for indicator in family.indicators]
    assert sorted(explained) == sorted(MEASURES)


@pytest.mark.parametrize("name", list(printed()))
def test_the_methods_pages_are_those_printed(name: str) -> None:
    """Mend with: python tests/spec/print_methods.py"""
    assert (FOLDER / name).read_text(encoding="utf-8") == printed()[name]


def test_no_other_page_lies_among_the_methods() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(printed())
