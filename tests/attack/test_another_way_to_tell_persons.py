"""A model put in use after figures were released by exact keys: nothing stops, nothing leaks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from counting_by_hand import WHOLE, WIDE
from made_violence import made_lattice, made_rows
from test_ranges_of_linkage import always, measured
from working_out import LABELS, Attack, what_follows

from vrn.release.headline import lattice as building
from vrn.release.headline.former import CELL
from vrn.release.headline.kept import KeptLattices
from vrn.release.headline.withholding import withhold
from vrn.release.ranging import AS_RELEASED, BY_EXACT_KEYS, BY_MODEL, STANDS, Threshold

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.headline.lattice import Lattice
    from vrn.release.headline.record_sets import RecordSets
    from vrn.release.headline.shapes import Shape
    from vrn.release.headline.sums import Flags

TOLD = 1e-6
Address = tuple[str, ...]
Shown = dict[Address, int | None]


def linked(rows: pl.DataFrame, *, share: float, seed: int = 7) -> pl.DataFrame:
    """The same records, so many of their persons found to be the same as another."""
    people = rows["person"].drop_nulls().unique().sort().to_list()
    random.Random(seed).shuffle(people)
    pairs = people[: int(len(people) * share)]
    same = dict(zip(pairs[::2], pairs[1::2], strict=False))
    return rows.with_columns(person=pl.col("person").replace(same))


def one_after_the_other(
    folder: Path, *cuts: pl.DataFrame, shapes: tuple[Shape, ...] | None = None
) -> list[Lattice]:
    """The lattices of persons of one cut after another, each released before the next."""
    kept, made = KeptLattices(folder), []
    listed = {"shapes": shapes} if shapes else {}
    for number, rows in enumerate(cuts, 1):
        lattice = made_lattice(
            rows,
            unit="victims",
            counts_persons=True,
            cut=number,
            former=kept.standing(),
            **listed,
        )
        kept.keep(str(number), lattice)
        made.append(lattice)
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.5])
def test_no_linking_of_the_same_records_stops_a_publication(
    share: float, seed: int, tmp_path: Path
) -> None:
    """Each of these once raised LeakyShapeError: unchanged numbers fixed a changed one.

    What was shown before is shown still, and never another number that is less than ten from it.
    """
    rows = made_rows(420, seed=seed)
    first, second = one_after_the_other(tmp_path, rows, linked(rows, share=share))
    before, now = (numbers(each) for each in (first, second))
    assert all(now[cell] is not None for cell, number in before.items() if number is not None)
    moved = [
        (old, new)
        for cell, new in now.items()
        if new is not None and (old := before.get(cell)) is not None and old != new
    ]
    assert all(abs(old - new) >= 10 for old, new in moved)


def numbers(lattice: Lattice) -> Shown:
    return {tuple(row[:-1]): row[-1] for row in lattice.cells.select(*CELL, "number").rows()}


def told_as_now(lattice: Lattice) -> Shown:
    """What a reader knows of this cut: the numbers that do not stand from an earlier one."""
    number = pl.when(~pl.col("stands")).then("number")
    return {tuple(row[:-1]): row[-1] for row in lattice.cells.select(*CELL, number).rows()}


def worked_out(shown: Shown, rows: pl.DataFrame, asked: set[Address]) -> list[Address]:
    """Which of the asked cells follow from the shown ones, by linear algebra over small pieces."""
    codes = {name: tuple(rows[name].unique().sort()) for name in WHOLE[1:]}
    placed = {a: n for a, n in shown.items() if a[3] in LABELS and a[1] != "not placed"}
    attack = Attack(shown=placed, codes=codes)
    matrix = attack.prepare()
    cells = [address for address in placed if address in asked]
    assert len(cells) > 100
    left = what_follows(matrix, np.array([attack.form(address) for address in cells]))
    return [cells[n] for n in np.flatnonzero(left < TOLD)]


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_neither_new_numbers_nor_old_ones_for_new_give_few_people_away(
    share: float, tmp_path: Path
) -> None:
    """Two questions of one attacker, who has both publications.

    What is told of the new cut fixes nothing that is withheld of it, nor how a number that stands
    has changed. And who takes every number that stands for the new one comes to no number of few.
    """
    rows = made_rows(1_500, seed=1)
    now = linked(rows, share=share)
    _, second = one_after_the_other(tmp_path, rows, now, shapes=WIDE)
    told = told_as_now(second)
    assert worked_out(told, now, {cell for cell, number in told.items() if number is None}) == []
    assert worked_out(numbers(second), now, withheld_few(second)) == []


def withheld_few(lattice: Lattice) -> set[Address]:
    """The cells of fewer than ten people of which no number was ever shown."""
    few = lattice.cells.filter(pl.col("persons") < 10, pl.col("number").is_null())
    return {tuple(row) for row in few.select(CELL).rows()}


def test_the_attack_finds_what_new_numbers_beside_old_ones_would_give_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without this it could find nothing for another reason: a cut that forgets the old numbers."""

    def forgetful(sets: RecordSets, *, told: Flags, **rules: Any) -> Flags:
        return withhold(sets, told=np.zeros_like(told), **rules)

    monkeypatch.setattr(building, "withhold", forgetful)
    rows = made_rows(1_500, seed=1)
    now = linked(rows, share=0.3)
    _, second = one_after_the_other(tmp_path, rows, now, shapes=WIDE)
    assert len(worked_out(numbers(second), now, withheld_few(second))) > 0


def test_that_a_number_stands_does_not_say_that_it_has_changed(tmp_path: Path) -> None:
    """Of the cells that stand some have changed, and others are as they were."""
    rows = made_rows(1_500, seed=1)
    _, second = one_after_the_other(tmp_path, rows, linked(rows, share=0.05))
    stand = second.cells.filter("stands")
    assert stand["since"].unique().to_list() == [1]
    is_same = stand["number"] == stand["exact"]
    assert is_same.any()
    assert not is_same.all()


def test_a_figure_that_stands_is_not_said_to_be_by_the_model(tmp_path: Path) -> None:
    """Its persons were told apart as when it was released, and a range would be of others."""
    from test_ranges_of_linkage import _released

    rows = made_rows(420, seed=1)
    now = linked(rows, share=0.2)
    first, second = one_after_the_other(tmp_path, rows, now)
    where = {"definition": "new", "age_group": "all ages"}

    def figures(found: pl.DataFrame, lattice: Lattice, *, model: bool) -> list[tuple[str, str]]:
        asked = measured(found, ("district",), where)
        at = Threshold(name="low", measured=asked, lattice_of=always(lattice))
        cube = _released(asked, {"in use": lattice}, [at] if model else [])
        return [(each.method, each.linkage_range) for each in cube.figures if each.is_shown]

    assert {method for method, _ in figures(rows, first, model=False)} == {f"m; {BY_EXACT_KEYS}"}
    told = figures(now, second, model=True)
    assert (f"m; {AS_RELEASED}", STANDS) in told
    assert all(BY_MODEL in method for method, said in told if said != STANDS)
