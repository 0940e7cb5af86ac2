"""Chapter: few places and few people hold much of it, and how near in time and place it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.funnel import draw_districts
from vrn.publish.assessment.measures import (
    BY_CHANCE,
    FUNNEL,
    HALVES,
    NEAR_REPEAT,
    STANDARDISED,
    TOGETHER,
)
from vrn.publish.assessment.plan import OFFENCES, PEOPLE
from vrn.publish.assessment.writing import Brief, plainly, said, withheld_words
from vrn.publish.document import Chart, Heading, Name, Paragraph, Series
from vrn.publish.phrases import figure_table, listed
from vrn.publish.rules import Direction, direction, leaders, printed_limits, ranked

if TYPE_CHECKING:
    from vrn.publish.document import Block, Spans
    from vrn.release.figure import Figure

TITLE, KEY = "Few places, few people", "concentration"
PLACES, *PEOPLES = HALVES
LABELS = {PLACES: "Small areas", PEOPLES[0]: "Victims", PEOPLES[1]: "Suspects"}
_HOLD = {PLACES: "small areas", PEOPLES[0]: "victims", PEOPLES[1]: "suspects"}
_PER_CENT = " per cent"


def write_patterns(brief: Brief) -> tuple[Block, ...]:
    """The chapter; no place is named in it, for which places they are is operational."""
    return (
        Heading(TITLE, KEY),
        Paragraph(half_sentence(PLACES, *_pair(brief, PLACES))),
        *_people(brief),
        _halves_chart(brief),
        Heading("Close together in place and time", "close-together", level=2),
        Paragraph(near_sentence(brief.one(NEAR_REPEAT))),
        Paragraph(together_sentence(*(brief.one(name) for name in TOGETHER))),
        Paragraph(
            (
                "Which places these are is shown to named people for a stated purpose, and stands "
                "in no document. What lies together says nothing of why. ",
            )
        ),
        Heading("Do districts differ by more than chance?", "districts-differ", level=2),
        Paragraph(funnel_sentence(*(brief.one(name) for name in FUNNEL))),
        *(chart for chart in (draw_districts(brief),) if chart),
        *_standardised(brief),
    )


def _pair(brief: Brief, name: str) -> tuple[Figure, Figure]:
    return brief.one(name), brief.one(f"{name}{BY_CHANCE}")


def half_sentence(name: str, few: Figure, chance: Figure) -> Spans:
    """How few hold half, beside what chance alone would give, by the interval of the second."""
    what = _HOLD[name]
    if not few.is_shown:
        return (f"How few {what} hold half of serious violence cannot be said: ", *_why(few))
    opening: Spans = (
        "Half of serious violence lies in "
        if name == PLACES
        else f"Half of all records of {what} are of ",
        *plainly(few, after=_PER_CENT),
        f" of {what if name == PLACES else 'them'}",
    )
    if not chance.is_shown:
        return (*opening, "; what chance alone would give cannot be said: ", *_why(chance))
    word = "fewer than" if is_concentrated(few, chance) else "no fewer than"
    return (
        *opening,
        f", {word} by chance: scattered among residents by lot, it would be ",
        *said(chance, after=_PER_CENT),
        ". ",
    )


def is_concentrated(few: Figure, chance: Figure) -> bool:
    """Whether the share that holds half lies below the interval of what chance gives."""
    if not few.is_shown or not chance.is_shown:
        return False
    return printed_limits(few)[1] < printed_limits(chance)[0]


def _why(figure: Figure) -> Spans:
    return (Name(figure.reason), ". ") if figure.reason else ("no interval is given. ",)


def _halves(brief: Brief) -> tuple[str, ...]:
    return HALVES if brief.holds(PEOPLE) else HALVES[:1]


def _people(brief: Brief) -> tuple[Block, ...]:
    if not brief.holds(PEOPLE):
        return (Paragraph(not_available(PEOPLE, what="How few people hold half of it")),)
    spans = tuple(span for name in PEOPLES for span in half_sentence(name, *_pair(brief, name)))
    return (
        Paragraph(
            (
                *spans,
                "If nobody were recorded twice it would be a half. The longer the period, the "
                "fewer they are; a suspect of whom nothing is known is not among them. ",
            )
        ),
    )


def _halves_chart(brief: Brief) -> Chart:
    names = _halves(brief)
    found = tuple(brief.one(name) for name in names)
    chance = tuple(brief.one(f"{name}{BY_CHANCE}") for name in names)
    labels = tuple(LABELS[name] for name in names)
    source = brief.source(*((OFFENCES, PEOPLE) if brief.holds(PEOPLE) else (OFFENCES,)),
                          residents=True)  # fmt: skip
    return Chart(
        key="halves-chart",
        kind="bars",
        title=halves_title(dict(zip(names, zip(found, chance, strict=True), strict=True))),
        subtitle=(
            Name(
                "Per cent of small areas and of people recorded that hold half of serious "
                f"violence, {brief.area.name}, {brief.periods.period.label}"
            ),
        ),
        sentence=(
            "The shorter a bar beside that of chance, the fewer hold half. Only what chance gives "
            "has an interval: the same records choose the few and are counted in them. ",
        ),
        source=(*source, *withheld_words((*found, *chance))),
        table=figure_table(
            "halves-chart-table",
            ("How few hold half of serious violence, per cent",),
            head="Of all",
            columns=(("As recorded", found), ("By chance", chance)),
            labels=labels,
            source=source,
        ),
        series=(Series("As recorded", found), Series("By chance", chance)),
        labels=labels,
    )


def halves_title(found: dict[str, tuple[Figure, Figure]]) -> Spans:
    """Of whom fewer than by chance hold half."""
    names = [_HOLD[name] for name, pair in found.items() if is_concentrated(*pair)]
    if not names:
        return ("How few hold half of serious violence",)
    parts: list[Spans] = [(name,) for name in names]
    return ("Fewer ", *listed(parts), " than by chance hold half of serious violence")


def near_sentence(ratio: Figure) -> Spans:
    """Whether offences follow each other closer than chance, by the interval of the ratio."""
    opening = {
        Direction.ROSE: "Offences follow each other closer than chance: ",
        Direction.FELL: "Offences follow each other less closely than chance: ",
        Direction.NO_CLEAR_CHANGE: "Offences do not clearly follow each other: ",
    }.get(direction(ratio))
    if opening is None:
        return ("Whether offences follow each other closely cannot be said: ", *_why(ratio))
    return (
        opening,
        "pairs within ",
        Name("200 metres and 14 days"),
        " are ",
        *said(ratio, after=" times"),
        " as many as if their days were dealt again among the same places (near repeats). A change "
        "over the period in where offences can happen looks the same. ",
    )


def together_sentence(hot: Figure, share: Figure, number: Figure) -> Spans:
    """The shares in hot spots and in clusters, and how many clusters there are."""
    spans: list[Spans] = []
    if hot.is_shown:
        spans.append((*said(hot, after=_PER_CENT), " of offences lie in hot spots. "))
    else:
        spans.append(("How many offences lie in hot spots cannot be said: ", *_why(hot)))
    if not number.is_shown or not share.is_shown:
        hidden = share if number.is_shown else number
        spans.append(("What lies in clusters of place and time cannot be said: ", *_why(hidden)))
    elif not number.value:
        spans.append(("No cluster of place and time stands out from chance. ",))
    else:
        spans.append(
            (
                "Clusters of place and time that stand out from chance: ",
                *plainly(number),
                ", with ",
                *said(share, after=_PER_CENT),
                " of offences. A town centre is mostly one, since more people are there than live "
                "there. ",
            )
        )
    return tuple(span for part in spans for span in part)


def funnel_sentence(spread: Figure, outside: Figure) -> Spans:
    """How far districts spread beyond chance, and whether any stands out from that."""
    told: Spans = ("Whether districts differ beyond chance cannot be said: ", *_why(spread))
    if spread.is_shown:
        told = (
            "The mean square of how far districts lie from the whole area's rate is ",
            *plainly(spread, after=" times"),
            " what chance alone gives numbers of their size. ",
        )
    if not outside.is_shown:
        more: Spans = ("Whether one stands out cannot be said: ", *_why(outside))
    elif outside.value:
        more = (
            "Outside a funnel that allows for how much all of them differ: ",
            *plainly(outside),
            " of them. ",
        )
    else:
        more = ("None lies outside a funnel that allows for how much all of them differ. ",)
    return (*told, *more, "No district is better or worse by it, and it does not say why. ")


def _standardised(brief: Brief) -> tuple[Block, ...]:
    """Rates by district as if all had the same ages, of victims and of suspects."""
    if not brief.holds(PEOPLE):
        return (Paragraph(not_available(PEOPLE, what="Rates as if all places had the same ages")),)
    return (
        Paragraph(
            (
                "Districts also differ in how old their residents are. A standardised rate is what "
                "a place would have with the ages of one standard population: made to compare, and "
                "no rate that anybody lives under. Whole area: ",
                *said(brief.one(STANDARDISED[0])),
                " victims and ",
                *said(brief.one(STANDARDISED[1])),
                " suspects for every ",
                Name("1,000"),
                " residents over the period. ",
            )
        ),
        *(_standardised_chart(brief, name) for name in STANDARDISED),
    )


def _standardised_chart(brief: Brief, name: str) -> Chart:
    rates = brief.row(name, "district")
    order = (*ranked(rates), *(figure for figure in rates if not figure.is_shown))
    role = name.partition("_")[0]
    source = brief.source(PEOPLE, residents=True)
    key = f"standardised-{role}"
    return Chart(
        key=key,
        kind="bars",
        title=standardised_title(order, role),
        subtitle=(
            Name(
                f"Different {role}, {order[0].unit}, as if every district had the same ages; "
                f"{brief.area.name}, {brief.periods.period.label}"
            ),
        ),
        sentence=_range(order),
        source=(*source, *withheld_words(order)),
        table=figure_table(
            f"{key}-table",
            (f"Standardised rates of {role} by district",),
            head="District",
            columns=((Name(f"Rate, {order[0].unit}"), order),),
            labels=[figure.place.name for figure in order],
            source=source,
        ),
        series=(Series("District", order),),
        by="district",
    )


def standardised_title(rates: tuple[Figure, ...], role: str) -> Spans:
    """Where the standardised rate is the highest, only as strongly as the intervals allow."""
    first, _ = leaders(rates)
    if not first:
        return (f"Standardised rates of {role} by district",)
    names = listed([(Name(figure.place.name),) for figure in first])
    if len(first) > 1:
        return (f"At the same ages, the rates of {role} are among the highest in ", *names)
    return (f"At the same ages, the rate of {role} is the highest in ", *names)


def _range(rates: tuple[Figure, ...]) -> Spans:
    shown = ranked(rates)
    if not shown:
        return ("No rate by district can be shown. ",)
    low, high = shown[-1], shown[0]
    return (
        "Rates run from ",
        Name(low.place.name),
        " (",
        *plainly(low),
        ") to ",
        Name(high.place.name),
        " (",
        *plainly(high),
        "). ",
    )
