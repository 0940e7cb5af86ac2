"""Every measure gives the answers that are drawn, and the methods pages are printed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples_change import CHANGES
from examples_concentration import BY_CHANCE, CONCENTRATION
from examples_deprivation import RATIOS
from examples_people import RESIDENTS, UNDER_25
from examples_placed import PLACED, SHARES_PLACED
from examples_recorded import NUMBERS, RATES, SHARES
from examples_violence import HEALTH, OFFENCES_COUNTED, PEOPLE_COUNTED
from examples_violence_findings import OTHER_RULES, PEAK, REPEAT, TRENDS
from examples_violence_findings import UNDER_25 as SUSPECTS_UNDER_25
from examples_violence_ratios import LEFT_OUT
from examples_violence_ratios import RATES as VIOLENCE_RATES
from examples_violence_ratios import SHARES as VIOLENCE_SHARES
from pages import FOLDER, PAGES, printed
from specifying import MEASURES, Example

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = (
    *(*NUMBERS, *RATES, *SHARES, *PLACED, *SHARES_PLACED, *CHANGES),
    *(*CONCENTRATION, *BY_CHANCE, *RESIDENTS, *UNDER_25, *RATIOS),
    *(*OFFENCES_COUNTED, *PEOPLE_COUNTED, *HEALTH, *VIOLENCE_RATES, *VIOLENCE_SHARES),
    *(*LEFT_OUT, *SUSPECTS_UNDER_25, *REPEAT, *TRENDS, *PEAK, *OTHER_RULES),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.shows[:60] for example in EXAMPLES])
def test_the_answer_is_the_one_drawn(example: Example, tmp_path: Path) -> None:
    assert example.found(tmp_path) == example.expected()


def test_every_measure_has_an_example_with_a_value() -> None:
    shown = {row["measure"] for each in EXAMPLES for row in each.expected() if row.get("value")}
    assert set(MEASURES) - shown == set()


def test_every_measure_and_every_example_stands_on_one_page() -> None:
    families = [family for page in PAGES for family in page.families]
    explained = [indicator.name for family in families for indicator in family.indicators]
    assert sorted(explained) == sorted(MEASURES)
    assert sum(len(family.examples) for family in families) == len(EXAMPLES)


@pytest.mark.parametrize("name", list(printed()))
def test_the_methods_pages_are_those_printed(name: str) -> None:
    """Mend with: python tests/spec/print_methods.py"""
    assert (FOLDER / name).read_text(encoding="utf-8") == printed()[name]


def test_no_other_page_lies_among_the_methods() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(printed())
