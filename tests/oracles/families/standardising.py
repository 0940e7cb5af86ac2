"""Directly and indirectly standardised rates beside the reference's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tests.oracles.checking import Agreements, Check
from tests.oracles.families.rates import (
    USUAL,
    compare_answers,
    confidences_of,
    multiplier_of,
)
from vrn.statistics.counts import BYARS, EXACT
from vrn.statistics.indirect import indirectly_standardised_rate, indirectly_standardised_ratio
from vrn.statistics.repeat_events import DOBSON_OF_REPEATS, standardised_rate_of_repeats
from vrn.statistics.standardising import DOBSON, LEAST_EVENTS, directly_standardised_rate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

TOTALS = {"total_count": "total_count", "total_pop": "total_population"}
UNDER = 25
METHODS = {
    **{DOBSON.format(words): "Dobson" for words in (EXACT, BYARS)},
    **{
        DOBSON_OF_REPEATS.format(
            words
        ): "Dobson, with confidence adjusted for non-independent events"
        for words in (EXACT, BYARS)
    },
}


def _asked(expected: pl.DataFrame, multiplier: float) -> dict[str, Any]:
    """What the reference was asked: it takes a missing count as 0, and bands as they are."""
    return {
        "multiplier": multiplier_of(expected, multiplier),
        "confidence": list(confidences_of(expected)),
        "missing": "zero",
        "missing_bands": "leave-out",
    }


def _least_events(expected: pl.DataFrame) -> int:
    """Below how many events the reference withheld; what the statistic says where it did."""
    named = expected["statistic"].str.extract(r"< (\d+)$").drop_nulls()
    return int(named[0]) if named.len() else LEAST_EVENTS


def _groups(expected: pl.DataFrame, rows: pl.DataFrame) -> list[str]:
    return [name for name in rows.columns if name in expected.columns and name not in ("x", "n")]


def _direct(expected: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str]) -> Agreements:
    ours = directly_standardised_rate(
        rows["x"],
        rows["n"],
        rows["stdpop"],
        by=rows.select(by),
        least_events=_least_events(expected),
        **_asked(expected, 100_000),
    )
    return compare_answers(expected, ours, by=by, own=TOTALS, methods=METHODS)


def _dsr(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    return _direct(expected, rows, _groups(expected, rows))


def _dsr_of_the_young(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    young = rows.filter(pl.col("ageband") < UNDER)
    return _direct(expected, young, _groups(expected, rows))


def _dsr_of_repeats(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    by = _groups(expected, rows)
    ours = standardised_rate_of_repeats(
        rows["people"],
        rows["eventfreq"],
        rows["n"],
        rows["stdpop"],
        by=rows.select(by),
        band=rows["ageband"],
        least_events=_least_events(expected),
        **_asked(expected, 100_000),
    )
    return compare_answers(expected, ours, by=by, own=TOTALS, methods=METHODS)


def _indirect_rate(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    by = _groups(expected, rows)
    columns = [rows[name] for name in ("x", "n", "x_ref", "n_ref")]
    ours = indirectly_standardised_rate(*columns, by=rows.select(by), **_asked(expected, 100_000))
    own = {name: name for name in ("observed", "expected", "ref_rate")}
    return compare_answers(expected, ours, by=by, own=own)


def _indirect_ratio(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    by = _groups(expected, rows)
    columns = [rows[name] for name in ("x", "n", "x_ref", "n_ref")]
    ours = indirectly_standardised_ratio(*columns, by=rows.select(by), **_asked(expected, 1))
    own = {name: name for name in ("observed", "expected")}
    return compare_answers(expected, ours, by=by, own=own)


CHECKS = (
    Check("dsr_expected.csv", ("dsr_input.csv",), _dsr, USUAL),
    Check("dsr_under25_persons_expected.csv", ("dsr_input.csv",), _dsr_of_the_young, USUAL),
    Check(
        "dsr_nonindependent_expected.csv", ("dsr_nonindependent_input.csv",), _dsr_of_repeats, USUAL
    ),
    Check("israte_expected.csv", ("indirect_input.csv",), _indirect_rate, USUAL),
    Check("isratio_expected.csv", ("indirect_input.csv",), _indirect_ratio, USUAL),
)
