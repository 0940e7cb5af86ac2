"""The headline lane beside a count by hand: every number, and every pair of which one holds one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from counting_by_hand import WIDE, Cells, count_by_hand, people_of
from made_violence import made_lattice, made_rows, shown_of

from vrn.release.headline.axes import Address
from vrn.release.headline.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY = [
    pytest.param(seed, wide, id=f"{'wide' if wide else 'shipped'}-{seed}")
    for seed in (1, 2)
    for wide in (False, True)
]


def lane_and_hand(
    seed: int, wide: bool
) -> tuple[Mapping[tuple[str, ...], int | None], Cells, list[str]]:
    """What the lane shows of made-up records, the cells by hand, and whose each record is."""
    rows = made_rows(seed=seed)
    lattice = made_lattice(rows, shapes=WIDE if wide else SHAPES)
    return shown_of(lattice), count_by_hand(rows, wide=wide), people_of(rows)


@pytest.mark.parametrize(("seed", "wide"), EVERY)
def test_every_cell_has_the_records_that_a_count_by_hand_finds(seed: int, wide: bool) -> None:
    rows = made_rows(seed=seed)
    lattice = made_lattice(rows, shapes=WIDE if wide else SHAPES)
    by_hand = count_by_hand(rows, wide=wide)
    for address, records in by_hand.items():
        cell = lattice.find(Address(*address))
        assert cell is not None, address
        assert cell.exact == len(records), address
        assert cell.number in (None, len(records)), address


@pytest.mark.parametrize(("seed", "wide"), EVERY)
def test_what_is_shown_is_of_ten_people_and_something_is_shown(seed: int, wide: bool) -> None:
    shown, by_hand, people = lane_and_hand(seed, wide)
    many = 0
    for address, records in by_hand.items():
        if shown[address] is not None:
            assert len({people[record] for record in records}) >= 10, address
            many += 1
    assert many > 200


@pytest.mark.parametrize(("seed", "wide"), EVERY)
def test_every_nested_pair_lies_ten_people_apart_or_none(seed: int, wide: bool) -> None:
    """Over all shapes, times, places, classes and ages at once; nested as the records lie."""
    shown, by_hand, people = lane_and_hand(seed, wide)
    sets = sorted({held for address, held in by_hand.items() if shown[address]}, key=len)
    table = np.zeros((len(sets), len(people)), dtype=np.float32)
    for number, held in enumerate(sets):
        table[number, sorted(held)] = 1
    shared = table @ table.T
    sizes = table.sum(axis=1)
    inner, outer = np.nonzero((shared == sizes[:, None]) & (sizes[:, None] < sizes[None, :]))
    assert len(inner) > 300
    for small, large in zip(inner.tolist(), outer.tolist(), strict=True):
        between = sets[large] - sets[small]
        assert len({people[record] for record in between}) >= 10


@pytest.mark.parametrize(("seed", "wide"), EVERY)
def test_no_shown_total_less_shown_parts_leaves_a_few(seed: int, wide: bool) -> None:
    """Neighbours of a district, districts of the whole, codes of a dimension, classes, ages."""
    shown, by_hand, people = lane_and_hand(seed, wide)
    groups: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
    for address in by_hand:
        level, place, months, label, age, name, _code = address
        if name:
            groups.setdefault((level, place, months, label, age, name), []).append(address)
    for (level, place, months, label, age, _), parts in groups.items():
        total = (level, place, months, label, age, "", "")  # type: ignore[assignment]
        if shown[total] is None:  # type: ignore[index]
            continue
        left = by_hand[total].difference(  # type: ignore[index]
            *(by_hand[part] for part in parts if shown[part] is not None)
        )
        assert not left or len({people[record] for record in left}) >= 10
        assert sum(shown[part] is None for part in parts) != 1


def test_the_same_records_stand_or_fall_together() -> None:
    shown, by_hand, _ = lane_and_hand(1, wide=True)
    alike: dict[frozenset[int], list[tuple[str, ...]]] = {}
    for address, held in by_hand.items():
        alike.setdefault(held, []).append(address)
    several = [addresses for addresses in alike.values() if len(addresses) > 1]
    assert len(several) > 100
    for addresses in several:
        assert all(
            (shown[one] is None) == (shown[other] is None)
            for one, other in combinations(addresses, 2)
        )
