"""From supplies to a numbered cut: every record placed, every table frozen."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vrn.chain.clauses import lacking_comparison
from vrn.chain.defining import read_live
from vrn.chain.early import NothingHeldError, NotReadyError
from vrn.chain.linking import with_persons
from vrn.chain.receiving import read_flow
from vrn.partnership.folder import Partnership, read_partnership
from vrn.partnership.vintages import vintages_used
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from vrn.chain.defining import Live
    from vrn.sharing.store import Cut, Part, Store
    from vrn.terms import Progress

GEOGRAPHY = ("boundaries", "area-changes")
OFFENCES = ("street-crime", "police-offences")
OF_AREAS = ("residents", "residents-by-ethnic-group", "deprivation", "rural-urban")
"""What is told of areas and stands in a cut as it was received."""
AGENCIES = (
    "police-offences",
    "police-people",
    "ambulance",
    "ae-attendances",
    "hospital-admissions",
)
FURTHER = (
    *("injury-surveillance", "hospital-episodes", "school-exclusions", "school-absence"),
    *("youth-justice", "probation", "area-lookups", "postcodes", "supplied-tables"),
)
"""What a cut freezes as it was received, and no episode is made of yet."""
FEEDS = (
    *("street-crime", *OF_AREAS, *GEOGRAPHY),
    *(*AGENCIES, "police-neighbourhoods", "postcode-sectors", *FURTHER),
)


def make_cut(folder: Path, *, on_progress: Progress = unwatched) -> Cut:
    """Places every record received and freezes all tables as the next numbered cut.

    Where nothing has changed since the newest cut, that one is given and no other is made.
    """
    from vrn.sharing.store import Store

    partnership = read_partnership(folder)
    store = Store.open(partnership.store)
    on_progress(0, 3, "reading what was received")
    receipts = store.live_receipts()
    supplies = [receipt["id"] for receipt in receipts]
    feeds = _read_feeds(store)
    not_compared = lacking_comparison(partnership, receipts)
    on_progress(1, 3, "placing every record")
    live = read_live(partnership)
    feeds, persons, linked_by = with_persons(partnership, store, feeds)
    placed = _tables_of_cut(partnership, feeds, live, may_compare=not not_compared)
    tables = {**placed, **persons}
    on_progress(2, 3, "freezing the cut")
    facts = {**_facts_of_cut(partnership, store), **_facts_of_episodes(live, feeds), **linked_by}
    if not_compared:
        facts["not_compared"] = list(not_compared)
    number = store.commit_cut(tables, facts=facts, supplies=supplies)
    on_progress(3, 3, "cut made")
    return store.cut(number)


def replace_cut(folder: Path) -> tuple[Cut, str]:
    """Makes the next cut so that those before it can go; one that holds nothing where it must be.

    With it, why no other could be made: rows whose time is over are not kept for want of others.
    NotReadyError where one could be made once something else is mended; nothing is served anew.
    """
    from vrn.sharing.store import Store

    try:
        return make_cut(folder), ""
    except NothingHeldError as error:
        store = Store.open(read_partnership(folder).store)
        facts = {**store.cut().facts, "empty": str(error)}
        return store.cut(store.commit_cut({}, facts=facts)), str(error)


def _tables_of_cut(
    partnership: Partnership,
    feeds: Mapping[str, pl.DataFrame],
    live: Live,
    *,
    may_compare: bool,
) -> dict[str, pl.DataFrame]:
    """The tables of a cut by name, every record placed; each table where its feed is held."""
    from vrn.problem.areas import areas_table
    from vrn.problem.episodes import make_episodes

    codes = [district.code for district in partnership.districts]
    areas = areas_table(
        area_changes=feeds["area-changes"],
        boundaries=feeds["boundaries"],
        whole=partnership.area,
        districts=partnership.districts,
        vintage=partnership.small_area_vintage,
    )
    episodes = make_episodes(
        feeds,
        definitions=live.texts,
        live=partnership.definitions,
        districts=codes,
        town_centres=partnership.town_centres(),
        vintage=partnership.small_area_vintage,
        may_compare=may_compare,
    )
    frozen = [feed for feed in (*OF_AREAS, *FURTHER) if feed in feeds]
    optional = {feed.replace("-", "_"): feeds[feed] for feed in frozen}
    return {
        **_street_crime(partnership, feeds, codes),
        "areas": areas,
        "area_changes": feeds["area-changes"],
        "boundaries": feeds["boundaries"],
        **optional,
        **episodes,
    }


def _street_crime(
    partnership: Partnership, feeds: Mapping[str, pl.DataFrame], districts: Sequence[str]
) -> dict[str, pl.DataFrame]:
    """The published street-level records of the partnership's forces, where any are held."""
    from vrn.problem.placing import check_matched, place_offences

    if "street-crime" not in feeds:
        return {}
    offences = place_offences(
        of_own_forces(feeds["street-crime"], partnership.forces),
        area_changes=feeds["area-changes"],
        boundaries=feeds["boundaries"],
        districts=list(districts),
        to_vintage=partnership.small_area_vintage,
    )
    check_matched(offences)
    return {"offences": offences}


