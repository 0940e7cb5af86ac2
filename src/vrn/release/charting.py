"""Judges a released monthly series by the rules of a control chart: nothing is asked of any row.

All that goes in is what is shown: a month that is withheld or not held has no judgement, and no run
or trend reaches across it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from vrn.release.figure import check_seal
from vrn.terms.parting import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure


Step: TypeAlias = tuple[str, float | None, float | None, float | None]
_LINES = ("lower_limit", "centre_line", "upper_limit")


@dataclass(frozen=True)
class Judgement:
    """What the rules say of each month, in order: (special cause, point type), or two empty texts.

    The words are those of `vrn.statistics.control_charts`; `rule_set` names the rules. `steps` are,
    where limits begin again, the first month of each stretch with its lower limit, mean and upper
    limit, worked out from the same months; empty where they never do.
    """

    marks: tuple[tuple[str, str], ...]
    rule_set: str
    steps: tuple[Step, ...] = ()


def judge(
    figures: Sequence[Figure], *, improvement: str = "decrease", begins: Sequence[str] = ()
) -> Judgement:
    """The judgement of a month's figure after another; ForgedFigureError for a broken seal.

    `improvement` says which way is better: "decrease", "increase" or "neutral". Limits begin again
    at the months of `begins`. Raises ValueError where a figure is not of one month, or two are of
    the same.
    """
    for figure in figures:
        check_seal(figure)
    from vrn.statistics.control_charts import Baseline, control_chart

    months = [figure.code_of("month") for figure in figures]
    chart = control_chart(
        pl.Series(
            [figure.value if figure.is_shown else None for figure in figures], dtype=pl.Float64
        ),
        months,
        improvement=improvement,
        at_least=0,
        baseline=Baseline(rebase=[part[0] for part in stretches(sorted(months), begins)[1:]]),
    )
    found = {row["date"]: row for row in chart.iter_rows(named=True)}
    return Judgement(
        marks=tuple(_mark(found[month]) for month in months),
        rule_set=str(chart["rule_set"][0]) if chart.height else "",
        steps=_steps(chart),
    )


def _steps(chart: pl.DataFrame) -> tuple[Step, ...]:
    """The lines of each stretch to five digits; none where there is one stretch alone."""
    first = chart.unique("rebase_group", keep="first", maintain_order=True)
    if first.height < 2:
        return ()
    return tuple(
        (str(month), _rounded(lower), _rounded(mean), _rounded(upper))
        for month, lower, mean, upper in first.select("date", *_LINES).iter_rows()
    )


def _rounded(line: float | None) -> float | None:
    return None if line is None else float(f"{line:.5g}")


def _mark(row: dict[str, object]) -> tuple[str, str]:
    return str(row["special_cause"] or ""), str(row["point_type"] or "")
