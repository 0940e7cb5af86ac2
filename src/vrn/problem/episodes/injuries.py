"""Violent injuries as two lists see them: the police's offences, and attendances after assault.

What an attendance was matched with, and the cut's `injuries`: one row an injury, by who saw it. It
has no number, token or key of an attendance, an offence or a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.episodes.columns import INJURIES, SEXES
from vrn.problem.episodes.offences import with_months
from vrn.problem.episodes.positions import tidy_sector
from vrn.problem.episodes.who import age_in_range, with_who
from vrn.problem.unknown.codes import (
    ABLE,
    BOTH,
    ELSEWHERE,
    HOSPITAL_ALONE,
    NO_HOME,
    NOT_AGREED,
    NOT_TRIED,
    OTHER_OFFENCE,
    POLICE_ALONE,
    RESIDENT,
)
from vrn.problem.unknown.matching import (
    INJURY,
    MATCHED,
    NOT_ABLE,
    NOT_MATCHED,
    RULE,
    can_be_matched,
    match_police,
    times_of_offences,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

ASSAULT = "assault"
NO_ABODE = "ZZ"
"""How the sectors of addresses that are none begin."""


def victims_of(people: pl.DataFrame, offences: pl.DataFrame) -> pl.DataFrame:
    """The victims of the offences that the rule looks at, with what it asks of them.

    `people` is what `people_of` gives, `offences` described ones. A row is a victim in an offence,
    or an offence with injury of which no victim is held: `sex`, `sector`, `age` (null where not
    recorded), `starts`, `ends`, `is_injury`, `month` (of the offence's first time), supply, line.
    """
    about = times_of_offences(offences.filter(pl.col("offence_group").is_in(list(RULE.kinds))))
    about = about.select(
        *("crime_ref", "starts", "ends"),
        month=pl.coalesce(pl.col("committed_from").str.slice(0, 7), "month"),
        is_injury=pl.col("offence_group").is_in(list(INJURY)),
        own_supply="supply",
        own_line="line",
    )
    named = people.filter(pl.col("role") == "victim").select(
        *("crime_ref", "person", "age", "supply", "line"),
        sex=_known_sex(),
        sector=_known_sector(),
    )
    rows = about.join(named, on="crime_ref", how="left", maintain_order="left")
    has_victim = pl.col("person").is_not_null()
    return (
        rows.filter(has_victim | pl.col("is_injury"))
        .with_columns(pl.coalesce("supply", "own_supply"), pl.coalesce("line", "own_line"))
        .sort("crime_ref", "person")
        .drop("crime_ref", "person", "own_supply", "own_line")
    )


def no_victims() -> pl.DataFrame:
    """What `victims_of` gives where no people of the police are held."""
    texts = ("month", "supply", "sex", "sector")
    times = dict.fromkeys(("starts", "ends"), pl.Datetime("us"))
    wholes = dict.fromkeys(("age", "line"), pl.Int64)
    return pl.DataFrame(
        schema={**dict.fromkeys(texts, pl.String), **wholes, **times, "is_injury": pl.Boolean}
    )


def with_matches(
    attendances: pl.DataFrame, victims: pl.DataFrame | None, months: Iterable[str]
) -> pl.DataFrame:
    """The attendances with what `match_police` tells; `victim` is a row of `victims`.

    `attendances` are stored rows. Only those after assault are matched, others have nulls; so have
    all where no people of the police are held (`victims` is None). `months` are those that are.
    """
    ordered = attendances.sort("arrived_at", "attendance", "supply", "line")
    if victims is None:
        return ordered.with_columns(
            police_match=pl.lit(None, dtype=pl.String),
            chance_matches=pl.lit(None, dtype=pl.Int64),
            victim=pl.lit(None, dtype=pl.UInt32),
        )
    is_assault = pl.col("intent") == ASSAULT
    hurt = ordered.filter(is_assault)
    asked = hurt.with_columns(sex=_known_sex(), sector=_known_sector(), age=age_in_range())
    found = match_police(asked, victims, months=months)
    others = ordered.filter(is_assault.not_().fill_null(value=True))
    return pl.concat([pl.concat([hurt, found], how="horizontal"), others], how="diagonal")


def injuries_table(
    attendances: pl.DataFrame,
    victims: pl.DataFrame | None,
    homes: pl.Series,
    *,
    may_compare: bool = True,
) -> pl.DataFrame:
    """The cut's `injuries`: one row a violent injury, seen by the police, a hospital, or both.

    `attendances` are matched and described ones, with `victim`. `homes` are the residents' sectors.
    An injury that a hospital saw stands in the month of arrival, with the age told there; one that
    the police alone saw in the month in which it was committed. Where the agreements do not let the
    two be compared (`may_compare`) attendances say so, and no injury of the police's list is there.
    """
    offered = no_victims() if victims is None else victims
    kinds = offered.with_row_index("victim").select("victim", "is_injury")
    hurt = attendances.filter(pl.col("intent") == ASSAULT)
    hospital = hurt.join(kinds, on="victim", how="left", maintain_order="left").with_columns(
        seen_by=pl.when("is_injury")
        .then(pl.lit(BOTH))
        .when(pl.col("is_injury").is_not_null())
        .then(pl.lit(OTHER_OFFENCE))
        .otherwise(pl.lit(HOSPITAL_ALONE)),
        matching=pl.when(pl.col("police_match").is_in([MATCHED, NOT_MATCHED]))
        .then(pl.lit(ABLE))
        .otherwise(pl.lit(NOT_ABLE if may_compare else NOT_AGREED)),
        chances=pl.col("chance_matches").cast(pl.String).fill_null(NOT_TRIED),
    )
    police = _police_alone(offered, attendances["victim"].drop_nulls(), homes)
    whole = pl.concat([hospital.select(INJURIES), police.select(INJURIES)])
    return whole.sort("month", "seen_by", "supply", "line")


def _police_alone(victims: pl.DataFrame, taken: pl.Series, homes: pl.Series) -> pl.DataFrame:
    """The injuries of the police's list that were matched with no attendance."""
    left = victims.with_row_index("victim").filter(
        pl.col("is_injury") & ~pl.col("victim").is_in(taken.implode())
    )
    sector = pl.col("sector")
    told = left.with_columns(
        seen_by=pl.lit(POLICE_ALONE),
        matching=pl.when(can_be_matched()).then(pl.lit(ABLE)).otherwise(pl.lit(NOT_ABLE)),
        chances=pl.lit(NOT_TRIED),
        residence=pl.when(sector.is_null() | pl.lit(homes.is_empty()))
        .then(pl.lit(NO_HOME))
        .when(sector.is_in(homes.implode()))
        .then(pl.lit(RESIDENT))
        .otherwise(pl.lit(ELSEWHERE)),
    )
    return with_who(with_months(told))


def _known_sex() -> pl.Expr:
    return pl.when(pl.col("sex").is_in(list(SEXES))).then("sex")


def _known_sector() -> pl.Expr:
    tidy = tidy_sector("home_sector")
    return pl.when(~tidy.str.starts_with(NO_ABODE)).then(tidy)
