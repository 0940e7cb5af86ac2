"""The funnel for a Board: each place's rate by how many live there, and what chance would give.

Places are told by shape as well as colour: a quiet dot within what chance gives, a square outside
it, a triangle that points up or down where even the limits that allow for how much places differ
anyway do not hold it. Those outside bear their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.drawings.chart_key import key_top, key_words
from vrn.publish.drawings.colours import BAND, BRAND, CATEGORIES, INK, QUIET_INK, WHITE
from vrn.publish.drawings.drawing import Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width
from vrn.publish.drawings.funnel_layout import FunnelLayout, lay_out_funnel
from vrn.publish.drawings.plots import tick_labels

if TYPE_CHECKING:
    import altair as alt

    from vrn.publish.document import Chart
    from vrn.publish.drawings.chart_key import KeyEntry
    from vrn.publish.drawings.funnel_layout import Label, Mark
    from vrn.publish.drawings.plots import Sheet
    from vrn.publish.funnelled import Funnelled

_EDGE = {"stroke": INK, "strokeWidth": 1, "opacity": 1}
_MARKS: dict[Mark, dict[str, Any]] = {
    "usual": {"size": 60, "fill": QUIET_INK, "stroke": WHITE, "strokeWidth": 0.5, "opacity": 1},
    "unjudged": {"size": 60, "fill": WHITE, "stroke": QUIET_INK, "strokeWidth": 1.5, "opacity": 1},
    "outside": {"shape": "square", "size": 80, "fill": CATEGORIES[2], **_EDGE},
    "far above": {"shape": "triangle-up", "size": 130, **_EDGE},
    "far below": {"shape": "triangle-down", "size": 130, **_EDGE},
}
_DASHED = {"color": QUIET_INK, "strokeWidth": 1.25, "strokeDash": [4, 3]}
_SOLID = {"color": INK, "strokeWidth": 1.5}
_MEAN = {"color": QUIET_INK, "strokeWidth": 1}
_ACROSS = {"x": "x", "y": "y"}
_BETWEEN = {"x": "x", "x2": "x2", "y": "y"}
_BLOCK = {**_BETWEEN, "y2": "y2"}


def draw_funnel(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of the rates of the chart's one series, by place, within their funnel.

    `brand` fills the triangles. Raises ValueError for a chart without a funnel, or of no rate that
    is shown.
    """
    found = chart.funnelled
    if found is None or not any(figure.is_shown for figure in chart.series[0].figures):
        raise ValueError(f"chart {chart.key}: nothing of it is in a funnel")
    layout = lay_out_funnel(chart, found, sheet)
    layers = [
        _draw_band(layout, found),
        *_draw_limits(layout, found),
        _behind_names(layout),
        _lead_to_names(layout),
        *_draw_places(layout, brand),
        *_draw_key(layout, brand),
        *draw_words(
            layout.plot,
            [
                *_names(layout),
                *key_words(layout.key, layout.plot, lines=1),
                _residents(layout),
            ],
        ),
    ]
    return make_svg(chart, layout.plot, layers)


def _draw_band(layout: FunnelLayout, found: Funnelled) -> alt.Chart:
    """What chance gives nineteen times in twenty, as a quiet band; it bears the axes."""
    plot = layout.plot
    low, high = found.limits[:2]
    rows = [
        {"x": size, "y": min(one, plot.up[1]), "y2": min(other, plot.up[1])}
        for size, one, other in zip(found.sizes, low, high, strict=True)
    ]
    settings = {"grid": False, "ticks": True, "tickColor": QUIET_INK, "labelPadding": 4}
    axes = {
        "x": tick_axis(plot.sheet, layout.across, tick_labels(layout.across), **settings),
        "y": tick_axis(plot.sheet, layout.up, tick_labels(layout.up), orient="left"),
    }
    place = {**_ACROSS, "y2": "y2"}
    return mark(plot, "area", rows, place, axes=axes, look={"color": BAND, "opacity": 1})


def _draw_limits(layout: FunnelLayout, found: Funnelled) -> list[alt.Chart]:
    """The centre, the outer limits of chance, the wider ones, and the line of nought."""
    plot = layout.plot
    ends = {"x": plot.across[0], "x2": plot.across[1]}
    curves = [
        mark(plot, "line", _curve(layout, found, row), _ACROSS, look=look)
        for row, look in ((2, _DASHED), (3, _DASHED), (4, _SOLID), (5, _SOLID))
    ]
    nought = {"color": INK, "strokeWidth": 1}
    return [
        mark(plot, "rule", [{**ends, "y": found.centre}], _BETWEEN, look=_MEAN),
        *curves,
        mark(plot, "rule", [{**ends, "y": 0.0}], _BETWEEN, look=nought),
    ]


