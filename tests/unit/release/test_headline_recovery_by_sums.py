"""Small systems of sums, solved by hand: which unknowns do they fix?"""

from __future__ import annotations

import numpy as np
import pytest

from vrn.release.headline import recovery
from vrn.release.headline.recovery import given_back
from vrn.release.headline.sums import Sums


def sums(*written: tuple[int, tuple[int, ...]], sets: int) -> Sums:
    """Sums as (total, parts)."""
    pairs = [(number, part) for number, (_, parts) in enumerate(written) for part in parts]
    return Sums(
        totals=np.array([total for total, _ in written], dtype=np.int64),
        sum_of=np.array([number for number, _ in pairs], dtype=np.int64),
        parts=np.array([part for _, part in pairs], dtype=np.int64),
        sets=sets,
    )


def fixed(system: Sums, *unknown: int) -> list[int]:
    flags = np.zeros(system.sets, dtype=np.bool_)
    flags[list(unknown)] = True
    return np.flatnonzero(given_back(system, flags)).tolist()


TABLE = sums(  # rows 0-1 and 2-3, columns 0-2 and 1-3; totals 4, 5 of rows and 6, 7 of columns
    (4, (0, 1)), (5, (2, 3)), (6, (0, 2)), (7, (1, 3)), (8, (4, 5)), (8, (6, 7)), sets=9
)


@pytest.mark.parametrize(
    ("unknown", "told"),
    [
        ((), []),
        ((0,), [0]),
        ((0, 1), [0, 1]),
        ((0, 3), [0, 3]),
        ((0, 1, 2), [0, 1, 2]),
        ((0, 1, 2, 3), []),
        ((0, 4), [0, 4]),
        ((0, 1, 2, 3, 8), [8]),
        ((0, 1, 2, 3, 4, 5, 6, 7, 8), []),
    ],
)
def test_a_table_of_two_by_two(unknown: tuple[int, ...], told: list[int]) -> None:
    assert fixed(TABLE, *unknown) == told


def test_an_unknown_that_stands_in_no_sum_is_not_told() -> None:
    assert fixed(sums((0, (1, 2)), sets=4), 3) == []


def test_a_bridge_between_two_rings_is_told() -> None:
    """Each sum has two unknowns or more, and all of them together fix the one in the middle."""
    ring = [(0, 1), (1, 2), (2, 0, 6), (6, 3, 5), (3, 4), (4, 5)]
    bridge = sums(*((7 + n, parts) for n, parts in enumerate(ring)), sets=13)
    told = fixed(bridge, *range(7))
    plain = np.zeros((6, 7))
    for row, parts in enumerate(ring):
        plain[row, list(parts)] = 1
    rank = np.linalg.matrix_rank(plain)
    expected = [
        n for n in range(7) if np.linalg.matrix_rank(np.vstack([plain, np.eye(7)[n]])) == rank
    ]
    assert told == expected


def test_drawn_systems_agree_with_their_rank() -> None:
    draw = np.random.default_rng(5)
    for _ in range(40):
        plain = (draw.random((6, 9)) < 0.35).astype(float)
        plain[:, 0] = np.maximum(plain[:, 0], ~plain.any(axis=1))
        written = [(9 + n, tuple(np.flatnonzero(row).tolist())) for n, row in enumerate(plain)]
        system = sums(*written, sets=15)
        rank = np.linalg.matrix_rank(plain)
        expected = [
            n for n in range(9) if np.linalg.matrix_rank(np.vstack([plain, np.eye(9)[n]])) == rank
        ]
        assert fixed(system, *range(9)) == expected


def test_sums_that_cannot_be_solved_stop_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "_TURNS", 0)
    with pytest.raises(ArithmeticError, match="could not be solved"):
        fixed(TABLE, 0, 1)
