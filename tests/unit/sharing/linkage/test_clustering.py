"""Profiles become persons: chains are parted, contradictions kept apart, people's word is law."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.sharing.linkage import clustering
from vrn.sharing.linkage.clustering import Ruling, cluster

if TYPE_CHECKING:
    import pytest

NOBODY = np.empty((0, 2), dtype=np.int64)


def pairs_of(*pairs: tuple[int, int, float]) -> pl.DataFrame:
    """Pairs with their weights in bits."""
    table = pl.DataFrame(
        [(one, other, float(bits)) for one, other, bits in pairs],
        schema={"one": pl.UInt32, "other": pl.UInt32, "weight": pl.Float64},
        orient="row",
    )
    return table.with_columns(probability=1 / (1 + 2.0 ** -pl.col("weight")))


def groups(size: int, *pairs: tuple[int, int, float], numbers=None, ruling=None) -> list[int]:
    known = np.full(size, -1) if numbers is None else np.array(numbers)
    return cluster(pairs_of(*pairs), known, linked=0.9, ruling=ruling).tolist()


def test_links_join_and_what_is_below_the_threshold_does_not() -> None:
    assert groups(4, (0, 1, 9), (1, 2, 3), (2, 3, -2)) == [0, 0, 1, 2]


def test_a_chain_whose_ends_are_two_people_is_parted_at_its_weaker_link() -> None:
    """0 and 1 agree most; 2 is like 1 alone: (5 - 9) / 2 is below even odds."""
    assert groups(3, (0, 1, 8), (1, 2, 5), (0, 2, -9)) == [0, 0, 1]


def test_a_chain_whose_ends_were_never_compared_holds_where_its_links_are_strong() -> None:
    """8 - 4 for the pair that no rule put together: above even odds."""
    assert groups(3, (0, 1, 9), (1, 2, 8)) == [0, 0, 0]
    assert groups(3, (0, 1, 9), (1, 2, 3.5)) == [0, 0, 1]


def test_two_different_nhs_numbers_are_never_of_one_person() -> None:
    assert groups(3, (0, 1, 12), (1, 2, 11), (0, 2, 12), numbers=[7, -1, 8]) == [0, 0, 1]
    assert groups(2, (0, 1, 12), numbers=[7, 8]) == [0, 1]
    assert groups(2, (0, 1, 12), numbers=[7, 7]) == [0, 0]


def test_what_people_said_goes_over_every_weight() -> None:
    apart = Ruling(NOBODY, np.array([[1, 0]]))
    together = Ruling(np.array([[2, 0]]), NOBODY)
    assert groups(2, (0, 1, 12), ruling=apart) == [0, 1]
    assert groups(3, (0, 1, 12), (0, 2, -8), ruling=together) == [0, 0, 0]
    assert groups(3, (0, 1, 12), (1, 2, 12), ruling=apart) == [0, 1, 1]


def test_nobody_is_no_cluster() -> None:
    assert groups(0) == []
    assert groups(2) == [0, 1]


def test_a_very_large_part_is_parted_by_stronger_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two fours of strong links, joined by one link of four bits; a third that stays too large."""
    monkeypatch.setattr(clustering, "LARGEST", 5)
    fours = [(n + a, n + b, 9) for n in (0, 4) for a in range(4) for b in range(a)]
    assert groups(8, *fours, (3, 4, 4)) == [0] * 4 + [1] * 4
    six = [(a, b, 12) for a in range(6) for b in range(a) if (a, b) != (5, 0)]
    assert groups(6, *six) == [0] * 6


def test_a_piece_of_a_large_part_may_be_one_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "LARGEST", 3)
    three = [(a, b, 9) for a in range(3) for b in range(a)]
    assert groups(4, *three, (2, 3, 4)) == [0, 0, 0, 1]


PAIRS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-12, 12)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    unique_by=lambda pair: pair[:2],
    max_size=20,
)


@settings(max_examples=80, deadline=None)
@given(PAIRS, st.lists(st.sampled_from([-1, -1, 5, 6]), min_size=8, max_size=8))
def test_no_cluster_holds_two_nhs_numbers_and_none_joins_what_no_link_joins(pairs, numbers) -> None:
    found = groups(8, *pairs, numbers=numbers)
    for label in set(found):
        members = [n for n in range(8) if found[n] == label]
        assert len({numbers[n] for n in members if numbers[n] >= 0}) <= 1
    linked = groups(8, *((a, b, 12) for a, b, bits in pairs if bits > 3.2))
    for a in range(8):
        for b in range(a):
            assert found[a] != found[b] or reachable(a, b, pairs)
    assert len(linked) == len(found)


def reachable(a: int, b: int, pairs) -> bool:
    """Whether a chain of links leads from one to the other."""
    seen, edge = {a}, {a}
    while edge:
        edge = {
            n
            for one, other, bits in pairs
            if bits >= 3.17
            for n, m in ((one, other), (other, one))
            if m in edge
        } - seen
        seen |= edge
    return b in seen
