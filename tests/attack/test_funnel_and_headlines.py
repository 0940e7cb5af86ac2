"""A finding of districts' headlines leaves with all of them alone: else it would tell one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_violence import PERIOD, made_lattice, made_rows

from vrn.problem.estimating import answer
from vrn.problem.measure import Measured
from vrn.release.catalogue import find_measure
from vrn.release.findings import OF_HEADLINES
from vrn.release.headline.axes import NOT_PLACED
from vrn.release.headline.protecting import are_all_shown
from vrn.terms import CountTable, Period

if TYPE_CHECKING:
    from vrn.release.headline.lattice import Lattice

DISPERSION = find_measure("serious_violence_district_dispersion")
ROW = {"definition": "old"}


@pytest.fixture(scope="module")
def lattice() -> Lattice:
    return made_lattice(made_rows(2_500))


def measured(period: Period = PERIOD) -> Measured:
    cell = pl.DataFrame([ROW]).hstack(answer(value=3.0).drop("behind"))
    return Measured(
        measure=DISPERSION,
        split=("definition",),
        where=(),
        period=period,
        table=CountTable(cell),
        labels={"definition": {"old": "old"}},
        tables=(),
    )


def is_district() -> pl.Expr:
    """The cells of the districts' own numbers that the finding is made of."""
    return (
        (pl.col("level") == "district")
        & (pl.col("months") == ",".join(PERIOD.months))
        & (pl.col("label") == "old")
        & (pl.col("age") == "all ages")
        & (pl.col("dimension") == "")
        & (pl.col("place") != NOT_PLACED)
    )


def with_one(lattice: Lattice, number: int | None) -> Lattice:
    """The lattice with a number from before put in the place of the smallest district's own."""
    smallest = lattice.cells.filter(is_district()).sort("exact").row(0, named=True)["place"]
    is_it = is_district() & (pl.col("place") == smallest)
    shown = pl.when(is_it).then(pl.lit(number, dtype=pl.Int64)).otherwise("number")
    stands = is_it if number else pl.lit(value=False)
    return replace(lattice, cells=lattice.cells.with_columns(number=shown, stands=stands))


def leaves(lattice: Lattice, period: Period = PERIOD) -> bool:
    return are_all_shown(measured(period), ROW, lambda _: lattice)


def test_with_every_district_shown_the_finding_tells_nothing_more(lattice: Lattice) -> None:
    """The attacker works the finding out from the headlines, to the digit: it is no news."""
    from vrn.problem.violence.funnel import dispersion

    cells = lattice.cells.filter(is_district())
    assert cells.height == 4
    exact, shown = (
        pl.DataFrame(
            {
                "district": [*cells["place"], "Z5", "Z6"],
                "count": [*cells[column], 90, 40],
                "residents": [50_000, 40_000, 30_000, 20_000, 45_000, 15_000],
            }
        )
        for column in ("exact", "number")
    )
    assert leaves(lattice)
    assert dispersion(exact).rows() == dispersion(shown).rows()


def test_with_one_district_withheld_the_finding_is_too(lattice: Lattice) -> None:
    """All but one count and the finding would give that count away: it stays behind with it."""
    assert not leaves(with_one(lattice, None))


def test_with_a_number_that_stands_from_before_the_finding_stays_behind(lattice: Lattice) -> None:
    """Be it another number or the same: that it is the same is not told."""
    before = lattice.cells.filter(is_district())["exact"].min()
    assert not leaves(with_one(lattice, before + 3))
    assert not leaves(with_one(lattice, before))


def test_of_a_period_without_headlines_by_district_nothing_leaves(lattice: Lattice) -> None:
    assert not leaves(lattice, Period("2020-05", "2020-07"))


def test_the_dispersion_alone_gives_back_a_hidden_count(lattice: Lattice) -> None:
    """Why: of all counts that the hidden one may be, the finding leaves a handful."""
    from vrn.problem.violence.funnel import dispersion

    residents = [50_000, 40_000, 30_000, 20_000, 45_000]
    known, hidden = [400, 300, 220, 160], 37

    def told(count: int) -> float:
        frame = pl.DataFrame(
            {"district": list("abcde"), "count": [*known, count], "residents": residents}
        )
        return float(f"{dispersion(frame)['value'][0]:.3g}")

    assert sum(told(count) == told(hidden) for count in range(10, 400)) <= 3


def test_only_the_funnel_is_on_that_list() -> None:
    assert {name.rpartition("district")[0] for name in OF_HEADLINES} == {"serious_violence_"}
