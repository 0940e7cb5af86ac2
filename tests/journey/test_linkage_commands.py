"""Linkage at the command line: trained, explained, asked of a steward, answered, and undone."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from small_area import PEOPLE, TODAY, arriving, rows_of, write_area
from test_safety_commands import run

from vrn import chain

if TYPE_CHECKING:
    from pathlib import Path

WHO = ("--as", "A. Nalyst", "--purpose", "a test of linkage")


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership with enough people for some pairs to be uncertain, all received."""
    place = tmp_path_factory.mktemp("linkage") / "area"
    write_area(place, months=4, offences=600)
    for path, under in arriving(place):
        receipt = chain.receive(
            place / "partnership", path, under=under, today=TODAY, word="made up"
        )
        assert receipt.is_accepted, receipt.to_text()
    return place / "partnership"


@pytest.fixture(scope="module")
def trained(received: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(received, tmp_path_factory.mktemp("trained") / "p")
    code, said, errors = run("linkage", "train", "--seed", 3, "--in", folder)
    assert code == 0, errors
    assert said.startswith("Model ")
    assert " bits  " in said
    return folder


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    return shutil.copytree(trained, tmp_path / "p")


def sheet_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_without_rows_or_a_model_the_next_step_is_named(area_folder: Path, tmp_path: Path) -> None:
    empty = shutil.copytree(area_folder / "partnership", tmp_path / "p")
    code, _, errors = run("linkage", "train", "--in", empty)
    assert code == 1
    assert "use `vrn receive` first" in errors
    code, _, errors = run("linkage", "review", tmp_path / "sheet.csv", *WHO, "--in", empty)
    assert code == 1
    assert "vrn linkage train" in errors
    code, said, _ = run("linkage", "errors", "--in", empty)
    assert code == 0
    assert "Nobody was asked yet" in said


def test_the_same_seed_trains_the_same_model_and_the_next_cut_uses_it(
    received: Path, trained: Path, tmp_path: Path
) -> None:
    again = shutil.copytree(received, tmp_path / "p")
    assert run("linkage", "train", "--seed", 3, "--in", again)[0] == 0
    models = {path.name for path in (again / "linkage" / "models").iterdir()}
    assert models == {path.name for path in (trained / "linkage" / "models").iterdir()}
    assert run("cut", "--in", again)[0] == 0
    facts = chain.make_cut(again).facts
    assert f"{facts['linkage']['model']}.json" in models


def names_in(received: Path) -> set[str]:
    """Every name that the police's files hold of a person."""
    found = set()
    for path in (received.parent / "arriving").glob(f"*{PEOPLE}.csv"):
        header, rows = rows_of(path)
        columns = [n for n, name in enumerate(header) if "name" in name.lower()]
        found |= {row[column] for row in rows for column in columns}
    assert len(found) > 50
    return found - {""}


def test_a_stewards_answers_are_taken_in_and_measure_the_errors(
    received: Path, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    code, said, errors = run("linkage", "review", path, "--sample", *WHO, "--in", folder)
    assert code == 0, errors
    pairs = sheet_of(path)
    assert said == f"Wrote {len(pairs)} pairs into {path}\n"
    assert len(pairs) >= 2
    words = set(re.findall(r"[\w'-]+", path.read_text(encoding="utf-8-sig")))
    assert not words & names_in(received)

    answer = next(name for name in pairs[0] if name.startswith("answer"))
    for pair in pairs:
        pair[answer] = "same"
    written = io.StringIO()
    writer = csv.DictWriter(written, list(pairs[0]))
    writer.writeheader()
    writer.writerows(pairs)
    path.write_text(written.getvalue(), encoding="utf-8")
    code, said, errors = run("linkage", "review", path, "--answered", *WHO, "--in", folder)
    assert code == 0, errors
    assert f"Took in {len(pairs)} answers" in said
    code, said, _ = run("linkage", "errors", "--in", folder)
    assert code == 0
    assert "%" in said


def test_a_pair_is_explained_without_an_identifier_and_written_down(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    assert run("linkage", "review", path, "--sample", *WHO, "--in", folder)[0] == 0
    one, other = (sheet_of(path)[0][name] for name in ("one", "other"))
    code, said, errors = run("linkage", "explain", one, other, *WHO, "--in", folder)
    assert code == 0, errors
    assert "bits  before anything is compared" in said
    assert "in all: probability" in said
    log = "".join(p.read_text("utf-8") for p in (folder / "audit").iterdir())
    assert "a test of linkage" in log
    code, _, errors = run("linkage", "explain", one, "nobody", *WHO, "--in", folder)
    assert code == 1
    assert "holds no record nobody" in errors


@pytest.mark.parametrize("words", [("explain", "a", "b"), ("review", "sheet.csv")])
def test_who_looks_at_single_records_is_named_first(words: tuple[str, ...], folder: Path) -> None:
    code, _, errors = run("linkage", *words, "--in", folder)
    assert code == 1
    assert "--as PERSON and --purpose TEXT" in errors


def test_a_sheet_that_is_none_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    code, _, errors = run("linkage", "review", path, "--answered", *WHO, "--in", folder)
    assert code == 1
    assert "answer the sheet as it was sent" in errors
