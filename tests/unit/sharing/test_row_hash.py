"""The row hash against the same definition in plain Python, and what must and must not move it."""

from __future__ import annotations

import datetime
import hashlib
import struct
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vrn.sharing.store import row_hash
from vrn.sharing.store.row_hash import arrange_rows, hash_rows, hash_tables

if TYPE_CHECKING:
    import random

SCHEMA = {
    "name": pl.String,
    "flag": pl.Boolean,
    "count": pl.Int64,
    "rate": pl.Float64,
    "day": pl.Date,
    "shape": pl.Binary,
    "été": pl.String,
}
KINDS = {
    "name": "text",
    "flag": "true or false",
    "count": "whole number",
    "rate": "float",
    "day": "date",
    "shape": "bytes",
    "été": "text",
}
VALUES = {
    "name": st.text(max_size=8),
    "flag": st.booleans(),
    "count": st.integers(-(2**63), 2**63 - 1),
    "rate": st.floats(),
    "day": st.dates(),
    "shape": st.binary(max_size=8),
    "été": st.sampled_from(["", "-", "0:", "1:a", "\n", "a\nb", "é"]),
}
ROWS = st.lists(st.fixed_dictionaries({k: st.none() | v for k, v in VALUES.items()}), max_size=12)


def plain_text(value: Any) -> str:
    """A value's text as the definition says it, without polars."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            (bits,) = struct.unpack(">Q", struct.pack(">d", value))
            return "NaN" if value != value else str(bits)  # noqa: PLR0124
        case bytes():
            return value.hex()
        case datetime.date():
            return value.isoformat()
    return str(value)


def plain_cell(value: Any) -> str:
    if value is None:
        return "-"
    text = plain_text(value)
    return f"{len(text.encode())}:{text}"


def plain_hash(rows: list[dict[str, Any]]) -> str:
    """The row hash by its definition, cell by cell."""
    names = sorted(SCHEMA, key=str.encode)
    lines = ["".join(plain_cell(row[name]) for name in names) + "\n" for row in rows]
    header = "".join(plain_cell(name) + plain_cell(KINDS[name]) for name in names)
    body = "".join(sorted(lines, key=str.encode))
    return hashlib.sha256(f"vrn rows 1\n{header}\n{body}".encode()).hexdigest()


def table_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(ROWS)
@settings(max_examples=150, deadline=None)
@example([])
def test_it_is_the_definition(rows: list[dict[str, Any]]) -> None:
    assert hash_rows(table_of(rows)) == plain_hash(rows)


@given(ROWS, st.randoms(use_true_random=False), st.integers(0, 12))
@settings(max_examples=80, deadline=None)
def test_order_of_rows_columns_and_chunks_do_not_move_it(
    rows: list[dict[str, Any]], order: random.Random, place: int
) -> None:
    table = table_of(rows)
    mixed = rows[:]
    order.shuffle(mixed)
    columns = list(SCHEMA)
    order.shuffle(columns)
    halves = pl.concat([table_of(mixed[:place]), table_of(mixed[place:])], rechunk=False)
    assert hash_rows(halves.select(columns)) == hash_rows(table)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_arranging_gives_one_order_to_the_last_row(
    rows: list[dict[str, Any]], order: random.Random
) -> None:
    table = table_of(rows).with_columns(
        supply=pl.Series([f"r{n % 3}" for n in range(len(rows))], dtype=pl.String),
        line=pl.Series(range(len(rows)), dtype=pl.Int64),
    )
    mixed = table[order.sample(range(len(rows)), len(rows))]
    arranged, digest = arrange_rows(mixed)
    assert digest == hash_rows(table)
    assert arranged.columns == table.columns
    assert arranged.equals(arrange_rows(table)[0])


BASE = pl.DataFrame({"place": ["a", "b", "b"], "count": [1, 2, 2]})


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(BASE[:2], id="one of two equal rows missing"),
        pytest.param(BASE.rename({"count": "counts"}), id="a column renamed"),
        pytest.param(BASE.with_columns(pl.col("count").cast(pl.String)), id="numbers as text"),
        pytest.param(BASE.with_columns(pl.col("count").cast(pl.Float64)), id="floats"),
        pytest.param(BASE.with_columns(note=pl.lit(None, pl.String)), id="an empty column more"),
        pytest.param(BASE.with_columns(count=pl.Series([2, 1, 2])), id="values swapped"),
    ],
)
def test_what_says_something_else_moves_it(other: pl.DataFrame) -> None:
    assert hash_rows(other) != hash_rows(BASE)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(BASE.with_columns(pl.col("count").cast(pl.Int8)), id="narrower numbers"),
        pytest.param(BASE.with_columns(pl.col("place").cast(pl.Categorical)), id="categories"),
        pytest.param(BASE.with_columns(pl.col("place").cast(pl.Enum(["b", "a"]))), id="an enum"),
        pytest.param(BASE.with_columns(supply=pl.lit("r1"), line=pl.lit(7)), id="where from"),
        pytest.param(BASE[::-1], id="rows the other way"),
    ],
)
def test_what_says_the_same_does_not(other: pl.DataFrame) -> None:
    assert hash_rows(other) == hash_rows(BASE)


def test_absent_and_empty_differ_and_cells_do_not_run_together() -> None:
    tables = [
        pl.DataFrame({"a": rows[0], "b": rows[1]}, schema={"a": pl.String, "b": pl.String})
        for rows in (
            ([None], [""]),
            ([""], [None]),
            (["-"], [""]),
            (["ab"], ["c"]),
            (["a"], ["bc"]),
        )
    ]
    assert len({hash_rows(table) for table in tables}) == len(tables)


def test_floats_are_exact_and_every_not_a_number_is_one() -> None:
    near = [pl.DataFrame({"x": [x]}) for x in (0.1 + 0.2, 0.3, 0.0, -0.0, float("inf"))]
    assert len({hash_rows(table) for table in near}) == len(near)
    (other_nan,) = struct.unpack(">d", bytes.fromhex("fff8000000000001"))
    assert hash_rows(pl.DataFrame({"x": [float("nan")]})) == hash_rows(
        pl.DataFrame({"x": [other_nan]})
    )


def test_a_column_of_another_kind_is_named() -> None:
    table = pl.DataFrame({"a": ["x"], "tags": [["y"]], "at": [datetime.timedelta(1)]})
    with pytest.raises(TypeError, match=r"tags \(List\(String\)\), at \(Duration"):
        hash_rows(table)


def test_a_column_without_a_type_is_a_kind_of_its_own() -> None:
    untyped = pl.DataFrame({"a": [None]})
    assert untyped.schema["a"] == pl.Null
    assert hash_rows(untyped) != hash_rows(untyped.cast(pl.String))


def test_more_rows_than_are_hashed_at_once() -> None:
    rows = [{"n": n} for n in range(50_001)]
    texts = sorted(f"{len(str(n))}:{n}\n" for n in range(50_001))
    header = "vrn rows 1\n1:n12:whole number\n"
    expected = hashlib.sha256((header + "".join(texts)).encode()).hexdigest()
    assert hash_rows(pl.DataFrame(rows)) == expected


def test_texts_made_in_pieces_are_the_same_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    table = BASE.with_columns(supply=pl.Series(["r2", "r2", "r1"]))
    whole = arrange_rows(table)
    monkeypatch.setattr(row_hash, "_TEXTS_AT_ONCE", 2)
    pieces = arrange_rows(table)
    assert pieces[0].equals(whole[0])
    assert pieces[1] == whole[1] == hash_rows(table)
    assert pieces[0]["supply"].to_list() == ["r2", "r1", "r2"]


def test_several_tables_have_one_hash_by_name() -> None:
    assert hash_tables({"a": "1", "b": "2"}) == hash_tables({"b": "2", "a": "1"})
    assert hash_tables({"a": "1", "b": "2"}) != hash_tables({"a": "2", "b": "1"})
