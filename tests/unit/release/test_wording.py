"""How numbers are written: drawn rows of value, decimals and text."""

from __future__ import annotations

import doctest

import pytest

from vrn.release import wording
from vrn.release.wording import show_interval, show_number


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (0.0, 1, "0.0"),
        (412.0, 0, "412"),
        (1234567, 0, "1,234,567"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (2.675, 2, "2.68"),
        (0.05, 1, "0.1"),
        (999.95, 1, "1,000.0"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (1e-7, 2, "0.00"),
        (1e16, 0, "10,000,000,000,000,000"),
        (None, 1, ""),
    ],
)
def test_a_number(value: float | None, decimals: int, expected: str) -> None:
    assert show_number(value, decimals) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (6.05, 6.44, "between 6.1 and 6.4"),
        (0.0, 1200.0, "between 0.0 and 1,200.0"),
        (None, 6.4, ""),
        (6.1, None, ""),
        (None, None, ""),
    ],
)
def test_an_interval(lower: float | None, upper: float | None, expected: str) -> None:
    assert show_interval(lower, upper, 1) == expected


def test_the_examples_of_the_docstrings_run() -> None:
    failed, tried = doctest.testmod(wording)
    assert tried > 0
    assert failed == 0
