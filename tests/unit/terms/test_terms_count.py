"""A Count and a CountTable are for calculation: whatever makes text or bytes of them is refused."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from vrn.terms import Count, CountTable, RawCountError

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = 417
COUNTS = [
    pytest.param(Count(SECRET), id="Count"),
    pytest.param(CountTable(pl.DataFrame({"value": [SECRET]})), id="CountTable"),
]
WAYS: dict[str, Callable[[Any], object]] = {
    "str": str,
    "format": format,
    "f-string": lambda count: f"{count}",
    "f-string with !s": lambda count: f"{count!s}",
    "f-string with a width": lambda count: f"{count:>8}",
    "str.format": "{}".format,
    "%s": lambda count: "%s" % count,  # noqa: UP031 - this very way is tried
    "int": int,
    "float": float,
    "hex": hex,
    "round": round,
    "bytes": bytes,
    "list": list,
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "__html__": lambda count: count.__html__(),
}


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_way_makes_text_of_a_raw_count(way: Callable[[Any], object], count: object) -> None:
    with pytest.raises(RawCountError, match=r"was not released: .* show the Figure"):
        way(count)


PYTHONS_OWN: dict[str, Callable[[Any], object]] = {
    "%d": lambda count: "%d" % count,  # noqa: UP031 - this very way is tried
    "json": json.dumps,
    "+ 0": lambda count: count + 0,
    "sum": lambda count: sum([count]),
    "< guess": lambda count: count < 1000,
    "vars": vars,
}


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("way", PYTHONS_OWN.values(), ids=PYTHONS_OWN.keys())
def test_what_python_itself_refuses_stays_refused(
    way: Callable[[Any], object], count: object
) -> None:
    with pytest.raises(TypeError):
        way(count)


@pytest.mark.parametrize("count", COUNTS)
def test_the_debugger_shows_no_number(count: object) -> None:
    assert repr(count) == f"<{type(count).__name__}: exact, not released>"
    assert str(SECRET) not in f"{count!r} {[count]}"


@pytest.mark.parametrize("wrong", [-1, 1.0, "1", True, None])
def test_a_count_is_a_whole_number_of_at_least_0(wrong: Any) -> None:
    with pytest.raises(ValueError, match="whole number of at least 0"):
        Count(wrong)


def test_a_count_can_be_calculated_with_below_release() -> None:
    assert Count(2).exact + Count(0).exact == 2


def test_equal_counts_do_not_say_so() -> None:
    """Comparing with guesses would give the number away."""
    assert Count(3) != Count(3)
    assert Count(3) != 3


def test_a_count_is_not_changed_after_its_birth() -> None:
    with pytest.raises(AttributeError):
        Count(3).exact = 4  # type: ignore[misc]
