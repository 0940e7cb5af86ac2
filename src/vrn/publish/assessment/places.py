"""Chapter: where it happens, by district and police neighbourhood: shares, rates and a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.findings import areas
from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.shares import columns_of, in_order, in_step, series_of
from vrn.publish.assessment.writing import ALL, Brief, aside, label_in, said, withheld_words
from vrn.publish.document import Chart, Heading, Name, Paragraph, Series, Span
from vrn.publish.phrases import figure_table, listed, names_of
from vrn.publish.rules import against, leaders, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Block
    from vrn.release.figure import Figure

_COMPARED = {
    "above": "It is higher in",
    "below": "It is lower in",
    "similar to": "It is about the same in",
    "not comparable with": "No comparison can be made for",
}
_LEVELS = {"district": "district", "neighbourhood": "police neighbourhood"}


def write_places(brief: Brief) -> tuple[Block, ...]:
    """The chapter; a place that cannot be set beside another is not ranked."""
    return (
        Heading("Where", "where"),
        Paragraph(areas(brief)),
        Paragraph(_against_the_whole(brief)),
        _rates_chart(brief, "bars"),
        _rates_chart(brief, "map"),
        Paragraph(
            (
                "Residents are the wrong number to divide by in a city centre, where many more "
                "people work, shop and go out than live. A high rate there says where offences "
                "happen, not how likely a resident is to be harmed. ",
            )
        ),
        Heading("Shares of the whole", "area-shares", level=2),
        _shares_chart(brief, "district"),
        _shares_chart(brief, "neighbourhood"),
        Paragraph(
            (
                "Police neighbourhoods are areas of local policing; outside a city they may be "
                "whole districts, and then the two charts say the same of them. Offences that "
                "could not be placed in a district are ",
                *said(brief.one("share_not_placed"), after=" per cent"),
                " of all, and those that could not be placed in a police neighbourhood ",
                *said(brief.one("share_without_neighbourhood"), after=" per cent"),
                ": they are in no bar. ",
            )
        ),
    )


def _rates(brief: Brief) -> tuple[Figure, ...]:
    return brief.row("serious_violence_rate", "district")


def _against_the_whole(brief: Brief) -> tuple[Span, ...]:
    """How each district's rate stands to the whole area's, by the stated rule."""
    whole = brief.one("serious_violence_rate")
    groups: dict[str, list[Figure]] = {}
    for figure in ranked(_rates(brief)):
        groups.setdefault(against(figure, whole), []).append(figure)
    spans: list[Span] = [
        "The whole area's rate is ",
        *said(whole),
        " ",
        Name(whole.unit),
        ". ",
    ]
    for word, figures in groups.items():
        spans += [f"{_COMPARED[word]} ", *names_of(figures), ". "]
    return tuple(spans)


def _rates_chart(brief: Brief, kind: str) -> Chart:
    """Rates by district as ranked bars, or as the map that stands beside them."""
    rates = ranked(_rates(brief))
    hidden = tuple(figure for figure in _rates(brief) if not figure.is_shown)
    order = (*rates, *hidden)
    counts = {f.place.code: f for f in brief.row("serious_violence", "district")}
    source = brief.source(OFFENCES, residents=True)
    is_map = kind == "map"
    return Chart(
        key=f"rates-{kind}-by-district",
        kind=kind,
        title=_rate_title(order) if not is_map else ("Rates of serious violence by district",),
        subtitle=(
            Name(
                f"Serious violence, {order[0].unit}, {brief.area.name}, "
                f"{brief.periods.period.label}"
            ),
        ),
        sentence=_rate_range(rates),
        source=(*source, *withheld_words(order)),
        table=figure_table(
            f"rates-{kind}-by-district-table",
            ("Serious violence by district",),
            head="District",
            columns=(
                ("Number", [counts[figure.place.code] for figure in order]),
                (Name(f"Rate, {order[0].unit}"), order),
            ),
            labels=[figure.place.name for figure in order],
            source=source,
        ),
        series=(Series("District", order),),
        by="district",
        outline=brief.districts if is_map else None,
    )


def _rate_title(rates: Sequence[Figure]) -> tuple[Span, ...]:
    first, _ = leaders(rates)
    if not first:
        return ("Rates of serious violence by district",)
    if len(first) == 1:
        return ("The rate of serious violence is the highest in ", *names_of(first))
    return ("The rates of serious violence are among the highest in ", *names_of(first))


def _rate_range(rates: Sequence[Figure]) -> tuple[Span, ...]:
    if not rates:
        return ("No rate by district can be shown. ",)
    return (
        "Rates run from ",
        Name(rates[-1].place.name),
        *aside(rates[-1]),
        " to ",
        Name(rates[0].place.name),
        *aside(rates[0]),
        ". ",
    )


def _shares_chart(brief: Brief, place: str) -> Chart:
    """The share of each place in the whole area's offences, both age groups side by side."""
    level = _LEVELS[place]
    rows = {age: brief.row("serious_violence_share", place, age=age) for age in brief.ages}
    order = in_order(rows[ALL], place)
    shares = {age: in_step(row, place, order) for age, row in rows.items()}
    counts = {
        age: in_step(brief.row("serious_violence", place, age=age), place, order)
        for age in brief.ages
    }
    every = [figure for row in shares.values() for figure in row]
    source = brief.source(OFFENCES)
    return Chart(
        key=f"shares-by-{place}",
        kind="bars",
        title=_share_title(shares[ALL], place),
        subtitle=(
            Name(
                f"Per cent of each age group's offences, {brief.area.name}, "
                f"{brief.periods.period.label}"
            ),
        ),
        sentence=_largest(shares, place),
        source=(*source, *withheld_words(every)),
        table=figure_table(
            f"shares-by-{place}-table",
            (f"Serious violence by {level}: number, and per cent of the whole area",),
            head=level.capitalize(),
            columns=columns_of(counts, shares),
            labels=[figure.label_of(place) for figure in shares[ALL]],
            source=source,
        ),
        series=series_of(shares),
        by=place,
    )


def _share_title(shares: Sequence[Figure], place: str) -> tuple[Span, ...]:
    first, _ = leaders(shares)
    level = _LEVELS[place]
    if not first:
        return (f"Shares of serious violence by {level}",)
    names = listed([(label_in(figure, place),) for figure in first])
    if len(first) > 1:
        return ("The shares of serious violence are among the largest in ", *names)
    return (f"The {level} with the largest share of serious violence is ", *names)


def _largest(shares: dict[str, tuple[Figure, ...]], place: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for age, row in shares.items():
        shown = ranked(row)
        if not shown:
            spans += ["No share can be shown for ", Name(age), ". "]
            continue
        spans += ["Largest for " if age == ALL else "For people ", Name(age), ": "]
        spans += [label_in(shown[0], place), *aside(shown[0], after=" per cent"), ". "]
    return tuple(spans)