def _curve(layout: FunnelLayout, found: Funnelled, row: int) -> list[dict[str, float]]:
    """One row of limits as far as it lies on the plot."""
    return [
        {"x": size, "y": end}
        for size, end in zip(found.sizes, found.limits[row], strict=False)
        if end <= layout.plot.up[1]
    ]


def _draw_places(layout: FunnelLayout, brand: str) -> list[alt.Chart]:
    """The places, a layer for each shape."""
    return [
        mark(
            layout.plot,
            "point",
            [{"x": p.people, "y": p.rate} for p in layout.places if p.kind == kind],
            _ACROSS,
            look=_look(kind, brand),
        )
        for kind in _MARKS
    ]


def _look(kind: Mark, brand: str) -> dict[str, Any]:
    return {"fill": brand, **_MARKS[kind]}


# -- names, the axis's word, and the key ----------------------------------------------------------


def _names(layout: FunnelLayout) -> list[Words]:
    return [Words(each.x, each.y, each.text, is_bold=each.place.is_far) for each in layout.labels]


def _behind_names(layout: FunnelLayout) -> alt.Chart:
    """White behind each name, so that no limit runs through its letters."""
    plot, half = layout.plot, layout.plot.sheet.line / 2 - 2
    rows = [
        {
            "x": plot.value_x(each.x - 1),
            "x2": plot.value_x(each.x + _wide(layout, each) + 1),
            "y": plot.value_y(each.y + half),
            "y2": plot.value_y(each.y - half),
        }
        for each in layout.labels
    ]
    return mark(plot, "rect", rows, _BLOCK, look={"color": WHITE, "opacity": 0.85})


def _lead_to_names(layout: FunnelLayout) -> alt.Chart:
    """A quiet leader from a place to a name that stands further off."""
    plot = layout.plot
    rows = [
        {
            "x": each.place.people,
            "y": each.place.rate,
            "x2": plot.value_x(_end_of_leader(layout, each)),
            "y2": plot.value_y(each.y + (8 if each.y < plot.pixel_y(each.place.rate) else -8)),
        }
        for each in layout.labels
        if each.lead
    ]
    look = {"color": QUIET_INK, "strokeWidth": 1, "strokeDash": [1, 2]}
    return mark(plot, "rule", rows, {"x": "x", "y": "y", "x2": "x2", "y2": "y2"}, look=look)


def _end_of_leader(layout: FunnelLayout, label: Label) -> float:
    """Where below or above a name its leader ends: the nearest to the place."""
    at = layout.plot.pixel_x(label.place.people)
    return min(max(label.x, at), label.x + _wide(layout, label))


def _wide(layout: FunnelLayout, label: Label) -> float:
    return text_width(label.text, layout.plot.sheet.letter, is_bold=label.place.is_far)


def _residents(layout: FunnelLayout) -> Words:
    """What the axis across counts, below its ticks."""
    plot = layout.plot
    down = plot.height + plot.sheet.line * 1.5 + 12
    return Words(plot.width, down, "residents", align="right", colour=QUIET_INK)


def _draw_key(layout: FunnelLayout, brand: str) -> list[alt.Chart]:
    return [_sample(layout, item, brand) for item in layout.key if item.sample != "none"]


def _sample(layout: FunnelLayout, item: KeyEntry, brand: str) -> alt.Chart:
    """A sample of the mark or line that an entry of the key explains."""
    plot = layout.plot
    x, y = item.x - plot.left, key_top(layout.plot, lines=1) + item.y
    span = {"x": plot.value_x(x), "x2": plot.value_x(x + 22), "y": plot.value_y(y)}
    lines = {"dashed": _DASHED, "solid": _SOLID, "mean": _MEAN}
    if item.sample in lines:
        return mark(plot, "rule", [span], _BETWEEN, look=lines[item.sample])
    if item.sample == "band":
        edges = {"y": plot.value_y(y + 7), "y2": plot.value_y(y - 7)}
        return mark(plot, "rect", [{**span, **edges}], _BLOCK, look={"color": BAND})
    at = {"x": plot.value_x(x + 11), "y": plot.value_y(y)}
    look = next(_look(kind, brand) for kind in _MARKS if kind == item.sample)
    return mark(plot, "point", [at], _ACROSS, look=look)
