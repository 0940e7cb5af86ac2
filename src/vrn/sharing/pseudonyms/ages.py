"""Age in completed years on a day, from the day of birth; both as text YYYY-MM-DD."""

from __future__ import annotations

import polars as pl


def completed_years(born: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Whole years from the day of birth to a day (or a time on it), null where one is missing.

    Who was born on 29 February has the birthday on 1 March of other years. Below 0 where the day
    lies before the birth by up to a year or more.
    """
    years = at.str.head(4).cast(pl.Int64) - born.str.head(4).cast(pl.Int64)
    is_before_birthday = at.str.slice(5, 5) < born.str.slice(5, 5)
    return years - is_before_birthday.cast(pl.Int64)
