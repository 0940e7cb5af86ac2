"""A data steward at the command line: keys, erasing, backup and restore, originals that are due."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from small_area import PEOPLE, arriving, receive_all, rows_of
from typer.testing import CliRunner

from vrn import chain
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = "serious-violence"
DAY = ("--today", "2024-06-03")


def run(*words: object, typed: str | None = None) -> tuple[int, str, str]:
    """The exit code, output and errors of the command with these words."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def received(area_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership in small with all files received, and one cut."""
    folder = tmp_path_factory.mktemp("safety") / "p"
    receive_all(area_folder, shutil.copytree(area_folder / "partnership", folder))
    chain.make_cut(folder)
    return folder


@pytest.fixture
def folder(received: Path, tmp_path: Path) -> Path:
    return shutil.copytree(received, tmp_path / "p")


@pytest.fixture
def number(area_folder: Path) -> str:
    """The police's own number of a person in the first month."""
    path = next(path for path, under in arriving(area_folder) if under == PEOPLE)
    _, rows = rows_of(path)
    return rows[0][2]


def token_key(folder: Path) -> Path:
    return folder / "keys" / f"pseudonym-{PROJECT}.key"


def test_each_key_is_listed_with_who_can_read_it(folder: Path) -> None:
    code, said, _ = run("keys", "list", "--in", folder)
    assert code == 0  # one user on a laptop: warned of, and no fault
    assert f"{token_key(folder).name}: of user" in said
    assert said.count("so it is on a laptop") == 2
    token_key(folder).chmod(0o644)
    code, said, _ = run("keys", "list", "--in", folder)
    assert code == 1
    assert "read by its owner, its group, everybody" in said
    assert "take that away (chmod 600)" in said


def test_a_key_is_rotated_and_the_same_people_stay(folder: Path) -> None:
    before = token_key(folder).read_bytes()
    code, said, errors = run(
        *("keys", "rotate", PROJECT, "--why", "once a year", "--in", folder, *DAY)
    )
    assert (code, errors) == (0, "")
    assert "Destroy copies of the former" in said
    assert token_key(folder).read_bytes() != before
    code, log, _ = run("removals", "--in", folder)
    assert code == 0
    assert "once a year" in log
    assert "key" in log


def test_a_key_is_destroyed_only_by_who_says_so_twice(folder: Path) -> None:
    code, _, errors = run("keys", "destroy", PROJECT, "--in", folder)
    assert code == 1
    assert "this cannot be undone" in errors
    assert token_key(folder).exists()
    code, said, _ = run("keys", "destroy", PROJECT, "--yes", "--in", folder)
    assert code == 0
    assert "Destroy its copies too" in said
    assert not token_key(folder).exists()
    code, _, errors = run("keys", "rotate", PROJECT, "--why", "late", "--in", folder, *DAY)
    assert code == 1
    assert "the key is missing" in errors


def test_a_person_is_erased_and_their_number_is_not_shown(folder: Path, number: str) -> None:
    asked = ("erase", "--under", PEOPLE, "--why", "request 12 of 2024", "--in", folder, *DAY)
    code, said, errors = run(*asked, typed=f"{number}\n")
    assert code == 0, errors
    assert "\n1 rows are gone" in said
    assert "Released figures stay" in said
    assert "Backups made before today still hold the person" in said
    assert number not in said + errors
    assert "request 12 of 2024" in run("removals", "--in", folder)[1]
    code, said, errors = run(*asked, typed="nobody-has-this\n")
    assert code == 1
    assert "nobody-has-this" not in said + errors


def test_a_backup_is_made_and_restored_without_the_keys(folder: Path, tmp_path: Path) -> None:
    to, again = tmp_path / "backup", tmp_path / "again"
    code, said, _ = run("backup", to, "--in", folder)
    assert code == 0
    assert f"keep these elsewhere: originals.key, {token_key(folder).name}, release.key" in said
    assert not list(to.rglob("*.key"))
    code, said, _ = run("backup", to, "--in", folder)
    assert "1 were copied now" in said  # the manifest, which is a database
    code, said, _ = run("restore", to, "--in", again)
    assert code == 0
    assert f"keys/{token_key(folder).name}" in said
    shutil.copytree(folder / "keys", again / "keys", dirs_exist_ok=True)
    assert chain.make_cut(again).row_hash == chain.make_cut(folder).row_hash
    code, _, errors = run("restore", to, "--in", again)
    assert code == 1
    assert "is not empty" in errors


def test_a_backup_that_was_changed_is_not_restored(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    run("backup", to, "--in", folder)
    (to / "partnership.toml").write_text("name = 'another'", encoding="utf-8")
    code, _, errors = run("restore", to, "--in", tmp_path / "again")
    assert code == 1
    assert "partnership.toml" in errors
    assert not (tmp_path / "again").exists()


def test_originals_and_supplies_that_are_due_go_on_their_day(folder: Path) -> None:
    code, said, _ = run("tidy", "--in", folder, *DAY)
    assert code == 0
    assert said.startswith("0 kept originals were deleted.")
    originals = folder / "store" / "originals"
    before = len(list(originals.iterdir()))
    code, said, _ = run("tidy", "--delete", "--in", folder, "--today", "2099-01-01")
    assert code == 0
    assert said.count("keep_months = 84") == 8
    assert "rows are gone; backups made before today hold them still" in said
    assert "Cut 2 is served and holds nothing." in said
    assert "Cuts retired: 1." in said
    assert "No other can be made of what is left" in said
    assert said.startswith("8 kept originals were deleted.")
    assert len(list(originals.iterdir())) == before - 8
    log = run("removals", "--in", folder)[1]
    assert log.count("original") >= 1
