"""The benches run on tiny sizes, and their sides agree; how long anything takes is never tested."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench import intake, measures, publishing, store  # noqa: E402
from bench.__main__ import SMALL, main, read_words, size_of  # noqa: E402
from bench.child import _stages, run_child  # noqa: E402
from bench.intake import DisagreementError  # noqa: E402
from bench.report import OPENING, Section, write_report  # noqa: E402
from bench.site import bare_words, connect, get, served  # noqa: E402
from bench.timing import CommandError, Timed, run_command, say_ratios, take_turns  # noqa: E402

if TYPE_CHECKING:
    from bench.measures import Question


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return intake.prepare(tmp_path_factory.mktemp("intake"), rows=6_000)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return measures.prepare(tmp_path_factory.mktemp("measures"), rows=20_000)


# -- taking turns ---------------------------------------------------------------------------------


def test_sides_take_turns_after_one_unmeasured_round() -> None:
    done: list[str] = []
    sides = {"ours": lambda: done.append("A"), "peer": lambda: done.append("B")}
    timed = take_turns(sides, rounds=3, before=lambda: done.append("-"))
    assert "".join(done) == "-A-B" * 4
    assert [len(seconds) for seconds in timed.seconds.values()] == [3, 3]


def test_a_spent_budget_stops_after_the_second_round() -> None:
    timed = take_turns({"ours": list, "peer": list}, rounds=9, budget=0)
    assert len(timed.seconds["ours"]) == len(timed.work["peer"]) == 2


def test_ratios_are_taken_pair_by_pair() -> None:
    times = {"ours": (2.0, 8.0, 3.0), "peer": (1.0, 2.0, 1.0)}
    assert say_ratios(Timed(times, times), "ours", "peer") == ("3.00 (2.00 to 4.00)", "3")


# -- the sides agree ------------------------------------------------------------------------------


def test_all_sides_of_intake_hold_back_the_same_rows(archive: Path) -> None:
    answer = intake.check_agreement(archive, intake.typed_frames(archive))
    assert (answer.good, len(answer.held)) == (6_000 - 24, 24)


def test_a_side_that_loses_a_row_stops_the_intake_bench(archive: Path) -> None:
    frames = intake.typed_frames(archive)
    name = next(iter(frames))
    with pytest.raises(DisagreementError, match="dataframely alone takes 5,975 rows"):
        intake.check_agreement(archive, {**frames, name: frames[name].tail(-1)})


@pytest.mark.parametrize("asked", measures.QUESTIONS, ids=lambda asked: asked.words)
def test_all_sides_of_measures_give_the_same_cells(tables: Path, asked: Question) -> None:
    assert measures.check_agreement(tables, asked) > 5


def test_measures_count_every_row_that_was_made(tables: Path) -> None:
    everything = measures.measure_ours(tables, measures.QUESTIONS[2])
    assert sum(everything.values()) == 20_000


def test_another_answer_stops_the_measures_bench(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = measures.QUESTIONS[0]
    wrong = measures.ask_duckdb(tables, asked)
    wrong["2020-01",] += 1
    sides = {**measures.SIDES, measures.PANDAS: lambda _home, _asked: wrong}
    monkeypatch.setattr(measures, "SIDES", sides)
    with pytest.raises(DisagreementError, match="tally by month: pandas has other answers"):
        measures.check_agreement(tables, asked)


def test_a_cut_holds_what_was_committed_and_each_is_new(tmp_path: Path) -> None:
    cuts = store.Cuts(tmp_path, 600)
    store.check_agreement(cuts)
    assert [cuts.commit(), cuts.commit()] == [2, 3]
    cuts.rows = cuts.rows.with_columns(month=pl.lit("1999-01"))
    cuts.commit = lambda: 3  # type: ignore[method-assign]
    with pytest.raises(DisagreementError, match="other rows"):
        store.check_agreement(cuts)


# -- the rest -------------------------------------------------------------------------------------


def test_a_bench_prints_its_table_and_writes_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--small", "--only", "store", "--write", str(tmp_path / "report.md")])
    written = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| vrn, commit of a cut " in capsys.readouterr().out
    assert written.startswith("# Performance\n")
    assert "## Store" in written
    assert "## Intake" not in written


def test_the_report_tells_nobody_whose_machine_it_was() -> None:
    section = Section("One", "About.", ("a", "bb"), [("cc", "d")], ["A note."])
    report = write_report([section], machine={"memory": "2 GiB"})
    assert "| a  | bb |\n|----|----|\n| cc | d  |\n\n- A note.\n" in report
    assert "| memory  | 2 GiB |" in report
    assert str(Path.home()) not in report


def test_the_report_that_is_kept_is_of_this_bench() -> None:
    kept = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert kept.startswith(OPENING)
    titles = [line[3:] for line in kept.splitlines() if line.startswith("## ")]
    assert {"Intake", "Measures", "Publishing", "Start-up", "Memory", "Store"} < set(titles)


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(CommandError, match="no bench 'guess'"):
        run_command([sys.executable, "-c", "raise SystemExit(\"no bench 'guess'\")"])


def test_sizes_are_those_asked_for() -> None:
    assert size_of(read_words(["--small"])) == SMALL
    assert size_of(read_words(["--rows", "500", "--no-real"])).measure_rows == 500
    with pytest.raises(SystemExit):
        read_words(["--only", "guesses"])


def test_an_area_is_named_as_its_archives_are(tmp_path: Path) -> None:
    (tmp_path / "crime").mkdir()
    (tmp_path / "crime" / "police-uk_west-mercia_2024-01_2024-04.zip").touch()
    assert publishing.area_of(tmp_path) == "west mercia"


def test_stages_add_up_to_the_whole() -> None:
    marks = [("", 0.0), ("measuring a", 1.0), ("measuring b", 3.0), ("setting the PDF", 6.0)]
    stages = _stages([*marks, ("", 10.0)])
    assert stages == {"opening": 1.0, "measuring": 5.0, "setting the PDF": 4.0}
    assert set(stages) <= set(publishing.STAGES)


def test_a_child_tells_its_own_peak_of_memory() -> None:
    found = run_child("nothing")
    assert 10 < found["peak"] < 2_000
    assert found["sides"] == 6


def test_a_server_answers_and_is_gone_afterwards() -> None:
    with served(bare_words()) as bare, connect(bare.port) as line:
        assert get(line, "/") == b"ok\n"
    with connect(bare.port) as line, pytest.raises(ConnectionError):
        get(line, "/")
