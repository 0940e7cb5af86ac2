"""The charts of a dashboard view: lines over months, bars of a split, or a map of small areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from vrn.publish.document import Band, Chart, Name, Series, Shown, Table
from vrn.publish.drawings.charts import draw
from vrn.publish.drawings.embedding import embed_svg
from vrn.publish.rules import ranked
from vrn.terms import Period
from vrn_web.figures.findings import fill, gap_words, highest_words, month_of, range_words
from vrn_web.reading import NotReleasedError, released
from vrn_web.site import current_site
from vrn_web.words import dimension_word, measure_words

if TYPE_CHECKING:
    from vrn.publish.document import Spans
    from vrn.release.figure import Figure
    from vrn.release.outline import Outline
    from vrn_web.figures.choices import View

MOST_LINES = 4
MOST_BARS = 24
LISTED_BESIDE_MAP = 12


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart ready for a page: its words as spans, and the wide and the narrow SVG."""

    key: str
    title: Spans
    subtitle: Spans
    sentence: Spans
    wide: str
    narrow: str


def drawings_of(view: View) -> tuple[Drawing, ...]:
    """The view's charts; none where it is one figure, or more lines or bars than can be read.

    A map comes with its highest areas as bars, because on a map a large area looks like much.
    """
    site = current_site()
    return _drawings(view, site.brand_colour, site.restrictions(), get_language() or "en")


def is_too_many(view: View, figures: tuple[Figure, ...]) -> bool:
    """Whether the view holds more lines than one chart may."""
    return "month" in view.split and len(_lines(view, figures)) > MOST_LINES


# All views of a real area, some hundreds, take 3 MB together: most have no chart.
@lru_cache(maxsize=1024)
def _drawings(
    view: View, brand: str, restrictions: tuple[tuple[str, Period], ...], _language: str
) -> tuple[Drawing, ...]:
    figures = view.cells(released().cube_by_sha(view.entry.sha256))
    if not any(figure.is_shown for figure in figures):
        return ()
    return tuple(_drawn(chart, brand) for chart in _charts(view, figures, restrictions))


def _charts(
    view: View, figures: tuple[Figure, ...], restrictions: tuple[tuple[str, Period], ...]
) -> tuple[Chart, ...]:
    if "month" in view.split:
        lines = _lines(view, figures)
        is_drawn = 1 <= len(lines) <= MOST_LINES
        return (_line_chart(figures, lines, restrictions),) if is_drawn else ()
    if view.split == ("small_area",):
        return _map_charts(figures)
    if len(view.split) == 1 and len(figures) <= MOST_BARS:
        return (_bar_chart(figures, view.split[0]),)
    return ()


def _lines(view: View, figures: tuple[Figure, ...]) -> tuple[Series, ...]:
    """One line for each other code of the split, its months in order."""
    others = [name for name in view.split if name != "month"]
    lines: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=month_of):
        label = ", ".join(figure.label_of(name) for name in others) or figure.place.name
        lines.setdefault(label, []).append(figure)
    return tuple(
        Series(Name(label), tuple(line), is_dashed=number % 2 == 1)
        for number, (label, line) in enumerate(lines.items())
    )


def _line_chart(
    figures: tuple[Figure, ...],
    lines: tuple[Series, ...],
    restrictions: tuple[tuple[str, Period], ...],
) -> Chart:
    held = [figure for figure in figures if figure.is_shown]
    last = max(held, key=month_of)
    months = [month_of(figure) for figure in figures]
    whole = Period(min(months), max(months))
    bands = tuple(
        Band(Name(label), period) for label, period in restrictions if period.overlaps(whole)
    )
    one, many = gettext("{title}: {last} in {month}"), gettext("{title} by month")
    title = fill(
        one if len(lines) == 1 else many,
        title=last.title,
        last=Shown(last),
        month=last.label_of("month"),
    )
    words = range_words(figures, "month") + gap_words(figures)
    parts = {"title": title, "sentence": words, "series": lines, "bands": bands}
    return _chart("line", figures, key="line", **parts)


def _bar_chart(
    figures: tuple[Figure, ...], by: str, *, key: str = "bars", title: Spans = ()
) -> Chart:
    bars = figures if by.startswith("deprivation") else ranked(figures)
    series = (Series(Name(dimension_word(by)), tuple(bars)),)
    title = title or highest_words(figures, by)
    words = {"title": title, "sentence": range_words(figures, by)}
    return _chart("bars", figures, key=key, series=series, by=by, **words)


def _map_charts(figures: tuple[Figure, ...]) -> tuple[Chart, ...]:
    vintage = current_site().small_area_vintage
    highest = ranked(figures)[:LISTED_BESIDE_MAP]
    title = fill(gettext("{title}: the small areas with the most"), title=figures[0].title)
    beside = _bar_chart(highest, "small_area", key="highest", title=title)
    outline = _outline("small area", vintage)
    if outline is None:
        return (beside,)
    drawn = _chart(
        "map",
        figures,
        key="map",
        title=highest_words(figures, "small_area"),
        sentence=range_words(figures, "small_area"),
        series=(Series(dimension_word("small_area"), figures),),
        by="small_area",
        outline=outline,
        overlay=_outline("district", vintage),
    )
    return (drawn, beside)


def _outline(level: str, vintage: str) -> Outline | None:
    try:
        return released().outline(level, vintage)
    except NotReleasedError:
        return None


def _chart(kind: str, figures: tuple[Figure, ...], *, key: str, **parts: Any) -> Chart:
    """A chart with what all of them share; its table stands on the page, so here it is empty."""
    first = figures[0]
    nothing = Table(key=f"{key}-table", title=(), columns=(), rows=(), numeric=(), source=())
    months = [figure.period for figure in figures if figure.period]
    when = Period(min(p.first for p in months), max(p.last for p in months)).label if months else ""
    parts_of = (measure_words(first.title, first.unit), current_site().area.name, when)
    subtitle = (Name(", ".join(part for part in parts_of if part)),)
    return Chart(kind=kind, key=key, subtitle=subtitle, source=(), table=nothing, **parts)


def _drawn(chart: Chart, brand: str) -> Drawing:
    wide, narrow = (
        embed_svg(draw(chart, width=width, brand=brand), f"{chart.key}-{width}")
        for width in ("wide", "narrow")
    )
    return Drawing(
        key=chart.key,
        title=chart.title,
        subtitle=chart.subtitle,
        sentence=chart.sentence,
        wide=wide,
        narrow=narrow,
    )
