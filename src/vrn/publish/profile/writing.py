"""Short ways to write a profile's sentences: figures, names and the lines under a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.document import Cell, Name, Shown, Span, Table
from vrn.publish.rules import printed_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vrn.publish.profile.plan import Periods
    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.outline import Outline
    from vrn.terms import Area, Period


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All that a profile is written from: released cubes, outlines, supplies' facts and periods."""

    cube: Callable[..., Cube]
    small_areas: Outline
    districts: Outline
    supplies: Mapping[str, Mapping[str, object]]
    organisation: str
    area: Area
    periods: Periods
    restrictions: tuple[tuple[str, Period], ...]
    deprivation: str
    residents_label: str
    ages_label: str
    vintage: str
    made_up: bool
    language: str
    cut: int

    def figure(self, measure: str, period: Period | None = None) -> Figure:
        """The one figure of a measure for the whole area in a period."""
        found: Cube = self.cube(measure, period=period)
        return found.only

    def year(self, measure: str) -> Figure:
        """The one figure of a measure in the latest full year."""
        return self.figure(measure, self.periods.year)


def value(figure: Figure) -> Shown:
    """The figure's value, in a sentence."""
    return Shown(figure)


def interval(figure: Figure) -> Shown:
    """The figure's interval in words, in a sentence."""
    return Shown(figure, "interval")


def with_interval(figure: Figure) -> tuple[Span, ...]:
    """The value and its interval: "6.2 (between 6.1 and 6.3)"; alone where they print the same."""
    lower, upper = printed_limits(figure)
    if figure.lower is None or lower == upper:
        return (value(figure),)
    return (value(figure), " (", interval(figure), ")")


def period_name(period: Period) -> Name:
    """The period as a name: "November 2021 to October 2022"."""
    return Name(period.label)


def listed(parts: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    """Parts in a row with commas and a closing "and"."""
    spans: list[Span] = []
    for number, part in enumerate(parts):
        if number:
            spans.append(" and " if number == len(parts) - 1 else ", ")
        spans.extend(part)
    return tuple(spans)


def source_line(brief: Brief, *, residents: bool = False) -> tuple[Span, ...]:
    """The line under a chart or table: sources, cut and definition."""
    people = f"; residents: {brief.residents_label}" if residents else ""
    return (
        Name(
            f"Source: police.uk street-level crime files{people}. Cut {brief.cut}. "
            "Definition: the category as published."
        ),
    )


def figure_table(
    key: str,
    title: tuple[Span, ...],
    *,
    head: str,
    columns: Sequence[tuple[str | Name, Sequence[Figure]]],
    labels: Sequence[str],
    source: tuple[Span, ...],
) -> Table:
    """A table with a label column and a column of figures each; the sequences are in step."""
    rows: list[tuple[Cell, ...]] = [
        (Name(label), *(figures[number] for _, figures in columns))
        for number, label in enumerate(labels)
    ]
    return Table(
        key=key,
        title=title,
        columns=(head, *(name for name, _ in columns)),
        rows=tuple(rows),
        numeric=(False, *(True for _ in columns)),
        source=source,
    )


def names_of(figures: Iterable[Figure]) -> tuple[Span, ...]:
    """The places of figures as a list in words."""
    return listed([(Name(figure.place.name),) for figure in figures])
