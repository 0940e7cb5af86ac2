"""Which engine counts rows and weighs pairs: DuckDB in this process, or Spark over many machines.

A partnership chooses by one line of its partnership.toml. Whatever runs inside `working_on` is done
by that engine; the expressions that are counted and the models that weigh are the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
_IN_USE: ContextVar[str] = ContextVar("engine in use", default=DUCKDB)

SETTINGS = {
    "spark.app.name": "vrn",
    # Spark's own page shows every question that is asked of the rows, to whoever finds the port.
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # What does not fit in memory lies on the workers' disks for a while: never in the clear.
    "spark.io.encryption.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
"""What is always said to Spark; where it runs, and with how much memory, its own settings say."""
PARTITIONS_A_CORE = 4
"""In so many pieces for each core a question is parted, unless Spark's settings say otherwise: its
own 200 keep two cores busy with the pieces."""
_PARTITIONS = "spark.sql.shuffle.partitions"


class EngineMissingError(LookupError):
    """The engine that was chosen cannot be started here; the message says what to install."""


def engine_in_use() -> str:
    """The engine of whatever runs now: DuckDB, unless it runs inside `working_on`."""
    return _IN_USE.get()


@contextmanager
def working_on(engine: str) -> Iterator[None]:
    """While the block runs, tallies are counted and pairs are weighed by the engine of that name.

    ValueError for an engine that there is not.
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no engine '{engine}'; try one of: {', '.join(ENGINES)}")
    before = _IN_USE.set(engine)
    try:
        yield
    finally:
        _IN_USE.reset(before)


def spark_session() -> Any:
    """This process's session of Spark, started where there is none yet.

    Where it runs (`spark.master`), its memory and its temporary folders are said by Spark's own
    spark-defaults.conf; without one it runs inside this machine. EngineMissingError where PySpark
    or Java is missing.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissingError(
            'this partnership has chosen engine = "spark", and PySpark is not installed: install '
            "the extra with `pip install vrn[spark]`, or take the line out of partnership.toml"
        ) from error
    builder = SparkSession.builder
    # Nothing is kept there; left alone, Spark makes a folder for it wherever the command was typed.
    for name, value in {**SETTINGS, "spark.sql.warehouse.dir": gettempdir()}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise EngineMissingError(
            'this partnership has chosen engine = "spark", and Spark did not start: it needs Java '
            "17 or 21 on this machine (Debian: `apt-get install openjdk-17-jre-headless`), found "
            "by the command `java` or named by JAVA_HOME; what Spark said stands above"
        ) from error
    _set_partitions(session)
    return session


def session_apart() -> Any:
    """A session of its own on the same Spark, whose tables have names of their own.

    Spark gives a new session none of what was set on the first one after its start.
    """
    session = spark_session().newSession()
    _set_partitions(session)
    return session


def _set_partitions(session: Any) -> None:
    if not session.sparkContext.getConf().contains(_PARTITIONS):
        cores = session.sparkContext.defaultParallelism
        session.conf.set(_PARTITIONS, str(PARTITIONS_A_CORE * cores))
