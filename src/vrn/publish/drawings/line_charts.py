"""Time charts: a line for each series over whole months, from zero, broken where no month is held.

The lines are labelled at their last point with the figure's own text; restrictions stand behind as
labelled grey bands; an interval is a quiet ribbon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.drawings.colours import BAND, BRAND, CATEGORIES, INK, QUIET_INK, WHITE
from vrn.publish.drawings.drawing import Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width
from vrn.publish.drawings.line_layout import (
    KEY_INDENT,
    Layout,
    end_gap,
    end_labels,
    key_room,
    lane_y,
    lay_out,
    runs,
)
from vrn.publish.drawings.plots import Sheet, tick_labels
from vrn.publish.drawings.stretches import Stretch, key_lines
from vrn.terms import month_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from vrn.publish.document import Chart, Series

_DASHES = ([7, 4], [2, 3], [10, 4, 2, 4])
# Steps between labelled months, and whether the label is the year alone.
_STEPS = ((1, False), (3, False), (6, False), (12, False), (12, True), (24, True), (60, True))


def draw_lines(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of a time chart; each figure's period is one month."""
    if not 1 <= len(chart.series) <= 4:
        raise ValueError(f"chart {chart.key}: one to four lines, not {len(chart.series)}")
    layout = lay_out(chart, sheet)
    layers = [
        *_draw_stretches(layout),
        *_draw_ribbons(chart, layout, brand),
        *_lead_to_ends(chart, layout, brand),
        *_draw_lines(chart, layout, brand),
        _baseline(layout),
        *_label_stretches(layout),
        *_label_ends(chart, layout),
    ]
    return make_svg(chart, layout.plot, layers)


def _draw_stretches(layout: Layout) -> list[alt.Chart]:
    """Grey bands, white gaps between dashed edges, and the leaders up to labels above the chart."""
    top = layout.plot.up[1]
    gaps = [item for item in layout.stretches if item.lacking == "all"]
    edges = [{"at": edge, "low": 0.0, "high": top} for item in gaps for edge in item.edges]
    rule = {"x": "at", "y": "low", "y2": "high"}
    look = {"color": QUIET_INK, "strokeWidth": 1}
    return [
        _blocks(layout, [item for item in layout.stretches if not item.is_gap], BAND),
        _blocks(layout, gaps, WHITE),
        mark(layout.plot, "rule", edges, rule, look={**look, "strokeDash": [3, 3]}),
        mark(layout.plot, "rule", _leaders(layout), rule, look=look),
    ]


def _blocks(layout: Layout, stretches: Sequence[Stretch], colour: str) -> alt.Chart:
    """Blocks from bottom to top, white-edged so that neighbours stay apart; they bear the axes."""
    rows = [
        {"start": item.edges[0], "end": item.edges[1], "low": 0.0, "high": layout.plot.up[1]}
        for item in stretches
    ]
    place = {"x": "start", "x2": "end", "y": "low", "y2": "high"}
    axes = {"x": month_axis(layout), "y": value_axis(layout)}
    look = {"color": colour, "stroke": WHITE, "strokeWidth": 1.5}
    return mark(layout.plot, "rect", rows, place, axes=axes, look=look)


def _leaders(layout: Layout) -> list[dict[str, float]]:
    plot = layout.plot
    return [
        {
            "at": item.edges[0],
            "low": plot.up[1],
            "high": plot.value_y(lane_y(layout, item.lane) - plot.sheet.line / 2 + 3),
        }
        for item in layout.stretches
        if item.lane is not None
    ]


def _baseline(layout: Layout) -> alt.Chart:
    """The line of nought, over whatever stands behind it."""
    first, last = layout.plot.across
    rows = [{"start": first, "end": last, "y": 0.0}]
    place = {"x": "start", "x2": "end", "y": "y"}
    return mark(layout.plot, "rule", rows, place, look={"color": INK, "strokeWidth": 1})


def month_axis(layout: Layout) -> alt.Axis:
    """Labelled months, as many as stand apart, a January among them wherever one can be."""
    plot = layout.plot
    month = plot.width / len(layout.months)
    for step, is_year in _STEPS:
        places = [i for i, m in enumerate(layout.months) if _is_labelled(m, step)]
        labels = [_month_text(layout.months[i], is_year=is_year) for i in places]
        widest = max((text_width(label, plot.sheet.letter) for label in labels), default=0.0)
        if widest + 14 <= month * step:
            break
    settings = {"grid": False, "ticks": True, "tickColor": QUIET_INK, "labelPadding": 4}
    return tick_axis(plot.sheet, [float(place) for place in places], labels, **settings)


def _is_labelled(month: str, step: int) -> bool:
    number = int(month[:4]) * 12 + int(month[5:]) - 1
    return number % step == 0


def _month_text(month: str, *, is_year: bool) -> str:
    name, year = month_label(month).split()
    return year if is_year else f"{name[:3]} {year}"


def value_axis(layout: Layout) -> alt.Axis:
    """Labelled values up the left side, from nought to beyond the highest that is drawn."""
    return tick_axis(layout.plot.sheet, layout.ticks, tick_labels(layout.ticks), orient="left")


def _draw_ribbons(chart: Chart, layout: Layout, brand: str) -> list[alt.Chart]:
    place = {"x": "month", "y": "lower", "y2": "upper", "detail": "run"}
    return [
        mark(layout.plot, "area", rows, place, look={"color": colour, "opacity": 0.14})
        for series, colour in zip(chart.series, _colours(brand), strict=False)
        if (rows := _ribbon_rows(series, layout))
    ]


