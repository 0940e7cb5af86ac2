"""Measures of how offences go with the deprivation of the place: association, never cause."""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.recorded import (
    ALL_RECORDED,
    GROUPS,
    SOURCE,
    caveats_of,
    tally_of,
    words_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.categories import Category
    from vrn.problem.measure import Measure

LATEST = "2025"
EDITIONS = (LATEST, "2019")
ENDS = {
    "tenth": (("1",), ("10",)),
    "fifth": (("1", "2"), ("9", "10")),
}


def ratio_of_ends(frame: pl.DataFrame, *, edition: str, end: str) -> pl.DataFrame:
    """The rate of the most deprived tenth or fifth over the least deprived one's, with limits.

    `frame` has `count` and `residents` by decile ("1" the most deprived).
    """
    most, least = (
        frame.filter(pl.col(f"deprivation_{edition}").is_in(deciles)) for deciles in ENDS[end]
    )
    for part, words in ((most, "most"), (least, "least")):
        if not _has_residents(part):
            return answer(
                reason=f"nobody in this area is known to live in the {words} deprived {end}"
            )
    counts = (int(most["count"].sum()), int(least["count"].sum()))
    people = (int(most["residents"].sum()), int(least["residents"].sum()))
    if not counts[1]:
        return answer(reason=f"nothing was recorded in the least deprived {end}")
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([counts[0]], [counts[1]]), ([people[0]], [people[1]]))
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]), float(found.upper[0])),
        counts=(counts[0], float(counts[1])),
        method=(
            "ratio of two rates with exact 95% limits given the sum of their counts; "
            f"{people[0]:,} and {people[1]:,} residents"
        ),
    )


def _has_residents(part: pl.DataFrame) -> bool:
    return not part["residents"].null_count() and bool(part["residents"].sum())


def _deprivation_ratio(group: Category, edition: str, end: str) -> Estimate:
    name = f"{group.name}_deprivation_ratio" + ("" if end == "tenth" else "_fifths")
    return Estimate(
        indicator=Indicator(
            name=name if edition == LATEST else f"{name}_{edition}",
            title=f"{group.title}: most against least deprived {end} of areas ({edition})",
            definition=(
                f"The number of {words_for(group)}, per resident, in the small areas that are "
                f"among the most deprived {end} of England by the Index of Multiple Deprivation "
                f"{edition}, over the same in those among the least deprived {end}: 2 means twice "
                f"the rate. The {end}s are England's, so a partnership may have few areas, or "
                "none, in one of them, and then there is no value."
            ),
            rationale="Where offences and deprivation go together, prevention is needed there.",
            unit="times the rate",
            method="Ratio of two rates with exact 95% limits given the sum of their counts.",
            source=(
                f"{SOURCE} English Indices of Deprivation {edition} and residents: Open Government "
                "Licence v3.0."
            ),
            caveats=(
                "An association of places, no cause, and it says nothing of any person: offences "
                "stand where they were recorded, not where those harmed or suspected live. A town "
                "centre raises the rate of its area, whatever its deprivation. One of the index's "
                "seven domains is crime itself. The limits take offences as independent. "
                + caveats_of(group)
            ),
            numerator=f"Records placed in the most deprived {end}, per resident",
            denominator=f"Records placed in the least deprived {end}, per resident",
            decimals=1,
        ),
        over=tally_of(group),
        frame=(f"deprivation_{edition}",),
        function=partial(ratio_of_ends, edition=edition, end=end),
        dimensions=("district", "crime_type") if group is ALL_RECORDED else ("district",),
        has_residents=True,
    )


@cache
def deprivation_measures() -> Mapping[str, Measure]:
    """`<group>_deprivation_ratio` by tenths of 2025, `_fifths`, and both of 2019 (`_2019`)."""
    measures = [
        _deprivation_ratio(group, edition, end)
        for group in GROUPS
        for edition in EDITIONS
        for end in ENDS
    ]
    return MappingProxyType({each.indicator.name: each for each in measures})
