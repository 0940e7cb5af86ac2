"""The axes of a lattice: places, times, definitions, age groups and one more dimension, as numbers.

A cell is one place on each axis, written as one whole number, so that tens of thousands of cells
over tens of thousands of records are counted, parted and compared without a text in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.shapes import (
    DISTRICT,
    MONTH,
    NEIGHBOURHOOD,
    PERIOD,
    QUARTER,
    SHAPES,
    WHOLE,
    YEAR,
    Shape,
    is_listed,
)
from vrn.terms.ages import UNDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from vrn.release.headline.times import Times

    Numbers = NDArray[np.int64]

ALL_AGES, REST = "all ages", "25 and over or not recorded"
SHOWN_AGES = (ALL_AGES, UNDER)
AGES = (*SHOWN_AGES, REST)
"""The age groups that are shown, and what is left of all ages beside those under 25."""

RECORDED = "recorded"
"""The label of all records, those outside of every definition too."""

NOT_PLACED = "not placed"
"""The records without a district, or without a neighbourhood; in one district under its name."""


@dataclass(frozen=True, order=True)
class Address:
    """Where a cell lies: place, time (its months), definition or class, age group, dimension, code.

    `level` is WHOLE, DISTRICT or NEIGHBOURHOOD; `months` the text of `Times.code`; `dimension` and
    `code` are empty without a further dimension.
    """

    level: str
    place: str
    months: str
    label: str
    age: str
    dimension: str = ""
    code: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Its parts in the order of the columns that write it."""
        return (
            *(self.level, self.place, self.months, self.label, self.age),
            *(self.dimension, self.code),
        )


