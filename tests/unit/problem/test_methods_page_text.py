"""The page that explains measures."""

from __future__ import annotations

import doctest

from vrn.problem import methods_page as module
from vrn.problem.measure import Indicator
from vrn.problem.methods_page import Family, Worked, markdown_table, methods_page


def indicator(name: str, caveats: str) -> Indicator:
    return Indicator(
        name=name,
        title=name.title(),
        definition="Counted apples.",
        rationale="We like them.",
        unit="apples",
        method="A count.",
        source="The orchard.",
        caveats=caveats,
    )


def test_the_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_first_is_described_and_the_others_listed_with_what_is_their_own() -> None:
    family = Family(
        title="Apples",
        indicators=(indicator("red", "Not ripe."), indicator("green", "Sour. Not ripe.")),
        examples=(
            Worked(
                shows="one tree",
                given=(("Trees", [{"tree": "T1", "apples": None}]),),
                asked="`red`.",
                answer=[{"value": "0"}],
            ),
        ),
    )
    page = methods_page("Fruit", "About fruit.", [family])
    assert page.startswith("# Fruit\n\nAbout fruit.\n\n## Apples\n\n### Red\n\n`red`\n")
    assert "| `green` | Green | apples | Sour. |" in page
    assert "**Counted**" not in page  # a field that the measure does not have
    assert "**Example: one tree**\n\nTrees:\n\n| tree | apples |" in page
    assert page.endswith("Asked: `red`.\n\nAnswer:\n\n| value |\n| ----- |\n| 0     |\n")


def test_each_can_be_described_in_full() -> None:
    both = (indicator("red", "x"), indicator("green", "y"))
    page = methods_page(
        "Fruit", "", [Family(title="A", indicators=both, examples=(), each_in_full=True)]
    )
    assert "### Red" in page
    assert "### Green" in page
    assert "Made in the same way" not in page


def test_no_rows_make_no_table() -> None:
    assert markdown_table([]) == ""
