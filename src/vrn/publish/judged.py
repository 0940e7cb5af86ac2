"""A monthly series judged by the rules of a control chart, as a document holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.control_points import ControlChart, ControlPoint
from vrn.release.figure import check_seal

if TYPE_CHECKING:
    from vrn.publish.document import Chart
    from vrn.release.figure import Figure

_FEW = 12
"""Months below which the limits of a stretch may still move."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A monthly series judged: its mean and limits, and a mark for each month.

    `lines` are the released figures of the lower limit, the mean and the upper limit. `marks` are
    (special cause, point type) in the order of the series, two empty texts where a month has none;
    `rules` names the rule set they follow. Where limits begin again, `steps` are the first month of
    each stretch with its lower limit, mean and upper limit: drawn, and never printed, since they
    are worked out from the months that are shown. `lines` are then those of the stretch from the
    month `quoted` on.
    """

    lines: tuple[Figure, Figure, Figure]
    marks: tuple[tuple[str, str], ...]
    rules: str
    steps: tuple[tuple[str, float | None, float | None, float | None], ...] = ()
    quoted: str = ""

    def __post_init__(self) -> None:
        for figure in self.lines:
            check_seal(figure)


def check_judged(chart: Chart) -> None:
    """Raises ValueError unless a control chart, and no other, is of one series with its marks."""
    if (chart.kind == "control") != (chart.judged is not None):
        raise ValueError(f"chart {chart.key}: a control chart, and no other, is of judged months")
    if chart.judged and [len(each.figures) for each in chart.series] != [len(chart.judged.marks)]:
        raise ValueError(f"chart {chart.key}: one series, and a mark for each of its months")


def control_chart_of(chart: Chart) -> ControlChart:
    """What is drawn of a judged chart: its months, and the mean and limits of one figure."""
    if chart.judged is None:
        raise ValueError(f"chart {chart.key}: nothing is judged of it")
    judged, (series,) = chart.judged, chart.series
    months = [figure.code_of("month") for figure in series.figures]
    return ControlChart(
        key=chart.key,
        title=chart.title,
        sentence=chart.sentence,
        points=tuple(
            ControlPoint(
                month=month,
                value=figure.value if figure.is_shown else None,
                centre=centre,
                lower=lower,
                upper=upper,
                rebase_group=group,
                special_cause=cause if _are_shown(judged) else "",
                point_type=kind if _are_shown(judged) else "",
                absent="" if figure.is_shown else figure.state.value,
            )
            for figure, month, (cause, kind) in zip(
                series.figures, months, judged.marks, strict=True
            )
            for group, lower, centre, upper in [_lines_at(judged, month)]
        ),
        rule_set=judged.rules,
        decimals=judged.lines[1].decimals,
        has_numbers=not judged.steps or judged.steps[-1][0] == judged.quoted,
        is_short=bool(judged.steps) and len(months) - months.index(judged.steps[-1][0]) < _FEW,
    )


def _lines_at(judged: Judged, month: str) -> tuple[int, float | None, float | None, float | None]:
    """The stretch that a month is in, with its lower limit, mean and upper limit."""
    if not _are_shown(judged):
        return 0, None, None, None
    begun = [number for number, step in enumerate(judged.steps) if step[0] <= month]
    group = begun[-1] if begun else 0
    if not judged.steps or judged.steps[group][0] == judged.quoted:
        lower, centre, upper = (each.value for each in judged.lines)
    else:
        _, lower, centre, upper = judged.steps[group]
    return group, lower, centre, upper


def _are_shown(judged: Judged) -> bool:
    return all(figure.is_shown for figure in judged.lines)
