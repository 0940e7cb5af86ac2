"""Chapter: where offences were recorded, and how far they concentrate in few places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Block, Bullets, Chart, Heading, Name, Paragraph, Series, Span
from vrn.publish.phrases import (
    figure_table,
    interval,
    listed,
    names_of,
    period_name,
    value,
    with_interval,
)
from vrn.publish.profile.plan import TOPS, WATCHED
from vrn.publish.profile.writing import Brief, source_line
from vrn.publish.rules import against, highest, ranked
from vrn.terms import lower_first

if TYPE_CHECKING:
    from vrn.release.figure import Figure
    from vrn.release.outline import Outline

MAPPED = WATCHED[0]


def write_places(brief: Brief) -> tuple[Block, ...]:
    """The chapter: districts as bars and a map, small areas as a map, and concentration."""
    return (
        Heading("Where", "where"),
        *_districts(brief, MAPPED),
        Paragraph(
            (
                "Residents are the wrong number to divide by in a city centre, where many more "
                "people work, shop and go out than live. A high rate there says where offences "
                "happen, not how likely a resident is to be harmed. ",
            )
        ),
        *_map(brief, MAPPED, split="small_area", outline=brief.small_areas),
        Heading("How concentrated", "concentration", level=2),
        Paragraph(_concentration(brief, MAPPED)),
        Bullets(tuple(_concentration_item(brief, name) for name in WATCHED)),
    )


def _districts(brief: Brief, name: str) -> tuple[Block, ...]:
    """The districts beside one another; nothing where there are not two to set side by side."""
    sentence = highest_sentence(brief, name)
    if not sentence:
        return ()
    shapes = _map(brief, name, split="district", outline=brief.districts)
    return (Paragraph(sentence), _district_bars(brief, name), *shapes)


def highest_sentence(brief: Brief, name: str) -> tuple[Span, ...]:
    """Which district has the highest rate, said only as strongly as the intervals allow.

    Empty where fewer than two districts have a rate: one alone is not the highest of anything.
    """
    rates = ranked(_rates(brief, name, "district"))
    if len(rates) < 2:
        return ()
    top, whole = highest(rates), brief.year(f"{name}_rate")
    first = top[0]
    words = lower_first(brief.year(name).title)
    opening: tuple[Span, ...] = (
        f"The rate of {words} was the highest in ",
        Name(first.place.name),
    )
    if len(top) > 1:
        opening = (f"The rate of {words} was among the highest in ", *names_of(top))
    return (
        *opening,
        ": ",
        *with_interval(first),
        " ",
        Name(first.unit),
        f", {against(first, whole)} the whole area's ",
        value(whole),
        ". ",
    )


def concentration_sentence(brief: Brief, name: str) -> tuple[Span, ...]:
    """The share that the top twentieth of small areas hold, beside what chance alone would give."""
    share = brief.year(f"{name}_concentration_5")
    chance = brief.year(f"{name}_concentration_5_by_chance")
    words = lower_first(brief.year(name).title)
    if not share.is_shown:
        return (f"How far {words} concentrate cannot be said here: ", Name(share.reason), ". ")
    by_chance: tuple[Span, ...] = (
        "; if offences fell on residents by chance alone, it would be about ",
        value(chance),
        " per cent",
    )
    return (
        value(share),
        f" per cent of the {words} placed in the area lie in the one small area in twenty "
        "with the most",
        *(by_chance if chance.is_shown else ()),
        ". ",
    )


def _rates(brief: Brief, name: str, split: str) -> tuple[Figure, ...]:
    return brief.cube(f"{name}_rate", split=(split,), period=brief.periods.year).figures


def _district_bars(brief: Brief, name: str) -> Chart:
    rates, counts = ranked(_rates(brief, name, "district")), _counts(brief, name, "district")
    return Chart(
        key=f"{name}-by-district",
        kind="bars",
        title=_title(brief, name),
        subtitle=_subtitle(brief, rates[0]),
        sentence=(
            "Rates run from ",
            value(rates[-1]),
            " in ",
            Name(rates[-1].place.name),
            " to ",
            value(rates[0]),
            " in ",
            Name(rates[0].place.name),
            ". ",
        ),
        source=source_line(brief, residents=True),
        table=figure_table(
            f"{name}-by-district-table",
            (f"{counts[rates[0].place.code].title} by district",),
            head="District",
            columns=(
                ("Number", [counts[rate.place.code] for rate in rates]),
                (Name(f"Rate, {rates[0].unit}"), rates),
            ),
            labels=[rate.place.name for rate in rates],
            source=source_line(brief, residents=True),
        ),
        series=(Series("District", rates),),
        by="district",
    )


def _map(brief: Brief, name: str, *, split: str, outline: Outline) -> tuple[Chart, ...]:
    """The map, or nothing where no place has a rate."""
    rates, counts = ranked(_rates(brief, name, split)), _counts(brief, name, split)
    if not rates:
        return ()
    level = "district" if split == "district" else "small area"
    shown = rates if split == "district" else rates[:20]
    words = lower_first(counts[rates[0].place.code].title)
    chart = Chart(
        key=f"{name}-map-by-{split.replace('_', '-')}",
        kind="map",
        title=(f"Where {words} were recorded, by {level}",),
        subtitle=_subtitle(brief, rates[0]),
        sentence=_map_sentence(rates, level),
        source=source_line(brief, residents=True),
        table=figure_table(
            f"{name}-map-by-{split.replace('_', '-')}-table",
            (f"The {level}s with the highest rates of {words}",),
            head=level.capitalize(),
            columns=(
                ("Number", [counts[rate.place.code] for rate in shown]),
                (Name(f"Rate, {rates[0].unit}"), shown),
            ),
            labels=[rate.place.name for rate in shown],
            source=source_line(brief, residents=True),
        ),
        series=(Series(level, rates),),
        by=split,
        outline=outline,
        overlay=brief.districts,
    )
    return (chart,)


def _map_sentence(rates: tuple[Figure, ...], level: str) -> tuple[Span, ...]:
    top = highest(rates)
    if len(top) == 1:
        opening: tuple[Span, ...] = ("The highest rate was in ", Name(top[0].place.name), " (")
    else:
        opening = (f"The {level} with the largest rate, ", Name(top[0].place.name), " (")
    closing = (
        "). "
        if len(top) == 1
        else "), is among the highest and not clearly above every other: the intervals overlap. "
    )
    return (*opening, *_plain_interval(top[0]), closing)


def _plain_interval(figure: Figure) -> tuple[Span, ...]:
    if figure.lower is None:
        return (value(figure),)
    return (value(figure), ", ", interval(figure))


def _counts(brief: Brief, name: str, split: str) -> dict[str, Figure]:
    cube = brief.cube(name, split=(split,), period=brief.periods.year)
    return {figure.place.code: figure for figure in cube.figures}


def _title(brief: Brief, name: str) -> tuple[Span, ...]:
    top = highest(_rates(brief, name, "district"))
    title = brief.year(name).title
    if len(top) == 1:
        return (f"{title}: the highest rate is in ", Name(top[0].place.name))
    return (f"{title}: the rate is among the highest in ", *names_of(top))


def _subtitle(brief: Brief, figure: Figure) -> tuple[Span, ...]:
    period = figure.period.label if figure.period else ""
    return (Name(f"{figure.title}, {figure.unit}, {brief.area.name}, {period}"),)


def _concentration(brief: Brief, name: str) -> tuple[Span, ...]:
    year, sentence = brief.periods.year, concentration_sentence(brief, name)
    if year is None or not brief.year(f"{name}_concentration_5").is_shown:
        return sentence
    return (
        "In the year ",
        period_name(year),
        ", ",
        *sentence,
        "The same areas are both chosen and counted here, so no interval is given. ",
    )


def _concentration_item(brief: Brief, name: str) -> tuple[Span, ...]:
    shares = {top: brief.year(f"{name}_concentration_{top}") for top in TOPS}
    parts: list[tuple[Span, ...]] = [
        (value(share), " per cent in the top ", Name(f"{top}%"))
        for top, share in shares.items()
        if share.is_shown
    ]
    title = brief.year(name).title
    if not parts:
        return (f"{title}: cannot be said here",)
    return (f"{title}: ", *listed(parts), " of small areas")
