"""The dataframely schema that a contract's declarations make: it parts rows and makes samples."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vrn.sharing.column import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    import dataframely as dy
    import polars as pl

    from vrn.sharing.contract import Contract, RowRule, Setting

ROW, LINE = "row", "line"


@lru_cache(maxsize=64)
def build_schema(contract: Contract, setting: Setting) -> type[dy.Schema]:
    """The schema of the contract's typed columns with its row rules, in one setting.

    Beside the columns it has `row` and `line`, to find a row again. Rules are "column|kind" for
    columns and "rule_0", "rule_1", ... for the contract's row rules in order.
    """
    import dataframely as dy

    parts: dict[str, Any] = {ROW: dy.UInt32(), LINE: dy.Int64()}
    parts |= {column.name: _declare(column) for column in contract.columns}
    parts |= {f"rule_{n}": _as_rule(rule, setting) for n, rule in enumerate(contract.rules)}
    return type("Rows", (dy.Schema,), parts)


def _declare(column: Column) -> dy.Column:
    import dataframely as dy

    may_be_empty = not column.required
    if column.kind is Kind.WHOLE:
        return dy.Int64(nullable=may_be_empty, min=_whole(column.least), max=_whole(column.most))
    if column.kind is Kind.DECIMAL:
        return dy.Float64(nullable=may_be_empty, min=column.least, max=column.most)
    if column.kind is Kind.SHAPE:
        return dy.Binary(nullable=may_be_empty)
    if column.regex:
        return dy.String(nullable=may_be_empty, regex=column.regex)
    return dy.String(nullable=may_be_empty, max_length=column.longest)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _as_rule(rule: RowRule, setting: Setting) -> Any:
    import dataframely as dy

    def holds(_: type[dy.Schema]) -> pl.Expr:
        return rule.holds(setting).fill_null(value=True)

    as_rule: Callable[..., Any] = dy.rule()
    return as_rule(holds)
