"""Measures of what was recorded: the number, the rate per 1,000 residents, the share of crime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.categories import CATEGORIES, CRIMES, Category
from vrn.problem.measure import Indicator, Measure, Ratio, Tally
from vrn.problem.places import CENSUS_PLACES
from vrn.terms import lower_first, sentence_case

if TYPE_CHECKING:
    from collections.abc import Mapping

PER = 1_000.0
SOURCE = (
    "Street-level crime files published monthly at data.police.uk; Open Government Licence v3.0."
)
CAVEATS = (
    "Only what was reported to the police and recorded. No time of day, weapon, age or person is "
    "published. The place is a nearby map point, not the place itself. Later corrections are seen "
    "only if the month's file is received again."
)
_COUNTED = (
    "Without a place every record counts, also those without a location or outside the area; by "
    "district or small area only those placed there. Each is counted in the month under which it "
    "was published."
)
_OWN_CAVEATS = {
    "violence_and_sexual_offences": (
        "One published category from harassment and common assault to rape and homicide, in homes "
        "as in public: it is not the network's definition of serious violence. "
    ),
    "possession_of_weapons": (
        "Mostly found by police searches, so the number follows police activity as well as the "
        "carrying of weapons. "
    ),
    "anti_social_behaviour": "Incidents are not crimes, and forces record them differently. ",
    "robbery": "Robberies of persons and of businesses are one published category. ",
}
ALL_CRIMES = Category("", "all_crimes", "Recorded crimes", rare=False)
ALL_RECORDED = Category("", "all_recorded", "Recorded crimes and incidents", rare=False)
GROUPS = (*CATEGORIES, ALL_CRIMES, ALL_RECORDED)


def _codes(group: Category) -> tuple[str, ...]:
    """The published categories of a group; none named for everything that was recorded."""
    if group is ALL_RECORDED:
        return ()
    return CRIMES if group is ALL_CRIMES else (group.published,)


def unit_of(group: Category) -> str:
    """What one of the group is called."""
    return "crimes and incidents" if group is ALL_RECORDED else group.unit


def words_for(group: Category) -> str:
    """The records of a group, as a definition names them."""
    if group is ALL_RECORDED:
        return "all records of the published street-level files, crimes and incidents"
    if group is ALL_CRIMES:
        return "all crimes of the published street-level files (not anti-social behaviour)"
    return f"records that the police published under '{group.published}'"


def counted_as(group: Category) -> str:
    """The same with a capital, as a field of its own."""
    return sentence_case(words_for(group))


def dimensions_of(group: Category) -> tuple[str, ...]:
    """What a group can be split and filtered by."""
    own = ("crime_type",) if group in (ALL_CRIMES, ALL_RECORDED) else ()
    return ("month", *CENSUS_PLACES, *own)


def caveats_of(group: Category) -> str:
    """What the group's figures do not show."""
    return _OWN_CAVEATS.get(group.name, "") + CAVEATS


def tally_of(group: Category) -> Tally:
    """The number of a group's records."""
    return Tally(
        indicator=Indicator(
            name=group.name,
            title=group.title,
            definition=f"The number of {words_for(group)}. {_COUNTED}",
            rationale="How much the police recorded: the ground of every other measure here.",
            unit=unit_of(group),
            method="A count of records; it has no interval.",
            source=SOURCE,
            caveats=caveats_of(group),
            numerator=counted_as(group),
        ),
        unit=unit_of(group),
        where={"crime_type": _codes(group)} if _codes(group) else {},
        dimensions=(*dimensions_of(group), "placement"),
    )


def rate_of(group: Category) -> Ratio:
    """The group's records placed in the area per 1,000 residents."""
    return Ratio(
        indicator=Indicator(
            name=f"{group.name}_rate",
            title=f"Rate of {lower_first(group.title)}",
            definition=(
                f"The number of {words_for(group)} that were placed in a small area of the "
                "partnership, for every 1,000 residents. Records without a location or outside the "
                "area are left out at every level, so that districts add up to the whole area. It "
                "is not brought to a year: its unit names the length of time that it covers."
            ),
            rationale="Lets areas with more and with fewer residents be set side by side.",
            unit="per 1,000 residents a year",
            method=(
                "Count over residents times 1,000, with Byar's 95% limits, or exact Poisson limits "
                "below 10."
            ),
            source=f"{SOURCE} Residents: Office for National Statistics, in the edition named.",
            caveats=(
                caveats_of(group)
                + " Residents are the wrong number to divide by where many people "
                "are who do not live there, as in a city centre. The limits take offences as "
                "independent; repeats make the true ones wider."
            ),
            numerator=f"{counted_as(group)}, placed in the area",
            denominator="Usual residents of the area",
            decimals=2 if group.rare else 1,
        ),
        numerator=tally_of(group),
        denominator="residents",
        multiplier=PER,
        interval="byar",
        dimensions=dimensions_of(group),
    )


def share_of(category: Category) -> Ratio:
    """The category's part in all recorded crimes, in per cent."""
    return Ratio(
        indicator=Indicator(
            name=f"{category.name}_share",
            title=f"Share of recorded crime: {lower_first(category.title)}",
            definition=(
                f"The number of {words_for(category)} in every hundred crimes of all categories "
                f"(anti-social behaviour is not a crime). {_COUNTED}"
            ),
            rationale="How large a part of recorded crime this is; parts depend on all the others.",
            unit="per cent",
            method="Share of a count with Wilson's 95% limits.",
            source=SOURCE,
            caveats=(
                caveats_of(category)
                + " A share can rise because other crime fell: read it beside the number."
            ),
            numerator=counted_as(category),
            denominator=counted_as(ALL_CRIMES),
            decimals=1,
        ),
        numerator=tally_of(category),
        denominator=tally_of(ALL_CRIMES),
        multiplier=100.0,
        interval="wilson",
        dimensions=("month", *CENSUS_PLACES),
    )


def recorded_measures() -> Mapping[str, Measure]:
    """Numbers and rates of every category, of all crimes and of everything; shares of crimes."""
    measures: list[Measure] = [tally_of(group) for group in GROUPS]
    measures += [rate_of(group) for group in GROUPS]
    measures += [share_of(category) for category in CATEGORIES if category.published in CRIMES]
    return {each.indicator.name: each for each in measures}