@dataclass(frozen=True, kw_only=True)
class Axes:
    """What stands where on each axis of a unit's lattice, and which cells are of a listed shape.

    `places` are (level, code), the whole area first; `homes` the position of the district that a
    neighbourhood lies in (-1 for others). `labels` are so many `definitions`, the partnership's own
    first, then their classes and, outside of all definitions, further classes; `classes` are the
    classes that each label holds. `dimcodes`
    are (dimension, code), the first of them ("", "") for none.
    """

    places: tuple[tuple[str, str], ...]
    homes: tuple[int, ...]
    times: Times
    labels: tuple[str, ...]
    definitions: int
    classes: tuple[tuple[str, ...], ...]
    outside: frozenset[str]
    dimcodes: tuple[tuple[str, str], ...]
    shapes: tuple[Shape, ...] = SHAPES

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many stand on each axis: places, times, labels, ages, dimension codes."""
        counts = (self.places, self.times.sets, self.labels, AGES, self.dimcodes)
        return tuple(len(each) for each in counts)

    def levels_by(self, *kinds: str) -> list[str]:
        """The whole area, and the levels at which the list has a shape by a time of these kinds."""
        placed = (DISTRICT, NEIGHBOURHOOD)
        listed = (
            each for each in placed for kind in kinds if is_listed(each, kind, "", self.shapes)
        )
        return list(dict.fromkeys((WHOLE, *listed)))

    def split_keys(self, keys: Numbers) -> tuple[Numbers, ...]:
        """Keys as positions on the five axes."""
        return tuple(part.astype(np.int64) for part in np.unravel_index(keys, self.sizes))

    def join_keys(self, *positions: Numbers) -> Numbers:
        """Positions on the five axes as keys."""
        return np.ravel_multi_index(positions, self.sizes).astype(np.int64)

    def addresses(self, keys: Numbers) -> pl.DataFrame:
        """Keys as addresses: a frame of text columns level, place, months, label, age, …."""
        place, time, label, age, dimcode = self.split_keys(keys)
        columns = {
            "level": _pick([level for level, _ in self.places], place),
            "place": _pick([code for _, code in self.places], place),
            "months": _pick(self.times.codes, time),
            "label": _pick(self.labels, label),
            "age": _pick(AGES, age),
            "dimension": _pick([name for name, _ in self.dimcodes], dimcode),
            "code": _pick([code for _, code in self.dimcodes], dimcode),
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))

    def are_listed(self, keys: Numbers) -> NDArray[np.bool_]:
        """Whether each cell is of a listed shape; the others only who subtracts comes to."""
        place, time, label, age, dimcode = self.split_keys(keys)
        shown = self._shapes_listed[place, time, dimcode] & (age < AGES.index(REST))
        # What lies outside of every definition is counted for the whole area, all ages and longer
        # times alone: else the few not classified would take the definitions' own with them.
        is_outside = self.are_outside[label]
        is_plain = (place == 0) & (dimcode == 0) & (age == 0)
        is_coarse = np.isin(time, self.times.coarse)
        listed: NDArray[np.bool_] = shown & (~is_outside | (is_plain & is_coarse))
        return listed

    @property
    def are_outside(self) -> NDArray[np.bool_]:
        """Of each label, whether it holds records outside of every definition."""
        return np.array([label in self.outside for label in self.labels])

    @cached_property
    def _shapes_listed(self) -> NDArray[np.bool_]:
        """Of each place, time and dimension code, whether the list has a shape for it."""
        listed = {
            (level, kind, name)
            for level in (WHOLE, DISTRICT, NEIGHBOURHOOD)
            for kind in (MONTH, QUARTER, YEAR, PERIOD)
            for name in {name for name, _ in self.dimcodes}
            if is_listed(level, kind, name, self.shapes)
        }

        def is_shown(place: tuple[str, str], kinds: frozenset[str], name: str) -> bool:
            if NOT_PLACED in place[1]:
                # Their number says what a table by place leaves out, and goes no deeper.
                return place[1] == NOT_PLACED and not name and bool(kinds & {YEAR, PERIOD})
            return any((place[0], kind, name) in listed for kind in kinds)

        names = [name for name, _ in self.dimcodes]
        kinds = self.times.kinds
        return np.array(
            [
                [[is_shown(place, at, name) for name in names] for at in kinds]
                for place in self.places
            ]
        )


def _pick(texts: object, positions: Numbers) -> NDArray[np.str_]:
    return np.array(texts, dtype=np.str_)[positions]


def axes_of(
    rows: pl.DataFrame,
    *,
    definitions: Mapping[str, tuple[str, ...]],
    times: Times,
    shapes: tuple[Shape, ...] = SHAPES,
) -> Axes:
    """The axes of a unit's rows, with text columns in place of nulls (see `prepare_rows`)."""
    labels, outside = _labels(rows, definitions)
    districts = [code for code in _codes(rows, "district") if code != NOT_PLACED]
    homes = rows.select("neighbourhood", "district").unique().cast(pl.String)
    homes = homes.sort("neighbourhood", "district")
    inside = [(hood, home) for hood, home in homes.iter_rows() if home != NOT_PLACED]
    places = [(WHOLE, ""), *((DISTRICT, code) for code in (*districts, NOT_PLACED))]
    at = {code: position for position, (_, code) in enumerate(places)}
    listed = dict.fromkeys(name for shape in shapes for name in shape.dimensions)
    names = [name for name in listed if name in rows.columns]
    return Axes(
        places=(
            *places,
            *((NEIGHBOURHOOD, hood) for hood, _ in inside),
            (NEIGHBOURHOOD, NOT_PLACED),
        ),
        homes=(*(-1 for _ in places), *(at[home] for _, home in inside), -1),
        times=times,
        labels=tuple(labels),
        definitions=len(definitions),
        classes=tuple(labels.values()),
        outside=outside,
        dimcodes=(("", ""), *((name, code) for name in names for code in _codes(rows, name))),
        shapes=shapes,
    )


def _labels(
    rows: pl.DataFrame, definitions: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Each label with its classes, and the labels outside of all definitions."""
    found = _codes(rows, "definition_class")
    defined = list(dict.fromkeys(each for classes in definitions.values() for each in classes))
    others = [each for each in found if each not in defined]
    labels = {**definitions, **{each: (each,) for each in (*defined, *others)}}
    if not definitions or not others:
        return labels, frozenset()
    return {**labels, RECORDED: (*defined, *others)}, frozenset((*others, RECORDED))


def _codes(rows: pl.DataFrame, name: str) -> list[str]:
    return rows[name].unique().cast(pl.String).sort().to_list()
