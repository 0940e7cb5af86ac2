"""Linkage by one frozen model on both engines: the same pairs, probabilities, persons and keys."""

from __future__ import annotations

import re
import shutil
import threading
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from small_area import TODAY, receive_all

from bench.made_people import made_by, tokens_of
from vrn import chain
from vrn.chain.linking import CHANGES, PERSONS, train_linkage
from vrn.partnership.engine import ENGINES, SPARK, working_on
from vrn.problem import engines
from vrn.release.cube import cube_to_bytes
from vrn.sharing.linkage import link, parse_model, train_model, write_model

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.store import Cut

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
RECORDS = 5_000


def test_both_engines_link_the_same_people_with_the_same_probabilities() -> None:
    records, _, seed = made_by("first", RECORDS)
    tokens = tokens_of(records)
    model = parse_model(write_model(train_model(tokens, seed=seed)))
    found = {}
    for engine in ENGINES:
        with working_on(engine):
            found[engine] = link(tokens, model)
    one, other = found.values()
    assert one.pairs.height > 1_000
    assert_frame_equal(one.pairs, other.pairs, check_exact=False, rel_tol=1e-9, abs_tol=1e-9)
    assert_frame_equal(one.persons, other.persons)
    assert one.persons["cluster"].n_unique() < RECORDS


def choose_spark(folder: Path) -> Path:
    """A copy of the partnership's folder in which one line is another."""
    copied = folder.with_name("on spark")
    shutil.copytree(folder, copied)
    text = copied / "partnership.toml"
    said, times = re.subn('engine = "duckdb"', 'engine = "spark"', text.read_text("utf-8"))
    assert times == 1
    text.write_text(said, encoding="utf-8")
    return copied


def rows_of(cut: Cut, name: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in cut.tables[name].paths])


def test_one_line_of_the_partnership_moves_the_chain_from_cut_to_figure(
    area_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(area_folder, tmp_path / "area")
    here = receive_all(tmp_path / "area")
    train_linkage(here, seed=1)
    there = choose_spark(here)
    cuts, figures = [], []
    for folder in (here, there):
        if folder is there:
            monkeypatch.setattr(engines, "_OWN", threading.local())
            monkeypatch.setattr(engines, "_open_duckdb", _not_here)
            monkeypatch.setattr("vrn.sharing.linkage.splink_calls._open", _not_here)
        cuts.append(chain.make_cut(folder))
        split = ("definition", "age_group", "month")
        figures.append(chain.measure(folder, "serious_violence", split=split, today=TODAY))
    for name in (PERSONS, CHANGES):
        assert_frame_equal(*(rows_of(cut, name) for cut in cuts))
    assert cuts[0].row_hash == cuts[1].row_hash
    assert cube_to_bytes(figures[0]) == cube_to_bytes(figures[1])


def _not_here(*_: object, **__: object) -> None:
    raise AssertionError(f"the other engine was opened where {SPARK} was chosen")
