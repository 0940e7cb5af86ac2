"""How long a cut takes: episodes from stored feeds beside bare Polars, and the cut made durable."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bench import network
from bench.child import run_child
from bench.intake import DisagreementError
from bench.machine import peak_megabytes
from bench.report import Section
from bench.timing import Timed, clock, say_ratios, say_spread, take_turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OURS, BARE = "vrn", "Polars alone"
YOUNG = 25
MOST_OFFENCES = 1_000_000
"""All feeds of a cut are in memory at once; ten million offences would be some 40 GB."""
POLICE = {"police-offences": ("crime_ref",), "police-people": network.OF_PERSON}


def run(folder: Path, *, incidents: Sequence[int], rounds: int) -> Section:
    """Makes the episodes of the demonstration, then of its police feeds many times over, once."""
    made = network.prepare(folder)
    section = Section(
        "Cut",
        "From the stored feeds of the made-up network to the tables of a cut: offences and people "
        "of the police, attendances, call-outs, admissions; the larger ones are the same police "
        "rows many times over, with references and people of their own, in the same months.",
        (
            *("offences and people", "episodes, s", "rows per second", "Polars alone, s"),
            *("over Polars", "by processor time", "made durable, s", "peak, MB"),
        ),
    )
    for times in times_of(folder, incidents):
        found = run_child(
            "cutting", folder, str(times), str(rounds if times == 1 else 1), seconds=1_200
        )
        section.rows.append(_row(found))
    whole = sum(made[name] for name in ("reading", "placing", "freezing"))
    section.notes = [
        "vrn: the newest of each reference, every position placed in a small area, codes by their "
        "dates, every definition, hours with the clock changes, who is who, the nth offence of "
        "each person, and a code for whatever is not known.",
        "Polars alone: the same joins and groupings over the same rows in memory: the newest of "
        "each reference, the district of a sector, the youngest victim, whether one is suspected, "
        "each person's offences in order. It places no position, dates no code, knows no "
        "definition and no clock change, and takes the force's own number for a person. Both keep "
        "the same offences, with the same victims under 25.",
        "The peak is that of reading the feeds and making the episodes once, before all else. "
        f"More than {MOST_OFFENCES:,} offences are not made here: all feeds of a cut are in memory "
        "at once, and ten million would take some 40 GB. Cut made durable writes as many.",
        f"`make_cut` of the demonstration, all of it: {whole:.1f} s (reading "
        f"{made['reading']:.1f}, placing {made['placing']:.1f}, freezing "
        f"{made['freezing']:.1f}), open feeds included; where nothing has changed since, "
        f"{made['again']:.1f} s. Before that its files were written in {made['writing']:.1f} s "
        f"and received in {made['receiving']:.1f} s.",
    ]
    return section


def times_of(folder: Path, incidents: Sequence[int]) -> tuple[int, ...]:
    """How many times over the police feeds are taken: once, and up to a million offences."""
    measuring = network.Measuring(network.home_of(folder))
    rows = measuring.cut.tables[network.GROWN].rows
    grown = [max(1, round(number / rows)) for number in incidents if number <= MOST_OFFENCES]
    return tuple(dict.fromkeys((1, *grown)))


def _row(found: Mapping[str, Any]) -> Sequence[str]:
    timed = Timed(
        *({side: tuple(each) for side, each in found[of].items()} for of in ("seconds", "work"))
    )
    rows = found["offences"] + found["people"]
    return (
        f"{found['offences']:,} and {found['people']:,}",
        say_spread(timed.seconds[OURS], 1),
        f"{rows / timed.middle(OURS):,.0f}",
        say_spread(timed.seconds[BARE]),
        *say_ratios(timed, OURS, BARE),
        f"{found['durable']:.1f}",
        f"{found['episodes_peak']:,.0f}",
    )


def in_child(folder: str, times: str, rounds: str) -> dict[str, Any]:
    """Makes the episodes in turn with bare Polars, then keeps them as a cut in a copied store."""
    home = network.home_of(Path(folder))
    feeds = read_grown(home, int(times))
    tables: dict[str, dict[str, pl.DataFrame]] = {}
    peaks: list[float] = []

    def make(side: str) -> None:
        tables[side] = make_episodes(home, feeds) if side == OURS else make_barely(feeds)
        peaks.append(peak_megabytes())

    sides = {side: partial(make, side) for side in (OURS, BARE)}
    timed = take_turns(sides, rounds=int(rounds), budget=30, warm=int(rounds) > 1)
    check_agreement(tables[OURS], tables[BARE])
    return {
        "seconds": timed.seconds,
        "work": timed.work,
        "offences": len(feeds["police-offences"]),
        "people": len(feeds["police-people"]),
        "durable": _make_durable(home, tables[OURS]),
        "episodes_peak": peaks[0],
    }


def _make_durable(home: Path, tables: Mapping[str, pl.DataFrame]) -> float:
    from vrn.partnership.folder import read_partnership
    from vrn.sharing.store import Store

    copied = network.copy_partnership(home, home.with_name("to be cut"))
    store = Store.open(read_partnership(copied).store)
    seconds, _ = clock(lambda: store.commit_cut(tables, facts={}))
    return seconds


def read_grown(home: Path, times: int) -> dict[str, pl.DataFrame]:
    """The stored feeds, those of the police so many times over."""
    feeds = dict(network.read_feeds(home))
    for feed, own in POLICE.items() if times > 1 else ():
        feeds[feed] = network.multiply(feeds[feed], times, own=own)
    return feeds


def make_episodes(home: Path, feeds: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Ours: the episode tables as `make_cut` makes them for the partnership of the folder."""
    from vrn.chain.defining import read_live
    from vrn.partnership.folder import read_partnership
    from vrn.problem.episodes import make_episodes as make

    partnership = read_partnership(home)
    return make(
        feeds,
        definitions=read_live(partnership).texts,
        live=partnership.definitions,
        districts=[district.code for district in partnership.districts],
        town_centres=partnership.town_centres(),
        vintage=partnership.small_area_vintage,
    )


