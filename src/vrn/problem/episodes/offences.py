"""The offences that stand, with their class, place, hour and victim: one row an offence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.definitions.definition import KNIFE, NIGHT_TIME, PUBLIC_PLACE
from vrn.problem.definitions.meeting import meets
from vrn.problem.definitions.offence_codes import classify_offences
from vrn.problem.definitions.partition import part_records
from vrn.problem.episodes.columns import (
    NIGHT,
    NIGHT_NOT_KNOWN,
    NOT_GIVEN,
    NOT_NIGHT,
    PLACE_TYPES,
    POLICE_OFFENCES,
)
from vrn.problem.episodes.times import with_times
from vrn.problem.episodes.who import ethnic_group, with_who
from vrn.terms import quarter_of, year_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from vrn.problem.definitions.definition import Definition
    from vrn.problem.definitions.partition import Partition

CANCELLED = "cancelled"
NIGHT_COLUMNS = {
    "night-time-economy": "night_time",
    "night-time-economy-late": "night_time_late",
    "night-time-economy-premises": "night_time_premises",
}
"""The definitions of the night-time economy by id, and the column that each makes."""


def newest(offences: pl.DataFrame) -> pl.DataFrame:
    """Each reference once, as last recorded; of equal times the later month, supply and line."""
    last = offences.sort("recorded_at", "month", "supply", "line", nulls_last=False)
    return last.unique("crime_ref", keep="last", maintain_order=True).sort("crime_ref")


def standing(offences: pl.DataFrame) -> pl.DataFrame:
    """The offences that stand: each reference once, as last recorded, unless it is cancelled.

    A reclassified offence stands under the code that it has now.
    """
    return newest(offences).filter(pl.col("status") != CANCELLED)


def with_months(rows: pl.DataFrame, month: str = "month") -> pl.DataFrame:
    """The rows with `quarter` and `year` of their month."""
    months = rows.select(month).unique()
    codes = months.with_columns(
        quarter=pl.Series([quarter_of(each) for each in months[month]], dtype=pl.String),
        year=pl.Series([year_of(each) for each in months[month]], dtype=pl.String),
    )
    return rows.join(codes, on=month, how="left", maintain_order="left")


def describe_offences(
    placed: pl.DataFrame,
    *,
    partition: Partition,
    definitions: dict[str, Definition],
    town_centres: Collection[str],
) -> pl.DataFrame:
    """Placed offences with everything that is told by themselves: class, groups, place and hour.

    `definitions` are those that are no class: knife-enabled, public place, night-time economy, by
    id. `town_centres` are codes of small areas.
    """
    rows = with_times(with_months(classify_offences(placed)), "committed_from", "committed_to")
    rows = rows.with_columns(
        place_type=pl.when(pl.col("location_type").is_in(list(PLACE_TYPES)))
        .then("location_type")
        .otherwise(pl.lit(NOT_GIVEN)),
        domestic=pl.col("domestic_flag").replace_strict(
            {"yes": "domestic", "no": "not domestic"}, default=NOT_GIVEN, return_dtype=pl.String
        ),
    ).with_columns(night_place=_night_place(town_centres))
    return rows.with_columns(
        part_records(rows, partition),
        committed=pl.col("committed_from").str.slice(0, 10),
        knife=_labelled(definitions["knife-enabled"], "knife", "no knife", "no knife"),
        public_place=_labelled(
            definitions["public-place"], "public place", "not a public place", "place not recorded"
        ),
        **{
            column: _labelled(definitions[name], NIGHT, NOT_NIGHT, NIGHT_NOT_KNOWN)
            for name, column in NIGHT_COLUMNS.items()
        },
    )


NEEDED = {
    "knife-enabled": KNIFE,
    "public-place": PUBLIC_PLACE,
    **dict.fromkeys(NIGHT_COLUMNS, NIGHT_TIME),
}
"""The definitions that every cut of police offences is made by, and the kind of each."""


def _night_place(town_centres: Collection[str]) -> pl.Expr:
    """The place type, with streets parted into those of a town centre, elsewhere and not placed."""
    is_street = pl.col("place_type") == "street"
    return (
        pl.when(is_street & pl.col("small_area").is_in(list(town_centres)))
        .then(pl.lit("street of a town centre"))
        .when(is_street & pl.col("small_area").is_null() & pl.lit(bool(town_centres)))
        .then(pl.lit("street not placed"))
        .when(is_street)
        .then(pl.lit("street elsewhere"))
        .otherwise("place_type")
    )


def _labelled(definition: Definition, yes: str, no: str, unknown: str) -> pl.Expr:
    """What a definition says of a record in a column's words."""
    met = meets(definition)
    return pl.when(met).then(pl.lit(yes)).when(~met).then(pl.lit(no)).otherwise(pl.lit(unknown))


def with_victims(offences: pl.DataFrame, people: pl.DataFrame | None) -> pl.DataFrame:
    """The offences with age, sex and ethnic group of their victim, and whether one is suspected.

    Of several victims the youngest; those without an age come last, then by person key. `people`
    has `person` and the ages, sexes and groups as recorded, or is None where none were received.
    """
    if people is None:
        people = _nobody()
    victims = (
        people.filter(pl.col("role") == "victim")
        .sort("crime_ref", "age", "person", nulls_last=True)
        .unique("crime_ref", keep="first", maintain_order=True)
        .select("crime_ref", "age", "sex", "ethnicity_self", victim="person")
    )
    suspected = people.filter(pl.col("role") == "suspect").select(
        "crime_ref", suspect_known=pl.lit("suspect identified")
    )
    joined = offences.join(victims, on="crime_ref", how="left", maintain_order="left")
    joined = joined.join(suspected.unique(), on="crime_ref", how="left", maintain_order="left")
    return with_who(joined).with_columns(
        pl.col("suspect_known").fill_null("no suspect"),
        ethnic_group=ethnic_group("ethnicity_self"),
    )


def _nobody() -> pl.DataFrame:
    texts = ("crime_ref", "role", "person", "sex", "ethnicity_self")
    return pl.DataFrame(schema={**dict.fromkeys(texts, pl.String), "age": pl.Int64})


def offences_table(offences: pl.DataFrame) -> pl.DataFrame:
    """The cut's `police_offences`, one row an offence in the order of their references."""
    return offences.select(POLICE_OFFENCES).sort("crime_ref")
