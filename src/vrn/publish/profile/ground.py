"""Chapters: how rows were placed, the methods, the sources with their licences, and the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.document import Block, Box, Heading, Link, Name, Paragraph, Span, Table
from vrn.publish.phrases import figure_table, listed, period_name, with_interval
from vrn.publish.profile.writing import Brief, source_line
from vrn.publish.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.terms import Period

LIMITS: tuple[tuple[Span, ...], ...] = (
    ("The time of day, and the day: only the month is published.",),
    ("Whether a knife or another weapon was used.",),
    (
        "The age, sex or any other fact of a victim or a suspect, so no figure for people under ",
        Name("25"),
        ".",
    ),
    (
        "Whether an offence was in a public place, or was domestic: violence and sexual offences "
        "are published as one category.",
    ),
    (
        "The exact place: each point is moved to the nearest of a fixed list of points, and its "
        "small area is that of the point.",
    ),
    ("What was never reported to the police.",),
    ("Counts that changed later: each month is as it was when its file was published.",),
)


def write_placing(brief: Brief) -> tuple[Block, ...]:
    """How every row found its small area, with the counts of each way."""
    placed = [
        brief.cube("all_recorded", split=("placement",), period=run).figures
        for run in brief.periods.runs
    ]
    return (
        Heading("How the records were placed", "placing"),
        Paragraph(
            (
                "The codes of small areas change vintage inside the series. All were brought to "
                "the vintage of ",
                Name(brief.vintage),
                " by the published lookup; where an area was split or redrawn, by the position of "
                "the point. What has no place, or lies outside the area, is left out of every rate "
                "and map. ",
                *(span for run in brief.periods.runs for span in _left_out(brief, run)),
            )
        ),
        figure_table(
            "placing-table",
            ("Records by the way in which they were placed",),
            head="Way",
            columns=[
                (Name(run.label), figures)
                for run, figures in zip(brief.periods.runs, placed, strict=True)
            ],
            labels=[figure.label_of("placement") for figure in placed[0]],
            source=source_line(brief),
        ),
    )


def _left_out(brief: Brief, run: Period) -> tuple[Span, ...]:
    return (
        "Of the records of ",
        period_name(run),
        ", ",
        *with_interval(brief.figure("share_without_place", run)),
        " per cent have no place and ",
        *with_interval(brief.figure("share_outside", run)),
        " per cent lie outside the area. ",
    )


def write_methods(brief: Brief) -> tuple[Block, ...]:
    """The methods in words: rates, intervals, the rules for words, and what a click shows."""
    return (
        Heading("Methods", "methods"),
        Paragraph(
            (
                "Rates are offences placed in the area for every ",
                Name("1,000"),
                " residents, by ",
                Name(brief.residents_label),
                ". Their intervals are ",
                Name("95%"),
                " limits by Byar's method, exact for counts below ten. Shares have Wilson's "
                "limits. A ratio of two years has exact limits given their sum. ",
            )
        ),
        Paragraph(("Words are used by rule: ",)),
        Box("Rules for words", tuple((rule,) for rule in RULES)),
        Paragraph(
            (
                "Every number in this document is a released figure. In the web page each one "
                "leads to its measure, cut, code version, method, numerator and denominator, and "
                "to the files it rests on with their digests. ",
            )
        ),
    )


def write_sources(brief: Brief) -> tuple[Block, ...]:
    """The supplies with their licences and digests, and how many rows were held back."""
    return (
        Heading("Sources and licences", "sources"),
        Paragraph(
            (
                "Everything here rests on data published under an open licence. "
                "Each file was received under the text named beside it; rows that failed a check "
                "were held back and are kept aside with the reason. ",
            )
        ),
        _supplies_table(brief),
        *(Paragraph(_licence(facts)) for facts in _licences(brief)),
        Heading("What these data cannot show", "limits"),
        Box("Not in these files", LIMITS),
    )


def _supplies_table(brief: Brief) -> Table:
    read, held = (
        brief.cube("rows_read", split=("supply",)),
        brief.cube("rows_held_back", split=("supply",)),
    )
    rows = []
    for receipt in sorted(brief.supplies, key=lambda key: _order(brief.supplies[key])):
        facts = brief.supplies[receipt]
        rows.append(
            (
                Name(str(facts["title"])),
                Name(str(facts["file"])),
                Name(str(facts["sha256"])[:16] + "…"),
                read.at(supply=receipt),
                held.at(supply=receipt),
            )
        )
    return Table(
        key="supplies-table",
        title=("The files of the cut that this document is made from",),
        columns=("Agreement", "File", Name("SHA-256 (start)"), "Rows read", "Rows held back"),
        rows=tuple(rows),
        numeric=(False, False, False, True, True),
        source=(Name(f"Source: receipts of cut {brief.cut}."),),
    )


def licence_line(brief: Brief) -> tuple[Span, ...]:
    """The attribution that stands at the end of every format: the licences, once each."""
    found = {str(licence["name"]): str(licence["url"]) for licence in _licences(brief)}
    links: list[tuple[Span, ...]] = [
        (Link(Name(name), address),) for name, address in sorted(found.items())
    ]
    return ("Contains data of the publishers named under Sources, used under the ", *listed(links))


def _order(facts: Mapping[str, Any]) -> tuple[str, str]:
    return (str(facts["title"]), str(facts["file"]))


def _licences(brief: Brief) -> list[Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for facts in brief.supplies.values():
        licence = facts["licence"]
        if isinstance(licence, dict):
            found.setdefault(str(licence["statement"]), licence)
    return [found[key] for key in sorted(found)]


def _licence(licence: Mapping[str, Any]) -> tuple[Span, ...]:
    return (
        Name(str(licence["statement"])),
        " (",
        Link("read the licence", str(licence["url"])),
        "). ",
    )
