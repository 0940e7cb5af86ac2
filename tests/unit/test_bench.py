"""The benches run on tiny sizes, and their sides agree; how long anything takes is never tested."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import bench  # noqa: E402
from bench import (  # noqa: E402
    assessing,
    cutting,
    intake,
    made_up,
    measures,
    near_repeat,
    network,
    publishing,
    releasing,
    spatial,
    spoiling,
    store,
)
from bench.__main__ import (  # noqa: E402
    SMALL,
    main,
    plan_of_statistics,
    read_words,
    size_of,
)
from bench.child import run_child, stages_of  # noqa: E402
from bench.intake import DisagreementError  # noqa: E402
from bench.listed_cells import CELL, count_barely  # noqa: E402
from bench.report import OPENING, TITLES, Section, write_report  # noqa: E402
from bench.site import bare_words, connect, get, served  # noqa: E402
from bench.timing import (  # noqa: E402
    BoundError,
    CommandError,
    Timed,
    run_bounded,
    run_command,
    say_ratios,
    say_spread,
    take_turns,
)
from tests.made_violence import DEFINITIONS, MONTHS, PERIOD, made_lattice, made_rows  # noqa: E402
from vrn.problem.episodes.offences import with_months  # noqa: E402
from vrn.release.headline.shapes import ANYWHERE, WHOLE_AREA  # noqa: E402

if TYPE_CHECKING:
    from bench.measures import Question


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return intake.prepare(tmp_path_factory.mktemp("intake"), rows=10_000)


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
    assert (answer.good, len(answer.held)) == (10_000 - 100, 100)


def test_one_row_in_a_hundred_is_spoilt_each_way_as_often() -> None:
    drawn = made_up.draw_supplied(2_000, "2024-12", rng=np.random.default_rng(3))
    changed = (
        spoiling.spoil(drawn)
        .with_row_index()
        .filter(pl.any_horizontal(pl.col(n).ne_missing(drawn[n]) for n in drawn.columns))
    )
    assert changed["index"].to_list() == list(range(99, 2_000, 100))
    later = spoiling.spoil(drawn, before=3)
    assert later["location"][99 + 400] == "#REF!"
    assert (spoiling.spoil(drawn)["location"] == "#REF!").sum() == 2


def test_a_side_that_loses_a_row_stops_the_intake_bench(archive: Path) -> None:
    frames = intake.typed_frames(archive)
    name = next(iter(frames))
    with pytest.raises(DisagreementError, match="dataframely alone takes 9,899 rows"):
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


# -- the network --------------------------------------------------------------------------------


@pytest.fixture
def grounded(tmp_path: Path, demo_folder: Path) -> Path:
    """A folder of benches in which the demonstration's partnership stands; nothing writes there."""
    (tmp_path / "network").mkdir()
    network.home_of(tmp_path).symlink_to(demo_folder, target_is_directory=True)
    return tmp_path


def test_the_lattice_of_multiplied_rows_is_the_multiplied_lattice() -> None:
    rows = made_rows(500).with_columns(person=pl.col("person").fill_null(pl.format("R{}", "hour")))
    built = made_lattice(network.multiply(rows, 12, own=("person",))).cells.sort(CELL)
    once = made_lattice(rows)
    assert once.cells["number"].null_count() > 100
    assert network.multiply_lattice(once, 12).cells.sort(CELL).equals(built)


def test_a_lattice_is_not_multiplied_where_cells_would_stay_small() -> None:
    with pytest.raises(ValueError, match="9 times leaves cells of fewer than 10 people"):
        network.multiply_lattice(made_lattice(made_rows(100)), 9)
    assert not network.Growth(9, 900, ()).is_lattice_known


def test_polars_counts_the_cells_of_the_lattice(tmp_path: Path) -> None:
    rows = with_months(made_rows(800))
    absent = [name for name in (*ANYWHERE, *WHOLE_AREA) if name not in rows.columns]
    rows = rows.with_columns(pl.lit("not recorded").alias(name) for name in absent)
    rows.write_parquet(tmp_path / "rows.parquet")
    counted = count_barely(
        [tmp_path / "rows.parquet"], definitions=DEFINITIONS, months_held=MONTHS, period=PERIOD
    )
    cells = made_lattice(rows).cells
    assert releasing.compare(cells, counted, DEFINITIONS) == counted.height > 1_000
    first = pl.int_range(pl.len()) == 0
    wrong = counted.with_columns(count=pl.col("count") + first.cast(pl.Int64))
    with pytest.raises(DisagreementError):
        releasing.compare(cells, wrong, DEFINITIONS)


