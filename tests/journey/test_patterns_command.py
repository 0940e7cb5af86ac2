"""An analyst asks where a pattern lies: refused without a name and a purpose, else written down."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vrn.release.operational import read_looks
from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

WHO = ("--as", "Alice Moor", "--purpose", "weekly tasking")
WHEN = ("--period", "2020-04..2021-09")


def run(*words: object) -> tuple[int, str, str]:
    """The exit code, output and errors of the command with these words."""
    result = CliRunner().invoke(app, ["patterns", *(str(word) for word in words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def own_folder(demo_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_folder, tmp_path / "partnership")


@pytest.mark.parametrize(
    "words", [(), ("--as", "Alice Moor"), ("--purpose", "x"), ("--as", " ", "--purpose", "x")]
)
def test_without_a_name_and_a_purpose_nothing_is_shown(own_folder: Path, words) -> None:
    before = read_looks(own_folder / "audit")
    code, out, said = run("hot-spots", own_folder, *words)
    assert (code, out) == (1, "")
    assert "named person for a stated purpose" in said
    assert read_looks(own_folder / "audit") == before


@pytest.mark.parametrize(
    ("pattern", "column"),
    [("hot-spots", "small area name"), ("clusters", "relative risk"), ("near-repeats", "pairs")],
)
def test_a_pattern_is_marked_before_and_after_and_written_down(
    own_folder: Path, pattern: str, column: str
) -> None:
    code, out, _ = run(pattern, own_folder, *WHO, *WHEN)
    assert code == 0
    first, *_, last = out.strip().splitlines()
    assert first == "OPERATIONAL, NOT TO BE PUBLISHED. Shown to Alice Moor: weekly tasking."
    assert last == "Operational, not to be published."
    assert column in out
    line = read_looks(own_folder / "audit")[-1]
    assert line["pattern"] == pattern
    assert line["definition"] == "vrn-2019"
    assert (line["actor"], line["purpose"]) == ("Alice Moor", "weekly tasking")


def test_a_place_with_no_hot_spot_says_none(own_folder: Path) -> None:
    asked = ("--definition", "duty-2023: sexual", "--period", "2020-04..2021-09")
    code, out, _ = run("hot-spots", own_folder, *WHO, *asked)
    assert code == 0
    assert "None." in out


def test_where_it_cannot_be_written_down_one_sentence_says_so(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, out, said = run("clusters", own_folder, *WHO, *WHEN)
    assert (code, out) == (1, "")
    assert said.startswith("Not done: nothing is shown")
