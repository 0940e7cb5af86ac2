"""What both makers give: the same bytes from a seed, the stated columns, and nothing impossible."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from demo_makers_quiet import MAKERS, make

from vrn.terms.ages import AGE_BANDS
from vrn_demo.makers import SOURCES, default_settings
from vrn_demo.makers.made import RECORD_COLUMNS, TRUTH_COLUMNS
from vrn_demo.makers.numbers import check_digit, make_nhs_numbers

if TYPE_CHECKING:
    from vrn_demo.makers import Made

BOTH = pytest.mark.parametrize("maker", MAKERS)


@cache
def usual(maker: str, seed: int = 1, records: int = 20_000) -> Made:
    return make(replace(default_settings(maker), records=records), seed)


def bytes_of(made: Made) -> bytes:
    stream = io.BytesIO()
    for frame in made:
        frame.write_csv(stream)
    return stream.getvalue()


@BOTH
def test_the_same_seed_gives_the_same_bytes_and_another_others(maker: str) -> None:
    again = make(replace(default_settings(maker), records=20_000), 1)
    assert bytes_of(usual(maker)) == bytes_of(again)
    assert bytes_of(usual(maker)) != bytes_of(usual(maker, seed=2))


@BOTH
def test_columns_rows_and_keys_are_as_stated(maker: str) -> None:
    records, truth = usual(maker)
    assert tuple(records.columns) == RECORD_COLUMNS
    assert tuple(truth.columns) == TRUTH_COLUMNS
    assert records.height == truth.height == 20_000
    assert records.select("source", "record").equals(truth.select("source", "record"))
    assert records.select("source", "record").n_unique() == 20_000
    assert set(records["source"]) == set(SOURCES)
    assert sum(records.null_count().row(0)) == sum(truth.null_count().row(0)) == 0
    assert set(truth["age_band"]) <= set(AGE_BANDS)
    settings = default_settings(maker)
    assert settings.first_day <= records["at"].min() <= records["at"].max() <= settings.last_day


@BOTH
@pytest.mark.parametrize("records", [1, 2, 37])
def test_a_few_records_can_be_made(maker: str, records: int) -> None:
    assert usual(maker, records=records).records.height == records


@BOTH
def test_a_person_has_one_truth(maker: str) -> None:
    fixed = ["sex", "age_band", "ethnic_group_of_name", "household"]
    truth = usual(maker).truth
    assert truth.select("person", *fixed).unique().height == truth["person"].n_unique()


@BOTH
def test_births_are_days_or_parts_of_them_and_numbers_are_digits(maker: str) -> None:
    records, _ = usual(maker)
    births = records["day_of_birth"]
    assert births.str.contains(r"^(\d{4}(-\d\d(-\d\d)?)?)?$").all()
    assert {0, 4, 7, 10} == set(births.str.len_chars())
    days = births.filter(births.str.len_chars() == 10)
    assert days.str.to_date(strict=False).null_count() == 0
    assert records["nhs_number"].str.contains(r"^\d*$").all()
    police = records["source"] == "police"
    assert records["nominal_id"].filter(police).str.contains(r"^(N\d{7})?$").all()
    assert set(records["nominal_id"].filter(~police)) == {""}
    assert set(records["sex"]) == {"", "female", "male"}


@BOTH
def test_all_that_goes_wrong_occurs(maker: str) -> None:
    records, _ = usual(maker)
    for column in ("forename", "surname", "day_of_birth", "sex", "postcode", "nhs_number"):
        assert 0 < (records[column] == "").mean() < 0.9
    health = records.filter(pl.col("source") == "emergency department")
    assert (health["nhs_number"] != "").mean() > 0.8
    assert "ZZ99 3VZ" in set(records["postcode"])
    assert not records["surname"].is_in(["None", "nan"]).any()
    assert not records["forename"].str.contains("^ *$").filter(records["forename"] != "").any()


@BOTH
def test_names_are_skewed_and_differ_by_group(maker: str) -> None:
    made = usual(maker)
    rows = made.records.with_columns(made.truth["person"], made.truth["ethnic_group_of_name"])
    rows = rows.filter(pl.col("surname") != "")
    people = rows.unique("person", keep="first", maintain_order=True)
    counts = people["surname"].str.to_uppercase().value_counts()["count"].sort(descending=True)
    assert counts[:10].sum() > 20 * counts[200:210].sum() / 10
    top = people.group_by("ethnic_group_of_name").agg(
        pl.col("surname").str.to_uppercase().mode().sort().first()
    )
    assert top["surname"].n_unique() > 7


@BOTH
def test_people_come_mostly_once_and_a_few_often(maker: str) -> None:
    times = usual(maker).truth.group_by("person").len()["len"]
    assert (times == 1).mean() > 0.4
    assert times.max() > 15


def test_numbers_check_are_distinct_and_begin_with_three_nines() -> None:
    numbers = make_nhs_numbers(5_000, np.random.default_rng(1))
    assert len(set(numbers.tolist())) == 5_000
    assert {number[:3] for number in numbers.tolist()} == {"999"}
    many = make_nhs_numbers(700_000, np.random.default_rng(1))
    assert len(np.unique(many.astype(np.int64))) == 700_000
    digits = np.array([list(map(int, number)) for number in numbers.tolist()])
    assert (digits @ np.array([*range(10, 1, -1), 1]) % 11 == 0).all()
    # a worked example: 943476591 gives 9, as in the published specimen 943 476 5919
    assert check_digit(np.array([943476591])).tolist() == [9]


@BOTH
def test_twice_the_records_take_no_more_than_thrice_the_time(maker: str) -> None:
    def seconds(records: int) -> float:
        settings = replace(default_settings(maker), records=records)
        start = time.process_time()
        make(settings)
        return time.process_time() - start

    seconds(1_000)
    small, large = (min(seconds(n) for _ in range(2)) for n in (40_000, 80_000))
    assert large < 3 * small + 0.2
