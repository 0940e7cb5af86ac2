"""Every tally of the catalogue, and what is made of them, asked of both engines: equal answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from vrn.partnership.engine import ENGINES, working_on
from vrn.problem import residents, residents_by_ethnic_group, rows
from vrn.problem.measure import Tally, tallies_of
from vrn.release.catalogue import catalogue

if TYPE_CHECKING:
    import polars as pl

    from vrn.chain.measuring import Measuring
    from vrn.problem.measure import Measure

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves the sockets by which answers came to the collector of garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def kind_of(measure: Measure) -> tuple[object, ...]:
    """What tells the questions of two measures apart, but for the codes that they count."""
    counted = [(tally.unit, *sorted(tally.where)) for tally in tallies_of(measure)]
    shape = [getattr(measure, name, None) for name in ("frame", "columns", "parts", "denominator")]
    if not isinstance(shape[-1], str):
        shape.pop()
    return type(measure), *counted, measure.dimensions, *shape


def asked() -> dict[str, Measure]:
    """Every tally of the catalogue, and of ratios and estimates one of each kind of question."""
    every = catalogue()
    tallies = {name: measure for name, measure in every.items() if isinstance(measure, Tally)}
    kinds = {kind_of(measure): name for name, measure in every.items() if name not in tallies}
    return tallies | {name: every[name] for name in kinds.values()}


def questions_of(measure: Measure) -> list[tuple[str, ...]]:
    """A tally is asked without a split and by each of its dimensions; others by their first.

    A share of its own whole is asked by the first of its parts.
    """
    alone = [(name,) for name in measure.dimensions]
    if isinstance(measure, Tally):
        return [(), *alone]
    parts = [(name,) for name in getattr(measure, "parts", ())]
    return (parts or alone)[:1] or [()]


def forget() -> None:
    """Forgets what was read of the cut by another engine, so that each reads for itself."""
    for module in (rows, residents, residents_by_ethnic_group):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


def answer(measuring: Measuring, measure: Measure, split: tuple[str, ...]) -> pl.DataFrame:
    under = "definition" in measure.dimensions and "definition" not in split
    where = {"definition": measuring.partnership.definitions[0]} if under else {}
    forget()
    found = measuring.exactly(measure.indicator.name, split=split, where=where)
    return found.table.exact


@pytest.mark.parametrize("name", asked())
def test_both_engines_give_equal_answers(name: str, measuring: Measuring) -> None:
    measure, values = asked()[name], 0
    for split in questions_of(measure):
        found = {}
        for engine in ENGINES:
            with working_on(engine):
                found[engine] = answer(measuring, measure, split)
        one, other = found.values()
        # Rows come in another order, so that a sum of fractions may differ in its last digits.
        exact = isinstance(measure, Tally)
        assert_frame_equal(one, other, check_exact=exact, rel_tol=1e-9, abs_tol=1e-9)
        # Where there is no value, both say why.
        assert one.filter(one["value"].is_null() & (one["reason"] == "")).is_empty()
        values += one["value"].count()
    assert values or not exact, "no question had an answer"
