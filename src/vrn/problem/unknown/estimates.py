"""From two lists of injuries to what the police do not know of, with limits and other suppositions.

Sources: W. J. Rogan and B. Gladen, Estimating prevalence from the results of a screening test,
American Journal of Epidemiology 107 (1978) 71-76: a share p that a test finds, of which it finds s
of the true ones and c of the others, is a true share (p - c) / (s' - c), here with s' = s + (1 - s)
c, for a true match that is missed may still be met by chance; so k = (p - c) / (s (1 - c)). Its
variance is that of p, c and s by the delta method; limits are on the logit of k. Capture and
recapture, and what becomes of it where its assumptions fail: `vrn.statistics.capture_recapture`.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from vrn.problem.estimating import answer
from vrn.problem.unknown.lists import read_lists
from vrn.problem.unknown.matching import RULE

if TYPE_CHECKING:
    import polars as pl

    from vrn.problem.unknown.lists import Lists

NO_ATTENDANCE = "no attendance of a resident could be matched"
NO_AGREEMENT = (
    "the agreements do not let attendances be compared with offences by time and place, without a "
    "token"
)
NO_CHANCE = (
    "how many match by chance is not known: the police's records are not held for "
    f"{max(RULE.days_moved)} days before and after"
)
NO_VICTIM = "no injury recorded by the police has all that the rule of matching asks"
NO_MORE = "no more attendances were matched than by chance"
ALL_KNOWN = "more attendances were matched than there can be, with true matches missed at this rate"
NO_INJURY = "no offence with injury to a resident could be matched"
_BY_RULE = f"matched by rule {RULE.number}"
_Z = NormalDist().inv_cdf(0.975)


class Supposed(NamedTuple):
    """What is supposed of the lists where they themselves cannot tell.

    odds_ratio   between the lists: above 1, who is on one is likelier on the other
    missed       share of the true matches missed though nothing was left out: moved, wrong or late
    chance       how many match by chance, times those whom the moved times match
    """

    odds_ratio: float = 1.0
    missed: float = 0.0
    chance: float = 1.0


MIDDLE = Supposed()
LOW = Supposed(odds_ratio=0.5, missed=0.2, chance=0.0)
HIGH = Supposed(odds_ratio=4.0, missed=0.0, chance=2.0)
"""What makes the fewest, and the most, unknown: our judgement of how far the suppositions go."""


def matched_share(frame: pl.DataFrame) -> pl.DataFrame:
    """Per cent of attendances that were matched with an offence, with Wilson's 95% limits."""
    lists = read_lists(frame)
    if not lists.attendances:
        return answer(counts=(0, 0), reason=_no_attendance(lists))
    from vrn.statistics.proportions import wilson_limits

    found = wilson_limits([lists.matched], [lists.attendances], multiplier=100.0)
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]), float(found.upper[0])),
        counts=(lists.matched, lists.attendances),
        method=f"Wilson's 95% limits; {_BY_RULE}",
        events=_attendances(lists),
    )


def unknown_share(frame: pl.DataFrame, *, supposed: Supposed = MIDDLE) -> pl.DataFrame:
    """Per cent of attendances that are no recorded offence, corrected for how they were matched.

    100 less the matched share, after matches by chance were taken from it and true matches that
    were missed were added: for want of a field (the share of the police's injuries that lack one),
    and as `supposed`. 95% limits; a reason where nothing or everything would be known.
    """
    lists = read_lists(frame)
    counts = (lists.attendances - lists.matched, lists.attendances)
    if why := _why_not(lists):
        return answer(counts=counts, reason=why)
    chance = min(supposed.chance * lists.chance, 1.0)
    found_of_true = (1 - supposed.missed) * lists.complete
    known = _known(lists, chance, found_of_true)
    if known <= 0 or chance >= 1:
        return answer(counts=counts, reason=NO_MORE)
    if known >= 1:
        return answer(counts=counts, reason=ALL_KNOWN)
    spread = _Z * _error(lists, supposed) / (known * (1 - known))
    low, high = (_expit(math.log(known / (1 - known)) + side * spread) for side in (-1, 1))
    return answer(
        value=100 * (1 - known),
        limits=(100 * (1 - high), 100 * (1 - low)),
        counts=counts,
        method=(
            f"Rogan and Gladen's correction with delta 95% limits; {_BY_RULE}; "
            f"{100 * chance:.1f} in a hundred match by chance, {100 * found_of_true:.0f} in a "
            "hundred true matches are found"
        ),
        # A match with a moved time is no event: nobody lived it.
        events={**_attendances(lists), "injuries recorded with every field": lists.told},
    )


