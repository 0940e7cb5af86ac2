"""Of whom serious violence is recorded more often: men and women, and ethnic groups.

Rates by age and sex are headlines; here stand the ratios of two of them. Where an ethnic group was
not recorded nobody knows it, so the limits of an ethnic ratio hold more than chance: see `MISSING`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.factors import words
from vrn.factors.two_rates import Side, ratio_of_rates, side_of
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Ratio
from vrn.problem.residents_by_ethnic_group import TABLE, residents_by_ethnic_group
from vrn.problem.violence.dimensions import ETHNIC_GROUPS, UNKNOWN
from vrn.problem.violence.tallies import SUSPECTS, UNDER, VICTIMS
from vrn.problem.violence.words import (
    DISTINCT_PEOPLE,
    NO_SUSPECT,
    PEOPLE,
    POLICE,
    RECORDED_ONLY,
    REPEATS,
    UNDER_DEFINITION,
    WILSON,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.problem.measure import Measure, Tally
    from vrn.problem.places import Tables

AGAINST = "White"
GROUPS = tuple(group for group in ETHNIC_GROUPS if group not in (AGAINST, UNKNOWN))
MISSING = (
    "People whose group was not recorded are taken to be of the groups as the recorded ones are, "
    "and the limits allow for more: that among them either of the two groups is up to twice as "
    "common, beside the other, as among the recorded. This comes to the upper limit times, and the "
    "lower limit divided by, one plus the share that was not recorded: with a fifth not recorded, "
    "by 1.2"
)
ROLES = {"victim": VICTIMS, "suspect": SUSPECTS}


def men_over_women(frame: pl.DataFrame, *, people: str) -> pl.DataFrame:
    """The rate of men over that of women with exact 95% limits.

    `frame` has `count` (distinct people) and `residents` by `sex`. All that was recorded by sex
    stands behind it: a number too small to be shown could be told from the others.
    """
    men, women = (
        side_of(frame, f"{each} residents", column="sex", code=each) for each in ("male", "female")
    )
    return ratio_of_rates(men, women, events=_events(frame, "sex", people))


def ethnic_ratio(frame: pl.DataFrame, *, group: str, people: str, tables: Tables) -> pl.DataFrame:
    """The rate of a group over that of White residents, its limits widened by the missing share.

    `frame` has `count` (distinct people) by `ethnic_group`, "not recorded" among them. With g and w
    people of the two groups, u not recorded for each person recorded, and one group k = 2 times as
    common among those, (g + 2 u g) / (w + u w) is g / w times (1 + 2u) / (1 + u): one plus the
    share of all that was not recorded.
    """
    living = residents_by_ethnic_group(tables)
    if not living:
        return answer(reason="this cut holds no residents by ethnic group of the whole area")
    counts = dict(frame.select("ethnic_group", "count").iter_rows())
    first, second = (
        Side(f"{each} residents", int(counts.get(each, 0)), living.get(each))
        for each in (group, AGAINST)
    )
    every, unknown = sum(counts.values()), int(counts.get(UNKNOWN, 0))
    missing = unknown / every if every else 0.0
    return ratio_of_rates(
        first,
        second,
        events=_events(frame, "ethnic_group", people),
        widen=1 + missing,
        also=f"; widened for the {100 * missing:.0f}% of people whose group was not recorded",
    )


def _events(frame: pl.DataFrame, column: str, people: str) -> dict[str, int]:
    """Every number by the column that is not 0, what was not recorded too."""
    each = frame.filter(frame["count"] > 0).select(column, "count").iter_rows()
    return {f"{people}, {code}": int(count) for code, count in each}


def _of(role: str) -> str:
    """The caveats that both kinds share."""
    unseen = NO_SUSPECT if role == "suspect" else ""
    return f"{words.OF_GROUPS}{RECORDED_ONLY}{unseen}"


def _sexes(role: str, tally: Tally) -> Estimate:
    people = f"{role}s"
    return Estimate(
        indicator=Indicator(
            name=f"{people}_male_female_ratio",
            title=f"{tally.indicator.title}: men and boys against women and girls",
            definition=(
                f"Distinct men and boys recorded as {people} of serious violence, for every male "
                "resident, over the same of women and girls: 2 means twice the rate. "
                f"{UNDER_DEFINITION}{DISTINCT_PEOPLE.rstrip()}"
            ),
            rationale="Says of whom it is more often recorded, whose numbers are about equal.",
            unit="times the rate",
            method=f"{words.GIVEN_SUM}.",
            source=f"{POLICE} {PEOPLE}",
            caveats=(
                _of(role)
                + "People whose sex was not recorded are in neither rate. Some of the people live "
                + f"elsewhere. {REPEATS}"
            ),
            numerator=f"Male {people}, per male resident",
            denominator=f"Female {people}, per female resident",
            decimals=1,
        ),
        over=tally,
        frame=("sex",),
        function=partial(men_over_women, people=people),
        dimensions=UNDER,
        has_residents=True,
    )


def _ethnic(role: str, tally: Tally, group: str) -> Estimate:
    people = f"{role}s"
    return Estimate(
        indicator=Indicator(
            name=f"{people}_ethnic_ratio_{group.lower()}",
            title=f"{tally.indicator.title}: people of {_named(group)} against White people",
            definition=(
                f"Distinct people of {_named(group)} recorded as {people} of serious violence, for "
                "every resident of that group, over the same of White people: 2 means twice the "
                f"rate. {UNDER_DEFINITION}{DISTINCT_PEOPLE.rstrip()}"
            ),
            rationale="Shows where harm, or being suspected, falls unevenly, so that it is asked.",
            unit="times the rate",
            method=f"{words.GIVEN_SUM}, widened for what was not recorded. {MISSING}.",
            source=f"{POLICE} Residents by ethnic group: census, Office for National Statistics.",
            caveats=(
                _of(role)
                + f"`{people}_ethnic_not_recorded_share` says for how many the group was not "
                "recorded: the more they are, the less the ratio says, and if who is recorded "
                "depends on the group more than the limits allow for, they are too narrow. A "
                "person's own word is taken before an officer's. A census asks the household. The "
                "groups differ in age, and violence is mostly of the young: a part of a difference "
                f"may be that. {REPEATS}"
            ),
            numerator=f"{people.capitalize()} of {_named(group)}, per resident of the group",
            denominator=f"White {people}, per White resident",
            decimals=1,
        ),
        over=tally,
        frame=("ethnic_group",),
        function=partial(ethnic_ratio, group=group, people=people),
        dimensions=("definition",),
        reads=("areas", TABLE),
    )


def _named(group: str) -> str:
    return f"{group} ethnic groups" if group in ("Mixed", "Other") else f"{group} ethnic group"


def _not_recorded(role: str, tally: Tally) -> Ratio:
    people = f"{role}s"
    return Ratio(
        indicator=Indicator(
            name=f"{people}_ethnic_not_recorded_share",
            title=f"{tally.indicator.title} whose ethnic group was not recorded",
            definition=(
                f"Of every hundred distinct {people} of serious violence, how many have an ethnic "
                "group recorded neither in their own words nor by an officer. "
                f"{UNDER_DEFINITION.rstrip()}"
            ),
            rationale="What a comparison of ethnic groups leaves out is said with its size.",
            unit="per cent",
            method=WILSON,
            source=POLICE,
            caveats="A person who is recorded twice, once without a group, is in the part too.",
            numerator=f"{people.capitalize()} of whom no ethnic group was recorded",
            denominator=f"All {people}",
            decimals=1,
        ),
        numerator=replace(tally, where={**tally.where, "ethnic_group": (UNKNOWN,)}),
        denominator=tally,
        multiplier=100.0,
        interval="wilson",
        dimensions=UNDER,
    )


@cache
def people_measures() -> Mapping[str, Measure]:
    """Of victims and of suspects: men against women, groups against White, the missing share."""
    measures = [each for role, tally in ROLES.items() for each in _of_role(role, tally)]
    return MappingProxyType({each.indicator.name: each for each in measures})


def _of_role(role: str, tally: Tally) -> tuple[Measure, ...]:
    groups = (_ethnic(role, tally, group) for group in GROUPS)
    return _sexes(role, tally), *groups, _not_recorded(role, tally)
