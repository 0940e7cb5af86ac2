"""Measures of residents: how many, and what share is under 25."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.problem.measure import Indicator, Measure, Ratio, Tally
from vrn.problem.places import CENSUS_PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

UNDER = 25
OLDEST = 90
_SOURCE = (
    "Census or mid-year estimate of the Office for National Statistics, in the edition named; "
    "Open Government Licence v3.0."
)

RESIDENTS = Tally(
    indicator=Indicator(
        name="residents",
        title="Residents",
        definition=(
            "Usual residents of the area in the edition of the population that the partnership "
            "names, all ages and sexes. Districts and the whole area are the sums of their small "
            "areas."
        ),
        rationale="The number of people whom a rate is per.",
        unit="residents",
        method="A sum of published numbers; it has no interval.",
        source=_SOURCE,
        caveats=(
            "People who work, study, shop or go out in an area and live elsewhere are not in it. "
            "A census is of one day, and offences are set against it whatever their year."
        ),
        numerator="Usual residents",
    ),
    unit="residents",
    dimensions=CENSUS_PLACES,
)


def _of_ages(first: int, last: int) -> Tally:
    """Residents from the first age to the last, both in."""
    return replace(RESIDENTS, where={"age": tuple(str(age) for age in range(first, last + 1))})


SHARE_UNDER_25 = Ratio(
    indicator=Indicator(
        name="share_under_25",
        title="Residents under 25",
        definition=(
            "Residents aged 0 to 24 as a share of all residents, in the partnership's edition of "
            "the population where it gives single years of age, else in the latest edition held "
            "that does."
        ),
        rationale="Serious violence falls hardest on the young; areas differ in their number.",
        unit="per cent",
        method=(
            "A share of everybody counted or estimated, not of a sample drawn by lot: it has no "
            "interval."
        ),
        source=_SOURCE,
        caveats=(
            "Students are counted where they live in term. A mid-year estimate grows less certain "
            "with the years since its census."
        ),
        numerator="Residents aged 0 to 24",
        denominator="Residents of all ages in the same edition",
        decimals=1,
    ),
    numerator=_of_ages(0, UNDER - 1),
    denominator=_of_ages(0, OLDEST),
    multiplier=100.0,
    interval="none",
    dimensions=("district",),
)


def people_measures() -> Mapping[str, Measure]:
    """The measures of residents by name."""
    return {each.indicator.name: each for each in (RESIDENTS, SHARE_UNDER_25)}
