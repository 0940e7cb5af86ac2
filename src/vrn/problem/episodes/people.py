"""People in offences: who is who, which offence of theirs each is, and how long after the last."""

from __future__ import annotations

import polars as pl

from vrn.problem.episodes.columns import POLICE_PEOPLE
from vrn.problem.episodes.who import age_in_range, ethnic_group, with_who
from vrn.problem.thresholds import THRESHOLDS, table_at
from vrn.sharing.linkage import find_persons

_OF_THE_OFFENCE = (
    *("crime_ref", "month", "quarter", "year", "code", "offence", "offence_group", "knife"),
    *("place_type", "definition_class", "night_time", "hour", "day_type", "day_hour"),
    *("district", "neighbourhood", "committed_from"),
)


def people_of(people: pl.DataFrame, offences: pl.DataFrame) -> pl.DataFrame:
    """The people of the offences that stand, with `person`; each person once in each role of one.

    Person keys are found over everybody held, so that a cancelled offence still helps to tell who
    is who; where `people` comes with `person`, a trained model has told it. Of a person's rows in
    one role of one offence the first with an age is taken.
    """
    found = people if "person" in people.columns else find_persons(people)
    known = found.with_columns(age=age_in_range())
    return (
        known.join(offences.select("crime_ref"), on="crime_ref", how="semi")
        .sort("crime_ref", "role", "person", "age", "supply", "line", nulls_last=True)
        .unique(["crime_ref", "role", "person"], keep="first", maintain_order=True)
    )


def people_table(people: pl.DataFrame, offences: pl.DataFrame) -> pl.DataFrame:
    """The cut's `police_people`: one row a person in one role of one offence that stands.

    `people` is what `people_of` gives, `offences` described ones with their local times. `nth`
    counts a person's offences in that role by the time committed, 1 for the first held; of two at
    the same minute the lower reference comes first. `days_since` is the difference of local dates
    to the one before: 0 on the same day, null for the first.
    """
    about = offences.select(_OF_THE_OFFENCE)
    rows = people.drop("month").join(about, on="crime_ref", how="inner", maintain_order="left")
    rows = with_who(rows).with_columns(
        ethnic_group=ethnic_group("ethnicity_self"),
        committed=pl.col("committed_from").str.slice(0, 10),
    )
    ordered = rows.sort("role", "person", "committed_from", "crime_ref")
    of_one = ["role", "person"]
    day = pl.col("committed").str.to_date("%Y-%m-%d")
    counted = ordered.with_columns(
        nth=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(of_one),
        days_since=day.diff().over(of_one).dt.total_days(),
    )
    return counted.select(POLICE_PEOPLE).sort("crime_ref", "role", "person")


def people_at_thresholds(people: pl.DataFrame, offences: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """`police_people` at a lower and a higher threshold of linkage, as tables of their own.

    A table and no columns, since which rows are of one person in one offence, which offence of
    the person's each is and what came before all follow from who is who. Empty where `people` comes
    without `person_low` and `person_high`: then no trained model told the persons.
    """
    keys = {name: f"person_{name}" for name in THRESHOLDS}
    if not set(keys.values()) <= set(people.columns):
        return {}
    return {
        table_at("police_people", name): people_table(
            people_of(people.with_columns(person=key), offences), offences
        )
        for name, key in keys.items()
    }
