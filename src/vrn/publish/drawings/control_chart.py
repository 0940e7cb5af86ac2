"""The control chart for a Board: a series within its usual range, and what stands out of it.

Points with a special cause are told by shape as well as colour: a triangle for a concern, a diamond
for an improvement, a square where neither direction is better; usual points are quiet dots. The
mean and the band between the limits step where limits begin again. Above stand the icons for
variation and for assurance with their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.control_points import COMMON_CAUSE, CONCERNING, HIGH, IMPROVING, LOW
from vrn.publish.drawings.chart_key import key_top, key_words
from vrn.publish.drawings.colours import BAND, BRAND, INK, QUIET_INK, WHITE, check_brand
from vrn.publish.drawings.control_icons import CONCERN, NEUTRAL, SIDE
from vrn.publish.drawings.control_layout import (
    END_GAP,
    ICON_GAP,
    ControlLayout,
    lay_out_control,
)
from vrn.publish.drawings.drawing import Words, draw_words, make_svg, mark
from vrn.publish.drawings.fonts import text_width
from vrn.publish.drawings.line_charts import month_axis, value_axis
from vrn.publish.drawings.plots import sheet_of

if TYPE_CHECKING:
    import altair as alt

    from vrn.publish.control_points import ControlChart

_SHAPES = {CONCERNING: "triangle-up", IMPROVING: "diamond", HIGH: "square", LOW: "square"}
_SIZES = {"wide": 120, "narrow": 90}
_LIMIT = {"color": QUIET_INK, "strokeWidth": 1, "strokeDash": [3, 3]}
_MEAN = {"color": INK, "strokeWidth": 1.25}
_TARGET = {"color": INK, "strokeWidth": 1.5, "strokeDash": [10, 5]}
_DOT = {"size": 34, "fill": QUIET_INK, "stroke": WHITE, "strokeWidth": 0.5, "opacity": 1}
_RING = {**_DOT, "fill": WHITE, "stroke": QUIET_INK, "strokeWidth": 1.5}
_STEP = {"x": "start", "x2": "end", "y": "y"}
_BLOCK = {**_STEP, "y2": "y2"}


def draw_control(chart: ControlChart, *, width: str, brand: str = BRAND) -> str:
    """The control chart as SVG text: `width` is "wide" (760 px) or "narrow" (320 px).

    `brand` colours improvements. Raises ValueError for another width, or a brand that cannot be
    read.
    """
    check_brand(brand)
    layout = lay_out_control(chart, sheet_of(width), brand=brand)
    layers = [
        _draw_band(chart, layout),
        *_draw_lines(chart, layout),
        *_draw_restarts(layout),
        *_draw_values(chart, layout),
        *_draw_special(chart, layout, brand),
        *_draw_key(layout, brand),
        _lead_to_ends(layout),
        *draw_words(
            layout.plot,
            [
                *_heading_words(layout),
                *_end_words(layout),
                *key_words(layout.key, layout.plot, lines=0),
            ],
        ),
    ]
    svg = make_svg(chart, layout.plot, layers)
    return svg.replace("</svg>", f"{_icons(layout)}</svg>")


def _draw_band(chart: ControlChart, layout: ControlLayout) -> alt.Chart:
    """The usual range of each set of limits, as a quiet band; it bears the axes."""
    rows = [
        {"start": first - 0.5, "end": last + 0.5, "y": point.lower, "y2": point.upper}
        for first, last, point in chart.steps
        if point.upper is not None
    ]
    axes = {"x": month_axis(layout.frame), "y": value_axis(layout.frame)}
    return mark(layout.plot, "rect", rows, _BLOCK, axes=axes, look={"color": BAND})


def _draw_lines(chart: ControlChart, layout: ControlLayout) -> list[alt.Chart]:
    """Limits, mean and target, and the line of nought."""
    plot, steps = layout.plot, [each for each in chart.steps if each[2].upper is not None]
    ends = [{"start": first - 0.5, "end": last + 0.5} for first, last, _ in steps]
    lower = [{**end, "y": each[2].lower} for end, each in zip(ends, steps, strict=True)]
    upper = [{**end, "y": each[2].upper} for end, each in zip(ends, steps, strict=True)]
    mean = [{**end, "y": each[2].centre} for end, each in zip(ends, steps, strict=True)]
    whole = {"start": plot.across[0], "end": plot.across[1]}
    target = [{**whole, "y": chart.target}] if chart.target is not None else []
    baseline = {"color": INK, "strokeWidth": 1}
    return [
        mark(plot, "rule", [*lower, *upper], _STEP, look=_LIMIT),
        mark(plot, "rule", mean, _STEP, look=_MEAN),
        mark(plot, "rule", target, _STEP, look=_TARGET),
        mark(plot, "rule", [{**whole, "y": 0.0}], _STEP, look=baseline),
    ]


def _draw_restarts(layout: ControlLayout) -> list[alt.Chart]:
    """Where limits begin again: an upright line, with its words on white above the plot."""
    plot = layout.plot
    rows, behind, words = [], [], []
    for first, text, lane in layout.restarts:
        wide, line = text_width(text, plot.sheet.letter), plot.sheet.line
        at = min(plot.pixel_x(first - 0.5) + 5, plot.sheet.width - plot.left - wide)
        top, bottom = plot.value_y(lane - line / 2), plot.value_y(lane + line / 2)
        rows.append({"x": first - 0.5, "y": 0.0, "y2": top})
        behind.append(
            {"start": plot.value_x(at - 3), "end": plot.value_x(at + wide), "y": bottom, "y2": top}
        )
        words.append(Words(at, lane, text, colour=QUIET_INK))
    look = {"color": QUIET_INK, "strokeWidth": 1, "strokeDash": [1, 2]}
    return [
        mark(plot, "rule", rows, {"x": "x", "y": "y", "y2": "y2"}, look=look),
        mark(plot, "rect", behind, _BLOCK, look={"color": WHITE}),
        *draw_words(plot, words),
    ]


def _draw_values(chart: ControlChart, layout: ControlLayout) -> list[alt.Chart]:
    """The line, broken where a month has no value; dots for usual months, rings for unjudged."""
    rows: list[dict[str, Any]] = []
    run = 0
    for place, point in enumerate(chart.points):
        if point.value is None:
            run += 1
        else:
            rows.append({"x": place, "y": point.value, "run": run, "kind": point.point_type})
    line = {"color": QUIET_INK, "strokeWidth": 2}
    at = {"x": "x", "y": "y"}
    marked = {kind: [row for row in rows if row["kind"] == kind] for kind in (COMMON_CAUSE, "")}
    return [
        mark(layout.plot, "line", rows, {**at, "detail": "run"}, look=line),
        mark(layout.plot, "point", marked[COMMON_CAUSE], at, look=_DOT),
        mark(layout.plot, "point", marked[""], at, look=_RING),
    ]


def _draw_special(chart: ControlChart, layout: ControlLayout, brand: str) -> list[alt.Chart]:
    """The points with a special cause, a layer for each shape."""
    drawn = []
    for kind in _SHAPES:
        rows = [
            {"x": place, "y": point.value}
            for place, point in enumerate(chart.points)
            if point.point_type == kind
        ]
        drawn.append(
            mark(layout.plot, "point", rows, {"x": "x", "y": "y"}, look=_look(kind, layout, brand))
        )
    return drawn


def _look(kind: str, layout: ControlLayout, brand: str) -> dict[str, Any]:
    fill = {CONCERNING: CONCERN, IMPROVING: brand}.get(kind, NEUTRAL)
    edge = {"stroke": INK, "strokeWidth": 1, "opacity": 1}
    return {"shape": _SHAPES[kind], "size": _SIZES[layout.plot.sheet.name], "fill": fill, **edge}


# -- beside, above and beneath the plot -----------------------------------------------------------


def _lead_to_ends(layout: ControlLayout) -> alt.Chart:
    """A quiet leader from the height of each value to its label."""
    plot = layout.plot
    rows = [
        {
            "x": plot.across[1],
            "y": item.value,
            "x2": plot.value_x(plot.width + END_GAP - 4),
            "y2": plot.value_y(item.top + plot.sheet.line / 2),
        }
        for item in layout.ends
    ]
    look = {"color": QUIET_INK, "strokeWidth": 1, "strokeDash": [1, 2]}
    return mark(plot, "rule", rows, {"x": "x", "y": "y", "x2": "x2", "y2": "y2"}, look=look)


def _end_words(layout: ControlLayout) -> list[Words]:
    plot = layout.plot
    return [
        Words(
            plot.width + END_GAP,
            item.top + plot.sheet.line / 2,
            item.text,
            colour=INK if item.is_latest else QUIET_INK,
            is_bold=item.is_latest,
        )
        for item in layout.ends
    ]


def _heading_words(layout: ControlLayout) -> list[Words]:
    """The bold and quiet lines beside each icon, in the middle of its height."""
    plot, words = layout.plot, []
    for item in layout.headings:
        lines = [*((text, True) for text in item.bold), *((text, False) for text in item.quiet)]
        spare = item.height(plot.sheet) - len(lines) * plot.sheet.line
        for number, (text, is_bold) in enumerate(lines):
            words.append(
                Words(
                    item.x + SIDE + ICON_GAP - plot.left,
                    item.y - plot.top + spare / 2 + (number + 0.5) * plot.sheet.line,
                    text,
                    colour=INK if is_bold else QUIET_INK,
                    is_bold=is_bold,
                )
            )
    return words


def _icons(layout: ControlLayout) -> str:
    """The icons at their pixels of the sheet; their words stand beside them as text."""
    placed = []
    for item in layout.headings:
        down = item.y + (item.height(layout.plot.sheet) - SIDE) / 2
        placed.append(f'<g transform="translate({item.x:.0f},{down:.1f})">{item.icon.shapes}</g>')
    return "".join(placed)


def _draw_key(layout: ControlLayout, brand: str) -> list[alt.Chart]:
    """A sample of each mark and line that the key explains."""
    plot, drawn = layout.plot, []
    marks = {"triangle": CONCERNING, "diamond": IMPROVING, "square": HIGH}
    lines = {"solid": _MEAN, "long": _TARGET}
    for item in layout.key:
        x, y = item.x - plot.left, key_top(layout.plot, lines=0) + item.y
        at = {"x": plot.value_x(x + 11), "y": plot.value_y(y)}
        span = {"start": plot.value_x(x), "end": plot.value_x(x + 22), "y": plot.value_y(y)}
        if item.sample in {"dot", "ring"}:
            look = _DOT if item.sample == "dot" else _RING
            drawn.append(mark(plot, "point", [at], {"x": "x", "y": "y"}, look=look))
        elif item.sample in marks:
            look = _look(marks[item.sample], layout, brand)
            drawn.append(mark(plot, "point", [at], {"x": "x", "y": "y"}, look=look))
        elif item.sample in lines:
            drawn.append(mark(plot, "rule", [span], _STEP, look=lines[item.sample]))
        elif item.sample == "band":
            edges = {"y": plot.value_y(y + 7), "y2": plot.value_y(y - 7)}
            drawn.append(mark(plot, "rect", [{**span, **edges}], _BLOCK, look={"color": BAND}))
            sides = [{**span, "y": edge} for edge in edges.values()]
            drawn.append(mark(plot, "rule", sides, _STEP, look=_LIMIT))
    return drawn
