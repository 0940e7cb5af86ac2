"""Panels of a drawn table of counts, a row an area and a column a month, for the tests beside."""

from __future__ import annotations

from typing import Any

import numpy as np

from vrn.statistics.comparison.panel import Panel, Table, panel_of, whole_panels_of

ANSWER = ("value", "lower", "upper", "confidence", "method", "reason")
"""The columns that every answer ends with."""


def panel_from(counts: Any, *, treated: int, before: int) -> Panel:
    """What `panel_of` makes of it: the first areas treated, the first months before the change."""
    table = np.asarray(counts, dtype=float)
    area, month = (each.ravel() for each in np.indices(table.shape))
    return panel_of(
        table.ravel(), area=area, month=month, treated=area < treated, after=month >= before
    )


def whole_panel_from(counts: Any, *, before: int, population: Any = None) -> Panel:
    """What `whole_panels_of` makes of it, the first area treated; below 0 stands for not known."""
    table = np.asarray(counts, dtype=float)
    area, month = (each.ravel() for each in np.indices(table.shape))
    people = None if population is None else np.broadcast_to(population, table.shape).ravel()
    columns = Table(area, month, area < 1, month >= before, people)
    return whole_panels_of({"falls": np.where(table < 0, np.nan, table).ravel()}, columns)["falls"]
