"""The benches of linkage and of writing a cut: their sides agree, and what was ended is told."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench import freezing, linking, made_people, network  # noqa: E402
from bench.intake import DisagreementError  # noqa: E402
from bench.linking_ways import TOKENS, USUAL, WAYS  # noqa: E402
from bench.timing import BoundError  # noqa: E402
from vrn.sharing.linkage import train_model  # noqa: E402
from vrn.sharing.linkage.blocking import RULES  # noqa: E402
from vrn.sharing.linkage.profiles import make_profiles  # noqa: E402
from vrn.sharing.linkage.splink_calls import weigh_pairs  # noqa: E402


def test_every_way_links_the_people_of_a_maker_in_a_process_of_its_own(tmp_path: Path) -> None:
    (section,) = linking.run(tmp_path, records=[600], makers=["first"])
    assert section.title == "Linkage, 600 records"
    assert [row[1] for row in section.rows] == list(WAYS)
    by_head = [dict(zip(section.head, row, strict=True)) for row in section.rows]
    f1 = [float(row["F1 of pairs"]) for row in by_head]
    assert min(f1[:2]) > 0.9 > f1[2]
    blocked = [row["recall of blocking"] for row in by_head]
    assert min(float(share) for share in blocked[:2]) > 0.9
    assert blocked[2] == ""
    assert by_head[0]["ours over this"] == "1.00"
    assert "(seed 20240603): F1 from tokens is " in section.notes[0]


def test_the_recall_of_blocking_is_that_of_the_pairs_which_are_compared() -> None:
    records, truth, _ = made_people.made_by("second", 600)
    tokens = made_people.tokens_of(records)
    profiles = make_profiles(tokens)
    model = train_model(tokens, seed=1)
    compared = weigh_pairs(profiles.table, model.settings, least=0.0).select("one", "other")
    met = set(compared.cast(pl.Int64).iter_rows())
    person, profile = truth["person"].to_list(), profiles.of_record.cast(pl.Int64).to_list()
    together = [
        one == other or (min(one, other), max(one, other)) in met
        for (of_one, one), (of_other, other) in combinations(zip(person, profile, strict=True), 2)
        if of_one == of_other
    ]
    rules = [rule.condition for rule in RULES]
    share = made_people.blocking_recall(
        profiles.table, profiles.of_record, truth["person"], rules=rules
    )
    assert share == pytest.approx(sum(together) / len(together))
    assert 0.9 < share < 1


def test_pairs_are_scored_by_hand() -> None:
    found, true = pl.Series([1, 1, 1, 2, 3]), pl.Series([1, 1, 2, 2, 2])
    assert made_people.pairs_right(found, true) == pytest.approx((1 / 3, 1 / 4, 2 / 7))


def test_a_way_that_was_ended_has_no_score_and_links_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*words: str | Path, **_: float) -> dict[str, float]:
        if words[1] == "train" and words[-1] == USUAL:
            raise BoundError("ended at 9 MB")
        assert words[1:] != ("link", tmp_path, USUAL)
        return {"seconds": 2.0, "work": 3.0, "peak": 90.0, "recall": 0.5}

    monkeypatch.setattr(linking, "run_child", end)
    took = linking.measure_steps(tmp_path)
    measured = {"took": took, "blocked": {}, "scores": {TOKENS: (1.0, 0.5, 2 / 3)}}
    row = linking.row_of("first", USUAL, measured)
    assert row == ("first", USUAL, "", "", "", "", "ended at 9 MB", "", "", "", "ended at 9 MB")
    ours = linking.row_of("first", TOKENS, measured)
    assert ours[2:5] == ("1.0000", "0.5000", "0.6667")
    assert ours[6:] == ("2.0", "3.0", "90", "1.00", "3.0")


# -- a cut made durable -----------------------------------------------------------------------


@pytest.fixture
def grounded(tmp_path: Path, demo_folder: Path) -> Path:
    """A folder of benches in which the demonstration's partnership stands; it is left as it was."""
    (tmp_path / "network").mkdir()
    network.home_of(tmp_path).symlink_to(demo_folder, target_is_directory=True)
    return tmp_path


def test_all_writers_keep_the_same_rows(grounded: Path) -> None:
    growth = network.grow(grounded, 1)
    found = freezing.measure(grounded, growth, rounds=1)
    assert [len(times) for times in found.values()] == [1, 1, 1]
    rows = freezing.rows_of(growth, found)
    assert [row[1] for row in rows] == list(freezing.SIDES)
    assert {row[0] for row in rows} == {f"{growth.rows:,}"}
    assert not (grounded / "network" / "frozen").exists()


def test_a_writer_of_other_rows_stops_the_bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growth = network.Growth(3, 2, ())
    took = {"seconds": 1.0, "work": 1.0, "held": 5.0, "writing_peak": 9.0}

    def differ(*words: str | Path, **_: float) -> dict[str, object]:
        if words[1] == freezing.POLARS:
            raise BoundError("ended at 9 MB")
        return {**took, "written": "2 70" if words[1] == freezing.OURS else "2 71"}

    monkeypatch.setattr(freezing, "run_child", differ)
    with pytest.raises(DisagreementError, match="other rows"):
        freezing.measure(tmp_path, growth, rounds=1)
    found = {freezing.OURS: [took], freezing.POLARS: [{"ended": "ended at 9 MB"}]}
    assert freezing.rows_of(growth, found) == [
        ("2", freezing.OURS, "1.0", "2", "1", "1", "9", "5"),
        ("2", freezing.POLARS, "ended at 9 MB", "", "", "", "", ""),
    ]


def test_the_sum_over_rows_knows_their_cells_and_not_their_order(tmp_path: Path) -> None:
    rows = pl.DataFrame({"a": ["x", "y", None], "n": [1, 2, 3]})
    other = rows.with_columns(n=pl.Series([2, 1, 3]))
    for name, table in {"rows": rows, "turned": rows.reverse(), "other": other}.items():
        table.write_parquet(tmp_path / name)
    same, turned, unlike = (
        freezing.digest_of([tmp_path / name]) for name in ("rows", "turned", "other")
    )
    assert same == turned != unlike
