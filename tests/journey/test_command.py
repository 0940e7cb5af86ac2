"""An analyst at the command line: every verb, its answers, and what is said when it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vrn_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

RATE = "violence_and_sexual_offences_rate"


def run(*words: object) -> tuple[int, str, str]:
    """The exit code, output and errors of the command with these words."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def own_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the made-up partnership that a test may write into."""
    shutil.copytree(demo_folder.parent / "files", tmp_path / "files")
    return shutil.copytree(demo_folder, tmp_path / "partnership")


def test_a_measure_prints_as_table_csv_and_json(own_folder: Path) -> None:
    asked = ("measure", RATE, "--split", "district", "--in", own_folder)
    code, table, _ = run(*asked)
    assert code == 0
    assert "Leicester (E06000016)" in table
    about, _, cells = run(*asked, "--form", "csv")[1].partition("\n\n")
    assert about.startswith("\ufeffTitle,")
    rows = list(csv.DictReader(io.StringIO(cells)))
    plain = json.loads(run(*asked, "--form", "json")[1])
    assert [row["value"] for row in rows] == [figure["text"] for figure in plain]
    assert all(row["value"] in table and row["figure"] in table for row in rows)
    assert len(rows) == 9


def test_a_filter_a_period_and_a_cut_can_be_named(own_folder: Path) -> None:
    words = ("robbery", "--where", "district=E06000016", "--period", "2022-01..2022-03")
    code, found, _ = run("measure", *words, "--cut", 1, "--form", "json", "--in", own_folder)
    (figure,) = json.loads(found)
    assert code == 0
    assert figure["place"][:2] == ["E06000016", "Leicester"]
    assert figure["period"] == ["2022-01", "2022-03"]
    assert figure["provenance"]["cut"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("measure", "robery"), "robbery"),
        (("measure", "robbery", "--split", "hour"), "month"),
        (("measure", "robbery", "--period", "2022"), "YYYY-MM"),
        (("measure", "robbery", "--where", "district"), "DIMENSION=CODE"),
        (("measure", "robbery", "--cut", "7"), "no cut 7"),
        (("measure", "robbery", "--form", "xlsx"), "table, csv, json"),
        (("trace", "0123456789abcdef"), "no figure 0123456789abcdef"),
        (("trace",), "--supply"),
        (("receive", "nowhere.csv", "--under", "police-uk-street"), "nowhere.csv"),
        (("receive", "nowhere.csv", "--under", "police-uk"), "police-uk-street"),
        (("receive", "a.csv", "--under", "police-uk-street", "--today", "1 May"), "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    own_folder: Path, words: tuple[str, ...], said: str
) -> None:
    code, _, errors = run(*words, "--in", own_folder)
    assert code in {1, 2}
    assert said in errors
    assert "Traceback" not in errors


def test_a_folder_that_is_no_partnership_is_told_apart(tmp_path: Path) -> None:
    code, _, errors = run("cut", "--in", tmp_path)
    assert code == 1
    assert "partnership.toml" in errors
    assert "vrn init" in errors


def test_a_number_is_walked_back_to_its_files_and_forward_again(own_folder: Path) -> None:
    found = json.loads(run("measure", RATE, "--form", "json", "--in", own_folder)[1])
    code, lines, _ = run("trace", found[0]["id"], "--in", own_folder)
    assert code == 0
    assert "key finding 1" in lines
    assert "2021-11/2021-11-leicestershire-street.csv" in lines
    assert "2024-01/" not in lines, "a figure of another year rests on no file of 2024"
    receipts = re.findall(r"receipt ([0-9a-f]{12})", lines)
    forward = run("trace", "--supply", receipts[0], "--in", own_folder)[1]
    assert found[0]["id"] in forward
    assert "paragraph" in forward


def parts_of(folder: Path) -> list[str]:
    """The names of the stored parts, which are their content."""
    return sorted(path.name for path in (folder / "store" / "parts").iterdir())


def test_the_same_bytes_again_give_the_same_receipt(own_folder: Path) -> None:
    archive = next((own_folder.parent / "files" / "crime").glob("*2024*"))
    before = parts_of(own_folder)
    words = ("receive", archive, "--under", "police-uk-street", "--in", own_folder, "--json")
    code, receipt, _ = run(*words, "--today", "2025-01-31")
    assert code == 0
    assert json.loads(receipt)["received_on"] == "2024-06-03", "the first receipt, not another"
    assert parts_of(own_folder) == before
    assert run("cut", "--in", own_folder)[1].startswith("Cut 1,")


def test_a_file_that_is_refused_leaves_no_row(own_folder: Path) -> None:
    wrong = own_folder.parent / "wrong.csv"
    wrong.write_text("Name,Born\nnobody,1999\n", encoding="utf-8")
    before = parts_of(own_folder)
    code, refused, _ = run("receive", wrong, "--under", "police-uk-street", "--in", own_folder)
    assert code == 1
    assert "refused" in refused
    assert "nobody" not in refused, "no value of a file that was refused is repeated"
    assert parts_of(own_folder) == before


def test_a_new_partnership_is_written_for_another_area(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    code, said, _ = run("init", folder, "--area", "Norfolk")
    assert code == 0
    assert "police-uk-street" in said
    assert 'forces = ["Norfolk Constabulary"]' in (folder / "partnership.toml").read_text()
    assert (folder / "keys" / "release.key").stat().st_mode & 0o777 == 0o600
    code, _, errors = run("init", folder, "--area", "Norfolk")
    assert code == 1
    assert "never" in errors


def test_an_interrupt_leaves_no_harm(demo_folder: Path, tmp_path: Path) -> None:
    """Ctrl-C at some moment of a receipt: a clear word, and the same command then succeeds."""
    folder = tmp_path / "partnership"
    run("init", folder, "--area", "Norfolk")
    archive = next((demo_folder.parent / "files" / "crime").glob("*2020-11*"))
    words = ["receive", str(archive), "--under", "police-uk-street", "--in", str(folder)]
    command = [sys.executable, "-c", "from vrn_cli import main; main()", *words]
    for pause in (0.3, 0.9, 1.5):
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        time.sleep(pause)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=60)
        assert child.returncode in {0, 1, 130, -signal.SIGINT}
        assert "Error" not in errors.replace("KeyboardInterrupt", "")
    code, said, _ = run(*words)
    assert (code, "accepted" in said) == (0, True)
