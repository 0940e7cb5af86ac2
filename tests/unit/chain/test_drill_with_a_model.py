"""The drill where a model tells the persons: erase, rotate, restore, and everybody stays."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_area import PEOPLE, TODAY, arriving, receive_all, release_headlines, rows_of, text_of
from typer.testing import CliRunner

from scripts.drill import drill
from vrn import chain
from vrn.chain.early import NotReadyError
from vrn.chain.forgetting import forget_supplies
from vrn.partnership.folder import read_partnership
from vrn.sharing.linkage.answers import COLUMNS
from vrn.sharing.store import Store
from vrn_cli.app import app
from vrn_demo.linkage import write_linkage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def linked(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership with three people in one part of each crime of a month, and a model in use."""
    folder = tmp_path_factory.mktemp("linked") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    send_three_in_each_crime(area_folder, folder, folder.parent / "people.csv")
    write_linkage(folder)
    chain.make_cut(folder)
    return folder


@pytest.fixture
def folder(linked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(linked, tmp_path / "p")


def test_a_rotated_key_leaves_each_record_its_reference_and_its_person(
    folder: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    drill(folder, tmp_path, under=PEOPLE, today=TODAY, publish=release_headlines, say=said.append)
    assert len([line for line in said if line.startswith("  holds")]) == 14
    tables = Store.open(tmp_path / "live" / "store").cut().tables
    assert {"persons", "person_changes", "police_people_low"} <= set(tables)
    references = pl.read_parquet(list(tables["persons"].paths))["record"]
    assert references.str.ends_with("#3").sum() > 3


def test_who_stands_beside_an_erased_person_stays_who_they_are(
    folder: Path, area_folder: Path
) -> None:
    """The second of a crime's three bears the first one's reference from then on, not the key."""
    before = persons(folder)
    number, reference = first_of_three(area_folder, before)
    chain.erase(folder, under=PEOPLE, number=number, why="asked for", today=TODAY)
    after = persons(folder)
    both = before.join(after, on=["supply", "line"], how="full", suffix="_after")
    (gone,) = both.filter(pl.col("person_after").is_null())["person"]
    stay = both.drop_nulls("person_after")
    assert (stay["person"] == stay["person_after"]).all()
    moved = stay.filter(pl.col("record") != pl.col("record_after"))
    assert moved["record_after"].to_list() == [reference, f"{reference} #2"]
    changes = pl.read_parquet(list(store_of(folder).cut().tables["person_changes"].paths))
    assert changes.rows() == [(gone, None, "retired")]


def test_what_can_be_mended_costs_no_cut(folder: Path, area_folder: Path) -> None:
    """A model that is not there ends an erasure before its cuts; brought back, it is finished."""
    number, _ = first_of_three(area_folder, persons(folder))
    (model,) = (folder / "linkage/models").iterdir()
    away = model.rename(folder / "away.json")
    with pytest.raises(NotReadyError, match="is not there: bring it back"):
        chain.erase(folder, under=PEOPLE, number=number, why="asked for", today=TODAY)
    assert (store_of(folder).cut().number, store_of(folder).retired_cuts()) == (1, {})
    away.rename(model)
    done = chain.erase(folder, under=PEOPLE, number=number, why="asked for", today=TODAY)
    assert (done.cut, done.retired) == (2, (1,))


def test_records_that_a_model_takes_for_the_same_person_are_counted_and_stay(
    area_folder: Path, folder: Path
) -> None:
    header, rows = first_month(area_folder)
    again = [*rows[0][:2], "N9999999", f"{rows[0][3]}e", *rows[0][4:]]
    path = folder.parent / "again.csv"
    path.write_text(text_of([header, *rows, again]), encoding="utf-8")
    (live,) = [
        r["id"]
        for r in store_of(folder).live_receipts()
        if r["feed"] == PEOPLE and r["period_from"] == "2021-01"
    ]
    receipt = chain.receive(folder, path, under=PEOPLE, today=TODAY, replaces=(live,))
    chain.make_cut(folder)
    words = ["erase", "--under", PEOPLE, "--why", "asked for", "--in", str(folder)]
    said = CliRunner().invoke(app, [*words, "--today", str(TODAY)], input=f"{rows[0][2]}\n")
    assert said.exit_code == 0, said.output
    assert f"1 more record of {PEOPLE} may be of the same person" in said.stdout
    assert persons(folder).filter(supply=receipt.id, line=len(rows) + 2).height == 1
    other = chain.erase(folder, under=PEOPLE, number="N9999999", why="its other", today=TODAY)
    assert (other.rows, other.linked) == (1, {})


def test_what_was_said_of_the_records_of_an_erased_person_goes_with_them(
    folder: Path, area_folder: Path
) -> None:
    number, reference = first_of_three(area_folder, persons(folder))
    kept = "police-people,X1 victim,police-people,X2 victim,same,S,2024-06-03"
    gone = [
        f"police-people,{reference} #3,police-people,X2 victim,same,S,2024-06-03",
        f"youth-justice,17,police-people,{reference},different,S,2024-06-03",
    ]
    answers, sample = folder / "linkage/answers.csv", folder / "linkage/sample-police-people.csv"
    answers.write_text("\n".join([",".join(COLUMNS), kept, *gone, ""]), encoding="utf-8")
    sample.write_text(f"source,one,source_other,other\nx,1,police-people,{reference}\n")
    chain.erase(folder, under=PEOPLE, number=number, why="asked for", today=TODAY)
    assert answers.read_text(encoding="utf-8").splitlines() == [",".join(COLUMNS), kept]
    assert sample.read_text(encoding="utf-8").splitlines() == ["source,one,source_other,other"]
    assert not list((folder / "linkage").glob("*.draft"))


def test_what_was_said_of_records_goes_when_they_may_be_kept_no_longer(folder: Path) -> None:
    references = persons(folder).filter(source=PEOPLE)["record"]
    lines = [f"{PEOPLE},{each},{PEOPLE},X2 victim,same,S,2024-06-03" for each in references[:2]]
    waiting = f"{PEOPLE},X1 victim,{PEOPLE},X2 victim,same,S,2024-06-03"
    answers = folder / "linkage/answers.csv"
    answers.write_text("\n".join([",".join(COLUMNS), *lines, waiting, ""]), encoding="utf-8")
    asked = folder / f"linkage/asked-{PEOPLE}.csv"
    asked.write_text("source,one,source_other,other\n", encoding="utf-8")
    partnership, store = read_partnership(folder), store_of(folder)
    assert forget_supplies(partnership, store, []) == 0
    (replaced,) = [
        r["id"]
        for r in store.receipts()
        if r["feed"] == PEOPLE and r["id"] not in {one["id"] for one in store.live_receipts()}
    ]
    assert forget_supplies(partnership, store, [replaced]) == 0, "they stand in the later supply"
    chain.delete_due(folder, today=date(2033, 6, 3))
    assert answers.read_text(encoding="utf-8").splitlines() == [",".join(COLUMNS), waiting]
    assert not asked.exists()


def store_of(folder: Path) -> Store:
    return Store.open(folder / "store")


def persons(folder: Path) -> pl.DataFrame:
    """The persons of the newest cut."""
    return pl.read_parquet(list(store_of(folder).cut().tables["persons"].paths))


def first_of_three(area_folder: Path, persons: pl.DataFrame) -> tuple[str, str]:
    """The first of three in one crime: the force's number of the person, and the reference."""
    third = persons.filter(pl.col("record").str.ends_with(" #3"))["record"].sort()[0]
    reference = third.removesuffix(" #3")
    (at,) = persons.filter(record=reference)["line"]
    _, rows = first_month(area_folder)
    return rows[at - 2][2], reference


def first_month(area_folder: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of the first month's people."""
    (first,) = [p for p, under in arriving(area_folder) if under == PEOPLE and "2021-01" in p.name]
    return rows_of(first)


def send_three_in_each_crime(area_folder: Path, folder: Path, path: Path) -> None:
    """The first month's people again, by threes in one part of one crime: a reference names one."""
    header, rows = first_month(area_folder)
    for nth, row in enumerate(rows):
        row[:2] = rows[nth - nth % 3][:2]
    path.write_text(text_of([header, *rows]), encoding="utf-8")
    receipts = Store.open(folder / "store").live_receipts()
    (earlier,) = [
        r["id"] for r in receipts if r["feed"] == PEOPLE and r["period_from"] == "2021-01"
    ]
    receipt = chain.receive(folder, path, under=PEOPLE, today=TODAY, replaces=(earlier,))
    assert receipt.is_accepted, receipt.to_text()
