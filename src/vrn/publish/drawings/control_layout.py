"""Where everything in a control chart stands: icons with their words, plot, end labels, and key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from vrn.publish.control_points import (
    COMMON_CAUSE,
    CONCERNING,
    FAILING,
    HIGH,
    IMPROVING,
    LOW,
    PASSING,
    words_of_cause,
)
from vrn.publish.drawings.chart_key import KeyEntry, key_height, place_key
from vrn.publish.drawings.control_icons import (
    SIDE,
    Icon,
    assurance_icon,
    variation_icon,
)
from vrn.publish.drawings.fonts import NO_BREAK, text_width, wrap_text
from vrn.publish.drawings.line_layout import Layout, spread
from vrn.publish.drawings.plots import Plot, Sheet, nice_ticks, tick_labels
from vrn.release.wording import show_number
from vrn.terms import month_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.publish.control_points import ControlChart, ControlPoint

_HEIGHT = {"wide": 230, "narrow": 250}
_TICKS = {"wide": 5, "narrow": 4}
# From the plot to the end labels: room for leaders.
END_GAP = 16.0
ICON_GAP = 10
Sample = Literal["dot", "ring", "triangle", "diamond", "square", "solid", "long", "band", "none"]
_MARKS: dict[str, tuple[Sample, str]] = {
    CONCERNING: ("triangle", "unusual, a concern"),
    IMPROVING: ("diamond", "unusual, an improvement"),
    HIGH: ("square", "unusual"),
    LOW: ("square", "unusual"),
}
_SECOND_LINE = {
    PASSING: f"the usual range lies on its good{NO_BREAK}side",
    FAILING: f"the usual range lies on its wrong{NO_BREAK}side",
    "inconsistent": f"the target is inside the usual{NO_BREAK}range",
}


@dataclass(frozen=True)
class Heading:
    """An icon with a bold line and quiet lines beside it; `x` and `y` are pixels of the sheet."""

    icon: Icon
    x: float
    y: float
    bold: tuple[str, ...]
    quiet: tuple[str, ...]

    def height(self, sheet: Sheet) -> float:
        """How high it stands."""
        return max(SIDE, (len(self.bold) + len(self.quiet)) * sheet.line)


@dataclass(frozen=True)
class EndLabel:
    """What stands right of the plot: words at a height, led to from a value; the latest is bold."""

    text: str
    value: float
    top: float = 0.0
    is_latest: bool = False


@dataclass(frozen=True, kw_only=True)
class ControlLayout:
    """A control chart before it is drawn. `frame` has the plot, its months and its ticks.

    `restarts` are the first places of later sets of limits with their words and height.
    """

    frame: Layout
    headings: tuple[Heading, ...]
    ends: tuple[EndLabel, ...]
    restarts: tuple[tuple[int, str, float], ...]
    key: tuple[KeyEntry, ...]

    @property
    def plot(self) -> Plot:
        """The plotting area."""
        return self.frame.plot


def lay_out_control(chart: ControlChart, sheet: Sheet, *, brand: str) -> ControlLayout:
    """The layout of a control chart on a sheet, with room for every label."""
    highest = max(_heights(chart), default=0.0)
    ticks = nice_ticks(highest, _TICKS[sheet.name])
    headings = tuple(_place_headings(_headings(chart, sheet, brand=brand), sheet))
    above = max(item.y + item.height(sheet) for item in headings) + 14
    restarts = [(first, chart.points[first].month) for first, _, _ in chart.steps[1:]]
    key = tuple(place_key(_key(chart, sheet), sheet))
    plot = Plot(
        sheet=sheet,
        left=_room_left(ticks, sheet),
        right=_room_right(chart, sheet),
        top=above + len(restarts) * sheet.line + 6,
        bottom=sheet.line + 12 + key_height(key, sheet) + 12,
        height=_HEIGHT[sheet.name],
        across=(-0.5, len(chart.points) - 0.5),
        up=(0.0, ticks[-1]),
    )
    months = tuple(point.month for point in chart.points)
    lanes = [-(len(restarts) - lane - 0.5) * sheet.line - 6 for lane in range(len(restarts))]
    return ControlLayout(
        frame=Layout(months=months, plot=plot, ticks=ticks),
        headings=headings,
        ends=_end_labels(chart, plot),
        restarts=tuple(
            (first, _restart_words(month, sheet), lane)
            for (first, month), lane in zip(restarts, lanes, strict=True)
        ),
        key=key,
    )


def _restart_words(month: str, sheet: Sheet) -> str:
    said = month_label(month)
    if sheet.name == "wide":
        return f"new limits from {said}"
    name, year = said.split()
    return f"new limits, {name[:3]} {year}"


def _heights(chart: ControlChart) -> Iterator[float]:
    """Every value, limit and target: all must lie within the plot."""
    for point in chart.points:
        yield from (each for each in (point.value, point.upper) if each is not None)
    if chart.target is not None:
        yield chart.target


def _room_left(ticks: tuple[float, ...], sheet: Sheet) -> float:
    widest = max(text_width(label, sheet.letter) for label in tick_labels(ticks))
    return max(widest + 10, text_width("Jan 2000", sheet.letter) / 2)


def _room_right(chart: ControlChart, sheet: Sheet) -> float:
    widths = [
        text_width(item.text, sheet.letter, is_bold=item.is_latest) for item in _ends(chart, sheet)
    ]
    # The last month's label may stand under the plot's right edge.
    return max([END_GAP + max(widths, default=0.0) + 2, text_width("Jan 2000", sheet.letter) / 2])


# -- the icons and their words --------------------------------------------------------------------


def _headings(chart: ControlChart, sheet: Sheet, *, brand: str) -> list[tuple[Icon, str]]:
    """Each icon with its second line."""
    latest = chart.latest
    found = [(variation_icon(latest, brand=brand), _second_line(latest))]
    if chart.assurance:
        icon = assurance_icon(chart.assurance, brand=brand)
        found.append((icon, _SECOND_LINE[chart.assurance]))
    return found


def _second_line(latest: ControlPoint | None) -> str:
    if latest is None:
        return "no month has a value"
    month = month_label(latest.month)
    if not latest.point_type:
        return f"{month} has no limits to be judged{NO_BREAK}by"
    if latest.is_special:
        return f"{month} is {words_of_cause(latest.special_cause)}"
    return f"{month} is within what is{NO_BREAK}usual"


def _place_headings(found: list[tuple[Icon, str]], sheet: Sheet) -> Iterator[Heading]:
    """Side by side on a wide sheet, one below the other on a narrow one."""
    is_wide = sheet.name == "wide"
    column = sheet.width / 2 if is_wide else sheet.width
    room, y = column - SIDE - ICON_GAP - (20 if is_wide else 0), 0.0
    for number, (icon, words) in enumerate(found):
        bold = wrap_text(icon.words, room, sheet.letter, is_bold=True)
        heading = Heading(
            icon, number * column if is_wide else 0.0, y, bold, wrap_text(words, room, sheet.letter)
        )
        yield heading
        y += 0.0 if is_wide else heading.height(sheet) + 8


# -- the labels right of the plot -----------------------------------------------------------------


def _ends(chart: ControlChart, sheet: Sheet) -> list[EndLabel]:
    """The latest value, the last lines and the target; on a narrow sheet the key names them."""
    last = chart.points[-1]
    named = [("upper limit", last.upper), ("mean", last.centre), ("lower limit", last.lower)]
    named += [("target", chart.target)]
    ends = [
        EndLabel(words, value)
        for name, value in named
        if value is not None and (words := _end_words(chart, name, value, sheet))
    ]
    latest = chart.latest
    if latest is not None and latest.value is not None:
        shown = show_number(latest.value, chart.decimals)
        ends.append(EndLabel(shown, latest.value, is_latest=True))
    return ends


def _end_words(chart: ControlChart, name: str, value: float, sheet: Sheet) -> str:
    """A line's name with its number; the number alone where there is little room."""
    is_wide, has_number = sheet.name == "wide", chart.has_numbers or name == "target"
    number = show_number(value, chart.decimals) if has_number else ""
    return f"{name} {number}".rstrip() if is_wide else number


