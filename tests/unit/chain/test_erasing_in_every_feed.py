"""A person is erased from each feed of persons, by the number that its supplier knows them by."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_area import TODAY, receive_all

from vrn import chain
from vrn.chain.erasing import NobodyError
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.pseudonyms.erased import number_column
from vrn.sharing.store import Store
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from pathlib import Path

FEEDS = {
    "youth-justice": ("youth_justice_interventions.csv", "YP ID"),
    "probation": ("probation_orders.txt", "CRN"),
    "school-absence": ("school_absence.csv", "PupilPseudonym"),
    "school-exclusions": ("school_exclusions.csv", "PupilPseudonym"),
    "ambulance-calls": ("ambulance_calls.csv", "Incident number"),
    "ae-attendances": ("ae_attendances_2018-10_2021-10.csv", "AttendanceNo"),
}


@pytest.fixture(scope="module")
def received(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    return folder


def rows_under(folder: Path, under: str) -> pl.DataFrame:
    store = Store.open(folder / "store")
    (feed,) = {one["feed"] for one in store.receipts() if one["agreement"] == under}
    return pl.concat(pl.read_parquet(part.path) for part in store.live_parts(feed))


@pytest.mark.parametrize("under", FEEDS)
def test_a_person_goes_and_does_not_come_back(
    received: Path, area_folder: Path, tmp_path: Path, under: str
) -> None:
    name, column = FEEDS[under]
    path = area_folder / "files" / "agencies" / name
    folder = shutil.copytree(received, tmp_path / "p")
    receipt = chain.receive(folder, path, under=under, today=TODAY)
    assert receipt.is_accepted, receipt.to_text()
    header, *lines = path.read_text("latin-1").removeprefix("ï»¿").splitlines()
    mark = next(each for each in "|;," if each in header)
    first = next(csv.reader([lines[0]], delimiter=mark))
    number = first[header.split(mark).index(column)]
    before = rows_under(folder, under)
    done = chain.erase(folder, under=under, number=number, why="asked for", today=TODAY)
    own = sum(number in line.split(mark) for line in lines)
    assert done.rows >= own >= 1
    after = rows_under(folder, under)
    assert after.height == before.height - done.rows
    assert set(after.columns) == set(before.columns), "nothing else was lost with them"
    again = chain.receive(
        folder, path, under=under, today=TODAY, replaces=(receipt.id,), word="as it was"
    )
    assert again.rows_held_back - receipt.rows_held_back >= own
    assert "is of a person who was erased" in again.to_text()
    assert number not in again.to_json()
    with pytest.raises(NobodyError):
        chain.erase(folder, under=under, number="nobody", why="a try", today=TODAY)


def test_each_feed_of_persons_says_by_which_number() -> None:
    asked = {
        feed: number_column(contract)
        for feed, contract in CONTRACTS.items()
        if any(each.how is How.REFERENCE for each in contract.treatments)
    }
    assert asked == {
        "police-people": "nominal",
        "ambulance": "incident",
        "ae-attendances": "attendance",
        "hospital-episodes": "episode",
        "school-exclusions": "pupil",
        "school-absence": "pupil",
        "youth-justice": "child",
        "probation": "person",
    }
    with pytest.raises(TextError, match="no number of a person to erase by"):
        number_column(CONTRACTS["deprivation"])
