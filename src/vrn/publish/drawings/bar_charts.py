"""Bars: one for each figure in the order given, from zero, with its own text at its end.

An interval is a whisker. A withheld figure is a hatched stub and one that is not available is no
bar at all; both say so in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import BRAND, INK, QUIET_INK
from vrn.publish.drawings.drawing import HATCH, Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width, wrap_text
from vrn.publish.drawings.plots import Plot, Sheet, highest_end, nice_ticks, tick_labels
from vrn.release.figure import State, check_seal

if TYPE_CHECKING:
    import altair as alt

    from vrn.publish.document import Chart
    from vrn.release.figure import Figure

_BAR = 18
_STUB = 40
_TICKS = {"wide": 6, "narrow": 4}
_WIDEST_LABEL = 230
# Room for the half of "0.0" under the line of nought.
_NARROW_LEFT = 14


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """One bar: its figure, its label in lines, and the middle of the bar from the top in pixels."""

    figure: Figure
    lines: tuple[str, ...]
    middle: float


def draw_bars(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of the figures of the chart's one series, in their order.

    Each is labelled by its dimension `chart.by`, or by its place where that is empty. Wide: labels
    stand left of the bars. Narrow: above them, so that the bars keep the whole width.
    """
    if len(chart.series) != 1 or not chart.series[0].figures:
        raise ValueError(f"chart {chart.key}: bars are drawn of one series with figures in it")
    bars, height = _place_bars(chart, sheet)
    highest = highest_end(bar.figure for bar in bars)
    every = nice_ticks(highest, _TICKS[sheet.name])
    end = highest or every[-1]
    ticks = tuple(tick for tick in every if tick <= end)
    plot = _plot(bars, sheet, across=(0.0, end), height=height)
    layers = [
        _draw_axis(plot, ticks),
        _blocks(plot, bars, State.SHOWN, brand),
        _blocks(plot, bars, State.WITHHELD, f"url(#{HATCH})"),
        *_whiskers(plot, bars),
        _baseline(plot),
        *draw_words(plot, _labels(plot, bars)),
        *draw_words(plot, _values(plot, bars)),
    ]
    return make_svg(chart, plot, layers)


def _place_bars(chart: Chart, sheet: Sheet) -> tuple[tuple[_Bar, ...], float]:
    """Each bar with its place, and the height of them all."""
    bars: list[_Bar] = []
    at = 0.0
    for figure in chart.series[0].figures:
        check_seal(figure)
        room = _WIDEST_LABEL if sheet.name == "wide" else sheet.width
        lines = wrap_text(_label(chart, figure), room, sheet.letter)
        if sheet.name == "wide":
            step = max(_BAR + 12, len(lines) * sheet.line + 6)
            bars.append(_Bar(figure=figure, lines=lines, middle=at + step / 2))
        else:
            step = len(lines) * sheet.line + _BAR + 14
            bars.append(_Bar(figure=figure, lines=lines, middle=at + step - 12 - _BAR / 2))
        at += step
    return tuple(bars), at


def _label(chart: Chart, figure: Figure) -> str:
    return figure.label_of(chart.by) if chart.by else figure.place.name


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


def _blocks(plot: Plot, bars: tuple[_Bar, ...], state: State, fill: str) -> alt.Chart:
    """The bars of one state; a withheld one is a stub of one length, whatever it stands for."""
    rows = [
        {
            "start": 0.0,
            "end": bar.figure.value if state is State.SHOWN else plot.value_x(_STUB),
            "top": bar.middle - _BAR / 2,
            "foot": bar.middle + _BAR / 2,
        }
        for bar in bars
        if bar.figure.state is state
    ]
    place = {"x": "start", "x2": "end", "y": "top", "y2": "foot"}
    return mark(plot, "rect", rows, place, look={"fill": fill})


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
            first = bar.middle - (len(bar.lines) - 1) * line / 2
            words += [Words(-8, first + n * line, t, "right") for n, t in enumerate(bar.lines)]
        else:
            first = bar.middle - _BAR / 2 - (len(bar.lines) - 0.5) * line - 1
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
