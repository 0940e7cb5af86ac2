"""Where everything in a time chart stands, settled before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from vrn.publish.drawings.fonts import text_width, wrap_text
from vrn.publish.drawings.plots import Plot, Sheet, highest_end, nice_ticks, tick_labels
from vrn.publish.drawings.stretches import (
    Stretch,
    find_stretches,
    key_lines,
    months_of,
    place_above,
    place_inside,
)
from vrn.terms import month_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Chart, Series
    from vrn.release.figure import Figure

KEY_INDENT = 18
_HEIGHT = {"wide": 220, "narrow": 240}
_NAME_ROOM = {"wide": 130, "narrow": 80}
_TICKS = {"wide": 5, "narrow": 4}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The months across, the plot, its ticks, and its labelled stretches.

    `is_numbered` says that the stretches without lines of their own are numbered, with a key
    beneath the chart.
    """

    months: tuple[str, ...]
    plot: Plot
    ticks: tuple[float, ...]
    stretches: tuple[Stretch, ...] = ()
    is_numbered: bool = False

    @property
    def numbered(self) -> tuple[Stretch, ...]:
        """The stretches that the key explains, in the order of their numbers."""
        return tuple(item for item in self.stretches if self.is_numbered and not item.lines)


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """What stands beside a line's last point: lines of text, the last of them the figure's own.

    `point` is the month number and value of that point, `top` where the lines begin in pixels.
    """

    series: int
    lines: tuple[str, ...]
    point: tuple[int, float]
    top: float


def lay_out(chart: Chart, sheet: Sheet) -> Layout:
    """The layout of a time chart on a sheet, with room for every label."""
    months = months_of(chart)
    drawn = (figure for series in chart.series for figure in series.figures)
    highest = highest_end((*drawn, *chart.frame))
    ticks = nice_ticks(highest, _TICKS[sheet.name])
    plot = Plot(
        sheet=sheet,
        left=max(_room_for_values(ticks, sheet), text_width("Jan 2000", sheet.letter) / 2),
        right=_room_for_ends(chart, sheet),
        top=10,
        bottom=sheet.line + 12,
        height=_HEIGHT[sheet.name],
        across=(-0.5, len(months) - 0.5),
        up=(0.0, ticks[-1]),
    )
    return _place_stretches(chart, Layout(months=months, plot=plot, ticks=ticks))


def _room_for_values(ticks: Sequence[float], sheet: Sheet) -> float:
    return max(text_width(label, sheet.letter) for label in tick_labels(ticks)) + 10


def _place_stretches(chart: Chart, layout: Layout) -> Layout:
    """The layout with its stretches labelled: inside, above in lanes, or by number with a key."""
    plot, letter = layout.plot, layout.plot.sheet.letter
    month = plot.width / len(layout.months)
    stretches = tuple(
        place_inside(item, month * (item.end - item.start + 1), letter)
        for item in find_stretches(chart, layout.months)
    )
    outside = tuple(item for item in stretches if not item.lines)
    inside = tuple(item for item in stretches if item.lines)
    starts = [plot.pixel_x(item.edges[0]) for item in outside]
    is_wide = plot.sheet.name == "wide"
    above = place_above(outside, starts, plot.width + plot.right, letter) if is_wide else None
    if above is None:
        return _number(replace(layout, stretches=inside + outside, is_numbered=True))
    lanes = max((item.lane or 0 for item in above), default=-1) + 1
    room = replace(plot, top=plot.top + lanes * plot.sheet.line)
    return replace(layout, plot=room, stretches=inside + above)


def _number(layout: Layout) -> Layout:
    """The layout with room for numbers above the plot and their key beneath."""
    if not layout.numbered:
        return layout
    plot = layout.plot
    lines = sum(len(key_lines(item, key_room(plot), plot.sheet.letter)) for item in layout.numbered)
    room = replace(
        plot,
        top=plot.top + plot.sheet.line + 4,
        bottom=plot.bottom + lines * plot.sheet.line + 12,
    )
    return replace(layout, plot=room)


