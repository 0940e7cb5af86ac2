"""Records whose own reference is a token: asked of by their place, and carried over a key."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_area import TODAY, receive_all, rows_of, text_of

from scripts.drill import key_of
from vrn import chain
from vrn.chain.link_reviewing import explain_link, measured_errors, review_sheet, take_answers
from vrn.chain.linking import read_answers
from vrn.chain.references import as_shown, with_shown
from vrn.partnership.folder import read_partnership
from vrn.sharing.pseudonyms.tokens import WRITTEN_SO
from vrn.sharing.store import Store
from vrn_demo.linkage import write_linkage

if TYPE_CHECKING:
    from pathlib import Path

FEED, FILE = "youth-justice", "youth_justice_interventions.csv"
PROJECT = "serious-violence"
WHO = {"actor": "A. Nalyst", "purpose": "a test", "now": datetime(2024, 6, 3, 9, tzinfo=UTC)}
BANDS = (
    "[bands]\nreview = 1e-12\ngenerous = 0.9\nlinked = 0.999999999999\ncautious = 0.9999999999999\n"
)
SAID = ["different", "same", "different"]


@pytest.fixture(scope="module")
def linked(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership with the youth justice service's people, and wide bands of doubt."""
    folder = tmp_path_factory.mktemp("linked") / "p"
    shutil.copytree(area_folder / "partnership", folder)
    receive_all(area_folder, folder)
    path = write_people(area_folder / "files" / "agencies" / FILE, folder.parent / FILE)
    receipt = chain.receive(folder, path, under=FEED, today=TODAY)
    assert receipt.is_accepted, receipt.to_text()
    write_linkage(folder)
    choice = folder / "linkage" / "linkage.toml"
    choice.write_text(choice.read_text(encoding="utf-8").partition("[bands]")[0] + BANDS, "utf-8")
    chain.make_cut(folder)
    return folder


def write_people(path: Path, to: Path) -> Path:
    """Some of the service's people, and five of them again under another number, untidily."""
    header, rows = rows_of(path)
    again = [
        [f"INT-9{nth:04d}", f"YP9{nth:03d}", row[2], f"{row[3]}ie", *row[4:7], "", *row[8:]]
        for nth, row in enumerate(rows[:5])
    ]
    to.write_text(text_of([header, *rows[:60], *again]), encoding="utf-8")
    return to


@pytest.fixture
def folder(linked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(linked, tmp_path / "p")


def answer_three(folder: Path) -> list[dict[str, str]]:
    """Answers the first three pairs of a sheet."""
    rows = list(csv.DictReader(io.StringIO(review_sheet(folder, FEED, **WHO))))[:3]
    said = [{**row, "answer": word} for row, word in zip(rows, SAID, strict=True)]
    assert take_answers(folder, FEED, sheet_of(said), by="S", today=TODAY) == 3
    return said


def sheet_of(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    sheet = csv.DictWriter(text, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue()


def kept(folder: Path) -> pl.DataFrame:
    found = read_answers(read_partnership(folder))
    assert found is not None
    return found


def persons(folder: Path) -> pl.DataFrame:
    paths = list(Store.open(folder / "store").cut().tables["persons"].paths)
    return pl.read_parquet(paths).sort("source", "supply", "line")


def stop(*_args: object, **_how: object) -> None:
    raise KeyboardInterrupt


def test_a_sheet_names_records_by_the_line_that_their_steward_sent(folder: Path) -> None:
    sheet = review_sheet(folder, FEED, **WHO)
    assert not re.search(WRITTEN_SO, sheet)
    first = next(csv.DictReader(io.StringIO(sheet)))
    assert re.fullmatch(r"receipt [0-9a-f]{12} line \d+", first["one"])
    sides = [(FEED, first["one"]), (FEED, first["other"])]
    assert explain_link(folder, *sides, **WHO).probability < 1
    with pytest.raises(ValueError, match="holds no record"):
        explain_link(folder, sides[0], (FEED, "receipt 000000000000 line 2"), **WHO)


def test_an_answer_is_kept_by_the_reference_and_may_be_taken_back(folder: Path) -> None:
    first = answer_three(folder)[0]
    assert kept(folder)["one"].str.contains(WRITTEN_SO).all()
    assert kept(folder)["answer"].to_list() == SAID
    (folder / f"linkage/asked-{FEED}.csv").unlink()
    back = sheet_of([{**first, "answer": "withdrawn"}])
    assert take_answers(folder, FEED, back, by="S", today=TODAY) == 1
    assert kept(folder)["answer"].to_list() == SAID[1:]
    assert measured_errors(folder, FEED) == {}


def test_a_rotated_key_carries_every_answer_and_leaves_no_former_token(folder: Path) -> None:
    asked = answer_three(folder)
    gone = f"{FEED},{'0' * 6}-{'a' * 32},{FEED},{'0' * 6}-{'b' * 32},same,S,2024-06-03\n"
    with (folder / "linkage/answers.csv").open("a", encoding="utf-8") as lines:
        lines.write(gone)
    chain.make_cut(folder)
    before, former = persons(folder), key_of(folder, PROJECT).id
    new = chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    texts = [path.read_text(encoding="utf-8") for path in (folder / "linkage").glob("*.csv")]
    assert len(texts) == 2, "the answers, and what the sheet asks"
    assert not [text for text in texts if f"{former}-" in text or "000000-" in text]
    assert all(f"{new}-" in text for text in texts)
    assert kept(folder)["answer"].to_list() == SAID
    after = persons(folder)
    told = ["source", "supply", "line", "person", "person_low", "person_high"]
    assert after.select(told).equals(before.select(told))
    assert not after["record"].equals(before["record"])
    shown = as_shown(with_shown(read_partnership(folder), kept(folder)))
    assert shown["one"].to_list() == [row["one"] for row in asked]


def test_a_rotation_that_was_stopped_is_carried_over_by_the_next_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_three(folder)
    former = key_of(folder, PROJECT).id
    with monkeypatch.context() as patch:
        patch.setattr("vrn.chain.rekeying.carry_over", stop)
        with pytest.raises(KeyboardInterrupt):
            chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    assert kept(folder)["one"].str.contains(f"{former}-").all()
    assert (folder / "linkage/carrying.csv").is_file()
    chain.make_cut(folder)
    assert not (folder / "linkage/carrying.csv").exists()
    assert kept(folder)["answer"].to_list() == SAID
    assert not kept(folder)["one"].str.contains(f"{former}-").any()


def test_where_nothing_was_said_nothing_is_carried(folder: Path) -> None:
    chain.rotate_key(folder, PROJECT, why="yearly", today=TODAY)
    assert not list((folder / "linkage").glob("*.csv"))
