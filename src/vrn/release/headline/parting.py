"""Every way in which a cell is parted into others whose numbers add up to it.

A withheld number comes back where it is the only unknown of such a sum; so each sum that a reader
could write down is a row here: districts of the whole, neighbourhoods of a district, months of a
quarter, what two periods share, classes of a definition, codes of a dimension, under 25 and the
rest.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.axes import NOT_PLACED
from vrn.release.headline.shapes import DISTRICT, MONTH, NEIGHBOURHOOD, QUARTER
from vrn.release.headline.times import BY_MONTH, COARSE, FINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from vrn.release.headline.axes import Axes, Numbers

    Pairs = tuple[Numbers, Numbers]
    """Totals and parts, as positions among the cells: one pair for each part of a total."""


def parts_of_cells(keys: Numbers, axes: Axes, rows: pl.DataFrame) -> pl.DataFrame:
    """The sums among these cells (`keys`, sorted): columns `sum` (a number), `total`, `part`.

    `total` and `part` are positions among the keys; parts that hold nobody have no row. `rows`,
    numbered, tell which dimension is finer than another (an offence code lies in one group).
    """
    frames = []
    for way, (totals, parts) in enumerate(_ways(keys, axes, rows)):
        frames.append(
            pl.DataFrame({"way": np.full(len(parts), way), "total": totals, "part": parts})
        )
    pairs = pl.concat(frames)
    return pairs.select(pl.struct("way", "total").rank("dense").alias("sum"), "total", "part")


def _ways(keys: Numbers, axes: Axes, rows: pl.DataFrame) -> Iterator[Pairs]:
    split = axes.split_keys(keys)
    _, _, label, age, dimcode = split
    yield _pairs(keys, axes, split, 3, np.zeros_like(age), age > 0)
    for name in dict.fromkeys(name for name, _ in axes.dimcodes if name):
        of_name = np.array([each == name for each, _ in axes.dimcodes])
        yield _pairs(keys, axes, split, 4, np.zeros_like(dimcode), of_name[dimcode])
    yield from _finer_dimensions(keys, axes, split, rows)
    yield from _places(keys, axes, split)
    yield from _classes(keys, axes, split, label)
    yield from _times(keys, axes, split)


def _pairs(
    keys: Numbers,
    axes: Axes,
    split: tuple[Numbers, ...],
    axis: int,
    parents: Numbers,
    chosen: NDArray[np.bool_],
) -> Pairs:
    """The chosen cells with the cells that have `parents` on one axis, where there are such."""
    parts = np.flatnonzero(chosen)
    positions = [each[parts] for each in split]
    positions[axis] = parents[parts]
    wanted = axes.join_keys(*positions)
    found = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    there = keys[found] == wanted
    return found[there], parts[there]


def _places(keys: Numbers, axes: Axes, split: tuple[Numbers, ...]) -> Iterator[Pairs]:
    """Districts of the whole, neighbourhoods of a district; and by those that have a neighbourhood.

    Those without one are counted for longer times and without a further dimension alone.
    """
    place = split[0]
    whole, home = np.zeros_like(place), np.array(axes.homes)[place]
    is_district = np.array([level == DISTRICT for level, _ in axes.places])[place]
    yield _pairs(keys, axes, split, 0, whole, is_district)
    yield _pairs(keys, axes, split, 0, home, home >= 0)
    nowhere = axes.places.index((NEIGHBOURHOOD, NOT_PLACED))
    is_plain = (split[4] == 0) & np.isin(split[1], axes.times.coarse)
    is_unnamed = np.array([NOT_PLACED in code for _, code in axes.places])[place]
    named = is_plain & (home >= 0) & ~is_unnamed
    yield _pairs(keys, axes, split, 0, whole, named | (is_plain & (place == nowhere)))
    unnamed = is_plain & is_unnamed & (place != nowhere)
    yield _pairs(keys, axes, split, 0, np.full_like(place, nowhere), unnamed)


def _classes(
    keys: Numbers, axes: Axes, split: tuple[Numbers, ...], label: Numbers
) -> Iterator[Pairs]:
    """Each label of several classes with the labels of those classes."""
    for position, classes in enumerate(axes.classes):
        if len(classes) > 1:
            single = [axes.labels.index(each) for each in classes]
            yield _pairs(
                keys, axes, split, 2, np.full_like(label, position), np.isin(label, single)
            )


def _times(keys: Numbers, axes: Axes, split: tuple[Numbers, ...]) -> Iterator[Pairs]:
    levels = np.array([level for level, _ in axes.places])[split[0]]
    # Those without a neighbourhood, and what no definition holds, are counted for longer times.
    nowhere = axes.places.index((NEIGHBOURHOOD, NOT_PLACED))
    plain = (split[4] == 0) & (split[0] != nowhere) & ~axes.are_outside[split[2]]
    counted = {
        COARSE: np.full_like(plain, fill_value=True),
        FINE: plain & np.isin(levels, axes.levels_by(QUARTER, MONTH)),
        BY_MONTH: plain & np.isin(levels, axes.levels_by(MONTH)),
    }
    for among, total, parts in axes.times.splits:
        # Only where all the parts are counted: without one of them it would be no sum.
        chosen = counted[among] & np.isin(split[1], parts)
        yield _pairs(keys, axes, split, 1, np.full_like(split[1], total), chosen)


def _finer_dimensions(
    keys: Numbers, axes: Axes, split: tuple[Numbers, ...], rows: pl.DataFrame
) -> Iterator[Pairs]:
    """Each dimension whose codes lie in one code each of another, with the cells of that other."""
    names = list(dict.fromkeys(name for name, _ in axes.dimcodes if name))
    together = rows.select(names).unique() if names else rows.select()
    for fine, wide in permutations(names, 2):
        homes = together.select(fine, wide).unique()
        if homes.height > homes[fine].n_unique():
            continue
        parents = np.full(len(axes.dimcodes), -1)
        parents[homes[fine].to_numpy()] = homes[wide].to_numpy()
        found = parents[split[4]]
        yield _pairs(keys, axes, split, 4, found, found >= 0)
