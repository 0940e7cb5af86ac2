"""The report: sections with a table each, printed as Markdown for the terminal and for docs."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLES = {
    "intake": ("Intake",),
    "linking": ("Linkage, 100,000 records", "Linkage, 1,000,000 records"),
    "measures": ("Measures",),
    "publishing": ("Publishing",),
    "pages": ("Pages, made-up area", "Pages, real area"),
    "starting": ("Start-up", "Memory"),
    "store": ("Store",),
    "cut": ("Cut", "Cut made durable"),
    "release": ("Release, the lattice", "Release, one cube"),
    "assessment": ("Assessment",),
    "violence": ("Dashboard of serious violence",),
    "standardising": ("Standardised rates", "Grouped rates"),
    "control_charts": ("Control charts",),
    "spatial": ("Gi*",),
    "scan": ("Scan",),
    "series": ("Interrupted series",),
    "near_repeat": ("Near repeat",),
}
"""The benches in their order, and the titles of the sections that each of them gives in full."""
_HEADINGS = "; ".join(title for titles in TITLES.values() for title in titles)
OPENING = f"""\
# Performance

Printed by `python -m bench --write docs/performance.md`; do not edit. `make bench` prints the same
to the terminal, and `python -m bench --small` is a quick run.

These are the numbers of one run on one shared, noisy machine. Trust the ratios rather than the
seconds: each was taken in turns with its peer (A B A B) in the same run, after a warm-up. A time is
the median, with the least and the most in brackets; a ratio is ours over the peer's, taken pair by
pair, so 2.0 means that ours took twice as long; a time without brackets was taken once. Where sides
answer one question (intake, measures, store, cut, release, the statistics), their answers are
compared before a time is printed: a disagreement stops the run. Linkage is scored against the
truth.

{fill(f"It holds: {_HEADINGS}.", width=100)}
"""


@dataclass
class Section:
    """One bench in the report: what was done, its table, and what to keep in mind."""

    title: str
    about: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_markdown(self) -> str:
        """The section as Markdown, its table's columns set to one width."""
        lines = [f"## {self.title}", "", self.about, ""]
        if self.rows:
            lines += [*table_of([self.head, *self.rows]), ""]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines).rstrip() + "\n"


def write_report(sections: Sequence[Section], *, machine: Mapping[str, str]) -> str:
    """The whole report as Markdown."""
    facts = table_of([("machine", ""), *machine.items()])
    parts = [OPENING, "\n".join(facts) + "\n", *(section.as_markdown() for section in sections)]
    return "\n".join(parts)


def table_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table in Markdown, its columns set to one width; the first row is its head."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return [lines[0], rule, *lines[1:]]
