"""The commissioning support unit's quarterly table: counted, rounded and withheld by the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn_demo.agencies.spoils import spell_rows
from vrn_demo.layout import CITY, DISTRICTS

if TYPE_CHECKING:
    import numpy as np

TABLE = "agencies/assaults_treated_quarterly.csv"
HEADER = ("No", "Council", "GSS", "Quarter", "Age", "ED attendances", "Admitted")
QUARTERS = tuple(
    f"{year}-{year - 1999} Q{quarter}" for year in (2019, 2020) for quarter in range(1, 5)
)
AGES = ("Under 25", "25 and over")
_SMALL, _LOW, _STEP = 7, 2, 5
_MISSING = ("2020-21 Q1", "Under 25")
"""A quarter and group of which the smallest council's hospital sent nothing."""


def make_unit_table(rng: np.random.Generator) -> tuple[bytes, dict[str, list[int]]]:
    """The file's bytes, and the true number of attendances and admissions of each line."""
    rows, truth = [], {}
    smallest = "E06000017"
    for code, name in DISTRICTS.items():
        usual = 30 if code == CITY else 9 if code != smallest else 2
        for quarter in QUARTERS:
            for age in AGES:
                attended = int(rng.poisson(usual))
                admitted = int(rng.binomial(attended, 0.15))
                truth[f"{name}, {quarter}, {age}"] = [attended, admitted]
                is_missing = code == smallest and (quarter, age) == _MISSING
                cells = ["n/a", ""] if is_missing else [show(attended), show(admitted)]
                rows.append([str(len(rows) + 1), name, code, quarter, age, *cells])
    text = spell_rows(HEADER, rows, delimiter=";", line_end="\r\n")
    return text.encode("cp1252"), truth


def show(count: int) -> str:
    """A count as the unit lets others see it: zero, low, withheld, or rounded to 5.

    >>> [show(count) for count in (0, 1, 2, 3, 7, 8, 12, 13)]
    ['0', 'low', 'low', '*', '*', '10', '10', '15']
    """
    if count == 0:
        return "0"
    if count <= _LOW:
        return "low"
    return "*" if count <= _SMALL else str(_STEP * round(count / _STEP))
