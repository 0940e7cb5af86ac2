"""The page of the oracles: every reference's file, and how many of its answers ours agree with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.oracles.reading import methods_of
from vrn.problem.methods_page import markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracles.reading import Result

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "statistics" / "oracles.md"

OPENING = """# Beside the references

Inputs of invented numbers were given to the programs that the field trusts, and what they answered
was kept. Here ours is given the same inputs, and each of its answers is laid beside theirs.
`make oracles ORACLES=folder` does so with any folder of such files, and
`python -m tests.oracles folder --write` prints this page. Nothing of the references' code is ours,
and none of their answers stands in the source.

The references: the R packages PHEindicatormethods 2.1.0 (rates, standardised rates, inequality,
funnels), NHSRplotthedots 0.2.2 (control charts), MASS 7.3.65 and sandwich 3.1.1 (series and
comparisons), spdep 1.3.5 (areas) and surveillance 1.24.1 (alarms), under R 4.5.0; SaTScan 10.3.2
(scan); and for near repeats a Knox test of drawn points."""

HEADINGS = ("file", "agree", "of", "at a tolerance of")


class Row(NamedTuple):
    """One file of a reference on the page."""

    family: str
    file: str
    agreed: int
    total: int
    tolerance: str


def printed(results: Sequence[Result]) -> str:
    """The page, a heading a family, from the results of a folder of references."""
    parts = [OPENING]
    for family in dict.fromkeys(sorted(each.family for each in results)):
        of_family = [each for each in results if each.family == family]
        methods = ", ".join(f"`{name}`" for name in methods_of(family))
        rows = [dict(zip(HEADINGS, _cells(each), strict=True)) for each in of_family]
        parts += [
            f"## {family.replace('_', ' ').capitalize()}",
            f"Methods checked: {methods}.",
            markdown_table(rows),
        ]
    agreed, total = (sum(getattr(each, name) for each in results) for name in ("passed", "total"))
    parts.append(f"In all {agreed:,} of {total:,} answers agree.")
    return "\n\n".join(parts) + "\n"


def rows_of(page: str) -> list[Row]:
    """The files on a printed page, each with its family."""
    rows, family = [], ""
    for line in page.splitlines():
        if line.startswith("## "):
            family = line[3:].lower().replace(" ", "_")
        cells = [each.strip() for each in line.strip("|").split("|")]
        if len(cells) == len(HEADINGS) and re.fullmatch(r"[\d,]+", cells[1]):
            agreed, total = (int(each.replace(",", "")) for each in cells[1:3])
            rows.append(Row(family, cells[0].strip("`"), agreed, total, cells[3]))
    return rows


def _cells(result: Result) -> tuple[str, ...]:
    said = result.said.removeprefix("at ")
    return f"`{result.name}`", f"{result.passed:,}", f"{result.total:,}", said
