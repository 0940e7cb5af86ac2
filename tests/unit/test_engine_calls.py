"""Every call to the engine that the platform relies on, so that a pin that breaks one is seen here.

Ibis and DuckDB are pinned with sqlglot: newer ones have installed cleanly and failed in use.
"""

from __future__ import annotations

from pathlib import Path

import ibis
import polars as pl
import pytest
from polars.testing import assert_frame_equal

SOURCES = Path(__file__).resolve().parents[2] / "src"
ROWS = pl.DataFrame(
    {
        "month": ["2021-01", "2021-02", "2021-03", "2021-03"],
        "kind": ["a", "b", "a", None],
        "age": [1, None, 24, 30],
        "people": [10, 20, 30, 40],
    }
)


@pytest.fixture
def engine():
    return ibis.duckdb.connect(
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        enable_external_file_cache=False,
    )


@pytest.fixture
def rows(engine, tmp_path: Path):
    parts = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    ROWS.head(1).write_parquet(parts[0])
    ROWS.tail(3).write_parquet(parts[1])
    return engine.read_parquet([str(part) for part in parts], table_name="rows")


def test_several_parts_are_read_as_one_table(rows) -> None:
    assert_frame_equal(rows.to_polars(), ROWS, check_row_order=False)


def test_reading_under_the_same_name_again_replaces_the_table(engine, rows, tmp_path) -> None:
    path = tmp_path / "other.parquet"
    ROWS.head(1).write_parquet(path)
    again = engine.read_parquet([str(path)], table_name="rows")
    assert again.count().to_polars() == 1


def test_a_file_written_again_is_read_again(engine, tmp_path) -> None:
    path = tmp_path / "part.parquet"
    for height in (1, 2, 3, 4) * 5:
        ROWS.head(height).write_parquet(path)
        table = engine.read_parquet([str(path)], table_name="rows")
        assert table.count().to_polars() == height


def test_a_path_with_quotes_and_spaces_is_read(engine, tmp_path) -> None:
    path = tmp_path / 'it\'s a "part" of 1.parquet'
    ROWS.write_parquet(path)
    assert engine.read_parquet([str(path)], table_name="rows").count().to_polars() == 4


def test_filters_by_list_by_range_and_by_presence(rows) -> None:
    kept = rows.filter(
        rows["kind"].isin(["a", "c"]),
        rows.month.between("2021-02", "2021-03"),
        rows.kind.notnull(),
    )
    assert kept.to_polars()["people"].to_list() == [30]


def test_a_list_with_a_quote_in_it_is_taken_literally(rows) -> None:
    assert rows.filter(rows.kind.isin(["' OR 1=1 --"])).count().to_polars() == 0


def test_a_number_is_compared_as_text(rows) -> None:
    assert not rows["age"].type().is_string()
    assert rows["kind"].type().is_string()
    kept = rows.filter(rows["age"].cast("string").isin(["1", "24"]))
    assert sorted(kept.to_polars()["age"]) == [1, 24]


def test_groups_with_counts_under_conditions_and_sums(rows) -> None:
    both = rows["kind"].isin(["a"]) & rows["age"].cast("string").isin(["24"])
    found = rows.group_by(["month"]).aggregate(
        all=rows.count(where=None),
        some=rows.count(where=both),
        people=rows["people"].sum(where=rows["kind"].isin(["a"])),
    )
    expected = pl.DataFrame(
        {
            "month": ["2021-01", "2021-02", "2021-03"],
            "all": [1, 1, 2],
            "some": [0, 0, 1],
            "people": [10, None, 30],
        }
    )
    assert_frame_equal(
        found.to_polars().with_columns(pl.exclude("month").cast(pl.Int64)).sort("month"), expected
    )


def test_a_group_of_nothing_is_kept_as_null(rows) -> None:
    found = rows.group_by(["kind"]).aggregate(count=rows.count()).to_polars()
    assert dict(found.iter_rows()) == {"a": 2, "b": 1, None: 1}


def test_without_groups_there_is_one_row_even_over_nothing(rows) -> None:
    nothing = rows.filter(rows.month.between("1999-01", "1999-12"))
    found = nothing.aggregate(count=nothing.count(), people=nothing["people"].sum())
    assert found.to_polars().rows() == [(0, None)]


def test_one_file_alone_speaks_to_the_engine() -> None:
    """Linkage has another: Splink weighs pairs in an engine of its own, and counts nothing."""
    speaking = {
        path.name
        for path in SOURCES.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import ibis", "from ibis", "import duckdb", "from duckdb"))
    }
    assert speaking == {"engines.py", "splink_calls.py"}
