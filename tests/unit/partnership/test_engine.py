"""The engine that a partnership chose: in use only inside the block, and clear where it lacks."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from vrn.partnership.engine import (
    DUCKDB,
    PARTITIONS_A_CORE,
    SPARK,
    EngineMissingError,
    engine_in_use,
    session_apart,
    spark_session,
    working_on,
)
from vrn.partnership.folder import PartnershipError, read_partnership
from vrn.partnership.reference import PoliceArea
from vrn.partnership.writing import write_partnership
from vrn.terms import Area, Level

if TYPE_CHECKING:
    from pathlib import Path

PARTITIONS = "spark.sql.shuffle.partitions"


class NotStartedError(RuntimeError):
    """Stands for what PySpark raises where there is no Java."""


class Builder:
    """Stands for PySpark's builder of sessions: keeps what it is told."""

    def __init__(self, told: dict[str, str], *, has_java: bool) -> None:
        self.told, self.has_java = told, has_java

    def config(self, name: str, value: str) -> Builder:
        self.told[name] = value
        return self

    def getOrCreate(self) -> Any:  # noqa: N802 - PySpark's word
        if not self.has_java:
            raise NotStartedError("[JAVA_GATEWAY_EXITED]")
        conf = SimpleNamespace(contains=self.told.__contains__)
        context = SimpleNamespace(getConf=lambda: conf, defaultParallelism=3)

        def session(told: dict[str, str]) -> Any:
            """One that was started, or one apart, which has nothing of what is set on the first."""
            return SimpleNamespace(
                sparkContext=context,
                conf=SimpleNamespace(set=told.__setitem__, get=told.__getitem__),
                newSession=lambda: session({}),
            )

        return session(self.told)


def plant(monkeypatch: pytest.MonkeyPatch, *, has_java: bool, **said: str) -> dict[str, str]:
    """Puts a PySpark in place that starts nothing; gives what it is told, beside what was said."""
    told = dict(said)
    errors, sql = ModuleType("pyspark.errors"), ModuleType("pyspark.sql")
    errors.PySparkRuntimeError = NotStartedError  # type: ignore[attr-defined]
    sql.SparkSession = SimpleNamespace(builder=Builder(told, has_java=has_java))  # type: ignore[attr-defined]
    for name, module in (("", ModuleType("pyspark")), (".errors", errors), (".sql", sql)):
        monkeypatch.setitem(sys.modules, f"pyspark{name}", module)
    return told


def write(folder: Path, engine: str) -> Path:
    area = PoliceArea("Made-up area", ("Made-up Police",), (Area("D1", "One", Level.DISTRICT),))
    write_partnership(folder, area=area, name="Made-up", made_up=True)
    text = folder / "partnership.toml"
    text.write_text(text.read_text().replace('engine = "duckdb"\n', engine), encoding="utf-8")
    return folder


def test_duckdb_is_in_use_unless_a_block_says_otherwise() -> None:
    assert engine_in_use() == DUCKDB
    with working_on(SPARK):
        assert engine_in_use() == SPARK
        with working_on(DUCKDB):
            assert engine_in_use() == DUCKDB
        assert engine_in_use() == SPARK
    assert engine_in_use() == DUCKDB


def test_a_block_that_fails_leaves_nothing_in_use() -> None:
    with pytest.raises(KeyError), working_on(SPARK):
        raise KeyError
    assert engine_in_use() == DUCKDB


def test_an_engine_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with (
        pytest.raises(ValueError, match="no engine 'hadoop'; try one of: duckdb, spark"),
        working_on("hadoop"),
    ):
        pass


@pytest.mark.parametrize(
    ("line", "engine"),
    [("", DUCKDB), ('engine = "duckdb"\n', DUCKDB), ('engine = "spark"\n', SPARK)],
)
def test_one_line_of_the_partnership_chooses(tmp_path: Path, line: str, engine: str) -> None:
    assert read_partnership(write(tmp_path / "p", line)).engine == engine


@pytest.mark.parametrize("line", ['engine = "hadoop"\n', "engine = true\n", 'engine = ["spark"]\n'])
def test_another_word_for_the_engine_is_a_fault_of_the_text(tmp_path: Path, line: str) -> None:
    with pytest.raises(PartnershipError, match='"engine" must be one of duckdb, spark'):
        read_partnership(write(tmp_path / "p", line))


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(EngineMissingError, match=r"PySpark is not installed.*vrn\[spark\]"):
        spark_session()


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, has_java=False)
    with pytest.raises(EngineMissingError, match=r"needs Java 17 or 21.*openjdk-17-jre-headless"):
        spark_session()


def test_spark_shows_no_page_and_writes_nothing_in_the_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = plant(monkeypatch, has_java=True)
    spark_session()
    assert told["spark.ui.enabled"] == "false"
    assert told["spark.io.encryption.enabled"] == "true"
    assert "spark.master" not in told
    assert told[PARTITIONS] == str(3 * PARTITIONS_A_CORE)


def test_what_its_own_settings_say_of_pieces_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    told = plant(monkeypatch, has_java=True, **{PARTITIONS: "2000"})
    spark_session()
    assert told[PARTITIONS] == "2000"


def test_a_session_apart_parts_a_question_as_the_first_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # `contains` asks what Spark was started with: what is set on a session later is not in it.
    monkeypatch.setattr(
        "vrn.partnership.engine.spark_session",
        lambda: Builder({}, has_java=True).getOrCreate(),
    )
    assert session_apart().conf.get(PARTITIONS) == str(3 * PARTITIONS_A_CORE)
