"""Opens the engine that counts rows (DuckDB or Spark, both through Ibis): the one file that does.

Both are told the same expressions. What differs is here: how a table's parts are named to the
engine, and how its answer comes back.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.partnership.engine import SPARK, engine_in_use, spark_session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vrn.problem.places import Marks

_OWN = threading.local()


@dataclass(frozen=True)
class Engine:
    """One engine opened for one thread.

    connection   the engine as Ibis knows it
    read         names the Parquet parts of a table to it, and gives the table
    fetch        the answer to an expression, as a frame in memory
    told         the tables that it knows, each with the marks of its parts when it was told
    """

    connection: Any
    read: Callable[[Sequence[str], str], Any]
    fetch: Callable[[Any], pl.DataFrame]
    told: dict[str, tuple[Marks, Any]] = field(default_factory=dict)


def own_engine() -> Engine:
    """This thread's own engine of the kind that is in use; opened when it is first asked for."""
    kind = engine_in_use()
    if not hasattr(_OWN, kind):
        setattr(_OWN, kind, _open_spark() if kind == SPARK else _open_duckdb())
    found: Engine = getattr(_OWN, kind)
    return found


def _open_duckdb() -> Engine:
    """DuckDB in memory: it makes no file and reaches no network."""
    import ibis

    # Kept file contents have answered for a file that was written again within a second.
    connection = ibis.duckdb.connect(
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        enable_external_file_cache=False,
    )

    def read(paths: Sequence[str], name: str) -> Any:
        return connection.read_parquet(list(paths), table_name=name)

    def fetch(asked: Any) -> pl.DataFrame:
        found: pl.DataFrame = asked.to_polars()
        return found

    return Engine(connection, read, fetch)


def _open_spark() -> Engine:
    """This process's Spark, with names of tables that are this thread's own."""
    session = spark_session().newSession()
    import ibis

    connection = ibis.pyspark.connect(session)

    def read(paths: Sequence[str], name: str) -> Any:
        session.read.parquet(*map(_literally, paths)).createOrReplaceTempView(name)
        return connection.table(name)

    # By Arrow: on its own way, through pandas, Ibis makes fractions of whole numbers beside nulls.
    def fetch(asked: Any) -> pl.DataFrame:
        found = pl.from_arrow(connection.raw_sql(connection.compile(asked)).toArrow())
        return found if isinstance(found, pl.DataFrame) else found.to_frame()

    return Engine(connection, read, fetch)


def _literally(path: str) -> str:
    """The path for Spark, which reads some signs in it as a pattern of names."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", path)
