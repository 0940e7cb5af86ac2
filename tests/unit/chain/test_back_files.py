"""Three years of files in one go: one receipt each, a table at the end, nothing loaded twice."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vrn import chain
from vrn.sharing.store import Store
from vrn_cli import many
from vrn_cli.app import app

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "contract"))

from made_files import STREET, csv_text, street, street_row

TODAY = date(2024, 6, 30)


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Three months, the last of them under a wrong header, in folders of their own."""
    folder = tmp_path / "back"
    for month in ("2024-02", "2024-01"):
        path = folder / month / f"{month}-midshire-street.csv"
        path.parent.mkdir(parents=True)
        path.write_bytes(street(month=month, first=int(month[-1]) * 100))
    (folder / "2024-03.csv").write_text(csv_text([street_row()], ["x"] * 12), encoding="utf-8")
    (folder / ".hidden.csv").touch()
    (folder / "~$lock.csv").touch()
    return folder


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words, "--today", TODAY.isoformat()])
    return result.exit_code, result.output


def test_a_folder_is_received_in_its_order_with_a_table(partnership: Path, files: Path) -> None:
    code, said = run("receive", str(files), "--under", STREET, "--in", str(partnership))
    assert code == 1
    table = said[said.rindex("\nfile ") + 1 :]
    assert [line.split()[0] for line in table.splitlines()[1:4]] == [
        "2024-01-midshire-street.csv",
        "2024-02-midshire-street.csv",
        "2024-03.csv",
    ]
    assert "2 of 3 files accepted, 2 of them for the first time; 6 rows loaded" in table
    assert "2024-03.csv: 2024-03.csv, line 1: its first line" in table


def test_the_same_folder_again_changes_nothing(partnership: Path, files: Path) -> None:
    words = ("receive", str(files), "--under", STREET, "--in", str(partnership))
    run(*words)
    before = Store.read(partnership / "store").receipts()
    _, said = run(*words)
    assert Store.read(partnership / "store").receipts() == before
    assert "accepted before" in said
    assert "refused before" in said
    assert "2 of 3 files accepted, 0 of them for the first time; 6 rows loaded" in said


def test_a_stop_between_two_files_tells_what_is_there(
    partnership: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("receive", str(files), "--under", STREET, "--in", str(partnership))
    said_of = many._said

    def stop(one: chain.back_files.Taken) -> str:
        if one.path.name.startswith("2024-02"):
            raise KeyboardInterrupt
        return said_of(one)

    monkeypatch.setattr(many, "_said", stop)
    code, said = run(*words)
    assert code == 130
    assert "2 of 2 files accepted" in said
    assert "1 of 3 files were not reached." in said
    monkeypatch.undo()
    assert "2 of 3 files accepted, 0 of them for the first time" in run(*words)[1]


def test_a_stop_within_a_file_leaves_nothing_of_it(
    partnership: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if "2 of 3: checking" in what:
            raise KeyboardInterrupt

    paths = chain.list_files([files])
    taken = chain.receive_all(partnership, paths, under=STREET, today=TODAY, on_progress=stop)
    assert next(taken).outcome == "accepted"
    with pytest.raises(KeyboardInterrupt):
        next(taken)
    assert len(Store.read(partnership / "store").receipts()) == 1


def test_a_file_that_is_not_there_is_told_and_the_rest_goes_on(
    partnership: Path, files: Path
) -> None:
    paths = (files / "absent.csv", files / "2024-01" / "2024-01-midshire-street.csv")
    taken = list(chain.receive_all(partnership, paths, under=STREET, today=TODAY))
    assert [one.outcome for one in taken] == ["not read", "accepted"]
    assert "absent.csv: no such file or directory. What to do" in "\n".join(chain.summarise(taken))
    words = ("receive", *map(str, paths), "--under", STREET, "--in", str(partnership))
    assert "absent.csv: not read no such file" in run(*words)[1]


def test_an_empty_folder_is_said(partnership: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, said = run(
        "receive", str(tmp_path / "empty"), "--under", STREET, "--in", str(partnership)
    )
    assert code == 1
    assert "holds no file" in said
