"""The calls to Spark that tallies rely on, and what is said where Java is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl
import pytest

from vrn.partnership.engine import SPARK, working_on
from vrn.problem.catalogue import catalogue
from vrn.problem.engines import own_engine
from vrn.problem.tally import count_cells

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LARGE = 2**60 + 1


def test_a_path_with_signs_is_read_and_whole_numbers_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / 'it\'s a "part" of [1] {2} *.parquet'
    pl.DataFrame({"month": ["2021-01", "2021-02"], "people": [None, LARGE]}).write_parquet(path)
    with working_on(SPARK):
        engine = own_engine()
        found = engine.fetch(engine.read([str(path)], "signs")).sort("month")
    assert found.rows() == [("2021-01", None), ("2021-02", LARGE)]


def test_two_threads_read_two_cuts_by_one_name(tmp_path: Path) -> None:
    def count(number: int) -> int:
        path = tmp_path / f"{number}.parquet"
        rows = {"month": ["2021-01"] * number, "crime_type": ["Robbery"] * number}
        pl.DataFrame(rows).write_parquet(path)
        with working_on(SPARK):
            return int(count_cells({"offences": [path]}, catalogue()["robbery"])["count"].item())

    with ThreadPoolExecutor(2) as askers:
        assert list(askers.map(count, (1, 2, 3, 4))) == [1, 2, 3, 4]


def test_parts_written_again_are_read_again(tmp_path: Path) -> None:
    path, robbery = tmp_path / "part.parquet", catalogue()["robbery"]
    for number in (1, 3, 2):
        pl.DataFrame({"crime_type": ["Robbery"] * number}).write_parquet(path)
        with working_on(SPARK):
            assert count_cells({"offences": [path]}, robbery)["count"].item() == number


def test_without_java_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    code = "from vrn.partnership.engine import spark_session; spark_session()"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "JAVA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    last = found.stderr.strip().splitlines()[-1]
    assert "EngineMissingError" in last
    assert "it needs Java 17 or 21" in last
