"""Hospital admissions after assault by month: counted, rounded and withheld elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.clinic import shape_months
from vrn_demo.agencies.seasons import HEALTH_MONTHS
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Living

HEADER = ("Month", "Area", "Kind", "AgeGroup", "Admissions")
WHOLE_AREA = "E99000001"
"""A made-up code: no published area of any kind has it."""
KINDS = ("Assault", "Sharp object")
AGE_GROUPS = ("All ages", "Under 25")

RUN = 18
"""Months in each of the two runs at the end of the series whose ratio is planted."""
_PER_100_000 = {"Assault": 4.2, "Sharp object": 0.8}
_UNDER_25 = {"Assault": 0.4, "Sharp object": 0.5}
_FEWEST_SHOWN, _ROUNDED_TO = 8, 5


def draw_admissions(
    planted: Planted, living: Living, rng: np.random.Generator
) -> dict[tuple[str, str], np.ndarray]:
    """Admissions by month for each kind and age group, as they were before anybody rounded them."""
    shape = shape_months(HEALTH_MONTHS, depth=0.4)
    drawn = {}
    for kind in KINDS:
        expected = _PER_100_000[kind] * living.everybody / 100_000 * shape
        every = _draw_months(expected, change=planted.admissions_change, rng=rng)
        drawn[kind, AGE_GROUPS[0]] = every
        drawn[kind, AGE_GROUPS[1]] = rng.binomial(every, _UNDER_25[kind])
    return drawn


def _draw_months(expected: np.ndarray, *, change: float, rng: np.random.Generator) -> np.ndarray:
    """Counts by month; the last run comes to `change` times the run before it, whatever the seed.

    Within a run the months are left to chance, by what is expected of each.
    """
    before, latest = expected[-2 * RUN : -RUN], expected[-RUN:]
    total = round(before.sum())
    return np.concatenate(
        [
            rng.poisson(expected[: -2 * RUN]),
            rng.multinomial(total, before / before.sum()),
            rng.multinomial(round(change * total), latest / latest.sum()),
        ]
    )


def spell_admissions(drawn: dict[tuple[str, str], np.ndarray]) -> str:
    """The text of the file: 1 to 7 shown as *, others rounded to 5, nothing else left out."""
    rows = [
        [month, WHOLE_AREA, kind, group, round_for_others(int(counts[n]))]
        for n, month in enumerate(HEALTH_MONTHS)
        for (kind, group), counts in drawn.items()
    ]
    return spell_table(HEADER, rows)


def round_for_others(count: int) -> str:
    """A count as the supplier lets others see it.

    >>> [round_for_others(count) for count in (0, 1, 7, 8, 12, 13)]
    ['0', '*', '*', '10', '10', '15']
    """
    if 0 < count < _FEWEST_SHOWN:
        return "*"
    return str(_ROUNDED_TO * round(count / _ROUNDED_TO))
