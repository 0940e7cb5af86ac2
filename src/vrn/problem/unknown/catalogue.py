"""What hospitals see and the police do not know of: the measures, with all that they take for true.

The number of violent injuries is no count of anybody: it is worked out from two lists. So each
estimate has a low and a high one beside it, under suppositions that are stated and can be argued.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.units import INJURIES
from vrn.problem.unknown.estimates import (
    HIGH,
    LOW,
    MIDDLE,
    Supposed,
    injuries_estimated,
    matched_share,
    unknown_share,
)
from vrn.problem.unknown.lists import FRAME
from vrn.problem.violence import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

MONTHS = 12
"""The latest months held that are taken where no period is asked for."""
ASSUMPTIONS = (
    "It takes for true that the two lists are independent (to be on one makes it neither likelier "
    "nor rarer to be on the other), that records are matched as well as stated, that both are of "
    "the same people, places and months, that within the age group all have like chances to be on "
    "a list, and that neither holds what is no violent injury. Ambulance or hospital staff who "
    "call the police, and grave injuries, make the lists depend on each other, and the number too "
    "low; where one service is turned to instead of the other it is too high. "
)
_MATCHED = (
    "An attendance after assault is taken for an offence's victim where sex and home sector are "
    "the same, age differs by a year at most, and the offence lies within six hours of the injury "
    "or, where its time was not written, in the day before the arrival: offences of violence, "
    "robbery, rape and sexual assault, one victim for one attendance. "
)
_UNDER = (
    "Under 25 is said of the age on arrival, or of a victim's when the offence was committed. An "
    "injury stands in the month in which it was treated or done, not that in which it was recorded."
)
_LEFT_OUT = (
    "Attendances without age, sex or home sector are left out, and so are those of people who live "
    "elsewhere. "
)
_INCOMPLETE = (
    "Records without age, sex or home sector are left out of both lists: where they lack it by "
    "chance, the number is the same without them. "
)
_NOT_REPORTED = (
    "Unknown means that no offence was recorded against this person at this time, not that nobody "
    "told the police: an officer may have been there. An offence recorded after the last month "
    "held is not seen. "
)
_RECORDS = (
    "No name and no number of a person is compared, and none could be: the two lists share none. "
)
_SOURCE = f"{words.HOSPITALS} {words.POLICE}"

SEEN = Tally(
    indicator=Indicator(
        name="injuries_seen",
        title="Violent injuries seen",
        definition="Violent injuries seen by the police, a hospital, or both, one row an injury.",
        rationale="What the estimates of what is unknown are made from.",
        unit="injuries",
        method=words.COUNT,
        source=_SOURCE,
        caveats=_MATCHED.rstrip(),
    ),
    unit=INJURIES,
    dimensions=("age_group",),
)


def _estimate(indicator: Indicator, function: Callable[..., pl.DataFrame]) -> Estimate:
    return Estimate(
        indicator=indicator,
        over=SEEN,
        frame=FRAME,
        function=function,
        dimensions=("age_group",),
        months=MONTHS,
    )


_MATCHED_SHARE = _estimate(
    Indicator(
        name="attendances_matched_share",
        title="Attendances after assault matched with an offence",
        definition=(
            "Of every hundred attendances of residents after assault that can be matched, how many "
            f"were matched with an offence recorded by the police. {_MATCHED}{_UNDER}"
        ),
        rationale="What the matching itself found, before anything is corrected.",
        unit="per cent",
        method=words.WILSON,
        source=_SOURCE,
        caveats=(
            "Some match by chance, and some true ones are missed: `attendances_unknown_share` is "
            f"corrected for both. {_RECORDS}{_LEFT_OUT}{_NOT_REPORTED}"
        ).rstrip(),
        numerator="Attendances matched",
        denominator="Attendances that can be matched",
        decimals=0,
    ),
    matched_share,
)


def _unknown(ending: str, title: str, supposed: Supposed, said: str) -> Estimate:
    return _estimate(
        Indicator(
            name=f"attendances_unknown_share{ending}",
            title=f"Attendances after assault unknown to the police{title}",
            definition=(
                "Of every hundred attendances of residents after assault, how many are no offence "
                "that the police recorded: what was not matched, corrected for matches by chance "
                "(how many match when the police's times are moved by whole weeks) and for true "
                f"matches that were missed because the police's record lacks a field. {said}"
                f"{_MATCHED}{_UNDER}"
            ),
            rationale="How much of the violence that ends in hospital the police's figures miss.",
            unit="per cent",
            method=(
                "Rogan and Gladen's correction of a share for false and missed matches; 95% limits "
                "by the delta method on the logit, for chance in the matched, in the matches by "
                "chance and in the share of complete records."
            ),
            source=_SOURCE,
            caveats=(
                "Records that are complete and wrong (an old address, a wrong time) are missed "
                "too: the low and the high share say how far that could go, and their limits are "
                f"no part of this interval. {_RECORDS}{_LEFT_OUT}{_NOT_REPORTED}"
            ).rstrip(),
            numerator="Attendances not matched",
            denominator="Attendances that can be matched",
            decimals=0,
        ),
        partial(unknown_share, supposed=supposed),
    )


def _injuries(ending: str, title: str, supposed: Supposed, said: str) -> Estimate:
    return _estimate(
        Indicator(
            name=f"violent_injuries_estimated{ending}",
            title=f"Violent injuries of residents, seen and not seen, estimated{title}",
            definition=(
                "How many violent injuries of residents there were that the police could have "
                "recorded or a hospital treated, those on neither list too: worked out from the "
                "offences with injury, the attendances after assault, and those on both lists "
                f"(capture and recapture). {said}{_MATCHED}{_UNDER}"
            ),
            rationale="What neither list holds is not nothing; this says of what size it may be.",
            unit="injuries",
            method=(
                "Chapman's estimate from two lists, with log-transformed 95% limits after Chao; "
                "matches by chance are taken away first, at the share that moved times show."
            ),
            source=_SOURCE,
            caveats=(
                f"{ASSUMPTIONS}Two lists cannot test any of this, and the limits know chance "
                "alone: never give the number without the low and the high one. Injuries that "
                "would bring nobody to hospital, or to the police, are in it in so far as others "
                f"like them did come. {_RECORDS}{_INCOMPLETE}"
            ).rstrip(),
            numerator="Injuries on both lists",
            decimals=0,
        ),
        partial(injuries_estimated, supposed=supposed),
    )


def _in_a_hundred(share: float) -> str:
    return f"{100 * share:.0f} in a hundred"


_SHARE_LOW = (
    f"The low share: {_in_a_hundred(LOW.missed)} more of the true matches are supposed to be "
    "missed though every field is there, and none of the matches to be by chance. "
)
_SHARE_HIGH = (
    "The high share: no more true matches are supposed to be missed than for want of a field, and "
    f"{HIGH.chance:g} times as many to match by chance as the moved times show. "
)
_NUMBER_LOW = (
    f"The low number: an odds ratio of {LOW.odds_ratio:g} between the lists is supposed (who is on "
    f"one is rarer on the other), {_in_a_hundred(LOW.missed)} of the true matches to be missed, "
    "and none of the matches to be by chance. "
)
_NUMBER_HIGH = (
    f"The high number: an odds ratio of {HIGH.odds_ratio:g} between the lists is supposed (who is "
    "on one is likelier on the other), no true match to be missed, and "
    f"{HIGH.chance:g} times as many to match by chance as the moved times show. "
)
_UNKNOWN_SHARES = (
    _unknown("", "", MIDDLE, ""),
    _unknown("_low", ", the low share", LOW, _SHARE_LOW),
    _unknown("_high", ", the high share", HIGH, _SHARE_HIGH),
)
_NUMBERS = (
    _injuries("", "", MIDDLE, ""),
    _injuries("_low", ", the low number", LOW, _NUMBER_LOW),
    _injuries("_high", ", the high number", HIGH, _NUMBER_HIGH),
)


def unknown_measures() -> Mapping[str, Estimate]:
    """The measures of what the police do not know of, by name."""
    every = (_MATCHED_SHARE, *_UNKNOWN_SHARES, *_NUMBERS)
    return {each.indicator.name: each for each in every}
