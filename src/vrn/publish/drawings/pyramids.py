"""Pyramids: two series back to back, a pair of bars for each age band, the oldest at the top.

The first series runs to the left in full bars, the second to the right in outlined ones; both from
one nought and on one scale. A withheld figure is a hatched stub and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vrn.publish.drawings.colours import BRAND, CATEGORIES, INK, QUIET_INK, WHITE
from vrn.publish.drawings.drawing import HATCH, Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width
from vrn.publish.drawings.plots import Plot, Sheet, highest_end, nice_ticks, tick_labels
from vrn.release.figure import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt

    from vrn.publish.document import Chart
    from vrn.release.figure import Figure

_BAR, _STEP, _STUB = 18, 30, 34
_TICKS = {"wide": 4, "narrow": 2}
_OUTLINED = {"fill": WHITE, "stroke": CATEGORIES[1], "strokeWidth": 2.5}


@dataclass(frozen=True, kw_only=True)
class _Side:
    """One half: which way it runs (-1 left, 1 right), its plot and its figures from the top."""

    way: int
    plot: Plot
    figures: tuple[Figure, ...]
    scale: float

    def end(self, pixels: float) -> float:
        """The value that stands so many pixels out from nought on this side."""
        return self.way * pixels / self.scale

    def out(self, figure: Figure) -> float:
        """How many pixels out from nought a figure's own text begins."""
        if figure.is_shown:
            return max(figure.value or 0.0, figure.upper or 0.0) * self.scale + 6
        return (_STUB if figure.state is State.WITHHELD else 0.0) + 6


