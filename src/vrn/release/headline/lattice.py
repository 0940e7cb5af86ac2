"""The lattice: every cell of the headline shapes over one cut, and which of them may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.axes import ALL_AGES, NOT_PLACED, SHOWN_AGES, Axes, axes_of
from vrn.release.headline.checking import check_lattice
from vrn.release.headline.former import CELL, compare, nothing_stands
from vrn.release.headline.record_sets import RecordSets, gather_sets
from vrn.release.headline.records import prepare_rows
from vrn.release.headline.shapes import PERIOD, SHAPES, WHOLE, YEAR, Shape, is_listed
from vrn.release.headline.times import times_of
from vrn.release.headline.withholding import withhold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.release.headline.axes import Address
    from vrn.release.headline.former import Standing
    from vrn.release.headline.sums import Flags
    from vrn.terms import Period

CELLS = pl.Schema(
    {
        **dict.fromkeys((*CELL, "text"), pl.String),
        **dict.fromkeys(("exact", "persons", "number", "number_persons", "since"), pl.Int64),
        "stands": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Cell:
    """One cell: its exact number, the number to show and since which cut; None where withheld.

    A number that `stands` is an earlier cut's, and is not told to be this cut's too, though it may.
    """

    exact: int
    number: int | None
    since: int | None
    stands: bool = False


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """The cells of one unit's shapes over one cut. `cells` has those that hold anybody: `CELLS`.

    exact, persons    what this cut holds
    number            what is shown, null where it is withheld; number_persons the people behind it
    since             the cut that the number was released from: an earlier one where it stands
    stands            whether it is told as that cut's alone: it has changed, or might have
    text              by which texts of definitions the cell was told

    `times` has the kinds of each time by its months; `labels` the definitions and classes, those of
    `outside` for the whole area alone; `dimensions` the further dimensions that the rows have. A
    cell of a listed shape that has no row is a true 0.
    """

    unit: str
    cut: int
    shapes: tuple[Shape, ...]
    times: Mapping[str, frozenset[str]]
    labels: frozenset[str]
    outside: frozenset[str]
    dimensions: frozenset[str]
    cells: pl.DataFrame

    def find(self, address: Address) -> Cell | None:
        """The cell at an address; None where the list has no shape for it, or the cut no time."""
        if found := self._by_address.get(address.parts):
            return Cell(*found)
        return Cell(0, 0, self.cut) if self._lists(address) else None

    def _lists(self, address: Address) -> bool:
        kinds = self.times.get(address.months, frozenset())
        if address.label in self.outside:
            is_plain = (address.level, address.age, address.dimension) == (WHOLE, ALL_AGES, "")
            kinds = kinds & {YEAR, PERIOD} if is_plain else frozenset()
        if address.place == NOT_PLACED:
            kinds = frozenset() if address.dimension else kinds & {YEAR, PERIOD}
        return (
            any(is_listed(address.level, kind, address.dimension, self.shapes) for kind in kinds)
            and address.label in self.labels
            and address.age in SHOWN_AGES
            and address.dimension in {"", *self.dimensions}
        )

    @cached_property
    def _by_address(self) -> dict[tuple[str, ...], tuple[int, int | None, int | None, bool]]:
        rows = self.cells.select(*CELL, "exact", "number", "since", "stands").iter_rows()
        return {row[: len(CELL)]: row[len(CELL) :] for row in rows}


def build_lattice(  # noqa: PLR0913 - each is a thing of its own that a lattice is made from
    rows: pl.DataFrame,
    *,
    unit: str,
    cut: int,
    definitions: Mapping[str, Sequence[str]],
    months_held: Iterable[str],
    periods: Iterable[Period],
    counts_persons: bool = False,
    texts: Mapping[str, str] | None = None,
    former: Standing | None = None,
    shapes: tuple[Shape, ...] = SHAPES,
) -> Lattice:
    """The lattice of a unit's rows: each cell counted, and withheld where it must be.

    `rows` has one row a record: `month`, `person` (null: a person of its own), definition_class,
    under_25, district and neighbourhood (null: not placed), and any dimension of the shapes, all
    text. `definitions` are the live ones with the classes each holds, `texts` their digests;
    `periods` those of assessments, start in, end in. Only years, quarters and periods held whole
    have cells. With `counts_persons` a number is of distinct people, else of records. `former` is
    what stands from earlier releases. The same rows in the same order give the same lattice.
    """
    held = sorted(set(months_held))
    standing = former or nothing_stands()
    prepared = prepare_rows(rows.filter(pl.col("month").is_in(held)))
    axes = axes_of(
        prepared,
        definitions={name: tuple(classes) for name, classes in definitions.items()},
        times=times_of(held, [*periods, *standing.periods(held)]),
        shapes=shapes,
    )
    sets = gather_sets(prepared, axes)
    cells = compare(_cells(sets, axes, texts=texts or {}, counts_persons=counts_persons), standing)
    changed = _sets_with(sets, cells, "is_changed")
    public = _sets_with(sets, cells, "is_public") & ~changed
    told = _sets_with(sets, cells, pl.col("former").is_not_null())
    hidden = withhold(
        sets, counts_persons=counts_persons, public=public, changed=changed, told=told
    )
    public &= ~hidden
    check_lattice(sets, axes, hidden=hidden, public=public, counts_persons=counts_persons)
    shown = zip(axes.times.codes, axes.times.kinds, strict=True)
    return Lattice(
        unit=unit,
        cut=cut,
        shapes=shapes,
        times={months: kinds for months, kinds in shown if kinds},
        labels=frozenset(axes.labels),
        outside=axes.outside,
        dimensions=frozenset(name for name, _ in axes.dimcodes if name),
        cells=_shown(cells, hidden, cut),
    )


def _cells(
    sets: RecordSets, axes: Axes, *, texts: Mapping[str, str], counts_persons: bool
) -> pl.DataFrame:
    """The listed cells: address, text, exact number, people, and the set that each is of."""
    is_listed = axes.are_listed(sets.keys)
    of_cell = sets.of_cell[is_listed]
    told_by = {label: _text_of(label, axes, texts) for label in axes.labels}
    exact = sets.persons if counts_persons else sets.counts
    return axes.addresses(sets.keys[is_listed]).with_columns(
        text=pl.col("label").replace_strict(told_by, return_dtype=pl.String),
        set=pl.Series(of_cell, dtype=pl.Int64),
        exact=pl.Series(exact[of_cell], dtype=pl.Int64),
        persons=pl.Series(sets.persons[of_cell], dtype=pl.Int64),
    )


def _text_of(label: str, axes: Axes, texts: Mapping[str, str]) -> str:
    """The digest of a definition's own text; a class is told by all of them together."""
    return texts.get(label) or "+".join(texts[name] for name in axes.labels if name in texts)


def _sets_with(sets: RecordSets, cells: pl.DataFrame, flag: str | pl.Expr) -> Flags:
    found = np.zeros(len(sets.counts), dtype=np.bool_)
    found[cells.filter(flag)["set"].to_numpy()] = True
    return found


def _shown(cells: pl.DataFrame, hidden: Flags, cut: int) -> pl.DataFrame:
    """The cells with what is shown of each: its number, the one that stands, or none."""
    is_hidden = pl.Series(hidden[cells["set"].to_numpy()], dtype=pl.Boolean)
    return cells.with_columns(
        number=pl.when(is_hidden).then("former").otherwise("exact"),
        number_persons=pl.when(is_hidden).then("former_persons").otherwise("persons"),
        # The same number as before has been known since then.
        since=pl.when(is_hidden | pl.col("is_public")).then("since").otherwise(pl.lit(cut)),
        stands=is_hidden & pl.col("former").is_not_null(),
    ).select(pl.col(name).cast(kind) for name, kind in CELLS.items())
