"""Measures of change: this period's number over that of the same months of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Measure
from vrn.problem.recorded import (
    ALL_CRIMES,
    ALL_RECORDED,
    GROUPS,
    SOURCE,
    caveats_of,
    tally_of,
    words_for,
)
from vrn.terms import lower_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.problem.categories import Category


def ratio_to_year_before(frame: pl.DataFrame) -> pl.DataFrame:
    """This period's count over the one of the year before, with exact 95% limits.

    `frame` has one row with `count` for `year` "this" and one for "before".
    """
    counts = dict(frame.select("year", "count").iter_rows())
    this, before = counts["this"], counts["before"]
    if not before:
        return answer(counts=(this, before), reason="nothing was recorded in the year before")
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([this], [before]))
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]), float(found.upper[0])),
        counts=(this, before),
        method="exact 95% limits of the ratio of two Poisson counts, given their sum",
    )


def _change(group: Category) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=f"{group.name}_change",
            title=f"Change in {lower_first(group.title)} on the year before",
            definition=(
                f"The number of {words_for(group)} in the period, over their number in the same "
                "months of the year before: 1 means as many, 2 twice as many. There is no value "
                "where a month of either is missing."
            ),
            rationale="Says which way it goes, with how far chance alone could have moved it.",
            unit="times the year before",
            method=(
                "Ratio of two counts with exact 95% limits given their sum. A leap day is not "
                "taken out, and residents are taken as equal in both years."
            ),
            source=SOURCE,
            caveats=(
                "The limits hold chance alone: repeats, and changes in reporting, recording or "
                "police activity, move numbers further. In 2020 and 2021 restrictions kept people "
                "at home. " + caveats_of(group)
            ),
            numerator="Records of the period",
            denominator="Records of the same months of the year before",
            decimals=2,
        ),
        over=tally_of(group),
        frame=(),
        function=ratio_to_year_before,
        dimensions=("district", "crime_type")
        if group in (ALL_CRIMES, ALL_RECORDED)
        else ("district", "small_area"),
        has_year_before=True,
    )


def change_measures() -> Mapping[str, Measure]:
    """`<group>_change` for every category, for all crimes and for everything recorded."""
    return {each.indicator.name: each for each in map(_change, GROUPS)}
