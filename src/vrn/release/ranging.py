"""The range of a figure that rests on linkage: what it is at three thresholds, rounded outward.

The same question is measured with the persons of a lower and of a higher threshold. Each of these
numbers must be able to leave by the figure's own lane, by a lattice or a rule of its own: a cell
that any of the three withholds has no range, and says only that. So whoever subtracts ranges has,
at each threshold, some of the numbers that its own lattice lets go, and never those of a cell that
is withheld here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vrn.release.findings import is_finding, round_to, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.problem.measure import Measured, Tally
    from vrn.release.headline.lattice import Lattice

BY_EXACT_KEYS = "persons told apart by exact keys"
BY_MODEL = "persons linked by a trained model"
AS_RELEASED = "persons told apart as when it was released"
NO_RANGE = "no range over three thresholds of linkage: one of the three may not be shown"
STANDS = "no range over three thresholds of linkage: the number stands from an earlier cut"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The same question with the persons of another threshold, and the lattices over these."""

    name: str
    measured: Measured
    lattice_of: Callable[[Tally], Lattice]

    def row_of(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The exact row of the same cell; None where this threshold has none."""
        return self._rows.get(tuple(row[name] for name in self.measured.split))

    @cached_property
    def _rows(self) -> dict[tuple[Any, ...], dict[str, Any]]:
        split = self.measured.split
        rows = self.measured.table.exact.to_dicts()
        return {tuple(row[name] for name in split): row for row in rows}


def outward(
    measured: Measured, row: Mapping[str, Any], shown: Mapping[str, Any], others: list[float | None]
) -> dict[str, Any]:
    """The fields of a shown cell's range from its numbers at the other thresholds.

    `others` are those that may be shown, None for one that may not. Rounded down and up to the last
    digit that the figure itself is printed with, so that the range never lies inside the truth.
    """
    known = [value for value in others if value is not None]
    if len(known) < len(others):
        return {"range_reason": NO_RANGE}
    decimals = measured.measure.indicator.decimals
    step = Decimal(1).scaleb(-decimals)
    own = shown["value"]
    if is_finding(measured):
        own, step = row["value"], step_of(row["value"], decimals)
    return {
        "range_lower": round_to(min(own, *known), step, ROUND_FLOOR),
        "range_upper": round_to(max(own, *known), step, ROUND_CEILING),
    }
