"""Rules over days and times of a row: not in the future, in their order, in the agreement's time.

Times are text in one form (2021-11-30T23:05), so that their order is that of the text.
"""

from __future__ import annotations

import polars as pl

from vrn.sharing.contract import RowRule, Setting


def not_future(name: str) -> RowRule:
    """No later than the day of receiving, that day in."""
    return RowRule(
        f"{name} in the future",
        (name,),
        "lies in the future",
        lambda setting: pl.col(name).str.head(10) <= setting.today.isoformat(),
    )


def in_agreed_time(name: str) -> RowRule:
    """No earlier than the first month of the agreement, where it has one."""

    def holds(setting: Setting) -> pl.Expr:
        return pl.col(name).str.head(7) >= (setting.period_from or "")

    return RowRule(
        f"{name} before the agreement",
        (name,),
        "is before the first month of the agreement, {period_from}",
        holds,
    )


def in_order(first: str, second: str, reason: str) -> RowRule:
    """The first no later than the second; `reason` says it of the two."""
    return RowRule(
        f"{second} before {first}",
        (first, second),
        reason,
        lambda _: pl.col(first) <= pl.col(second),
    )
