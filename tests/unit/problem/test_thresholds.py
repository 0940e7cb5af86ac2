"""Which measures rest on linkage, and people at three thresholds of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrn.problem.episodes.columns import POLICE_PEOPLE
from vrn.problem.episodes.people import people_at_thresholds
from vrn.problem.thresholds import rests_on_linkage, tables_at
from vrn.release.catalogue import find_measure

OF_PERSONS = (
    *("victims", "suspects", "victims_prevalence", "suspects_share", "repeat_share_ever"),
    *("repeat_share", "victims_half", "suspects_standardised_rate", "suspects_under_25_ratio"),
)
OF_NONE = ("serious_violence", "residents", "assault_attendances", "share_without_suspect")


def test_measures_of_persons_rest_on_linkage_and_others_do_not() -> None:
    assert all(rests_on_linkage(find_measure(name)) for name in OF_PERSONS)
    assert not any(rests_on_linkage(find_measure(name)) for name in OF_NONE)


def test_a_cut_without_a_model_has_no_other_threshold() -> None:
    own, low = (Path("own.parquet"),), (Path("low.parquet"),)
    assert tables_at({"police_people": own}, "low") is None
    held = tables_at({"police_people": own, "police_people_low": low, "areas": own}, "low")
    assert held is not None
    assert (held["police_people"], held["areas"]) == (low, own)


def _people() -> pl.DataFrame:
    nothing = dict.fromkeys(("sex", "ethnicity_self"), "")
    rows = [
        ("C1", "suspect", "A", "L1", "H1", 1),
        ("C1", "suspect", "B", "L1", "H2", 2),
        ("C2", "suspect", "A", "L1", "H3", 3),
    ]
    names = ("crime_ref", "role", "person", "person_low", "person_high", "line")
    table = pl.DataFrame(rows, schema=names, orient="row")
    return table.with_columns(
        **{name: pl.lit(text) for name, text in nothing.items()},
        age=pl.lit(30, dtype=pl.Int64),
        month=pl.lit("2020-05"),
        supply=pl.lit("S"),
    )


def _offences() -> pl.DataFrame:
    plain = dict.fromkeys(
        ("quarter", "year", "code", "offence", "offence_group", "knife", "place_type"), "x"
    ) | dict.fromkeys(
        ("definition_class", "night_time", "hour", "day_type", "day_hour", "district"), "x"
    )
    begun = ("2020-05-08T23:30", "2020-05-10T02:00")
    return pl.DataFrame({"crime_ref": ["C1", "C2"], "committed_from": begun}).with_columns(
        **{name: pl.lit(text) for name, text in plain.items()},
        month=pl.lit("2020-05"),
        neighbourhood=pl.lit("x"),
    )


def test_rows_of_one_person_and_their_order_follow_from_the_threshold() -> None:
    """At the lower one A and B are one: one row of C1, and C2 is that person's second."""
    tables = people_at_thresholds(_people(), _offences())
    low, high = tables["police_people_low"], tables["police_people_high"]
    assert tuple(low.columns) == tuple(high.columns) == POLICE_PEOPLE
    columns = ["crime_ref", "person", "nth", "days_since"]
    assert low.select(columns).rows() == [("C1", "L1", 1, None), ("C2", "L1", 2, 2)]
    assert high["nth"].to_list() == [1, 1, 1]
    assert high["person"].n_unique() == 3
    assert people_at_thresholds(_people().drop("person_low"), _offences()) == {}
