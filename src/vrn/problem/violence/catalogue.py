"""Every measure of serious violence by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.violence.findings import FINDINGS
from vrn.problem.violence.left_out import LEFT_OUT
from vrn.problem.violence.ratios import RATIOS
from vrn.problem.violence.tallies import TALLIES
from vrn.problem.violence.usual import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure


def violence_measures() -> Mapping[str, Measure]:
    """The tallies, ratios and findings from the agencies' rows, and what they leave out."""
    measures: tuple[Measure, ...] = (*TALLIES, *RATIOS, *LEFT_OUT, *FINDINGS, *USUAL)
    return {each.indicator.name: each for each in measures}
