"""The sentence of an association: what goes with what, how much, and how far it may be believed.

Source: the words follow E. von Elm and others, The Strengthening the Reporting of Observational
Studies in Epidemiology (STROBE) statement, Lancet 370 (2007) 1453-1457: an association is stated
with its size and interval, and never as a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_AREAS = "This is an association among areas: it says nothing of persons, and nothing of causes."


@dataclass(frozen=True)
class AssociationNouns:
    """What the things are called: the outcome as a rate, the factor, its unit, and the areas.

    `unit` is the plural of the factor's unit ("points"); `more` the word for a higher value.
    """

    outcome: str
    factor: str
    unit: str = "units"
    areas: str = "areas"
    more: str = "more"


def association_sentence(row: Mapping[str, Any], nouns: AssociationNouns) -> str:
    """A row of `associate` in words: what the factor is associated with, interval and cautions.

    Says "shows no clear association" where the interval holds 1, and gives the reason where there
    is no value. Raises KeyError for a row that is not one of `associate`.

    >>> row = {"factor": "income", "per": "standard deviation", "step": 4.2, "areas": 120,
    ...        "factors": 3, "caution": None, "value": 1.35, "lower": 1.1, "upper": 1.66,
    ...        "confidence": 0.95, "reason": None}
    >>> print(association_sentence(row, AssociationNouns("the rate of admissions", "poverty",
    ...                                                  "points", "districts")))
    Among 120 districts, one standard deviation (4.2 points) more poverty is associated with 1.35 \
times the rate of admissions (95% interval 1.10 to 1.66), allowing for the 2 other factors. This \
is an association among areas: it says nothing of persons, and nothing of causes.
    """
    opening = f"Among {row['areas']:,} {nouns.areas}, "
    if row["value"] is None:
        return f"{opening}no association of {nouns.factor} can be given: {row['reason']}."
    step = _step(row, nouns)
    size = f"{row['value']:.2f} times {nouns.outcome}"
    interval = f"({100 * row['confidence']:g}% interval {row['lower']:.2f} to {row['upper']:.2f})"
    others = row["factors"] - 1
    allowing = f", allowing for the {_others(others)}" if others else ""
    if row["lower"] <= 1 <= row["upper"]:
        said = f"{step} shows no clear association: {size} {interval}{allowing}."
    else:
        said = f"{step} is associated with {size} {interval}{allowing}."
    caution = f" {row['caution']}." if row["caution"] else ""
    return f"{opening}{said}{caution} {OF_AREAS}"


def _step(row: Mapping[str, Any], nouns: AssociationNouns) -> str:
    if row["per"] == "unit":
        return f"{row['step']:.3g} {nouns.unit} {nouns.more} {nouns.factor}"
    return f"one standard deviation ({row['step']:.3g} {nouns.unit}) {nouns.more} {nouns.factor}"


def _others(number: int) -> str:
    return "other factor" if number == 1 else f"{number} other factors"
