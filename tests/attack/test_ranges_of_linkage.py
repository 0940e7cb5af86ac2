"""Ranges over thresholds of linkage: nothing withheld, and no few people, can be told from them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_violence import DEFINITIONS, PERIOD, made_lattice, made_rows

from vrn.problem.measure import Measured
from vrn.problem.violence.tallies import VICTIMS
from vrn.release.catalogue import find_measure
from vrn.release.headline.withholding import LeakyShapeError
from vrn.release.lineage import Ground
from vrn.release.making import Protection, release
from vrn.release.ranging import BY_EXACT_KEYS, BY_MODEL, NO_RANGE, Threshold
from vrn.terms import Area, CountTable, Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.problem.measure import Tally
    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.headline.lattice import Lattice

LEAST = 10
WHOLE = Area("westmere", "Westmere", Level.WHOLE)
GROUND = Ground(
    number=1,
    row_hash="f" * 64,
    supplies={"police": {"id": "police", "licence": None}},
    slices={"police-people": {PERIOD.first: "police"}},
    live=("old", "new"),
)
SPLITS = ((), ("district",), ("neighbourhood",), ("sex",), ("knife",), ("district", "sex"))
AGES = ("all ages", "under 25")


def records(seed: int) -> dict[str, pl.DataFrame]:
    """The same records with their persons in use, linked more often, and linked less often."""
    rows = made_rows(420, seed=seed).with_row_index("row")
    number = pl.col("person").str.slice(1).cast(pl.Int64)
    apart = pl.format("{}-{}", "person", pl.col("row") % 3)
    few = pl.col("row") % 4 == 0
    return {
        "in use": rows.drop("row"),
        "low": rows.with_columns(person=pl.format("P{}", number // 12)).drop("row"),
        "high": rows.with_columns(person=pl.when(few).then(apart).otherwise("person")).drop("row"),
    }


def kept(rows: pl.DataFrame, by: dict[str, str]) -> pl.DataFrame:
    """The rows of a cell, by hand; a record without a person is a person of its own."""
    found = rows.with_row_index("row").with_columns(
        person=pl.coalesce("person", pl.format("row {}", "row"))
    )
    found = found.filter(
        pl.col("month").is_between(pl.lit(PERIOD.first), pl.lit(PERIOD.last)),
        pl.col("definition_class").is_in(list(DEFINITIONS[by["definition"]])),
    )
    if by["age_group"] == "under 25":
        found = found.filter(under_25="under 25")
    others = {name: code for name, code in by.items() if name not in ("definition", "age_group")}
    return found.filter(**others) if others else found


def measured(rows: pl.DataFrame, split: tuple[str, ...], where: dict[str, str]) -> Measured:
    codes = [rows[name].drop_nulls().unique().sort().to_list() for name in split]
    cells = []
    for cell in product(*codes):
        by = dict(zip(split, cell, strict=True))
        count = kept(rows, {**where, **by})["person"].n_unique()
        cells.append({**by, "value": float(count), "numerator": count})
    nothing = {name: pl.lit(None, dtype=pl.Float64) for name in ("lower", "upper", "denominator")}
    table = pl.DataFrame(cells).with_columns(**nothing, method=pl.lit("m"), reason=pl.lit(""))
    return Measured(
        measure=VICTIMS,
        split=split,
        where=tuple(sorted(where.items())),
        period=PERIOD,
        table=CountTable(table),
        labels={},
        tables=("police_people",),
    )


def always(lattice: Lattice) -> Callable[[Tally], Lattice]:
    return lambda _: lattice


def never(_: Tally) -> Lattice:
    raise LeakyShapeError("it follows from what was released before")


def cubes(
    held: dict[str, pl.DataFrame], fails: str = ""
) -> tuple[list[Figure], dict[str, Lattice]]:
    """Every figure of victims that the shapes above give, with its range."""
    lattices = {
        name: made_lattice(rows, unit="victims", counts_persons=True) for name, rows in held.items()
    }
    found: list[Figure] = []
    for split, name, age in product(SPLITS, DEFINITIONS, AGES):
        where = {"definition": name, "age_group": age}
        thresholds = [
            Threshold(
                name=each,
                measured=measured(held[each], split, where),
                lattice_of=never if each == fails else always(lattices[each]),
            )
            for each in held
            if each != "in use"
        ]
        found += _released(measured(held["in use"], split, where), lattices, thresholds).figures
    return found, lattices


def _released(asked: Measured, lattices: dict[str, Lattice], thresholds: list[Threshold]) -> Cube:
    protection = Protection(
        lattice_of=always(lattices["in use"]), write_down=lambda _: None, definitions={}
    )
    return release(
        asked,
        ground=GROUND,
        whole=WHOLE,
        feeds=["police-people"],
        protection=protection,
        thresholds=thresholds,
    )


def people(rows: pl.DataFrame, figure: Figure) -> dict[str, set[int | str]]:
    """The records of a figure's cell, and the persons in them."""
    cell = kept(rows, {name: code for name, code, _ in figure.by})
    return {"records": set(cell["row"]), "persons": set(cell["person"])}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_range_is_of_numbers_that_each_threshold_lets_go(seed: int) -> None:
    held = records(seed)
    figures, _ = cubes(held)
    ranged = [figure for figure in figures if figure.range_lower is not None]
    without = [figure for figure in figures if figure.is_shown and figure.range_lower is None]
    assert len(ranged) > 10
    assert without  # some are shown, and one of the three is not
    assert {figure.range_reason for figure in without} == {NO_RANGE}
    assert any(not figure.is_shown for figure in figures)
    assert all(figure.linkage_range == "" for figure in figures if not figure.is_shown)
    for figure in ranged:
        counts = [len(people(rows, figure)["persons"]) for rows in held.values()]
        assert (figure.range_lower, figure.range_upper) == (min(counts), max(counts))
        assert min(counts) >= LEAST or max(counts) == 0
        assert figure.method == f"m; {BY_MODEL}"


