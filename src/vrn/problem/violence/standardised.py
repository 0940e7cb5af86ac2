"""Rates as they would be if residents were of a standard population's ages, to compare places by.

The standard is the European Standard Population of 2013 (Eurostat, Revision of the European
Standard Population, 2013: five-year bands, both sexes), its bands summed to ours.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.violence import words
from vrn.problem.violence.left_over import say_share
from vrn.problem.violence.tallies import SUSPECTS, VICTIMS
from vrn.terms import AGE_BANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD: Mapping[str, int] = dict(
    zip(
        AGE_BANDS,
        (10_500, 5_500, 5_500, 6_000, 12_500, 21_000, 19_500, 19_500),
        strict=True,
    )
)
"""The European Standard Population 2013 in our age bands; it adds up to 100,000."""
NO_BANDS = "residents of every age band are not held"
_PER = 1_000.0


def standardised_rate(frame: pl.DataFrame, *, who: str) -> pl.DataFrame:
    """The directly standardised rate of distinct people per 1,000 residents, with Dobson's limits.

    `frame` has `count` (distinct people) and `residents` by `age_band`; people without an age are
    in no band, and `method` says what share they are.
    """
    from vrn.statistics.standardising import directly_standardised_rate

    bands = frame.filter(pl.col("age_band").is_in(AGE_BANDS))
    counted, everybody = int(bands["count"].sum()), int(frame["count"].sum())
    if bands.height < len(AGE_BANDS) or bands["residents"].null_count():
        return answer(counts=(counted, None), reason=NO_BANDS)
    found = directly_standardised_rate(
        bands["count"],
        bands["residents"],
        bands["age_band"].replace_strict(STANDARD, return_dtype=pl.Int64),
        by=pl.Series("all", ["all"] * bands.height),
        band=bands["age_band"],
        multiplier=_PER,
    ).row(0, named=True)
    if found["value"] is None:
        return answer(counts=(counted, None), reason=found["reason"])
    return answer(
        value=found["value"],
        limits=(found["lower"], found["upper"]),
        counts=(counted, found["total_population"]),
        method=(
            f"directly standardised to the European Standard Population 2013; {found['method']}; "
            f"{who} left out for want of an age: {say_share(everybody - counted, everybody)}"
        ),
        events={f"{who} with an age": counted},
    )


def _rate(over: Tally, which: str) -> Estimate:
    of = over.indicator
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}_standardised_rate",
            title=f"{of.title}: rate if all places had the same ages",
            definition=(
                f"Distinct {which} of the period for every 1,000 residents, if residents had the "
                "ages of the European Standard Population 2013: the rate of each age band, "
                f"weighed as in that population. {words.UNDER_DEFINITION}"
                f"{words.DISTINCT_PEOPLE.rstrip()}"
            ),
            rationale=(
                "Districts differ in how many young people live there: this says what is left of "
                "their differences when that is taken out."
            ),
            unit="per 1,000 residents over the period",
            method="Directly standardised by age band, with Dobson's limits; none below 10 people.",
            source=(
                f"{words.POLICE} {words.PEOPLE} Standard: European Standard Population 2013, "
                "Eurostat."
            ),
            caveats=(
                "Made to compare, and no rate that anybody lives under: the plain rate says how "
                "many there are. It grows with the length of the period. People whose age was not "
                "recorded are in no band; the method says what share they are. A person whose "
                "birthday lies between two offences may stand in two bands. By district it counts "
                f"those of offences placed there, not those who live there. {words.RECORDED_ONLY}"
            ).rstrip(),
            numerator=f"Distinct {which} with an age, by age band",
            denominator="Residents of the age band",
            decimals=2,
        ),
        over=over,
        frame=("age_band",),
        function=partial(standardised_rate, who=which),
        dimensions=("definition", "district"),
        has_residents=True,
    )


STANDARDISED = (_rate(VICTIMS, "victims"), _rate(SUSPECTS, "suspects"))