def make_barely(feeds: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Bare Polars: the same joins and groupings, without the rules; see the section's notes."""
    sectors = feeds["postcode-sectors"].select("sector", district="district_code").unique("sector")
    people = feeds["police-people"].unique(["crime_ref", "role", "nominal"], keep="first")
    victims = (
        people.filter(pl.col("role") == "victim")
        .sort("crime_ref", "age", nulls_last=True)
        .unique("crime_ref", keep="first", maintain_order=True)
        .select("crime_ref", "age", "sex", victim="nominal")
    )
    suspected = people.filter(pl.col("role") == "suspect").select("crime_ref", is_known=True)
    offences = (
        feeds["police-offences"]
        .sort("recorded_at")
        .unique("crime_ref", keep="last", maintain_order=True)
        .filter(pl.col("status") != "cancelled")
        .join(sectors, on="sector", how="left")
        .join(victims, on="crime_ref", how="left")
        .join(suspected.unique(), on="crime_ref", how="left")
        .with_columns(hour=pl.col("committed_from").str.slice(11, 2))
        .sort("crime_ref")
    )
    about = offences.select("crime_ref", "ho_code", "district", "hour", "committed_from")
    day = pl.col("committed_from").str.slice(0, 10).str.to_date("%Y-%m-%d")
    ordered = people.join(about, on="crime_ref").sort("role", "nominal", "committed_from")
    of_one = ["role", "nominal"]
    return {
        "police_offences": offences,
        "police_people": ordered.with_columns(
            nth=pl.int_range(1, pl.len() + 1).over(of_one), days_since=day.diff().over(of_one)
        ).sort("crime_ref", "role"),
        "attendances": feeds["ae-attendances"].join(
            sectors, left_on="home_sector", right_on="sector", how="left"
        ),
    }


def check_agreement(ours: Mapping[str, pl.DataFrame], bare: Mapping[str, pl.DataFrame]) -> int:
    """How many offences both keep; DisagreementError where others, or with other young victims."""
    young = ours["police_offences"].select("crime_ref", is_young=pl.col("under_25") == "under 25")
    theirs = bare["police_offences"].select(
        "crime_ref", is_young=(pl.col("age") < YOUNG).fill_null(value=False)
    )
    if not young.sort("crime_ref").equals(theirs.sort("crime_ref")):
        raise DisagreementError("bare Polars keeps other offences, or has other victims under 25")
    return young.height
