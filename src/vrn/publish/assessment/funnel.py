"""The districts in a funnel: whether they differ by more than chance, and which lie outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.writing import Brief, withheld_words
from vrn.publish.document import Chart, Name, Series, Shown, Table
from vrn.publish.funnelled import HIGH, LOW, WITHIN, Funnelled
from vrn.publish.phrases import names_of
from vrn.publish.rules import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Cell, Span
    from vrn.release.figure import Figure

KEY = "districts-funnel"
LIMITS = Name("99.8 per cent")
_SAID = {HIGH: "above", LOW: "below", WITHIN: "within", "": "not judged"}
_CAUTION = (
    "Rates are of residents, and a town draws people from outside: a place may lie outside for who "
    "comes there, and no district is better or worse by it. "
)


def draw_districts(brief: Brief) -> Chart | None:
    """The funnel of the districts' rates over the period; None where fewer than two are shown."""
    rates = brief.row("serious_violence_rate", "district")
    order = (*ranked(rates), *(figure for figure in rates if not figure.is_shown))
    found = brief.funnel(order)
    if found is None:
        return None
    funnelled = Funnelled(
        centre=found.centre, sizes=found.sizes, limits=found.limits, sides=found.sides
    )
    source = brief.source(OFFENCES, residents=True)
    return Chart(
        key=KEY,
        kind="funnel",
        title=funnel_title(order, funnelled),
        subtitle=(
            Name(
                f"Serious violence, {order[0].unit}, by number of residents; {brief.area.name}, "
                f"{brief.periods.period.label}"
            ),
        ),
        sentence=(*outside_words(order, funnelled), _CAUTION),
        source=(*source, *withheld_words(order)),
        table=_table(order, funnelled, source),
        series=(Series("District", order),),
        by="district",
        funnelled=funnelled,
    )


def funnel_title(rates: Sequence[Figure], found: Funnelled) -> tuple[Span, ...]:
    """Which district stands out from how much all differ; or that they differ, or do not."""
    beyond = _of(rates, found, place=1)
    if beyond:
        verb = " stands out" if len(beyond) == 1 else " stand out"
        return (*names_of(beyond), f"{verb} from how much districts differ anyway")
    if _of(rates, found, place=0):
        return ("Districts differ by more than chance, and none stands out from that",)
    return ("Districts differ by no more than chance",)


def outside_words(rates: Sequence[Figure], found: Funnelled) -> tuple[Span, ...]:
    """The districts above and below the limits of chance, and beyond the wider ones, by name."""
    spans: list[Span] = []
    for side, word in ((HIGH, "Above"), (LOW, "Below")):
        if named := _of(rates, found, place=0, sides=(side,)):
            spans += [f"{word} the ", LIMITS, " limits of chance: ", *names_of(named), ". "]
    if not spans:
        spans += ["No district lies outside the ", LIMITS, " limits of chance. "]
    if not found.has_wider:
        spans.append("With so few districts it cannot be told how much they differ anyway. ")
        return tuple(spans)
    for side, word in ((HIGH, "above"), (LOW, "below")):
        if named := _of(rates, found, place=1, sides=(side,)):
            spans += ["Also ", word, " limits that allow for how much districts differ anyway: "]
            spans += [*names_of(named), ". "]
    if not _of(rates, found, place=1):
        spans.append("Limits that allow for how much districts differ anyway hold all of them. ")
    return tuple(spans)


def _of(
    rates: Sequence[Figure], found: Funnelled, *, place: int, sides: tuple[str, ...] = (HIGH, LOW)
) -> list[Figure]:
    """The figures on these sides of the limits of chance (place 0) or of the wider ones (1)."""
    pairs = zip(rates, found.sides, strict=True)
    return [figure for figure, each in pairs if each[place] in sides]


def _table(rates: Sequence[Figure], found: Funnelled, source: tuple[Span, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Name(figure.place.name),
            _part(figure, "numerator"),
            _part(figure, "denominator"),
            figure,
            _SAID[by_chance],
            _SAID[beyond],
        )
        for figure, (by_chance, beyond) in zip(rates, found.sides, strict=True)
    ]
    return Table(
        key=f"{KEY}-table",
        title=("Districts in their funnel",),
        columns=(
            *("District", "Offences", "Residents", Name(f"Rate, {rates[0].unit}")),
            *("Limits of chance", "Wider limits"),
        ),
        rows=tuple(rows),
        numeric=(False, True, True, True, False, False),
        source=source,
    )


def _part(figure: Figure, aspect: str) -> Cell:
    return Shown(figure, aspect) if figure.is_shown else figure.state.value
