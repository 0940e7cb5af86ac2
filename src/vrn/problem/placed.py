"""Measures of how rows found their place: the number placed, and the share of each way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.problem.measure import Indicator, Measure, Ratio, Tally
from vrn.problem.placements import INSIDE, MEANINGS, NO_LOCATION, OUTSIDE
from vrn.problem.places import CENSUS_PLACES
from vrn.problem.recorded import ALL_RECORDED, SOURCE, tally_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVERYTHING = tally_of(ALL_RECORDED)
_CAVEATS = (
    "Points are snapped to a fixed list of map points before they are published, and outlines of "
    "areas are simplified: near a border a record may fall on the wrong side."
)
_NAMES = {NO_LOCATION: "share_without_place", OUTSIDE: "share_outside"}
_TITLES = {
    NO_LOCATION: "Records without a place",
    OUTSIDE: "Records outside the area",
}

PLACED = Tally(
    indicator=Indicator(
        name="placed",
        title="Records placed in the area",
        definition=(
            "The number of crimes and incidents that were placed in a small area of the "
            "partnership, by whichever way. With the records outside the area, without a location "
            "and with an unknown code they add up to all that was recorded."
        ),
        rationale="Maps and rates rest on these records alone.",
        unit="crimes and incidents",
        method="A count of records; it has no interval.",
        source=SOURCE,
        caveats=_CAVEATS,
        numerator="Records with a small area of the partnership",
    ),
    unit="crimes and incidents",
    where={"placement": INSIDE},
    dimensions=("month", *CENSUS_PLACES, "crime_type", "placement"),
)


def _share(name: str, title: str, where: tuple[str, ...], meaning: str) -> Ratio:
    return Ratio(
        indicator=Indicator(
            name=name,
            title=title,
            definition=(
                "Of every hundred crimes and incidents in the published files, how many were "
                f"placed so: {meaning}."
            ),
            rationale="Shows how far maps and rates can be trusted, and what they leave out.",
            unit="per cent",
            method="Share of a count with Wilson's 95% limits.",
            source=f"{SOURCE} Lookup of small areas: Office for National Statistics.",
            caveats=_CAVEATS,
            numerator="Records placed in this way",
            denominator="All records of the files",
            decimals=1,
        ),
        numerator=replace(_EVERYTHING, where={"placement": where}),
        denominator=_EVERYTHING,
        multiplier=100.0,
        interval="wilson",
        dimensions=("month", "crime_type"),
    )


def placed_measures() -> Mapping[str, Measure]:
    """The number placed, the share placed, and the share of each single way, with names.

    "no location" is `share_without_place`, "outside the area" `share_outside`; the others bear
    their own words, such as `share_split_by_position`.
    """
    shares = [
        _share(
            "share_placed",
            "Records placed in the area",
            INSIDE,
            "a small area of the partnership was found, by whichever way",
        )
    ]
    for way, meaning in MEANINGS.items():
        name = _NAMES.get(way, f"share_{way.replace(' ', '_')}")
        shares.append(_share(name, _TITLES.get(way, f"Records: {way}"), (way,), meaning))
    measures: tuple[Measure, ...] = (PLACED, *shares)
    return {each.indicator.name: each for each in measures}