def key_room(plot: Plot) -> float:
    """How wide a line of the key may run."""
    return plot.sheet.width - KEY_INDENT


def lane_y(layout: Layout, lane: int) -> float:
    """The middle of a lane of labels, in pixels from the plot's top edge (so below zero)."""
    plot = layout.plot
    return lane * plot.sheet.line + plot.sheet.line / 2 - plot.top + 4


def runs(
    series: Series, months: Sequence[str], *, with_interval: bool = False
) -> list[list[tuple[int, Figure]]]:
    """The series' shown figures with their month numbers, in runs of months without a hole.

    With `with_interval` only figures that have an interval, so that a ribbon breaks at the others.
    """
    number = {month: index for index, month in enumerate(months)}
    points = sorted(
        (
            (number[figure.period.first], figure)
            for figure in series.figures
            if figure.period and figure.is_shown and (figure.upper is not None or not with_interval)
        ),
        key=lambda point: point[0],
    )
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(points), 1) if b[0] > a[0] + 1)]
    found = [points[i:j] for i, j in zip(breaks, [*breaks[1:], len(points)], strict=True)]
    return [run for run in found if run]


def _end_lines(chart: Chart, series: Series, sheet: Sheet) -> tuple[str, ...]:
    """A line's end label: the series' name and the last figure's own text.

    A line that ends before the last month of the chart's own lines says its month. A narrow chart
    of one line has the value alone: its title and subtitle say what it is of.
    """
    held = runs(series, months_of(chart))
    if not held:
        return ()
    final = held[-1][-1][1]
    name = "" if sheet.name == "narrow" and len(chart.series) == 1 else series.label
    last = max(f.period.first for one in chart.series for f in one.figures if f.period)
    if final.period and final.period.first != last:
        name = f"{name}, {month_label(final.period.first)}".removeprefix(", ")
    return (*wrap_text(name, _NAME_ROOM[sheet.name], sheet.letter), str(final))


def _room_for_ends(chart: Chart, sheet: Sheet) -> float:
    labels = [_end_lines(chart, series, sheet) for series in chart.series]
    widths = [
        text_width(line, sheet.letter, is_bold=line is lines[-1])
        for lines in labels
        for line in lines
    ]
    return max(widths, default=0.0) + end_gap(chart) + 4


def end_gap(chart: Chart) -> float:
    """Pixels from the plot to the end labels: more where several lines need leaders to theirs."""
    return 18.0 if len(chart.series) > 1 else 6.0


def end_labels(chart: Chart, layout: Layout) -> tuple[EndLabel, ...]:
    """Each line's end label, pushed apart where the last points are close."""
    plot = layout.plot
    labels = []
    for place, series in enumerate(chart.series):
        lines = _end_lines(chart, series, plot.sheet)
        if lines:
            month, figure = runs(series, layout.months)[-1][-1]
            value = figure.value or 0.0
            top = plot.pixel_y(value) - len(lines) * plot.sheet.line / 2
            labels.append(EndLabel(series=place, lines=lines, point=(month, value), top=top))
    labels.sort(key=lambda label: label.top)
    boxes = [(label.top, float(len(label.lines) * plot.sheet.line)) for label in labels]
    tops = spread(boxes, (-4.0, plot.height + plot.sheet.line))
    return tuple(replace(label, top=top) for label, top in zip(labels, tops, strict=True))


def spread(
    boxes: Sequence[tuple[float, float]], room: tuple[float, float], apart: float = 4.0
) -> list[float]:
    """Where boxes of (top, height) begin, moved so that none overlaps another or leaves the room.

    >>> spread([(10.0, 20.0), (15.0, 20.0)], (0.0, 100.0))
    [10.0, 34.0]
    """
    tops: list[float] = []
    floor, ceiling = room
    for top, height in boxes:
        tops.append(max(top, floor))
        floor = tops[-1] + height + apart
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], ceiling - boxes[index][1])
        ceiling = tops[index] - apart
    return tops
