"""Hours of a day as lines: one for each series, from midnight to midnight, from zero.

A line breaks at an hour that is withheld or not available, and the chart says which.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import BRAND, CATEGORIES, INK, QUIET_INK, WHITE
from vrn.publish.drawings.drawing import Words, draw_words, make_svg, mark, tick_axis
from vrn.publish.drawings.fonts import text_width, wrap_text
from vrn.publish.drawings.line_layout import spread
from vrn.publish.drawings.plots import Plot, Sheet, highest_end, nice_ticks, tick_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from vrn.publish.document import Chart, Series
    from vrn.release.figure import Figure

HOURS_OF_A_DAY = 24
_HEIGHT = {"wide": 230, "narrow": 240}
_TICKS = {"wide": 5, "narrow": 4}
_NAME_ROOM = {"wide": 120, "narrow": 60}
_DASH = (7, 4)


def draw_hours(chart: Chart, sheet: Sheet, *, brand: str = BRAND) -> str:
    """The SVG of one or two lines over twenty-four hours, each figure at the middle of its hour."""
    if not 1 <= len(chart.series) <= 2:
        raise ValueError(f"chart {chart.key}: one or two lines, not {len(chart.series)}")
    held = [_by_hour(chart, series) for series in chart.series]
    plot, ticks, notes = _lay_out(chart, sheet, held)
    layers = [_draw_axes(plot, ticks)]
    colours = (brand, CATEGORIES[1])
    for series, hours, colour in zip(chart.series, held, colours, strict=False):
        layers += [_ribbon(plot, hours, colour), *_line(plot, series, hours, colour)]
    words = [*_end_words(chart, plot, held), *_note_words(plot, notes)]
    return make_svg(chart, plot, [*layers, _baseline(plot), *draw_words(plot, words)])


def _by_hour(chart: Chart, series: Series) -> dict[int, Figure]:
    """The figures by their hour; ValueError where two have one hour or a code ends in none."""
    found: dict[int, Figure] = {}
    for figure in series.figures:
        code = figure.code_of(chart.by)[-2:]
        if not code.isdigit() or int(code) >= HOURS_OF_A_DAY or int(code) in found:
            raise ValueError(
                f"chart {chart.key}: {figure.code_of(chart.by)!r} is no hour of its own"
            )
        found[int(code)] = figure
    if not found:
        raise ValueError(f"chart {chart.key}: no line has a figure")
    return dict(sorted(found.items()))


def _lay_out(
    chart: Chart, sheet: Sheet, held: Sequence[dict[int, Figure]]
) -> tuple[Plot, tuple[float, ...], tuple[str, ...]]:
    """The plot, its ticks, and the lines beneath it that say where a line breaks and why."""
    every = [figure for hours in held for figure in hours.values()]
    ticks = nice_ticks(highest_end((*every, *chart.frame)), _TICKS[sheet.name])
    notes = tuple(
        line
        for series, hours in zip(chart.series, held, strict=True)
        for text in _breaks(series, hours)
        for line in wrap_text(text, sheet.width - 4, sheet.letter)
    )
    left = max(text_width(label, sheet.letter) for label in tick_labels(ticks)) + 12
    names = [line for series in chart.series for line in _name(series, sheet)]
    right = max(text_width(line, sheet.letter) for line in names) + 14
    plot = Plot(
        sheet=sheet,
        left=left,
        right=right,
        top=10,
        bottom=sheet.line + 12 + (len(notes) * sheet.line + 6 if notes else 0),
        height=_HEIGHT[sheet.name],
        across=(0.0, float(HOURS_OF_A_DAY)),
        up=(0.0, ticks[-1]),
    )
    return plot, ticks, notes


def _breaks(series: Series, hours: dict[int, Figure]) -> list[str]:
    """Such as "withheld, Under 25: 03:00 and 04:00" for each state that leaves a gap."""
    found: dict[str, list[str]] = {}
    for hour in range(HOURS_OF_A_DAY):
        figure = hours.get(hour)
        if figure is None or not figure.is_shown:
            state = figure.state.value if figure else "not available"
            found.setdefault(state, []).append(f"{hour:02d}:00")
    return [f"{state}, {series.label}: {', '.join(times)}" for state, times in found.items()]


def _draw_axes(plot: Plot, ticks: tuple[float, ...]) -> alt.Chart:
    step = 3 if plot.sheet.name == "wide" else 6
    hours = [float(hour) for hour in range(0, HOURS_OF_A_DAY + 1, step)]
    across = tick_axis(
        plot.sheet,
        hours,
        [f"{int(hour):02d}:00" for hour in hours],
        grid=False,
        ticks=True,
        tickColor=QUIET_INK,
        labelPadding=4,
    )
    up = tick_axis(plot.sheet, ticks, tick_labels(ticks), orient="left")
    place = {"x": "x", "y": "y"}
    axes = {"x": across, "y": up}
    return mark(plot, "point", [{"x": 0.0, "y": 0.0}], place, axes=axes, look={"opacity": 0})


def _runs(hours: dict[int, Figure]) -> list[list[tuple[float, Figure]]]:
    """The shown figures in runs of hours without a hole, each at the middle of its hour."""
    shown = [(hour, figure) for hour, figure in hours.items() if figure.is_shown]
    grouped = groupby(enumerate(shown), key=lambda item: item[1][0] - item[0])
    return [[(hour + 0.5, figure) for _, (hour, figure) in run] for _, run in grouped]


def _ribbon(plot: Plot, hours: dict[int, Figure], colour: str) -> alt.Chart:
    rows = [
        {"hour": hour, "lower": figure.lower, "upper": figure.upper, "run": number}
        for number, run in enumerate(_runs(hours))
        for hour, figure in run
        if figure.lower is not None and figure.upper is not None
    ]
    place = {"x": "hour", "y": "lower", "y2": "upper", "detail": "run"}
    return mark(plot, "area", rows, place, look={"color": colour, "opacity": 0.14})


def _line(plot: Plot, series: Series, hours: dict[int, Figure], colour: str) -> list[alt.Chart]:
    """The runs as lines, with a dot at each hour so that one alone can be seen."""
    rows = [
        {"hour": hour, "value": figure.value, "run": number}
        for number, run in enumerate(_runs(hours))
        for hour, figure in run
    ]
    place = {"x": "hour", "y": "value"}
    dash = list(_DASH) if series.is_dashed else []
    line = {"color": colour, "strokeWidth": 2.5, "strokeDash": dash}
    fill = WHITE if series.is_dashed else colour
    dot = {"stroke": colour, "strokeWidth": 1.5, "fill": fill, "opacity": 1, "size": 22}
    return [
        mark(plot, "line", rows, {**place, "detail": "run"}, look=line),
        mark(plot, "point", rows, place, look=dot),
    ]


def _name(series: Series, sheet: Sheet) -> tuple[str, ...]:
    return wrap_text(series.label, _NAME_ROOM[sheet.name], sheet.letter)


def _end_words(chart: Chart, plot: Plot, held: Sequence[dict[int, Figure]]) -> list[Words]:
    """Each line's name right of its last point, pushed apart where two end close together."""
    line, boxes = plot.sheet.line, []
    for series, hours in zip(chart.series, held, strict=True):
        runs, name = _runs(hours), _name(series, plot.sheet)
        if runs:
            height = len(name) * line
            top = plot.pixel_y(runs[-1][-1][1].value or 0.0) - height / 2
            boxes.append((top, float(height), name))
    boxes.sort()
    tops = spread([(top, height) for top, height, _ in boxes], (-4.0, plot.height + line))
    return [
        Words(plot.width + 8, top + (number + 0.5) * line, text)
        for top, (_, _, name) in zip(tops, boxes, strict=True)
        for number, text in enumerate(name)
    ]


def _note_words(plot: Plot, notes: Sequence[str]) -> list[Words]:
    first = plot.height + plot.sheet.line * 1.5 + 18
    return [
        Words(-plot.left + 2, first + number * plot.sheet.line, text, colour=QUIET_INK)
        for number, text in enumerate(notes)
    ]


def _baseline(plot: Plot) -> alt.Chart:
    rows = [{"start": 0.0, "end": float(HOURS_OF_A_DAY), "y": 0.0}]
    place = {"x": "start", "x2": "end", "y": "y"}
    return mark(plot, "rule", rows, place, look={"color": INK, "strokeWidth": 1})
