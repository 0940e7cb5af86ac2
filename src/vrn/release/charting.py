"""Judges a released monthly series by the rules of a control chart: nothing is asked of any row.

All that goes in is what is shown: a month that is withheld or not held has no judgement, and no run
or trend reaches across it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.release.figure import check_seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure


@dataclass(frozen=True)
class Judgement:
    """What the rules say of each month, in order: (special cause, point type), or two empty texts.

    The words are those of `vrn.statistics.control_charts`; `rule_set` names the rules.
    """

    marks: tuple[tuple[str, str], ...]
    rule_set: str


def judge(figures: Sequence[Figure], *, improvement: str = "decrease") -> Judgement:
    """The judgement of a month's figure after another; ForgedFigureError for a broken seal.

    `improvement` says which way is better: "decrease", "increase" or "neutral". Raises ValueError
    where a figure is not of one month, or two are of the same.
    """
    for figure in figures:
        check_seal(figure)
    from vrn.statistics.control_charts import control_chart

    months = [figure.code_of("month") for figure in figures]
    chart = control_chart(
        pl.Series(
            [figure.value if figure.is_shown else None for figure in figures], dtype=pl.Float64
        ),
        months,
        improvement=improvement,
        at_least=0,
    )
    found = {row["date"]: row for row in chart.iter_rows(named=True)}
    return Judgement(
        marks=tuple(_mark(found[month]) for month in months),
        rule_set=str(chart["rule_set"][0]) if chart.height else "",
    )


def _mark(row: dict[str, object]) -> tuple[str, str]:
    return str(row["special_cause"] or ""), str(row["point_type"] or "")
