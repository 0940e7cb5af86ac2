"""The headline cells of made-up records, counted by a reader of the rules and by no code of ours.

The table of shapes is written out again here. A cell is a set of records. WIDE is a longer list of
shapes than the one that ships, with every further dimension by year too: more sums, harder to hold.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from made_violence import DEFINITIONS, MONTHS

from vrn.release.headline.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

QUARTERS = tuple(MONTHS[start : start + 3] for start in range(0, len(MONTHS), 3))
YEARS = (MONTHS[3:15],)  # April 2020 to March 2021: the other financial years are not held whole
PERIODS = (MONTHS[3:],)  # April 2020 to September 2021
LOCAL = ("", "offence_group", "knife", "sex", "age_band")
WHOLE = (*LOCAL, "code", "hour", "age_sex")
WIDE = (
    Shape("whole area", ("month",)),
    Shape("district", ("quarter",)),
    Shape("district", ("year", "period"), LOCAL[1:]),
    Shape("neighbourhood", ("year", "period"), LOCAL[1:]),
    Shape("whole area", ("year", "period"), WHOLE[1:]),
)
LABELS = {**DEFINITIONS, **{name: (name,) for name in DEFINITIONS["new"]}}

Cells = dict[tuple[str, ...], frozenset[int]]


def count_by_hand(rows: pl.DataFrame, *, wide: bool = False) -> Cells:
    """Every cell of every shape that holds a record: its address, and which records these are."""
    records = list(enumerate(rows.to_dicts()))
    found: dict[tuple[str, ...], set[int]] = {}
    for number, record in records:
        for address in _addresses(record, wide):
            found.setdefault(address, set()).add(number)
    return {address: frozenset(held) for address, held in found.items()}


def _addresses(record: Mapping[str, Any], wide: bool) -> Iterator[tuple[str, ...]]:
    labels = [name for name, classes in LABELS.items() if record["definition_class"] in classes]
    ages = ["all ages", *(["under 25"] if record["under_25"] == "under 25" else [])]
    district, hood = record["district"], record["neighbourhood"]
    coarse = [run for run in (*YEARS, *PERIODS) if record["month"] in run]
    quarters = [run for run in QUARTERS if record["month"] in run]
    tables = [("whole area", "", (record["month"],), "")]
    tables += [("whole area", "", run, name) for run, name in _crossed(coarse, WHOLE, wide)]
    if district:
        tables += [("district", district, run, "") for run in quarters]
        for run, name in _crossed(coarse, LOCAL, wide):
            tables += [("district", district, run, name), ("neighbourhood", hood, run, name)]
    for (level, place, run, name), label, age in product(tables, labels, ages):
        code = record[name] if name else ""
        yield (level, place, ",".join(run), label, age, name, code)


def _crossed(
    coarse: list[tuple[str, ...]], names: tuple[str, ...], wide: bool
) -> list[tuple[tuple[str, ...], str]]:
    """Years go without a further dimension in the list that ships."""
    return [(run, name) for run in coarse for name in names if wide or run in PERIODS or not name]


def people_of(rows: pl.DataFrame) -> list[str]:
    """Whose record each is; a record without a person is somebody of its own."""
    named = rows["person"].to_list()
    return [person or f"nobody known {number}" for number, person in enumerate(named)]