def test_a_cut_and_bare_polars_keep_the_same_offences(demo_folder: Path) -> None:
    feeds = cutting.read_grown(demo_folder, 2)
    months = feeds["police-offences"]["month"].unique().sort().head(2)
    for feed in cutting.POLICE:
        feeds[feed] = feeds[feed].filter(pl.col("month").is_in(months.to_list()))
    ours, bare = cutting.make_episodes(demo_folder, feeds), cutting.make_barely(feeds)
    assert cutting.check_agreement(ours, bare) > 1_000
    bare["police_offences"] = bare["police_offences"].with_columns(age=pl.lit(30))
    with pytest.raises(DisagreementError, match="other victims under 25"):
        cutting.check_agreement(ours, bare)


def test_grown_offences_are_the_demonstrations_so_many_times(grounded: Path) -> None:
    growth = network.grow(grounded, 130_000)
    home = network.home_of(grounded)
    plain, grown = network.Measuring(home), network.Grown(home, growth=growth)
    found = [
        each.exactly("serious_violence", split=("definition", "district")).table.exact["value"]
        for each in (plain, grown)
    ]
    assert growth.times == 2
    assert growth.rows == 2 * plain.cut.tables["police_offences"].rows
    assert (found[0] * 2).equals(found[1], check_names=False)


def test_a_side_that_was_ended_is_told_and_has_no_ratio() -> None:
    took = {"seconds": 2.0, "work": 3.0, "peak": 90.0}
    found = [{"vrn": {"ended": "ended at 9 MB"}, "Polars alone": took}]
    row = releasing._lattice_row(network.Growth(3, 3_000, ()), found)
    assert row == ("3,000", "", "", "ended at 9 MB", "", "2.00", "90", "", "")


@pytest.mark.slow
def test_pages_are_asked_for_in_every_folder_in_turn(tmp_path: Path, demo_folder: Path) -> None:
    homes = [
        network.copy_partnership(demo_folder, tmp_path / name, leave_out=("store", "site"))
        for name in ("one", "other")
    ]
    found = run_child("asking", "3", "1", *homes)["milliseconds"]
    assert {len(by_folder) for by_folder in found.values()} == {2}
    assert [len(times) for times in found.pop(next(iter(found)))] == [1, 1]
    assert {len(times) for by_folder in found.values() for times in by_folder} == {3}
    assert len(found) == 4


# -- the statistics -------------------------------------------------------------------------------

OF_STATISTICS = plan_of_statistics(SMALL.statistics, rounds=1)


@pytest.mark.parametrize("name", OF_STATISTICS)
def test_the_sides_of_a_statistic_agree_and_each_has_its_row(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Peers are there where `make bench` has installed them, and one compiles itself for a minute.
    monkeypatch.setattr(spatial, "peer_of", lambda _made, **_asked: None)
    monkeypatch.setattr(near_repeat, "peers", lambda _events, _permutations: {})
    found = OF_STATISTICS[name]()
    sections = found if isinstance(found, list) else [found]
    assert tuple(section.title for section in sections) == TITLES[name]
    for section in sections:
        assert section.rows
        assert {len(row) for row in section.rows} == {len(section.head)}


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
    assert titles == [title for of_bench in TITLES.values() for title in of_bench]


def test_every_module_is_told_of() -> None:
    modules = {path.stem for path in (ROOT / "bench").glob("*.py")} - {"__init__"}
    told = set(re.findall(r"\w+", bench.__doc__ or ""))
    assert modules - told == set()


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
    stages = stages_of([*marks, ("", 10.0)])
    assert stages == {"opening": 1.0, "measuring": 5.0, "setting the PDF": 4.0}
    assert set(stages) <= set(publishing.STAGES) & set(assessing.PARTS)


def test_a_command_is_ended_at_its_bounds() -> None:
    python = [sys.executable, "-c"]
    assert run_bounded([*python, "print(7)"], seconds=20, megabytes=500) == "7\n"
    large = "import time; held = b'x' * 300_000_000; time.sleep(20)"
    with pytest.raises(BoundError, match="ended at 100 MB"):
        run_bounded([*python, large], seconds=20, megabytes=100)
    with pytest.raises(BoundError, match="ended at 0 s"):
        run_bounded([*python, "import time; time.sleep(20)"], seconds=0.2, megabytes=500)
    with pytest.raises(CommandError, match="no bench"):
        run_bounded([*python, "raise SystemExit('no bench')"], seconds=20, megabytes=500)


def test_one_time_has_no_spread() -> None:
    assert (say_spread([1.5]), say_spread([1, 2, 4])) == ("1.50", "2.00 (1.00 to 4.00)")


def test_a_child_tells_its_own_peak_of_memory() -> None:
    found = run_child("nothing")
    assert 10 < found["peak"] < 2_000
    assert found["sides"] == 6


def test_a_server_answers_and_is_gone_afterwards() -> None:
    with served(bare_words()) as bare, connect(bare.port) as line:
        assert get(line, "/") == b"ok\n"
    with connect(bare.port) as line, pytest.raises(ConnectionError):
        get(line, "/")