def of_own_forces(street: pl.DataFrame, forces: Sequence[str]) -> pl.DataFrame:
    """The rows of the partnership's forces; a published archive may hold every force's files."""
    import polars as pl

    own = street.filter(pl.col("falls_within").is_in(list(forces)))
    if own.is_empty():
        found = ", ".join(street["falls_within"].unique().sort().to_list())
        raise NotReadyError(
            f"no record received is of {', '.join(forces)}; the files name {found}: mend the "
            '"forces" in partnership.toml, or receive the files of these forces'
        )
    return own


def _read_feeds(store: Store) -> dict[str, pl.DataFrame]:
    """The live rows of each feed that has any; NothingHeldError where one lacks that must be."""
    import polars as pl

    parts = {feed: store.live_parts(feed) for feed in FEEDS}
    for feed in FEEDS:
        check_told_once(feed, parts[feed])
    missing = [feed for feed in GEOGRAPHY if not parts[feed]]
    if not any(parts[feed] for feed in OFFENCES):
        missing.insert(0, " or ".join(OFFENCES))
    if missing:
        raise NothingHeldError(
            f"a cut needs {', '.join(missing)}, and nothing was received for "
            f"{'it' if len(missing) == 1 else 'them'} yet: use `vrn receive` first"
        )
    return {
        feed: pl.concat([pl.read_parquet(part.path) for part in held], how="diagonal")
        for feed, held in parts.items()
        if held
    }


def check_told_once(feed: str, parts: Iterable[Part]) -> None:
    """Raises where two agreements brought the same slice of a feed: its rows would count twice."""
    receipts: dict[str, str] = {}
    for part in parts:
        if receipts.setdefault(part.slice, part.receipt) != part.receipt:
            raise NotReadyError(
                f"'{part.slice}' of {feed} came by receipt {receipts[part.slice]} and by receipt "
                f"{part.receipt} under another agreement, and would count twice: keep one "
                "agreement for it"
            )


def _facts_of_cut(partnership: Partnership, store: Store) -> dict[str, Any]:
    """What a figure must know beside the rows: which receipt holds each slice, and the licences."""
    slices: dict[str, dict[str, str]] = {}
    terms: dict[str, Any] = {}
    for receipt in store.live_receipts():
        agreement = read_flow(partnership, receipt["agreement"])
        terms[agreement.id] = {
            "title": agreement.title,
            "licence": asdict(agreement.licence) if agreement.licence else None,
            "purpose": agreement.purpose,
            "gateway": agreement.gateway,
        }
    for feed in FEEDS:
        for part in store.live_parts(feed):
            slices.setdefault(feed, {})[part.slice] = part.receipt
    return {
        "slices": slices,
        "agreements": terms,
        "forces": list(partnership.forces),
        "reference": vintages_used(partnership.folder),
    }


def _facts_of_episodes(live: Live, feeds: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """By which definitions the records were told apart, and what the tables leave out."""
    from vrn.problem.episodes import count_left_out

    if not any(feed in feeds for feed in AGENCIES):
        return {}
    return {"definitions": live.facts, "classes": live.classes, "left_out": count_left_out(feeds)}