def _ribbon_rows(series: Series, layout: Layout) -> list[dict[str, Any]]:
    """The intervals by run; one that stands alone is half a month wide, so that it can be seen."""
    rows: list[dict[str, Any]] = []
    for run, points in enumerate(runs(series, layout.months, with_interval=True)):
        widths = (-0.25, 0.25) if len(points) == 1 else (0.0,)
        rows += [
            {"month": index + width, "lower": f.lower, "upper": f.upper, "run": run}
            for index, f in points
            for width in widths
        ]
    return rows


def _draw_lines(chart: Chart, layout: Layout, brand: str) -> list[alt.Chart]:
    dashes = iter(_DASHES)
    drawn = []
    for series, colour in zip(chart.series, _colours(brand), strict=False):
        dash = next(dashes) if series.is_dashed else []
        drawn += _draw_line(series, layout, colour, dash)
    return drawn


def _draw_line(series: Series, layout: Layout, colour: str, dash: Sequence[int]) -> list[alt.Chart]:
    """A series' runs as lines, with a dot where a month stands alone and at the last one."""
    held = runs(series, layout.months)
    rows = [
        {"month": index, "value": figure.value, "run": run}
        for run, points in enumerate(held)
        for index, figure in points
    ]
    alone = {run for run, points in enumerate(held) if len(points) == 1}
    dots = [row for row in rows[:-1] if row["run"] in alone] + rows[-1:]
    place = {"x": "month", "y": "value"}
    line = {"color": colour, "strokeWidth": 2.5, "strokeDash": list(dash)}
    dot = {"stroke": colour, "strokeWidth": 2, "fill": WHITE if dash else colour, "opacity": 1}
    return [
        mark(layout.plot, "line", rows, {**place, "detail": "run"}, look=line),
        mark(layout.plot, "point", dots, place, look={"size": 44, **dot}),
    ]


def _colours(brand: str) -> tuple[str, ...]:
    return (brand, *CATEGORIES[1:])


def _label_stretches(layout: Layout) -> list[alt.Chart]:
    words = [word for item in layout.stretches for word in _stretch_words(layout, item)]
    return draw_words(layout.plot, [*words, *_numbers(layout), *_key_words(layout)])


def _stretch_words(layout: Layout, item: Stretch) -> list[Words]:
    """A stretch's label in its lane above the chart, or in lines within the stretch."""
    plot = layout.plot
    if item.lane is not None:
        start = plot.pixel_x(item.edges[0]) + 4
        return [Words(start, lane_y(layout, item.lane), item.lines[0], colour=QUIET_INK)]
    middle = plot.pixel_x((item.start + item.end) / 2)
    first = plot.height * 0.4 - (len(item.lines) - 1) * plot.sheet.line / 2
    return [
        Words(middle, first + number * plot.sheet.line, line, "center", QUIET_INK)
        for number, line in enumerate(item.lines)
    ]


def _numbers(layout: Layout) -> list[Words]:
    """The numbers above stretches that have a key, kept a letter's width apart."""
    plot, words, at = layout.plot, [], -layout.plot.left
    for number, item in enumerate(layout.numbered, 1):
        at = max(plot.pixel_x((item.start + item.end) / 2), at + plot.sheet.letter)
        words.append(Words(at, -plot.sheet.line / 2 - 3, str(number), "center", is_bold=True))
    return words


def _key_words(layout: Layout) -> list[Words]:
    plot, words = layout.plot, []
    at = plot.height + plot.sheet.line * 1.5 + 18
    for number, item in enumerate(layout.numbered, 1):
        words.append(Words(-plot.left, at, str(number), is_bold=True))
        for line in key_lines(item, key_room(plot), plot.sheet.letter):
            words.append(Words(KEY_INDENT - plot.left, at, line, colour=QUIET_INK))
            at += plot.sheet.line
    return words


def _label_ends(chart: Chart, layout: Layout) -> list[alt.Chart]:
    """Name and value right of each line's last point."""
    plot = layout.plot
    words = [
        Words(
            plot.width + end_gap(chart),
            label.top + (number + 0.5) * plot.sheet.line,
            line,
            is_bold=number == len(label.lines) - 1,
        )
        for label in end_labels(chart, layout)
        for number, line in enumerate(label.lines)
    ]
    return draw_words(plot, words)


def _lead_to_ends(chart: Chart, layout: Layout, brand: str) -> list[alt.Chart]:
    """A leader from each last point to its label, in the line's colour, where there are several."""
    if len(chart.series) == 1:
        return []
    plot, place = layout.plot, {"x": "x", "y": "y", "x2": "x2", "y2": "y2"}
    drawn = []
    for label in end_labels(chart, layout):
        middle = label.top + len(label.lines) * plot.sheet.line / 2
        row = {
            "x": label.point[0],
            "y": label.point[1],
            "x2": plot.value_x(plot.width + end_gap(chart) - 4),
            "y2": plot.value_y(middle),
        }
        look: dict[str, Any] = {"color": _colours(brand)[label.series], "strokeWidth": 1}
        if chart.frame:  # a long way to the label must not look like months of the line
            look |= {"color": QUIET_INK, "strokeDash": [1, 3]}
        drawn.append(mark(plot, "rule", [row], place, look=look))
    return drawn
