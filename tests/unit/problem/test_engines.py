"""The engines that count: each thread has its own, and Spark takes paths as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from vrn.partnership.engine import SPARK, EngineMissingError, working_on
from vrn.problem import engines
from vrn.problem.engines import own_engine


def test_a_thread_has_one_engine_and_another_thread_another() -> None:
    here = own_engine()
    assert own_engine() is here
    with ThreadPoolExecutor(1) as other:
        assert other.submit(own_engine).result() is not here


def test_without_spark_a_tally_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise EngineMissingError("install it")

    monkeypatch.setattr(engines, "spark_session", missing)
    with working_on(SPARK), pytest.raises(EngineMissingError, match="install it"):
        own_engine()
    assert own_engine().connection.name == "duckdb"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/a/part 1.parquet", "/a/part 1.parquet"),
        ("/a/[b]/{c}*?.parquet", r"/a/\[b\]/\{c\}\*\?.parquet"),
        ("/a\\b.parquet", r"/a\\b.parquet"),
    ],
)
def test_a_path_is_no_pattern(path: str, told: str) -> None:
    assert engines._literally(path) == told
