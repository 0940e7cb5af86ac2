"""Rates per 1,000 residents, shares of the whole, and prevalence, from the agencies' rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.problem.dividing import RESIDENTS_BY_AGE
from vrn.problem.measure import TIME_DIMENSIONS, Indicator, Ratio
from vrn.problem.violence import words
from vrn.problem.violence.tallies import (
    ASSAULT_ATTENDANCES,
    CONVEYED,
    OF_OFFENCE,
    OF_PERSON,
    PLACES,
    SERIOUS_VIOLENCE,
    SUSPECTS,
    UNDER,
    VICTIMS,
)
from vrn.terms import lower_first

if TYPE_CHECKING:
    from vrn.problem.measure import Tally

PER = 1_000.0
BY_AGE_AND_SEX = ("sex", "age_band", "age_sex")


def _rate(tally: Tally, *dimensions: str, title: str, caveats: str) -> Ratio:
    of = tally.indicator
    return Ratio(
        indicator=Indicator(
            name=f"{of.name}_rate",
            title=title,
            definition=(
                f"For every 1,000 residents of the same age group, age and sex: {of.definition} It "
                "is not brought to a year: its unit names the length of time that it covers."
            ),
            rationale="Lets areas and groups with more and fewer residents stand side by side.",
            unit="per 1,000 residents a year",
            method=f"Count over residents times 1,000, {words.BYAR}.",
            source=f"{of.source} {words.PEOPLE}",
            caveats=f"{of.caveats} {caveats}{words.REPEATS}",
            numerator=of.numerator,
            denominator="Residents of the same age group, age, sex and place",
            decimals=2,
        ),
        numerator=tally,
        denominator=RESIDENTS_BY_AGE,
        multiplier=PER,
        interval="byar",
        dimensions=dimensions,
    )


_WHERE_RECORDED = (
    "Offences count where they happened and residents where they live: a city centre has more "
    "offences than its own residents suffer. "
)
_NO_RESIDENTS = "People whose age or sex was not recorded have no rate. "


def _prevalence(tally: Tally, title: str) -> Ratio:
    of = tally.indicator
    return Ratio(
        indicator=Indicator(
            name=f"{of.name}_prevalence",
            title=title,
            definition=(
                "Distinct people over the residents of the same age group, in per cent, over the "
                f"whole of the period. {of.definition}"
            ),
            rationale="How rare a direct experience of serious violence is.",
            unit="per cent of residents",
            method=f"Distinct people over residents times 100, {words.BYAR}.",
            source=f"{of.source} {words.PEOPLE}",
            caveats=(
                f"{of.caveats} Some of the people live elsewhere. It grows with the length of the "
                "period, which must be said with it."
            ),
            numerator=of.numerator,
            denominator="Residents of the same age group and place",
            decimals=2,
        ),
        numerator=tally,
        denominator=RESIDENTS_BY_AGE,
        multiplier=100.0,
        interval="byar",
        dimensions=(*UNDER, *TIME_DIMENSIONS, "district"),
    )


def _share(tally: Tally, *parts: str, title: str, extra: str = "") -> Ratio:
    of = tally.indicator
    also = " of the whole area, or of a district" if "district" in parts else ""
    return Ratio(
        indicator=Indicator(
            name=f"{of.name}_share",
            title=title,
            definition=(
                "One part in every hundred of its whole, which has the same definition, age group "
                f"and time{also}. {of.definition}"
            ),
            rationale="Says what kind it is mostly, and where, when and of whom.",
            unit="per cent",
            method=words.WILSON,
            source=of.source,
            caveats=(
                f"{of.caveats} What was not recorded is a part of its own. A share can rise "
                f"because the others fell: read it beside the number.{extra}"
            ),
            numerator=f"{of.numerator}, of the part",
            denominator=f"{of.numerator}, of all parts",
            decimals=1,
        ),
        numerator=tally,
        denominator=tally,
        multiplier=100.0,
        interval="wilson",
        dimensions=tuple(dict.fromkeys((*UNDER, *TIME_DIMENSIONS, *PLACES, *parts))),
        parts=parts,
    )


_NOT_ADDED = (
    " A person stands in each part that one of the offences puts them in, so parts may add up to "
    "more than a hundred."
)


def _inside(name: str, *, title: str, part: Tally, whole: Tally, definition: str) -> Ratio:
    of = whole.indicator
    return Ratio(
        indicator=Indicator(
            name=name,
            title=title,
            definition=definition,
            rationale="Says what most of them are.",
            unit="per cent",
            method=words.WILSON,
            source=of.source,
            caveats=of.caveats,
            numerator=title,
            denominator=of.numerator,
            decimals=1,
        ),
        numerator=part,
        denominator=whole,
        multiplier=100.0,
        interval="wilson",
    )


_ASSAULTS = replace(SERIOUS_VIOLENCE, where={"offence_group": ("assault with injury",)})
ABH_SHARE = replace(
    _inside(
        "abh_share",
        title="Assaults with injury that caused actual bodily harm",
        part=replace(_ASSAULTS, where={**_ASSAULTS.where, "abh": ("actual bodily harm",)}),
        whole=_ASSAULTS,
        definition=(
            "Of every hundred offences of the group assault with injury, how many are assault "
            "occasioning actual bodily harm, told by the subclass of the offence code. "
            f"{words.UNDER_DEFINITION}{words.OF_VICTIM.rstrip()}"
        ),
    ),
    dimensions=(*UNDER, *TIME_DIMENSIONS),
)
CONVEYED_UNDER_25 = replace(
    _inside(
        "conveyed_under_25_share",
        title="Call-outs taken to hospital that were for people under 25",
        part=replace(CONVEYED, where={**CONVEYED.where, "under_25": ("under 25",)}),
        whole=CONVEYED,
        definition=(
            "Of every hundred ambulance call-outs for an injury from violence that ended with the "
            "patient taken to hospital, how many were for people under 25. Patients whose age was "
            "not recorded are in the hundred."
        ),
    ),
    dimensions=TIME_DIMENSIONS,
)

RATIOS = (
    _rate(
        SERIOUS_VIOLENCE,
        *(*UNDER, *TIME_DIMENSIONS, "district"),
        title="Rate of serious violence",
        caveats=_WHERE_RECORDED,
    ),
    _rate(
        ASSAULT_ATTENDANCES,
        *("age_group", *TIME_DIMENSIONS, "district", *BY_AGE_AND_SEX),
        title="Rate of attendances after assault",
        caveats=_NO_RESIDENTS,
    ),
    *(
        _rate(
            tally,
            *(*UNDER, *TIME_DIMENSIONS, "district", *BY_AGE_AND_SEX),
            title=f"Rate of {lower_first(tally.indicator.title)}",
            caveats=_NO_RESIDENTS,
        )
        for tally in (VICTIMS, SUSPECTS)
    ),
    _prevalence(VICTIMS, "Residents recorded as victims of serious violence"),
    _prevalence(SUSPECTS, "Residents recorded as suspects of serious violence"),
    _share(
        SERIOUS_VIOLENCE,
        *(*PLACES, *OF_OFFENCE),
        title="Share of serious violence",
        extra=" Of the offences of the whole area, those without a place are in no district.",
    ),
    *(
        _share(
            tally,
            *OF_PERSON,
            title=f"Share of {lower_first(tally.indicator.title)}",
            extra=_NOT_ADDED,
        )
        for tally in (VICTIMS, SUSPECTS)
    ),
    ABH_SHARE,
    CONVEYED_UNDER_25,
)
