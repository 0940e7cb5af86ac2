"""Bars: one for each figure in the order given, from zero, with its own text at its end.

Two series in step give two bars under one label: the first full, the second outlined. An interval
is a whisker. A withheld figure is a hatched stub and one that is not available is no bar at all;
both say so in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import BRAND, CATEGORIES, INK, QUIET_INK, WHITE
from vrn.publish.drawings.drawing import HATCH, Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width, wrap_text
from vrn.publish.drawings.plots import Plot, Sheet, highest_end, nice_ticks, tick_labels
from vrn.release.figure import State, check_seal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

    from vrn.publish.document import Chart
    from vrn.release.figure import Figure

_BAR = 18
# One of a pair, and from the middle of one to that of the other.
_OF_PAIR, _APART = 13, 19
_STUB = 40
_TICKS = {"wide": 6, "narrow": 4}
_WIDEST_LABEL = 230
_SECOND = CATEGORIES[1]
_OUTLINED = {"fill": WHITE, "stroke": _SECOND, "strokeWidth": 2.5}
# Room for the half of "0.0" under the line of nought.
_NARROW_LEFT = 14


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """One bar: its figure, the middle of the bar from the top, and how thick it is, in pixels.

    `lines` is its label, which the second of a pair has none of; `first` is where the label is to
    stand beside: the middle of all bars that share it.
    """

    figure: Figure
    middle: float
    series: int = 0
    lines: tuple[str, ...] = ()
    first: float = 0.0
    thick: float = _BAR


def draw_bars(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of the figures of the chart's one series, or of two in step, in their order.

    Each is labelled by `chart.labels`, by its dimension `chart.by`, or by its place. Wide: labels
    stand left of the bars. Narrow: above them, so that the bars keep the whole width.
    """
    _check_series(chart)
    bars, height = _place_bars(chart, sheet)
    highest = highest_end(bar.figure for bar in bars)
    every = nice_ticks(highest, _TICKS[sheet.name])
    end = highest or every[-1]
    ticks = tuple(tick for tick in every if tick <= end)
    plot = _plot(bars, sheet, across=(0.0, end), height=height)
    if len(chart.series) > 1:
        plot = replace(plot, top=plot.top + sheet.line + 8)
    layers = [
        _draw_axis(plot, ticks),
        _blocks(plot, [bar for bar in bars if not bar.series], State.SHOWN, {"fill": brand}),
        _blocks(plot, [bar for bar in bars if bar.series], State.SHOWN, _OUTLINED),
        _blocks(plot, bars, State.WITHHELD, {"fill": f"url(#{HATCH})"}),
        *_whiskers(plot, bars),
        _baseline(plot),
        *draw_words(plot, _labels(plot, bars)),
        *draw_words(plot, _values(plot, bars)),
        *_draw_key(chart, plot, brand),
    ]
    return make_svg(chart, plot, layers)


def _check_series(chart: Chart) -> None:
    """Raises unless there are bars to draw: of one series, or of two of the same places."""
    rows = [series.figures for series in chart.series]
    if len(rows) not in {1, 2} or not rows[0]:
        raise ValueError(f"chart {chart.key}: bars are drawn of one or two series with figures")
    labels = [_names(chart, row) for row in rows]
    if labels[0] != labels[-1]:
        raise ValueError(f"chart {chart.key}: the bars of two series have to be of the same codes")


def _place_bars(chart: Chart, sheet: Sheet) -> tuple[tuple[_Bar, ...], float]:
    """Each bar with its place, and the height of them all."""
    bars: list[_Bar] = []
    at, is_wide, count = 0.0, sheet.name == "wide", len(chart.series)
    thick = _BAR if count == 1 else _OF_PAIR
    block = float(_BAR if count == 1 else _APART + _OF_PAIR)
    names = _names(chart, chart.series[0].figures)
    rows = zip(*(series.figures for series in chart.series), strict=True)
    for name, figures in zip(names, rows, strict=True):
        room = _WIDEST_LABEL if is_wide else sheet.width
        lines = wrap_text(name, room, sheet.letter)
        if is_wide:
            step = max(block + 12, len(lines) * sheet.line + 6)
            top = at + (step - block) / 2
        else:
            step = len(lines) * sheet.line + block + 14
            top = at + step - 12 - block
        for number, figure in enumerate(figures):
            check_seal(figure)
            bars.append(
                _Bar(
                    figure=figure,
                    middle=top + thick / 2 + number * _APART,
                    series=number,
                    lines=() if number else lines,
                    first=top + block / 2 if is_wide else top,
                    thick=thick,
                )
            )
        at += step
    return tuple(bars), at


def _names(chart: Chart, figures: Sequence[Figure]) -> list[str]:
    """What each bar is called: by the chart's own labels, its dimension, or its place."""
    if chart.labels:
        return list(chart.labels)
    return [figure.label_of(chart.by) if chart.by else figure.place.name for figure in figures]


