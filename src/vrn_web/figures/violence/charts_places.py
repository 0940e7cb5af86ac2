"""Charts of places: districts on a map with a ranked list beside it, and police neighbourhoods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.document import Chart, Name, Series
from vrn.publish.rules import ranked
from vrn.terms import Level, sentence_case
from vrn_web.figures.findings import fill, highest_words
from vrn_web.figures.violence.charting import chart, table
from vrn_web.figures.violence.ground import COUNT, RATE, SHARE
from vrn_web.figures.violence.saying import above_words, largest_words, spread_words
from vrn_web.reading import NotReleasedError, released
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Table
    from vrn.release.figure import Figure
    from vrn.release.outline import Outline
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground


def districts(ground: Ground, choice: Choice) -> tuple[Chart, ...]:
    """Rates by district: a map where outlines were released, and a ranked list."""
    fixed = {**choice.base, **choice.time}
    rates = ground.row(RATE, "district", **fixed)
    if not any(figure.is_shown for figure in rates):
        return ()
    row = _in_rank(rates)
    whole = ground.one(RATE, **fixed)
    words = (*spread_words(row, "district"), " ", *above_words(row, whole))
    counts = ground.row(COUNT, "district", **fixed)
    shares = ground.row(SHARE, "district", **fixed)
    columns = [
        (gettext("Number"), _in_step(counts, row, "district")),
        (sentence_case(row[0].unit), row),
        *([(gettext("Per cent"), _in_step(shares, row, "district"))] if shares else []),
    ]
    name = gettext("Serious violence by district")
    bars = _bars(ground, row, "district", key="districts", columns=columns, name=name)
    bars_said = _with(bars, title=highest_words(row, "district"), sentence=words)
    outline = _outline(Level.DISTRICT)
    if outline is None:
        return (bars_said,)
    return (
        _map(ground, row, "district", outline, bars.table),
        bars_said,
    )


def neighbourhoods(ground: Ground, choice: Choice) -> tuple[Chart, ...]:
    """Each police neighbourhood's part of the whole area's offences, over the whole period."""
    if choice.time:
        return ()
    shares = ground.row(SHARE, "neighbourhood", **choice.base)
    if not any(figure.is_shown for figure in shares):
        return ()
    row = _in_rank(shares)
    counts = _in_step(ground.row(COUNT, "neighbourhood", **choice.base), row, "neighbourhood")
    columns = [(gettext("Number"), counts), (gettext("Per cent"), row)]
    name = gettext("Serious violence by police neighbourhood")
    bars = _bars(ground, row, "neighbourhood", key="neighbourhoods", columns=columns, name=name)
    outline = _outline(Level.NEIGHBOURHOOD)
    drawn = (_map(ground, row, "neighbourhood", outline, bars.table),) if outline else ()
    return (*drawn, bars)


def _in_rank(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return (*ranked(figures), *(figure for figure in figures if not figure.is_shown))


def _in_step(figures: Sequence[Figure], row: Sequence[Figure], by: str) -> list[Figure]:
    held = {figure.code_of(by): figure for figure in figures}
    return [held[figure.code_of(by)] for figure in row]


def _bars(
    ground: Ground,
    row: tuple[Figure, ...],
    by: str,
    *,
    key: str,
    columns: Sequence[tuple[str, Sequence[Figure]]],
    name: str,
) -> Chart:
    return chart(
        "bars",
        row,
        key=key,
        ground=ground,
        title=largest_words(row, by),
        sentence=spread_words(row, by),
        series=(Series(Name(name), row),),
        by=by,
        table=table(
            f"{key}-table",
            name,
            head=gettext("Area"),
            labels=[figure.label_of(by) for figure in row],
            columns=columns,
        ),
    )


def _with(drawn: Chart, **parts: object) -> Chart:
    from dataclasses import replace

    return replace(drawn, **parts)  # type: ignore[arg-type]


def _map(
    ground: Ground, row: tuple[Figure, ...], by: str, outline: Outline, behind: Table
) -> Chart:
    """The same figures on the map; its table is that of the list beside it, under its own key."""
    from dataclasses import replace

    text = gettext("On a map a large area looks like much: read it with the list beside it.")
    return chart(
        "map",
        row,
        key=f"{by}s-map",
        ground=ground,
        title=fill(gettext("{what} on the map"), what=row[0].title),
        sentence=fill(text),
        series=(Series(Name(by), row),),
        by=by,
        outline=outline,
        overlay=_outline(Level.DISTRICT),
        table=replace(behind, key=f"{by}s-map-table"),
    )


def _outline(level: Level) -> Outline | None:
    try:
        return released().outline(level.value, current_site().small_area_vintage)
    except NotReleasedError:
        return None
