"""How much a figure leaves out for want of a place, an age, a time, a suspect or a known code."""

from __future__ import annotations

from dataclasses import replace

from vrn.problem.measure import TIME_DIMENSIONS, Indicator, Ratio
from vrn.problem.placements import NO_LOCATION, OUTSIDE
from vrn.problem.placements import UNKNOWN as UNKNOWN_PLACE
from vrn.problem.violence import words
from vrn.problem.violence.dimensions import NO_SUSPECT, TIME_UNKNOWN, UNKNOWN
from vrn.problem.violence.tallies import NOT_CLASSIFIED, OFFENCES_ALL, SERIOUS_VIOLENCE, UNDER
from vrn.terms import lower_first
from vrn.terms.ages import NOT_RECORDED

BY_SECTOR = "by postcode sector"
"""The placement of an offence that has a district and no smaller place."""
_RATIONALE = "What a figure leaves out is said with its size."


def _share(
    name: str, title: str, *, where: dict[str, tuple[str, ...]], meaning: str, caveat: str = ""
) -> Ratio:
    return Ratio(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                f"Of every hundred offences of the definition and age group, how many {meaning}. "
                f"{words.UNDER_DEFINITION}{words.OF_VICTIM.rstrip()}"
            ),
            rationale=_RATIONALE,
            unit="per cent",
            method=words.WILSON,
            source=words.POLICE,
            caveats=f"What is not recorded may differ from the rest: it is not shared out.{caveat}",
            numerator=title,
            denominator="All offences of the definition and age group",
            decimals=1,
        ),
        numerator=replace(SERIOUS_VIOLENCE, where=where),
        denominator=SERIOUS_VIOLENCE,
        multiplier=100.0,
        interval="wilson",
        dimensions=(*UNDER, *TIME_DIMENSIONS),
    )


LEFT_OUT = (
    _share(
        "share_time_not_known",
        "Offences without an hour",
        where={"hour": (TIME_UNKNOWN,)},
        meaning=(
            "are in no hour of the day: their time was written as a default, or lies in a window "
            "of more than an hour"
        ),
    ),
    _share(
        "share_victim_age_not_recorded",
        "Offences whose victim's age was not recorded",
        where={"under_25": (NOT_RECORDED,)},
        meaning="have no victim with a recorded age, and so are counted in all ages alone",
    ),
    _share(
        "share_place_not_recorded",
        "Offences whose kind of place was not recorded",
        where={"place_type": (UNKNOWN,)},
        meaning="have no recorded kind of place",
        caveat=(
            " A definition of public places leaves these out, so under it there are none: ask under"
            " one of every place."
        ),
    ),
    _share(
        "share_not_placed",
        "Offences placed in no district",
        where={"placement": (OUTSIDE, NO_LOCATION, UNKNOWN_PLACE)},
        meaning="could be placed in no district of the area, and so are in the whole area alone",
    ),
    _share(
        "share_without_neighbourhood",
        "Offences placed in no police neighbourhood",
        where={"placement": (OUTSIDE, NO_LOCATION, UNKNOWN_PLACE, BY_SECTOR)},
        meaning=(
            "could be placed in no police neighbourhood, some of them in a district by their "
            "postcode sector alone"
        ),
    ),
    _share(
        "share_without_suspect",
        "Offences without an identified suspect",
        where={"suspect_known": (NO_SUSPECT,)},
        meaning="have nobody identified as a suspect, and so are in no figure of suspects",
    ),
    Ratio(
        indicator=Indicator(
            name="share_not_classified",
            title="Offences not classified, as a share",
            definition=(
                "Of every hundred offences that stand, how many bear a code that no list knows. "
                "Nobody can say whether a definition would hold them."
            ),
            rationale=_RATIONALE,
            unit="per cent",
            method=words.WILSON,
            source=words.POLICE,
            caveats=NOT_CLASSIFIED.indicator.caveats,
            numerator=NOT_CLASSIFIED.indicator.numerator,
            denominator=f"All {lower_first(OFFENCES_ALL.indicator.title)}",
            decimals=1,
        ),
        numerator=NOT_CLASSIFIED,
        denominator=OFFENCES_ALL,
        multiplier=100.0,
        interval="wilson",
        dimensions=TIME_DIMENSIONS,
    ),
)
