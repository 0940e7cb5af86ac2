"""Lattices by tally: built from a cut's rows when first asked for, kept, and read again after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.headline import headline_rows
from vrn.problem.months import held_for
from vrn.problem.units import unit_of_tally
from vrn.release.headline.families import family_of
from vrn.release.headline.kept import KeptLattices, key_of
from vrn.release.headline.lattice import build_lattice
from vrn.release.headline.shapes import digest_of
from vrn.release.headline.withholding import LeakyShapeError
from vrn.release.lanes import NoLaneError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vrn.problem.measure import Tally
    from vrn.problem.places import Tables
    from vrn.release.headline.families import Family
    from vrn.release.headline.lattice import Lattice
    from vrn.terms import Period


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Where the lattices of one cut come from.

    folder         where lattices are kept: in the store, never with what is released
    tables         the cut's tables, name to Parquet parts
    cut, row_hash  the cut's number, and the hash of its rows
    definitions    the live definitions, each with the classes it holds
    texts          the SHA-256 of each live definition's text, by its id
    months_held    the months held of each monthly feed
    periods        the periods of assessments; years and quarters need no mention
    """

    folder: Path
    tables: Tables
    cut: int
    row_hash: str
    definitions: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]
    months_held: Mapping[str, Sequence[str]]
    periods: tuple[Period, ...]
    _read: dict[str, Lattice] = field(default_factory=dict, init=False, repr=False, compare=False)
    _failed: dict[str, LeakyShapeError] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def lattice_of(self, tally: Tally) -> Lattice:
        """The lattice that a tally's cells lie in; NoLaneError where no headline shape is of it.

        One that was kept for the same cut, periods and definitions is read again as it was decided.
        A new one is set beside all that was kept before, and kept before it is given.
        """
        family = family_of(tally)
        if family is None:
            raise NoLaneError(f"no headline shape is of '{tally.indicator.name}'")
        if failed := self._failed.get(family.name):
            raise failed
        if family.name not in self._read:
            try:
                self._read[family.name] = self._take(family)
            except LeakyShapeError as error:
                self._failed[family.name] = error  # as long a work again would fail again
                raise
        return self._read[family.name]

    def _take(self, family: Family) -> Lattice:
        kept = KeptLattices(self.folder / family.name)
        months = held_for(unit_of_tally(family.unit).feeds, self.months_held)
        classes = self._classes(family)
        key = key_of(
            family=family.name,
            cut=self.cut,
            row_hash=self.row_hash,
            shapes=digest_of(),
            months=months,
            periods=sorted((each.first, each.last) for each in self.periods),
            definitions={name: list(held) for name, held in classes.items()},
            texts=dict(self.texts),
        )
        if found := kept.find(key):
            return found
        lattice = build_lattice(
            family_rows(self.tables, family),
            unit=family.name,
            cut=self.cut,
            definitions=classes,
            texts=self.texts,
            months_held=months,
            periods=self.periods,
            counts_persons=family.counts_persons,
            former=kept.standing(),
        )
        kept.keep(key, lattice)
        return lattice

    def _classes(self, family: Family) -> Mapping[str, Sequence[str]]:
        if family.parts:
            return {family.whole: family.parts}
        return self.definitions if "definition" in unit_of_tally(family.unit).parts else {}


def family_rows(tables: Tables, family: Family) -> pl.DataFrame:
    """One row a record of the family, with what parts it in `definition_class`."""
    if not family.parts:
        return headline_rows(tables, family.unit, where=family.where)
    frames = [
        headline_rows(
            tables, family.unit, where={**family.where, family.parted_by: (part,)}
        ).with_columns(definition_class=pl.lit(part, dtype=pl.Categorical))
        for part in family.parts
    ]
    return pl.concat(frames)
