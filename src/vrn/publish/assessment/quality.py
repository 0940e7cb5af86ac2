"""Chapters: where the figures come from, what they leave out with its size, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import MODULES
from vrn.publish.assessment.plan import BENEATH, FEEDS, LEFT_OUT, OFFENCES, PEOPLE
from vrn.publish.assessment.writing import Brief, withheld_words
from vrn.publish.document import Box, Heading, Name, Paragraph, Table
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.publish.document import Block, Cell
    from vrn.release.figure import Figure

_NOT_IN = {
    "share_not_placed": "figures by district and police neighbourhood",
    "share_without_neighbourhood": "figures by police neighbourhood",
    "share_place_not_recorded": "figures by kind of place, but as “not recorded”",
    "share_time_not_known": "the hours, the peaks and the night-time economy",
    "share_victim_age_not_recorded": "figures of victims by age and age group",
    "share_without_suspect": "figures of suspects and of repeat involvement",
    "share_not_classified": "every figure of serious violence",
}
_GAPS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Violence that nobody reports",
        "Police records hold what was reported and recorded.",
        "Surveys of victims; hospitals' own counts of injuries",
        "Set a survey's reporting rate beside these numbers, with its source and its range.",
    ),
    (
        "Why it happens",
        "These are counts of what was recorded; they are not made to find causes.",
        "Research; partners' records of risk and protection, linked under agreement",
        "Choose the few questions that a link could answer, and agree a purpose for each.",
    ),
    (
        "How peaks changed while schools and venues were closed",
        "Hours are released for the whole period alone, so that small numbers stay safe.",
        "The analyst, from the police's records",
        "Ask for it as a finding.",
    ),
    (
        "Rates by ethnic group",
        "Ethnic group is not recorded for many people; only ratios with wide intervals are given.",
        "The police, who ask for it",
        "Improve recording first; then set rates beside residents by ethnic group and age.",
    ),
    (
        "Whether a knife was used, shown or only believed to be there",
        "One flag holds all three.",
        "The police, in the text of the record",
        "Ask for the flag in parts.",
    ),
    (
        "Schools, children's services, youth justice and probation",
        "No file of theirs has been received.",
        "Councils, schools, youth justice services and the probation service",
        "Agree what each question needs, and no more, before any file is sent.",
    ),
)


def write_quality(brief: Brief) -> tuple[Block, ...]:
    """The register of sources, and what every figure leaves out."""
    return (
        Heading("Data and quality", "quality"),
        Paragraph(
            (
                "Each file was checked when it came; rows that failed a check were held back and "
                "are kept aside with the reason. Names, birth dates and postcodes became tokens "
                "at the door, and are in no part of the store. ",
            )
        ),
        _register(brief),
        *_agreements(brief),
        Heading("What is left out", "left-out", level=2),
        Paragraph(
            (
                "Records that lack a place, an age or a time cannot be in figures that need one. "
                "They stay in the totals. Nothing was filled in or guessed. ",
            )
        ),
        _left_out(brief),
        *_missing_months(brief),
    )


def _register(brief: Brief) -> Table:
    """One row for each file: who sent it, what it is, its months, and the text that allows it."""
    held = _supplies_beneath(brief)
    keys = sorted(held, key=lambda key: _order(held[key]))
    counts = _rows_of_files(brief, keys)
    rows: list[tuple[Cell, ...]] = [
        (
            Name(f"{held[key]['supplier']}: {held[key]['title']}"),
            Name(str(held[key]["file"])),
            _months(held[key]),
            Name(_licence(held[key]) or "agreement, see below"),
            Name(str(held[key]["sha256"])[:12] + "…"),
            *(figures[number] for _, figures in counts),
        )
        for number, key in enumerate(keys)
    ]
    heads = ("What it is", "File", "Months", "Allowed by", Name("SHA-256 (start)"))
    return Table(
        key="source-register",
        title=("The files that this document is made from",),
        columns=(*heads, *(head for head, _ in counts)),
        rows=tuple(rows),
        numeric=(*(False for _ in heads), *(True for _ in counts)),
        source=(Name(f"Source: receipts of cut {brief.cut}."),),
    )


def _rows_of_files(brief: Brief, keys: Sequence[str]) -> list[tuple[str, list[Figure]]]:
    """Rows read and held back of each file, where everybody may see them; else no such columns.

    Those of files under an agreement are for the partners, and would close the whole document.
    """
    columns = []
    for head, name in (("Rows read", "rows_read"), ("Rows held back", "rows_held_back")):
        try:
            cube = brief.cube(name, split=("supply",), period=None)
            figures = [cube.at(supply=key) for key in keys]
        except KeyError:
            continue
        if all(figure.clearance <= Clearance.PUBLIC for figure in figures):
            columns.append((head, figures))
    return columns


def _order(facts: Mapping[str, object]) -> tuple[str, str, str]:
    return (str(facts["supplier"]), str(facts["title"]), str(facts["file"]))


def _months(facts: Mapping[str, object]) -> str | Name:
    first, last = facts.get("period_from"), facts.get("period_to")
    if not first:
        return "not by month"
    return Name(str(first) if first == last else f"{first} to {last}")


def _supplies_beneath(brief: Brief) -> dict[str, Mapping[str, object]]:
    """The supplies of the feeds that the assessment counts or rests on, by receipt."""
    wanted = (*FEEDS, *BENEATH)
    return {key: facts for key, facts in brief.supplies.items() if facts.get("feed") in wanted}


def _licence(facts: Mapping[str, object]) -> str:
    """The name of the licence of open data; empty for what an agreement lets be used."""
    licence = facts.get("licence")
    return str(licence.get("name") or "") if isinstance(licence, dict) else ""


def _agreements(brief: Brief) -> tuple[Block, ...]:
    """What each agreement is for, and the law that its flow rests on, once for each such text."""
    texts: dict[tuple[str, str], list[str]] = {}
    for facts in sorted(_supplies_beneath(brief).values(), key=_order):
        if not _licence(facts):
            key = (str(facts.get("purpose") or ""), str(facts.get("gateway") or ""))
            titles = texts.setdefault(key, [])
            if str(facts["title"]) not in titles:
                titles.append(str(facts["title"]))
    items = tuple(
        (Name(f"{'; '.join(titles)}. Purpose: {_said(purpose)} Gateway: {_said(gateway)}"),)
        for (purpose, gateway), titles in texts.items()
    )
    return (Box("What the agreements allow", items),) if items else ()


def _said(text: str) -> str:
    return f"{text.rstrip('.')}." if text else "not said in the agreement."


def _left_out(brief: Brief) -> Table:
    """Each share of what figures leave out, under both definitions."""
    of_people = {"share_victim_age_not_recorded", "share_without_suspect"}
    names = [name for name in LEFT_OUT if brief.holds(PEOPLE) or name not in of_people]
    both = (brief.definition, brief.beside)
    figures = {
        name: [brief.one(name, definition=definition) for definition in both]
        for name in (*names, "share_not_classified")
    }
    every = [figure for pair in figures.values() for figure in pair]
    return Table(
        key="left-out-table",
        title=("What is left out, per cent of offences under each definition",),
        columns=("Left out", *(Name(f"Per cent, {name}") for name in both), "Not in"),
        rows=tuple((Name(pair[0].title), *pair, _NOT_IN[name]) for name, pair in figures.items()),
        numeric=(False, True, True, False),
        source=(*brief.source(OFFENCES, definitions=both), *withheld_words(every)),
    )


def _missing_months(brief: Brief) -> tuple[Block, ...]:
    lacking = [m for m in brief.periods.period.months if m not in _held(brief)]
    if not lacking:
        return ()
    return (
        Paragraph(
            (
                "Not every month of the period is held, so figures over it are not available: ",
                Name(", ".join(lacking)),
                ". ",
            )
        ),
    )


def _held(brief: Brief) -> frozenset[str]:
    return frozenset(month for run in brief.periods.runs for month in run.months)


def write_gaps(brief: Brief) -> tuple[Block, ...]:
    """The gap register: what could not be answered, why, who would know, and the next step."""
    feeds: list[tuple[Cell, ...]] = [
        (module.tells, "No such file has been received.", module.holder, module.step)
        for feed, module in MODULES.items()
        if not brief.holds(feed)
    ]
    others: list[tuple[Cell, ...]] = [tuple(row) for row in _GAPS]
    return (
        Heading("What we cannot say yet", "gaps"),
        Paragraph(
            (
                "Questions that this assessment could not answer stand here, so that the next one "
                "can say which of them were closed. ",
            )
        ),
        Table(
            key="gap-register",
            title=("The gap register",),
            columns=("What is missing", "Why", "Who holds it", "Next step"),
            rows=(*feeds, *others),
            numeric=(False,) * 4,
            source=(Name(f"Source: the feeds held in cut {brief.cut}."),),
        ),
    )
