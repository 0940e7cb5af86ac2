"""Chapter: the bridge between two definitions, class by class, with nothing left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import OFFENCES, base_of
from vrn.publish.assessment.writing import ALL, Brief, aside, plainly, withheld_words
from vrn.publish.document import Heading, Name, Paragraph, Span, Table

if TYPE_CHECKING:
    from vrn.publish.document import Block, Cell
    from vrn.release.figure import Figure


class UnequalBridgeError(ValueError):
    """The classes between two definitions do not add up to their difference."""


def write_bridge(brief: Brief) -> tuple[Block, ...]:
    """The chapter: two totals, what lies between them by reason, and the remainder."""
    here, there = brief.definitions[brief.definition], brief.definitions[brief.beside]
    return (
        Heading("From one definition to the other", "bridge"),
        Paragraph(
            (
                "The same records give two totals, for two definitions count different things: ",
                Name(here.short_title),
                " (",
                Name(here.id),
                ") and ",
                Name(there.short_title),
                " (",
                Name(there.id),
                "). ",
                Name(there.statement),
                " The table names every reason for the difference; each record stands in one row "
                "alone. ",
            )
        ),
        _bridge_table(brief),
        Paragraph(_not_classified(brief)),
    )


def _bridge_table(brief: Brief) -> Table:
    held = {f.code_of("definition"): f for f in _whole(brief)}
    first, last = held[brief.definition], held[brief.beside]
    more = _classes(held, brief.beside)
    fewer = _classes(held, brief.definition)
    rows: list[tuple[Cell, ...]] = [(Name(f"Counted under {brief.definition}"), "in all", first)]
    rows += [(Name(f"and, under {brief.beside} alone"), Name(_reason(f)), f) for f in more]
    rows += [(Name(f"less, under {brief.definition} alone"), Name(_reason(f)), f) for f in fewer]
    rows.append((Name(f"Counted under {brief.beside}"), "in all", last))
    rows.append(
        ("Remainder", "explained by no row", remainder(first, last, more=more, fewer=fewer))
    )
    source = brief.source(OFFENCES, definitions=(brief.definition, brief.beside))
    return Table(
        key="bridge-table",
        title=(
            "From ",
            Name(brief.definition),
            " to ",
            Name(brief.beside),
            ": offences, ",
            Name(brief.periods.period.label),
        ),
        columns=("Step", "Because", "Offences"),
        rows=tuple(rows),
        numeric=(False, False, True),
        source=(*source, *withheld_words(held.values())),
    )


def _whole(brief: Brief) -> tuple[Figure, ...]:
    """The counts of every definition and class, all ages, over the period."""
    split = base_of("serious_violence")
    figures = brief.cube("serious_violence", split=split, period=brief.periods.period).figures
    return tuple(figure for figure in figures if figure.code_of("age_group") == ALL)


def _classes(held: dict[str, Figure], name: str) -> list[Figure]:
    """The classes that only the named definition holds: codes such as "duty-2023: sexual"."""
    return [figure for code, figure in held.items() if code.startswith(f"{name}: ")]


def _reason(figure: Figure) -> str:
    return figure.code_of("definition").partition(": ")[2]


def remainder(
    first: Figure, last: Figure, *, more: list[Figure], fewer: list[Figure]
) -> str | Name:
    """What the classes leave unexplained: "0", or that a withheld class hides it.

    Raises UnequalBridgeError where it is anything else: such a document must not be written.
    """
    every = (first, last, *more, *fewer)
    if not all(figure.is_shown for figure in every):
        return "cannot be shown: a class is withheld"
    left = _sum([last]) - _sum([first]) - _sum(more) + _sum(fewer)
    if left:
        raise UnequalBridgeError(
            f"the bridge from {first.code_of('definition')} to {last.code_of('definition')} leaves "
            f"{left} offences unexplained: a class is missing or counted twice"
        )
    return Name("0")


def _sum(figures: list[Figure]) -> int:
    return sum(round(figure.value or 0.0) for figure in figures)


def _not_classified(brief: Brief) -> tuple[Span, ...]:
    return (
        "Of ",
        *plainly(brief.one("offences_recorded")),
        " offences of every kind in the police's files for the period, ",
        *plainly(brief.one("offences_not_classified")),
        *aside(brief.one("share_not_classified"), after=" per cent"),
        " bear a code that no definition knows. They are counted as not classified, and are in "
        "neither total. ",
    )