def draw_pyramid(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of two series in step; each label is the code in `chart.by` without its last word.

    Codes are such as "15-19 male": what both sides share is the label of the row.
    """
    labels = _labels(chart)
    highest = highest_end(figure for series in chart.series for figure in series.figures)
    top = nice_ticks(highest, _TICKS[sheet.name])
    end = max(highest, top[1] if len(top) > 1 else 1.0)
    ticks = tuple(tick for tick in top if tick <= end)
    plot, scale = _plot(chart, sheet, labels, end)
    sides = [
        _Side(way=way, plot=plot, figures=series.figures[::-1], scale=scale)
        for way, series in zip((-1, 1), chart.series, strict=True)
    ]
    looks: tuple[Mapping[str, Any], ...] = ({"fill": brand}, _OUTLINED)
    layers = [_draw_axis(plot, ticks)]
    for side, look in zip(sides, looks, strict=True):
        layers += [_blocks(side, State.SHOWN, look)]
        layers += [_blocks(side, State.WITHHELD, {"fill": f"url(#{HATCH})"})]
        layers += _whiskers(side)
    words = [
        *_row_words(plot, labels),
        *(word for side in sides for word in _values(side)),
        *_heads(chart, plot),
    ]
    layers += [_baseline(plot, len(labels)), *draw_words(plot, words)]
    return make_svg(chart, plot, layers)


def _labels(chart: Chart) -> tuple[str, ...]:
    """The label of each row from the top; ValueError unless both series are of the same rows."""
    if len(chart.series) != 2 or not chart.series[0].figures:
        raise ValueError(f"chart {chart.key}: a pyramid is drawn of two series with figures")
    first, second = (
        tuple(figure.code_of(chart.by).rpartition(" ")[0] for figure in series.figures)
        for series in chart.series
    )
    if first != second:
        raise ValueError(f"chart {chart.key}: the two sides of a pyramid need the same rows")
    return first[::-1]


def _plot(chart: Chart, sheet: Sheet, labels: tuple[str, ...], end: float) -> tuple[Plot, float]:
    """The plot with room for the labels and for the figures' own texts; pixels to a unit."""
    values = [str(figure) for series in chart.series for figure in series.figures]
    room = max(text_width(value, sheet.letter, is_bold=True) for value in values) + 10
    is_wide = sheet.name == "wide"
    left = max(text_width(label, sheet.letter) for label in labels) + 12 if is_wide else 4.0
    width = sheet.width - left - 4
    scale = (width / 2 - room) / end
    across = (-width / 2 / scale, width / 2 / scale)
    step = _STEP if is_wide else _STEP + sheet.line
    height = float(step * len(labels))
    plot = Plot(
        sheet=sheet,
        left=left,
        right=4,
        top=sheet.line + 8,
        bottom=sheet.line + 8,
        height=height,
        across=across,
        up=(height, 0.0),
    )
    return plot, scale


def _middle(plot: Plot, row: int) -> float:
    step = _STEP if plot.sheet.name == "wide" else _STEP + plot.sheet.line
    return (row + 1) * step - _STEP / 2


def _draw_axis(plot: Plot, ticks: tuple[float, ...]) -> alt.Chart:
    """Lines to both sides with their values beneath, nought in the middle."""
    places = [-tick for tick in ticks[:0:-1]] + list(ticks)
    labels = tick_labels(ticks)
    axis = tick_axis(plot.sheet, places, [*labels[:0:-1], *labels], orient="bottom", labelPadding=4)
    place = {"x": "x", "y": "y"}
    axes = {"x": axis, "y": None}
    return mark(plot, "point", [{"x": 0.0, "y": 0.0}], place, axes=axes, look={"opacity": 0})


def _blocks(side: _Side, state: State, look: Mapping[str, Any]) -> alt.Chart:
    rows = [
        {
            "start": 0.0,
            "end": side.way * (figure.value or 0.0) if figure.is_shown else side.end(_STUB),
            "top": _middle(side.plot, row) - _BAR / 2,
            "foot": _middle(side.plot, row) + _BAR / 2,
        }
        for row, figure in enumerate(side.figures)
        if figure.state is state
    ]
    place = {"x": "start", "x2": "end", "y": "top", "y2": "foot"}
    return mark(side.plot, "rect", rows, place, look=look)


def _whiskers(side: _Side) -> list[alt.Chart]:
    """A line from the lower to the upper bound, white-edged so that it shows on the bar too."""
    rows = [
        {
            "lower": side.way * figure.lower,
            "upper": side.way * figure.upper,
            "y": _middle(side.plot, row),
        }
        for row, figure in enumerate(side.figures)
        if figure.is_shown and figure.lower is not None and figure.upper is not None
    ]
    place = {"x": "lower", "x2": "upper", "y": "y"}
    return [
        mark(side.plot, "rule", rows, place, look={"color": colour, "strokeWidth": width})
        for colour, width in ((WHITE, 4.5), (INK, 1.5))
        if rows
    ]


def _baseline(plot: Plot, rows: int) -> alt.Chart:
    """The line of nought: whole, or beside the bars alone where labels stand between them."""
    half = _BAR / 2 + 1
    parts = [
        {"x": 0.0, "top": _middle(plot, row) - half, "foot": _middle(plot, row) + half}
        for row in range(rows)
    ]
    whole = [{"x": 0.0, "top": 0.0, "foot": plot.height}]
    place = {"x": "x", "y": "top", "y2": "foot"}
    drawn = whole if plot.sheet.name == "wide" else parts
    return mark(plot, "rule", drawn, place, look={"color": INK, "strokeWidth": 1})


def _row_words(plot: Plot, labels: tuple[str, ...]) -> list[Words]:
    """The rows' labels: left of the bars, or above them in the middle where the sheet is narrow."""
    if plot.sheet.name == "wide":
        return [Words(-8, _middle(plot, row), t, "right") for row, t in enumerate(labels)]
    above = _BAR / 2 + plot.sheet.line / 2
    return [
        Words(plot.width / 2, _middle(plot, row) - above, t, "center")
        for row, t in enumerate(labels)
    ]


def _values(side: _Side) -> list[Words]:
    """Each figure's own text beyond its bar and whisker."""
    middle = side.plot.width / 2
    return [
        Words(
            middle + side.way * side.out(figure),
            _middle(side.plot, row),
            str(figure),
            "left" if side.way > 0 else "right",
            INK if figure.is_shown else QUIET_INK,
            is_bold=figure.is_shown,
        )
        for row, figure in enumerate(side.figures)
    ]


def _heads(chart: Chart, plot: Plot) -> list[Words]:
    """The name of each side above it."""
    left, right = (series.label for series in chart.series)
    y, middle = -plot.sheet.line / 2 - 4, plot.width / 2
    return [
        Words(middle - 14, y, left, "right", is_bold=True),
        Words(middle + 14, y, right, "left", is_bold=True),
    ]
