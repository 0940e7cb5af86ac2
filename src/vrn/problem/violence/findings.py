"""Findings on serious violence: repeats, the young against their elders, trends and peaks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from vrn.problem.measure import TIME_DIMENSIONS, Estimate, Indicator, Tally
from vrn.problem.violence import words
from vrn.problem.violence.estimates import (
    peak_share,
    ratio_under_25,
    repeat_in_period,
    repeat_within,
    share_of_night,
    trend,
)
from vrn.problem.violence.tallies import ASSAULT_ATTENDANCES, SERIOUS_VIOLENCE, SUSPECTS, UNDER
from vrn.terms import Period, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

YEAR_BEFORE_RESTRICTIONS = Period("2019-03", "2020-02")
"""The last twelve whole months before the national restrictions of March 2020."""
PEAK_MONTHS = 18

_ROBBERY_SUSPECTS = replace(SUSPECTS, where={**SUSPECTS.where, "offence_group": ("robbery",)})
_GIVEN_SUM = "Ratio of two rates with exact 95% limits given the sum of their counts."


def _under_25(name: str, over: Tally, *, title: str, which: str) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                f"Distinct people under 25 recorded as suspects of {which}, for every resident "
                "under 25, over the same for people of 25 and over: 2 means twice the rate. "
                f"{words.UNDER_DEFINITION}{words.DISTINCT_PEOPLE.rstrip()}"
            ),
            rationale="Says how much more it is a matter of the young, whose number differs.",
            unit="times the rate",
            method=_GIVEN_SUM,
            source=f"{words.POLICE} {words.PEOPLE}",
            caveats=(
                words.RECORDED_ONLY
                + words.NO_SUSPECT
                + "Suspects whose age was not recorded are in neither rate. A person who turned 25 "
                + "between two offences is in both. "
                + words.REPEATS
            ),
            numerator="Suspects under 25, per resident under 25",
            denominator="Suspects of 25 and over, per resident of 25 and over",
            decimals=1,
        ),
        over=over,
        frame=("under_25",),
        function=ratio_under_25,
        dimensions=("definition",),
        has_residents=True,
    )


_REPEAT_CAVEATS = (
    words.NO_SUSPECT
    + "A person known under two names is two people here, so the true share is higher. Offences of "
    "one person hang together, so the true limits are wider than these, which take each offence as "
    "drawn by itself. "
)
_REPEAT_COLUMNS = ("crime_ref", "person", "nth", "days_since")


def _repeat(
    name: str,
    title: str,
    *,
    function: Callable[..., pl.DataFrame],
    rule: str,
    caveats: str,
    rests_on: str,
) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                "Of every hundred offences of the definition with an identified suspect, how many "
                f"have one who {rule}. {words.UNDER_DEFINITION}Under 25 is said of the suspect: an "
                "offence counts once, by its suspects of the age group."
            ),
            rationale="Where few people come again and again, work with them prevents much.",
            unit="per cent",
            method="Share of a count with Wilson's 95% limits.",
            source=words.POLICE,
            caveats=(_REPEAT_CAVEATS + caveats).rstrip(),
            numerator=f"Offences with a suspect who {rule}",
            denominator="Offences with an identified suspect of the age group",
            decimals=0,
        ),
        over=SUSPECTS,
        frame=(),
        function=function,
        dimensions=(*UNDER, *TIME_DIMENSIONS),
        columns=_REPEAT_COLUMNS,
        rests_on=rests_on,
    )


_OF_ANY_KIND = (
    "The earlier offence may be of any kind that the force's files hold, and what came before the "
    "first file is not seen, so early months look less often repeated. "
)


def _trend(over: Tally, *under: str) -> Estimate:
    of = over.indicator
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}_trend",
            title=f"{of.title}: last twelve months over the first twelve",
            definition=(
                "The number of the last twelve months of the series over that of its first twelve: "
                f"1 means as many, 2 twice as many. {of.definition}"
            ),
            rationale="Says whether it went up or down over the whole series.",
            unit="times the first year",
            method="Ratio of two counts with exact 95% limits given their sum.",
            source=of.source,
            caveats=(
                "Two years, not a line: what lies between them is not in it. Residents are taken "
                f"as equal in both. In 2020 and 2021 restrictions kept people at home. {of.caveats}"
            ),
            numerator=f"{of.numerator}, last twelve months",
            denominator=f"{of.numerator}, first twelve months",
            decimals=2,
        ),
        over=over,
        frame=("month",),
        function=trend,
        dimensions=under,
    )


def _night(name: str, column: str, *, hours: str, rule: str) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=name,
            title=f"Share linked to the night-time economy, {lower_first(rule)}",
            definition=(
                "Of every hundred offences of the definition, how many are linked to the "
                f"night-time economy by another rule than the headline's: {hours}. "
                f"{words.UNDER_DEFINITION}{words.OF_VICTIM.rstrip()}"
            ),
            rationale="Shows how far a share depends on where its line is drawn.",
            unit="per cent",
            method=words.WILSON,
            source=words.POLICE,
            caveats=(
                words.NO_TIME
                + "An offence whose time or place is not known is in the hundred, and "
                "not among those linked. `serious_violence_share` has the headline's rule."
            ),
            numerator="Offences linked to the night-time economy by this rule",
            denominator="All offences of the definition and age group",
            decimals=0,
        ),
        over=SERIOUS_VIOLENCE,
        frame=(column,),
        function=partial(share_of_night, column=column),
        dimensions=(*UNDER, *TIME_DIMENSIONS),
    )


_PEAK = Estimate(
    indicator=Indicator(
        name="attendances_peak_share",
        title="Highest month of attendances after assault, beside the year before restrictions",
        definition=(
            "The highest monthly number of the period, by default the latest eighteen months held, "
            "as per cent of the mean monthly number of "
            f"{YEAR_BEFORE_RESTRICTIONS.label}, the last twelve months before the restrictions of "
            f"2020. {ASSAULT_ATTENDANCES.indicator.definition}"
        ),
        rationale="Says how far attendances had come back.",
        unit="per cent of the monthly mean before",
        method="A month's number over a mean of twelve, with exact 95% limits given their sum.",
        source=words.HOSPITALS,
        caveats=(
            "The highest of many months is high by chance too, and the limits hold the chance in "
            "that month alone, not in which month it is. Residents are taken as equal in both "
            f"years. {ASSAULT_ATTENDANCES.indicator.caveats}"
        ),
        numerator="Attendances in the highest month of the period",
        denominator="Attendances in the twelve months before the restrictions",
        decimals=0,
    ),
    over=ASSAULT_ATTENDANCES,
    frame=("month",),
    function=partial(peak_share, before=YEAR_BEFORE_RESTRICTIONS),
    dimensions=("age_group",),
    beside=YEAR_BEFORE_RESTRICTIONS,
    months=PEAK_MONTHS,
)

FINDINGS = (
    _under_25(
        "suspects_under_25_ratio",
        SUSPECTS,
        title="Suspects of serious violence: under 25 against 25 and over",
        which="serious violence",
    ),
    _under_25(
        "robbery_suspects_under_25_ratio",
        _ROBBERY_SUSPECTS,
        title="Suspects of robbery: under 25 against 25 and over",
        which="robbery that is serious violence",
    ),
    _repeat(
        "repeat_share",
        "Offences of people suspected of two or more in the period",
        function=repeat_in_period,
        rule="is recorded as the suspect of two or more such offences in the period",
        rests_on="repeat-in-period",
        caveats="It grows with the length of the period, which must be said with it. ",
    ),
    _repeat(
        "repeat_share_within_year",
        "Offences of people suspected of another in the year before",
        function=partial(repeat_within, days=365),
        rule="is recorded as the suspect of another offence in the 365 days before it",
        rests_on="repeat-within-year",
        caveats=_OF_ANY_KIND,
    ),
    _repeat(
        "repeat_share_ever",
        "Offences of people suspected of another before",
        function=partial(repeat_within, days=None),
        rule="is recorded as the suspect of another offence at any time before it",
        rests_on="repeat-ever",
        caveats=_OF_ANY_KIND,
    ),
    _trend(SERIOUS_VIOLENCE, *UNDER),
    _trend(ASSAULT_ATTENDANCES, "age_group"),
    _PEAK,
    _night(
        "night_time_share_late",
        "night_time_late",
        hours="committed from 20:00 to 03:59 instead of from 18:00 to 05:59",
        rule="20:00 to 03:59",
    ),
    _night(
        "night_time_share_premises",
        "night_time_premises",
        hours="in or directly outside licensed premises and takeaways alone, no street counted",
        rule="premises alone",
    ),
)
