"""Exact counts, which cannot leave: no text, template or JSON can be made of one.

Only `vrn.release` turns a Count into a Figure, and only a Figure can be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import polars as pl


class RawCountError(TypeError):
    """Something tried to show an exact count that was never released."""


class _Unrenderable:
    """Refuses every way in which Python or a template makes text of a value."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise RawCountError(
            f"a {type(self).__name__} is exact and was not released: "
            "pass it through vrn.release and show the Figure"
        )

    __str__ = __format__ = __html__ = __int__ = __float__ = __index__ = _refuse
    __iter__ = __bytes__ = __reduce__ = __reduce_ex__ = __round__ = _refuse

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: exact, not released>"


@dataclass(frozen=True, repr=False, eq=False, slots=True)
class Count(_Unrenderable):
    """One exact count of records, at least 0; `exact` is for calculation below `release`."""

    exact: int

    def __post_init__(self) -> None:
        if type(self.exact) is not int or self.exact < 0:
            raise ValueError("a count is a whole number of at least 0")


@dataclass(frozen=True, repr=False, eq=False, slots=True)
class CountTable(_Unrenderable):
    """A frame of exact measured cells, one row a cell; `exact` is for calculation below `release`.

    Columns: one per dimension of the split, then value, lower, upper (float or null), numerator
    (int), denominator (float or null), method, reason (text; why there is no value or no interval).
    """

    exact: pl.DataFrame