def injuries_estimated(frame: pl.DataFrame, *, supposed: Supposed = MIDDLE) -> pl.DataFrame:
    """How many violent injuries there were that police or hospital could have seen, with limits.

    Chapman's estimate from the offences with injury to residents, the attendances, and those on
    both lists, of which matches by chance are taken away; under other assumptions as `supposed`.
    Injuries that lack a field are left out of both lists, which changes neither share. Matches by
    chance are taken to be with an injury as often as all matches are.
    """
    lists = read_lists(frame)
    counts = (lists.on_both, None)
    if not lists.police and not lists.not_agreed:
        return answer(counts=counts, reason=NO_INJURY)
    if why := _why_not(lists):
        return answer(counts=counts, reason=why)
    false = supposed.chance * _false_links(lists)
    if false >= 1:
        return answer(counts=counts, reason=NO_MORE)
    from vrn.statistics.list_sensitivity import Scenarios, sensitivity

    scenarios = Scenarios(
        odds_ratios=(supposed.odds_ratio,), missed_links=(supposed.missed,), false_links=(false,)
    )
    found = sensitivity(
        [lists.police], [lists.attendances], [lists.on_both], scenarios=scenarios
    ).row(0, named=True)
    if found["value"] is None:
        return answer(counts=counts, reason=found["reason"])
    return answer(
        value=found["value"],
        limits=(found["lower"], found["upper"]),
        counts=counts,
        method=(
            f"Chapman's estimate with log-transformed 95% limits; {_BY_RULE}; odds ratio "
            f"{supposed.odds_ratio:g}, {100 * supposed.missed:.0f} in a hundred true matches "
            f"missed, {100 * false:.1f} in a hundred matches by chance"
        ),
        events={
            "on both lists": lists.on_both,
            "police's list alone": lists.police - lists.on_both,
            "hospitals' list alone": lists.attendances - lists.on_both,
        },
    )


def _attendances(lists: Lists) -> dict[str, int]:
    return {
        "attendances matched": lists.matched,
        "attendances not matched": lists.attendances - lists.matched,
    }


def _why_not(lists: Lists) -> str:
    if not lists.attendances:
        return _no_attendance(lists)
    if not lists.tried:
        return NO_CHANCE
    if not lists.told:
        return NO_VICTIM
    return "" if lists.matched and lists.chance < 1 else NO_MORE


def _no_attendance(lists: Lists) -> str:
    return NO_AGREEMENT if lists.not_agreed else NO_ATTENDANCE


def _known(lists: Lists, chance: float, found_of_true: float) -> float:
    """The share of attendances that are known, by the formula of this module."""
    matched = lists.matched / lists.attendances
    return (matched - chance) / (found_of_true * (1 - chance)) if chance < 1 else 0.0


def _error(lists: Lists, supposed: Supposed) -> float:
    """The standard error of the known share: of the matched, of chance, and of the complete.

    Matches by chance are a Poisson number, of which at least one is taken for the error's sake.
    """
    matched, chance = lists.matched / lists.attendances, supposed.chance * lists.chance
    found_of_true = (1 - supposed.missed) * lists.complete
    by_matched = math.sqrt(matched * (1 - matched) / lists.attendances)
    by_chance = (
        supposed.chance * math.sqrt(max(lists.by_chance, 1)) / (lists.tried * len(RULE.days_moved))
    )
    by_told = math.sqrt((1 - lists.complete) / lists.told)
    known = _known(lists, chance, found_of_true)
    return math.hypot(
        by_matched / (found_of_true * (1 - chance)),
        by_chance * (1 - matched) / (found_of_true * (1 - chance) ** 2),
        by_told * known,
    )


def _false_links(lists: Lists) -> float:
    """The share of the matches that are by chance: c (A - M) / ((1 - c) M)."""
    others = lists.attendances - lists.matched
    return lists.chance * others / ((1 - lists.chance) * lists.matched)


def _expit(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
