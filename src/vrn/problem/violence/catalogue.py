"""Every measure of serious violence by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.violence.admissions_change import ADMISSIONS_CHANGE
from vrn.problem.violence.findings import FINDINGS
from vrn.problem.violence.funnel import FUNNELS
from vrn.problem.violence.half import HALVES
from vrn.problem.violence.interrupted import INTERRUPTED
from vrn.problem.violence.left_out import LEFT_OUT
from vrn.problem.violence.patterns import PATTERNS
from vrn.problem.violence.peaks import POLICE_PEAK
from vrn.problem.violence.ratios import RATIOS
from vrn.problem.violence.standardised import STANDARDISED
from vrn.problem.violence.tallies import TALLIES
from vrn.problem.violence.usual import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Measure

SERIES: tuple[Measure, ...] = (POLICE_PEAK, *INTERRUPTED, *ADMISSIONS_CHANGE)
"""What is found of whole series: peaks, restrictions, and one run of months against another."""
PLACES_AND_PEOPLE: tuple[Measure, ...] = (*STANDARDISED, *FUNNELS, *HALVES, *PATTERNS)
"""What is found of places and people: rates of equal ages, few that hold half, and patterns."""


def violence_measures() -> Mapping[str, Measure]:
    """The tallies, ratios and findings from the agencies' rows, and what they leave out."""
    counted: tuple[Measure, ...] = (*TALLIES, *RATIOS, *LEFT_OUT)
    measures = (*counted, *FINDINGS, *USUAL, *SERIES, *PLACES_AND_PEOPLE)
    return {each.indicator.name: each for each in measures}