def _plot(
    bars: tuple[_Bar, ...], sheet: Sheet, *, across: tuple[float, float], height: float
) -> Plot:
    labels = max(text_width(line, sheet.letter) for bar in bars for line in bar.lines)
    values = max(text_width(str(bar.figure), sheet.letter, is_bold=True) for bar in bars)
    return Plot(
        sheet=sheet,
        left=labels + 10 if sheet.name == "wide" else _NARROW_LEFT,
        right=values + 10,
        top=4,
        bottom=sheet.line + 8,
        height=height,
        across=across,
        up=(height, 0.0),
    )


def _draw_axis(plot: Plot, ticks: tuple[float, ...]) -> alt.Chart:
    """The quiet lines behind the bars with their values beneath, and no axis at the side."""
    axis = tick_axis(plot.sheet, ticks, tick_labels(ticks), orient="bottom", labelPadding=4)
    nowhere = [{"x": 0.0, "y": 0.0}]
    place = {"x": "x", "y": "y"}
    return mark(plot, "point", nowhere, place, axes={"x": axis, "y": None}, look={"opacity": 0})


def _blocks(
    plot: Plot, bars: Sequence[_Bar], state: State, look: Mapping[str, object]
) -> alt.Chart:
    """The bars of one state; a withheld one is a stub of one length, whatever it stands for."""
    rows = [
        {
            "start": 0.0,
            "end": bar.figure.value if state is State.SHOWN else plot.value_x(_STUB),
            "top": bar.middle - bar.thick / 2,
            "foot": bar.middle + bar.thick / 2,
        }
        for bar in bars
        if bar.figure.state is state
    ]
    place = {"x": "start", "x2": "end", "y": "top", "y2": "foot"}
    return mark(plot, "rect", rows, place, look=look)


def _whiskers(plot: Plot, bars: tuple[_Bar, ...]) -> list[alt.Chart]:
    """A line from the lower to the upper bound, white-edged so that it shows on the bar too."""
    rows = [
        {"lower": bar.figure.lower, "upper": bar.figure.upper, "y": bar.middle}
        for bar in bars
        if bar.figure.is_shown and bar.figure.lower is not None and bar.figure.upper is not None
    ]
    ends = [{"x": row[end], "y": row["y"]} for row in rows for end in ("lower", "upper")]
    line, cap = {"x": "lower", "x2": "upper", "y": "y"}, {"x": "x", "y": "y"}
    drawn = []
    for colour, width, size in (("white", 4.5, 110), (INK, 1.5, 80)):
        look = {"color": colour, "strokeWidth": width, "opacity": 1}
        drawn.append(mark(plot, "rule", rows, line, look=look))
        drawn.append(
            mark(
                plot,
                "point",
                ends,
                cap,
                look={**look, "shape": "stroke", "angle": 90, "size": size},
            )
        )
    return drawn if rows else []


def _baseline(plot: Plot) -> alt.Chart:
    rows = [{"x": 0.0, "top": 0.0, "foot": plot.height}]
    place = {"x": "x", "y": "top", "y2": "foot"}
    return mark(plot, "rule", rows, place, look={"color": INK, "strokeWidth": 1})


def _labels(plot: Plot, bars: tuple[_Bar, ...]) -> list[Words]:
    line = plot.sheet.line
    words: list[Words] = []
    for bar in bars:
        if plot.sheet.name == "wide":
            first = bar.first - (len(bar.lines) - 1) * line / 2
            words += [Words(-8, first + n * line, t, "right") for n, t in enumerate(bar.lines)]
        else:
            first = bar.first - (len(bar.lines) - 0.5) * line - 1
            words += [Words(6, first + n * line, t) for n, t in enumerate(bar.lines)]
    return words


def _values(plot: Plot, bars: tuple[_Bar, ...]) -> list[Words]:
    """Each figure's own text after its bar and whisker; a state in words after its stub."""
    words = []
    for bar in bars:
        figure = bar.figure
        if figure.is_shown:
            end = plot.pixel_x(max(figure.value or 0.0, figure.upper or 0.0))
        else:
            end = float(_STUB) if figure.state is State.WITHHELD else 0.0
        colour = INK if figure.is_shown else QUIET_INK
        words.append(
            Words(end + 6, bar.middle, str(figure), "left", colour, is_bold=figure.is_shown)
        )
    return words


def _draw_key(chart: Chart, plot: Plot, brand: str) -> list[alt.Chart]:
    """Which bar is which, above the bars, where there are two of each."""
    if len(chart.series) < 2:
        return []
    middle, at, words, drawn = -plot.sheet.line / 2 - 8, 0.0, [], []
    looks: tuple[Mapping[str, object], ...] = ({"fill": brand}, _OUTLINED)
    for series, look in zip(chart.series, looks, strict=True):
        row = {
            "start": plot.value_x(at),
            "end": plot.value_x(at + 22),
            "top": middle - _OF_PAIR / 2,
            "foot": middle + _OF_PAIR / 2,
        }
        place = {"x": "start", "x2": "end", "y": "top", "y2": "foot"}
        drawn.append(mark(plot, "rect", [row], place, look=look))
        words.append(Words(at + 30, middle, series.label))
        at += 30 + text_width(series.label, plot.sheet.letter) + 24
    return [*drawn, *draw_words(plot, words)]
