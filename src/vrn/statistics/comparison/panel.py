"""Counts of events by area and month, some areas treated from some month on: read and checked once.

Sources: the design of two groups and two times, and what it must assume: J. D. Angrist and J.-S.
Pischke, Mostly Harmless Econometrics (Princeton, 2009), section 5.2.

Limits: one change, at one time, in all treated areas. Areas that start at different times need
another method (A. Goodman-Bacon, Difference-in-differences with variation in treatment timing,
Journal of Econometrics 225, 2021), and are refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vrn.statistics.answers import read_columns
from vrn.statistics.limits import read_counts, read_exposures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

Profile: TypeAlias = NDArray[np.float64] | NDArray[np.bool_]
"""What a regressor is in each month: `Panel.after`, say, or the months numbered."""


@dataclass(frozen=True)
class Panel:
    """Areas by months: counts, exposures, which areas are treated, and which months come after.

    Made by `panel_of`. Areas and months are sorted. A cell that is not known has exposure and count
    0; an area or month with no event tells nothing of a ratio and is left out, and `cautions` say
    so in words. `numbers` counts months from the change, those left out as well: -1 is the
    last before it, 0 the first after.
    """

    areas: pl.Series
    months: pl.Series
    counts: FloatArray
    exposures: FloatArray
    treated: NDArray[np.bool_]
    after: NDArray[np.bool_]
    numbers: FloatArray
    cautions: tuple[str, ...] = ()

    def profile(self, over_months: Profile) -> FloatArray:
        """A regressor that follows `over_months` in treated areas and is 0 elsewhere: 1 by both.

        >>> panel = panel_of([1, 2, 3, 4], area=["a", "a", "b", "b"], month=[1, 2, 1, 2],
        ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
        >>> panel.profile(panel.after)
        array([[[0., 0.],
                [0., 1.]]])
        """
        treated = self.treated[None, :, None].astype(np.float64)
        over: FloatArray = treated * over_months
        return over

    def only(
        self, *, areas: NDArray[np.bool_] | None = None, months: NDArray[np.bool_] | None = None
    ) -> Panel:
        """The areas and months asked for, without those that then have no event."""
        stay = np.ones(len(self.areas), bool) if areas is None else areas
        keep = np.ones(len(self.months), bool) if months is None else months
        stay = stay & ((self.counts * keep).sum(axis=1) > 0)
        keep = keep & (self.counts[stay].sum(axis=0) > 0)
        part = np.ix_(stay, keep)
        return replace(
            self,
            areas=self.areas.filter(pl.Series(stay)),
            months=self.months.filter(pl.Series(keep)),
            counts=self.counts[part],
            exposures=self.exposures[part],
            treated=self.treated[stay],
            after=self.after[keep],
            numbers=self.numbers[keep],
        )

    def events(self, *, treated: bool, after: bool) -> int:
        """The events of one group of areas in one time."""
        return int(self.counts[np.ix_(self.treated == treated, self.after == after)].sum())


def panel_of(
    count: Column,
    *,
    area: Column,
    month: Column,
    treated: Column,
    after: Column,
    population: Column | None = None,
) -> Panel:
    """A panel from columns of one length, one row an area and month, in any order.

    `count`: events, whole and at least 0. `treated`: 1 (or true) in each row of an area that has
    the change at some time, 0 in others. `after`: 1 in each row from the month of the change on.
    `population`: at risk; without it each cell counts alike. A row without a count, or with no
    population, is left out and said in `cautions`, and so are areas and months with no event.
    Raises ValueError for broken counts, two rows of one area and month, a treated area that starts
    or ends its treatment, months that differ in `after` between areas or turn back, and where areas
    of either kind, or months before or after, are wanting.

    >>> panel = panel_of([1, 2, 3, 4], area=["a", "a", "b", "b"], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> panel.counts, panel.events(treated=True, after=True)
    (array([[1., 2.],
           [3., 4.]]), 4)
    """
    table = Table(area, month, treated, after, population)
    whole = whole_panels_of({"count": count}, table)["count"]
    part = whole.only()
    return replace(part, cautions=tuple(_left_out(whole, part)))


class Table(NamedTuple):
    """The columns beside the counts, one row an area and month; see `panel_of` for each."""

    area: Column
    month: Column
    treated: Column
    after: Column
    population: Column | None = None


def whole_panels_of(outcomes: Mapping[str, Column], table: Table) -> dict[str, Panel]:
    """A panel for each column of counts of one table, areas and months without events among them.

    For methods that need every month, such as `synthetic_controls`; `panel_of` leaves out what has
    no event. Columns and errors as there.

    >>> table = Table(["a", "a", "b", "b"], [1, 2, 1, 2], [0, 0, 1, 1], [0, 1, 0, 1])
    >>> whole_panels_of({"falls": [0, 0, 3, 4]}, table)["falls"].counts
    array([[0., 0.],
           [3., 4.]])
    """
    beside = {"treated": table.treated, "after": table.after}
    if table.population is not None:
        beside["population"] = table.population
    columns = read_columns(**beside, **outcomes)
    rows = columns["treated"].size
    people = columns.get("population", np.ones(rows))
    people = read_exposures("population", np.where(people == 0, np.nan, people))
    areas, at_area = _labels("area", table.area, length=rows)
    months, at_month = _labels("month", table.month, length=rows)
    _check_once(areas, months, at_area * len(months) + at_month)
    is_treated = _constant("treated", columns["treated"], at_area, areas)
    is_after = _constant("after", columns["after"], at_month, months)
    _check_design(is_treated, is_after)
    panels = {}
    for name in outcomes:
        counts = read_counts(name, columns[name])
        known = ~np.isnan(counts) & ~np.isnan(people)
        grids = np.zeros((2, len(areas), len(months)))
        grids[:, at_area[known], at_month[known]] = counts[known], people[known]
        numbers = np.arange(len(months), dtype=np.float64) - (~is_after).sum()
        panels[name] = Panel(areas, months, grids[0], grids[1], is_treated, is_after, numbers)
    return panels


def _labels(name: str, values: Column, *, length: int) -> tuple[pl.Series, NDArray[np.intp]]:
    """The labels in order, and which of them each row has."""
    rows = pl.Series(name, cast("Sequence[object]", values), strict=False)
    if rows.len() != length:
        raise ValueError(f"{name} has {rows.len()} rows where the counts have {length}")
    if rows.null_count():
        raise ValueError(f"{name} is missing in {rows.null_count()} rows: every row has one")
    labels = rows.unique().sort()
    at = rows.to_frame().join(
        labels.to_frame().with_row_index("at"), on=name, maintain_order="left"
    )
    return labels, at["at"].to_numpy().astype(np.intp)


def _check_once(areas: pl.Series, months: pl.Series, cell: NDArray[np.intp]) -> None:
    found, times = np.unique(cell, return_counts=True)
    if (times > 1).any():
        area, month = divmod(int(found[times > 1][0]), len(months))
        raise ValueError(
            f"area {areas[area]} has {times.max()} rows in month {months[month]}: "
            "sum them to one row an area and month"
        )


def _constant(
    name: str, values: FloatArray, at: NDArray[np.intp], labels: pl.Series
) -> NDArray[np.bool_]:
    """The one value, 0 or 1, that each label has in all its rows."""
    if not np.isin(values, (0.0, 1.0)).all():
        raise ValueError(f"{name} must be 0 or 1 (or false or true) in every row")
    rows, ones = np.bincount(at), np.bincount(at, weights=values)
    mixed = (ones > 0) & (ones < rows)
    if mixed.any():
        first = labels[int(np.flatnonzero(mixed)[0])]
        raise ValueError(
            f"{name} must not change within {labels.name} {first}: one change, at one time, in all "
            "treated areas is what can be compared here"
        )
    return np.asarray(ones > 0)


def _check_design(treated: NDArray[np.bool_], after: NDArray[np.bool_]) -> None:
    wanting = [
        said
        for said, is_there in (
            ("a treated area", treated.any()),
            ("an untreated area", not treated.all()),
            ("a month before the change", not after.all()),
            ("a month after the change", after.any()),
        )
        if not is_there
    ]
    if wanting:
        raise ValueError(f"a comparison needs {' and '.join(wanting)}, and has none")
    if (after[:-1] & ~after[1:]).any():
        raise ValueError("after must stay 1 from the month of the change on")


def _left_out(whole: Panel, part: Panel) -> list[str]:
    unknown = int((whole.exposures == 0).sum())
    areas, months = len(whole.areas) - len(part.areas), len(whole.months) - len(part.months)
    said = (
        (unknown, "cells of area and month without a count or a population are left out"),
        (areas, "areas without any event are left out: they tell nothing of a ratio"),
        (months, "months without any event are left out: they tell nothing of a ratio"),
    )
    return [f"{number:,} {words}" for number, words in said if number]
