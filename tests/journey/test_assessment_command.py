"""An analyst makes the assessment at the command line: definitions, bridge, headlines, a look."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

PERIOD = "2020-04..2021-09"
LIVE = ("vrn-2019", "duty-2023")
LOOK = ("--as", "Alice Moor", "--purpose", "a question of the Board")


def run(*words: object) -> tuple[int, str, str]:
    """The exit code, output and errors of the command with these words."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def own_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the made-up partnership that a test may write into."""
    return shutil.copytree(demo_folder, tmp_path / "partnership")


def figures(*words: object) -> list[dict[str, object]]:
    code, found, said = run(*words, "--form", "json")
    assert code == 0, said
    listed: list[dict[str, object]] = json.loads(found)
    return listed


def test_a_bridge_leaves_nothing_over(own_folder: Path) -> None:
    code, found, _ = run("bridge", *LIVE, "--period", PERIOD, "--in", own_folder)
    assert code == 0
    lines = [line.rsplit(maxsplit=1) for line in found.splitlines()[1:-1]]
    labels = [label.strip() for label, _ in lines]
    numbers = [int(number.replace(",", "")) for _, number in lines]
    assert (labels[0], labels[-1]) == LIVE
    assert labels[1:-1] == ["added: sexual", "added: domestic", "added: not a public place"]
    assert sum(numbers[:-1]) == numbers[-1]
    back = run("bridge", *reversed(LIVE), "--period", PERIOD, "--in", own_folder)[1]
    assert back.count("taken away") == 3


def test_a_headline_is_public_and_names_its_definition(own_folder: Path) -> None:
    where = ("--where", "definition=vrn-2019", "--period", PERIOD, "--in", own_folder)
    (figure,) = figures("measure", "serious_violence", *where)
    assert (figure["clearance"], figure["state"]) == ("PUBLIC", "shown")
    assert str(figure["provenance"]["definitions"][0]).startswith("vrn-2019 version 1 (")  # type: ignore[index]
    traced = run("trace", figure["id"], "--in", own_folder)[1]
    assert "vrn-2019 version 1 (" in traced
    assert "supply-" in traced  # of a feed about persons no sender's file name is kept


def test_what_is_of_no_shape_is_refused_with_the_nearest(own_folder: Path) -> None:
    code, _, said = run(
        *("measure", "serious_violence", "--split", "definition,district,month"),
        *("--in", own_folder),
    )
    assert code == 1
    assert "of no headline shape" in said
    assert "district by quarter" in said


def test_a_small_number_is_withheld_and_a_look_at_it_is_written_down_first(
    own_folder: Path,
) -> None:
    asked = ("measure", "serious_violence", "--split", "district,place_type", "--period", PERIOD)
    asked = (*asked, "--where", "definition=vrn-2019", "--in", own_folder)
    shown = figures(*asked)
    withheld = [each for each in shown if each["state"] == "withheld"]
    assert withheld
    assert {(each["value"], each["numerator"]) for each in withheld} == {(None, None)}
    assert not (own_folder / "audit" / "looks.jsonl").exists()
    exact = figures(*asked, *LOOK)
    assert {each["clearance"] for each in exact} == {"OPERATIONAL"}
    assert all(each["value"] is not None for each in exact)
    (line,) = (own_folder / "audit" / "looks.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["actor"] == "Alice Moor"
    known = run("trace", exact[0]["id"], "--in", own_folder)
    assert known[0] == 1, "an exact figure is kept nowhere"


@pytest.mark.parametrize("words", [LOOK[:2], LOOK[2:]])
def test_a_look_needs_a_person_and_a_purpose(own_folder: Path, words: tuple[str, ...]) -> None:
    code, _, said = run("measure", "serious_violence", *words, "--in", own_folder)
    assert code != 0
    assert "--as PERSON and --purpose TEXT" in said
    assert not (own_folder / "audit" / "looks.jsonl").exists()


@pytest.mark.parametrize(
    ("what", "asked"),
    [("headline-shapes", "serious_violence"), ("findings", "repeat_share")],
)
def test_without_an_approval_nothing_closed_leaves(own_folder: Path, what: str, asked: str) -> None:
    words = ("measure", asked, "--where", "definition=vrn-2019", "--period", PERIOD)
    assert run(*words, "--in", own_folder)[0] == 0
    (own_folder / "approvals" / f"{what}.toml").unlink()
    code, _, said = run(*words, "--in", own_folder)
    assert code == 1
    assert f"{what} has no approval: two people of two organisations" in said


def test_an_edited_definition_stops_the_cut_and_names_the_remedy(own_folder: Path) -> None:
    text = own_folder / "definitions" / "vrn-2019.toml"
    text.write_text(text.read_text("utf-8").replace("Homicide,", "Murder,"), encoding="utf-8")
    code, _, said = run("cut", "--in", own_folder)
    assert code == 1
    assert "vrn-2019 version 1 was published on 2022-01-31 and has been edited since" in said
    assert "version 2" in said


def test_a_new_version_of_a_definition_stands_beside_the_old(own_folder: Path) -> None:
    folder = own_folder / "definitions"
    text = (folder / "vrn-2019.toml").read_text("utf-8")
    (folder / "vrn-2019-2.toml").write_text(
        text.replace("version = 1", "version = 2", 1), encoding="utf-8"
    )
    assert "vrn-2019 version 2" in run("definitions", "--in", own_folder)[1]
    listed = run(
        "definitions", "--publish", "vrn-2019", "--today", "2024-06-03", "--in", own_folder
    )
    assert listed[0] == 0
    assert "published 2024-06-03" in listed[1]
    assert "published 2022-01-31" in listed[1]
