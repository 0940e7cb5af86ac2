"""Stretches of a time chart that need a label: restrictions, months with no file, withheld months.

A label stands in its stretch where it fits, else above the chart with a leader down to it (wide),
or as a number with a key beneath (narrow). Labels never lie over one another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from vrn.publish.drawings.fonts import NO_BREAK, text_width, wrap_text
from vrn.release.figure import State
from vrn.terms import Period, month_label, months_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Band, Chart
    from vrn.release.figure import Figure

NO_FILE = "no file"
_WORDS = (NO_FILE, "no value", "withheld")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A run of months with its label; `start` and `end` are month numbers, end in.

    `lacking` is "all" where no series has a value, "some" where one of several has none, and empty
    for a band.
    `lines` is the label as it is set; `lane` counts rows of labels above the chart from the top,
    and is None where the label stands inside the stretch.
    """

    label: str
    start: int
    end: int
    lacking: str
    period: Period
    lines: tuple[str, ...] = ()
    lane: int | None = None

    @property
    def is_gap(self) -> bool:
        """Whether the months lack a value, rather than being a band behind the lines."""
        return bool(self.lacking)

    @property
    def edges(self) -> tuple[float, float]:
        """Where the stretch begins and ends: half a month around its middle months."""
        return self.start - 0.5, self.end + 0.5


def months_of(chart: Chart) -> tuple[str, ...]:
    """Every month from the first to the last that any series or the frame holds, without a hole.

    ValueError unless each figure is of one month, and each month of a series has one figure.
    """
    every: set[str] = set()
    for series in chart.series:
        periods = [figure.period for figure in series.figures]
        months = {p.first for p in periods if p and p.first == p.last}
        if len(months) < len(periods):
            raise ValueError(
                f"chart {chart.key}: each figure of {series.label!r} needs a month of its own"
            )
        every |= months
    if not every:
        raise ValueError(f"chart {chart.key}: no line has a figure")
    every |= {figure.period.first for figure in chart.frame if figure.period}
    return months_between(min(every), max(every))


def find_stretches(chart: Chart, months: Sequence[str]) -> tuple[Stretch, ...]:
    """The chart's bands and its gaps, by their first month; what lies outside the months is cut."""
    bands = [_band(band, months) for band in chart.bands]
    found = [band for band in bands if band] + _gaps(chart, months)
    return tuple(sorted(found, key=lambda item: (item.start, item.end, item.label)))


def _band(band: Band, months: Sequence[str]) -> Stretch | None:
    """The part of a band that lies in the months; None where no part does."""
    inside = [index for index, month in enumerate(months) if month in band.period.months]
    return _stretch(band.label, inside, months) if inside else None


def _stretch(
    label: str, run: Sequence[int], months: Sequence[str], *, lacking: str = ""
) -> Stretch:
    period = Period(months[run[0]], months[run[-1]])
    return Stretch(label=label, start=run[0], end=run[-1], lacking=lacking, period=period)


def _gaps(chart: Chart, months: Sequence[str]) -> list[Stretch]:
    """Runs of months in which some series has no value, one for each cause and set of series.

    Months before the first or after the last of all series are there for the frame: no gap.
    """
    causes = [{f.period.first: _cause(f) for f in s.figures if f.period} for s in chart.series]
    held = sorted({month for cause in causes for month in cause})
    marked: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for index, month in enumerate(months):
        if not held[0] <= month <= held[-1]:
            continue
        now = [cause.get(month, NO_FILE) for cause in causes]
        for word in _WORDS:
            lacking = tuple(place for place, own in enumerate(now) if own == word)
            if lacking:
                marked.setdefault((word, lacking), []).append(index)
    gaps = []
    for (word, lacking), indices in marked.items():
        is_all = len(lacking) == len(chart.series)
        whose = "" if is_all else ", " + ", ".join(chart.series[place].label for place in lacking)
        for run in _runs(indices):
            months_said = _said(Period(months[run[0]], months[run[-1]]))
            label = f"{word}{whose}: {months_said}"
            gaps.append(_stretch(label, run, months, lacking="all" if is_all else "some"))
    return gaps


def _cause(figure: Figure) -> str:
    """Why a month is a gap: no file of it, no value in the file, or withheld; empty where shown."""
    if figure.is_shown:
        return ""
    if figure.state is State.WITHHELD:
        return State.WITHHELD.value
    return NO_FILE if not figure.reason or figure.reason.startswith(NO_FILE) else "no value"


def _said(period: Period) -> str:
    """The months in few words, a year said once: "March to June 2020"; a month keeps its year."""
    first, last = (month_label(month) for month in (period.first, period.last))
    if first == last:
        return first.replace(" ", NO_BREAK)
    if period.first[:4] == period.last[:4]:
        first = first.split()[0]
    return f"{first.replace(' ', NO_BREAK)} to {last.replace(' ', NO_BREAK)}"


def _runs(indices: Sequence[int]) -> list[list[int]]:
    return [
        [index for _, index in run]
        for _, run in groupby(enumerate(indices), key=lambda pair: pair[1] - pair[0])
    ]


def place_inside(stretch: Stretch, room: float, letter: int) -> Stretch:
    """The stretch with its label inside, where it is a gap whose words fit in so many pixels."""
    lines = wrap_text(stretch.label, room - 12, letter)
    fits = stretch.lacking == "all" and all(text_width(line, letter) <= room - 12 for line in lines)
    return replace(stretch, lines=lines) if fits else stretch


def place_above(
    stretches: Sequence[Stretch], starts: Sequence[float], room: float, letter: int
) -> tuple[Stretch, ...] | None:
    """Each stretch with a lane above the chart; None where a label would run off the sheet.

    `starts` is each stretch's first pixel, in order; `room` is where labels must end. A label
    begins at its stretch and its leader runs down past the lanes below it, so it takes a lane below
    every earlier label that is still running.
    """
    lanes: list[int] = []
    clusters: list[int] = []
    running: list[tuple[float, int]] = []
    for stretch, start in zip(stretches, starts, strict=True):
        end = start + text_width(stretch.label, letter)
        if end > room:
            return None
        running = [(until, lane) for until, lane in running if until > start]
        clusters.append(clusters[-1] if running else len(lanes))
        lanes.append(max((lane for _, lane in running), default=-1) + 1)
        running.append((end + letter, lanes[-1]))
    return tuple(
        replace(stretch, lines=(stretch.label.replace(NO_BREAK, " "),), lane=lane)
        for stretch, lane in zip(stretches, _sunk(lanes, clusters), strict=True)
    )


def _sunk(lanes: Sequence[int], clusters: Sequence[int]) -> list[int]:
    """The lanes, with each cluster of labels moved down to the chart."""
    deepest = {
        c: max(lane for lane, own in zip(lanes, clusters, strict=True) if own == c)
        for c in clusters
    }
    lowest = max(lanes, default=0)
    return [lane + lowest - deepest[c] for lane, c in zip(lanes, clusters, strict=True)]


def key_lines(stretch: Stretch, room: float, letter: int) -> tuple[str, ...]:
    """A numbered stretch's lines in the key, with its months where the label does not say them."""
    text = stretch.label if stretch.is_gap else f"{stretch.label}: {_said(stretch.period)}"
    return wrap_text(text, room, letter)
