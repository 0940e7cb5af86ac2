"""Makes the episode tables of a cut from the stored feeds; the same feeds give the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.definitions.offence_codes import classify_offences
from vrn.problem.definitions.partition import make_partition
from vrn.problem.definitions.publishing import find_definition, live_definitions
from vrn.problem.episodes.health import (
    admissions_table,
    attendances_table,
    callouts_table,
    describe_attendances,
    homes_of,
    neighbourhoods_table,
)
from vrn.problem.episodes.injuries import injuries_table, victims_of, with_matches
from vrn.problem.episodes.offences import (
    CANCELLED,
    NEEDED,
    describe_offences,
    newest,
    offences_table,
    standing,
    with_victims,
)
from vrn.problem.episodes.people import people_at_thresholds, people_of, people_table
from vrn.problem.episodes.positions import place_by_position
from vrn.problem.episodes.who import age_in_range

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vrn.problem.definitions.definition import Definition


POLICE = ("police-offences", "police-people")


def make_episodes(
    feeds: Mapping[str, pl.DataFrame],
    *,
    definitions: Sequence[Definition],
    live: Sequence[str],
    districts: Collection[str],
    town_centres: Collection[str] = (),
    vintage: str = "2021",
    may_compare: bool = True,
) -> dict[str, pl.DataFrame]:
    """The tables of a cut that the agencies' feeds give, by name; only those whose feed is held.

    feeds          stored rows by feed: police-offences, police-people, ambulance, ae-attendances,
                   hospital-admissions, police-neighbourhoods, postcode-sectors, boundaries,
                   area-changes; any may be missing, and police-offences alone is enough
    definitions    every definition of the partnership, as `read_definitions` gives them
    live           ids of the live definitions of serious violence, one to three
    districts      codes of the partnership's districts
    town_centres   codes of the small areas whose streets count as a town centre's
    may_compare    whether the agreements let attendances be set beside offences without a token

    Columns and codes are those of `columns`. Rows are in a fixed order. Cancelled offences and the
    people in them are left out; `count_left_out` says how many.
    """
    tables: dict[str, pl.DataFrame] = {}
    victims = None
    if "police-offences" in feeds:
        police, victims = _police_tables(
            feeds,
            definitions,
            live,
            districts=districts,
            town_centres=town_centres,
            vintage=vintage,
        )
        tables |= police
    if "ae-attendances" in feeds:
        tables |= _attendance_tables(
            feeds, victims if may_compare else None, districts, may_compare=may_compare
        )
    if "ambulance" in feeds:
        tables["callouts"] = callouts_table(feeds["ambulance"])
    if "hospital-admissions" in feeds:
        tables["admissions"] = admissions_table(feeds["hospital-admissions"], districts)
    if "police-neighbourhoods" in feeds:
        neighbourhoods = feeds["police-neighbourhoods"]
        tables["neighbourhoods"] = neighbourhoods_table(neighbourhoods, districts)
    return tables


def _police_tables(
    feeds: Mapping[str, pl.DataFrame],
    definitions: Sequence[Definition],
    live: Sequence[str],
    *,
    districts: Collection[str],
    town_centres: Collection[str],
    vintage: str,
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame | None]:
    """The police's tables, and the victims whom attendances are matched with; None without people.

    No table holds the latter: they have a home and an hour.
    """
    placed = place_by_position(
        standing(feeds["police-offences"]), feeds=feeds, districts=districts, vintage=vintage
    )
    described = describe_offences(
        placed,
        partition=make_partition(live_definitions(definitions, live)),
        definitions={name: find_definition(definitions, name) for name in NEEDED},
        town_centres=town_centres,
    )
    if "police-people" not in feeds:
        return {"police_offences": offences_table(with_victims(described, None))}, None
    people = people_of(feeds["police-people"], described)
    tables = {
        "police_offences": offences_table(with_victims(described, people)),
        "police_people": people_table(people, described),
        **people_at_thresholds(feeds["police-people"], described),
    }
    return tables, victims_of(people, described) if "ae-attendances" in feeds else None


def _attendance_tables(
    feeds: Mapping[str, pl.DataFrame],
    victims: pl.DataFrame | None,
    districts: Collection[str],
    *,
    may_compare: bool,
) -> dict[str, pl.DataFrame]:
    """The attendances, matched with the police's victims where these are held, and all injuries."""
    sectors = feeds.get("postcode-sectors")
    police = [feeds[feed]["month"].unique() for feed in POLICE if feed in feeds]
    months = set.intersection(*(set(each) for each in police)) if police else ()
    matched = with_matches(feeds["ae-attendances"], victims, months)
    described = describe_attendances(matched, sectors, districts)
    homes = homes_of(sectors, districts)["sector"]
    return {
        "attendances": attendances_table(described),
        "injuries": injuries_table(described, victims, homes, may_compare=may_compare),
    }


def count_left_out(feeds: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    """What the tables leave out of the stored rows, and what was read with a doubt; a cut's facts.

    offences cancelled · offences told twice (a reference once more) · offence codes out of time (a
    class used before its first day or after its last, of the offences that stand) · people of no
    offence that stands · people told twice (once more in one role of one offence) · ages out of
    range. Empty without police offences.
    """
    if "police-offences" not in feeds:
        return {}
    offences = feeds["police-offences"]
    kept = standing(offences)
    found = {
        "offences cancelled": int((newest(offences)["status"] == CANCELLED).sum()),
        "offences told twice": len(offences) - offences["crime_ref"].n_unique(),
        "offence codes out of time": int(classify_offences(kept)["is_code_out_of_time"].sum()),
    }
    if "police-people" not in feeds:
        return found
    people = feeds["police-people"]
    of_kept = people.join(kept.select("crime_ref"), on="crime_ref", how="semi")
    return found | {
        "people of no offence that stands": len(people) - len(of_kept),
        "people told twice": len(of_kept) - len(people_of(people, kept)),
        "ages out of range": people.select(
            (pl.col("age").is_not_null() & age_in_range().is_null()).sum()
        ).item(),
    }
