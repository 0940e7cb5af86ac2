"""What a profile is written from, and the line of sources under its charts and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.document import Name, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def source_line(brief: Brief, *, residents: bool = False) -> tuple[Span, ...]:
    """The line under a chart or table: sources, cut and definition."""
    people = f"; residents: {brief.residents_label}" if residents else ""
    return (
        Name(
            f"Source: police.uk street-level crime files{people}. Cut {brief.cut}. "
            "Definition: the category as published."
        ),
    )