def _end_labels(chart: ControlChart, plot: Plot) -> tuple[EndLabel, ...]:
    """The end labels pushed apart, the highest first."""
    line = plot.sheet.line
    ends = sorted(_ends(chart, plot.sheet), key=lambda item: (-item.value, item.is_latest))
    boxes = [(plot.pixel_y(item.value) - line / 2, float(line)) for item in ends]
    tops = spread(boxes, (-line / 2, plot.height + line / 2), apart=0.0)
    return tuple(replace(item, top=top) for item, top in zip(ends, tops, strict=True))


# -- the key --------------------------------------------------------------------------------------


def _key(chart: ControlChart, sheet: Sheet) -> list[KeyEntry]:
    """Marks that occur, the lines where the labels do not name them, gaps, and the rules."""
    entries: dict[tuple[Sample, str], None] = {}
    if any(point.point_type == COMMON_CAUSE for point in chart.points):
        entries["dot", "usual"] = None
    if any(point.value is not None and not point.point_type for point in chart.points):
        entries["ring", "not judged"] = None
    for kind in (CONCERNING, IMPROVING, HIGH, LOW):
        if any(point.point_type == kind for point in chart.points):
            entries[_MARKS[kind]] = None
    if any(point.upper is not None for point in chart.points):
        entries["band", "usual range, between the limits"] = None
        if sheet.name == "narrow":
            entries["solid", "mean"] = None
    if chart.target is not None and sheet.name == "narrow":
        entries["long", "target"] = None
    for words in _gaps(chart):
        entries["none", words] = None
    if chart.is_short and chart.points[-1].upper is not None:
        entries["none", "Few months: the limits may still move."] = None
    # The version stays with the word before it.
    entries["none", f"Rules: {NO_BREAK.join(chart.rule_set.rsplit(' ', 1))}"] = None
    return [KeyEntry(sample, (words,)) for sample, words in entries]


def _gaps(chart: ControlChart) -> list[str]:
    """The months without a value, by why: "withheld: May 2021 to June 2021"."""
    found = []
    for absent, run in groupby(chart.points, key=lambda point: (point.value is None, point.absent)):
        months = [month_label(point.month) for point in run]
        if absent[0]:
            said = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
            found.append(f"{absent[1] or 'no value'}: {said}")
    return found