@pytest.mark.parametrize("seed", [1, 2])
def test_ranges_subtracted_leave_ten_people_or_none(seed: int) -> None:
    """Of each two cells with ranges, one inside the other, at each of the thresholds."""
    held = records(seed)
    figures, _ = cubes(held)
    ranged = [figure for figure in figures if figure.range_lower is not None]
    for rows in held.values():
        cells = [people(rows, figure) for figure in ranged]
        for one, other in combinations(cells, 2):
            for inner, outer in ((one, other), (other, one)):
                if inner["records"] < outer["records"]:
                    beyond = outer["records"] - inner["records"]
                    left = kept_persons(rows, beyond)
                    assert left >= LEAST


def kept_persons(rows: pl.DataFrame, numbers: set[int | str]) -> int:
    own = rows.with_row_index("row").with_columns(
        person=pl.coalesce("person", pl.format("row {}", "row"))
    )
    return own.filter(pl.col("row").is_in(sorted(int(n) for n in numbers)))["person"].n_unique()


def test_a_threshold_that_cannot_be_protected_takes_the_ranges_and_not_the_figures() -> None:
    held = records(1)
    figures, _ = cubes(held, fails="low")
    plain, _ = cubes(held)
    assert [str(figure) for figure in figures] == [str(figure) for figure in plain]
    assert all(figure.range_lower is None for figure in figures)
    assert {figure.range_reason for figure in figures if figure.is_shown} == {NO_RANGE}


def test_without_a_model_the_method_says_exact_keys() -> None:
    held = records(1)
    lattices = {"in use": made_lattice(held["in use"], unit="victims", counts_persons=True)}
    where = {"definition": "new", "age_group": "all ages"}
    figure = _released(measured(held["in use"], (), where), lattices, []).only
    assert figure.method == f"m; {BY_EXACT_KEYS}"
    assert figure.linkage_range == ""


def repeat_share(value: float, part: int, whole: int) -> Measured:
    """A finding of all suspects' offences: so many of so many are by somebody known before."""
    row = {"value": value, "lower": value - 2, "upper": value + 2}
    counts = {"numerator": part, "denominator": float(whole), "method": "m", "reason": ""}
    events = [("numerator", part), ("all others", whole - part)]
    return Measured(
        measure=find_measure("repeat_share"),
        split=(),
        where=(("age_group", "all ages"), ("definition", "new")),
        period=PERIOD,
        table=CountTable(pl.DataFrame([{**row, **counts}])),
        labels={},
        tables=("police_people",),
        behind=CountTable(pl.DataFrame(events, schema=["what", "events"], orient="row")),
    )


def at(asked: Measured) -> Threshold:
    return Threshold(name="low", measured=asked, lattice_of=never)


def test_a_findings_range_is_rounded_outward_and_its_inputs_are_written_down() -> None:
    written: list[dict[str, object]] = []
    protection = Protection(
        lattice_of=never, write_down=lambda about: written.append(dict(about)), definitions={}
    )
    others = [at(repeat_share(38.2, 382, 1000)), at(repeat_share(39.4, 394, 1000))]
    figure = release(
        repeat_share(38.6, 386, 1000),
        ground=GROUND,
        whole=WHOLE,
        feeds=["police-people"],
        protection=protection,
        thresholds=others,
    ).only
    assert (str(figure), figure.range_lower, figure.range_upper) == ("39", 38.0, 40.0)
    assert len(written) == 3
    assert [about.get("threshold of linkage") for about in written] == [None, "low", "low"]


@pytest.mark.parametrize("other", [repeat_share(0.9, 9, 1000), repeat_share(99.5, 995, 1000)])
def test_a_finding_of_few_at_one_threshold_has_no_range(other: Measured) -> None:
    figure = _released(
        repeat_share(38.6, 386, 1000), {"in use": made_lattice(made_rows(60))}, [at(other)]
    ).only
    assert (str(figure), figure.linkage_range) == ("39", NO_RANGE)


def test_a_cell_that_a_threshold_has_not_has_no_range() -> None:
    nothing = repeat_share(38.6, 386, 1000)
    empty = replace(nothing, table=CountTable(nothing.table.exact.clear()))
    figure = _released(nothing, {"in use": made_lattice(made_rows(60))}, [at(empty)]).only
    assert figure.linkage_range == NO_RANGE
