"""What Splink is given where Spark was chosen: the same model, profiles it can hold, no disk.

An engine of this process stands for Spark here; `make spark` asks Spark itself.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import duckdb
import polars as pl
import pytest
from few_people import make_records
from splink import DuckDBAPI

from vrn.partnership.engine import SPARK, working_on
from vrn.sharing.linkage import link, splink_calls, train_model


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Puts an interface of this process where Splink's for Spark is; what it is told."""
    said: dict[str, Any] = {}
    module = ModuleType("splink.internals.spark.database_api")

    def interface(**settings: Any) -> DuckDBAPI:
        said.update(settings)
        made = DuckDBAPI(connection=duckdb.connect(":memory:"))
        register = made.register

        def registering(table: Any, **named: Any) -> Any:
            said["table"] = table
            return register(table, **named)

        made.register = registering  # type: ignore[method-assign]
        return made

    module.SparkAPI = interface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    apart = SimpleNamespace(createDataFrame=lambda table: _Kept(said, table))
    cleared = SimpleNamespace(clearCache=lambda: said.update(cleared=True))
    monkeypatch.setattr(splink_calls, "session_apart", lambda: apart)
    monkeypatch.setattr(splink_calls, "spark_session", lambda: SimpleNamespace(catalog=cleared))
    return said


class _Kept:
    """Stands for a table of Spark's: what keeps it gives what it holds."""

    def __init__(self, said: dict[str, Any], table: Any) -> None:
        self.said, self.table = said, table

    def persist(self) -> Any:
        self.said["kept"] = self.table
        return self.table


def test_spark_is_given_the_same_model_and_what_it_can_hold(told: dict[str, Any]) -> None:
    records = make_records(60, 200, seed=5)
    model = train_model(records, seed=1)
    here = link(records, model)
    assert told == {}
    with working_on(SPARK):
        there = link(records, model)
    assert there.pairs.equals(here.pairs)
    assert there.pairs.schema == here.pairs.schema
    assert there.persons.equals(here.persons)
    assert told["spark_session"].createDataFrame
    assert told["table"] is told["kept"]
    assert told["cleared"]
    assert told["break_lineage_method"] == "persist"
    assert pl.DataFrame(told["table"])["profile"].dtype == pl.Int64
