"""Why two records are linked, or are not: what was compared, at which level, with what weight.

Nothing that identifies anybody is shown: the words of a level say how two tokens agree, never what
they stand for.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, NamedTuple

from vrn.sharing.linkage.comparisons import COMPARISONS, Comparison
from vrn.sharing.linkage.profiles import COMPARED
from vrn.sharing.linkage.splink_calls import levels_of

if TYPE_CHECKING:
    import polars as pl

    from vrn.sharing.linkage.model import Model

NOT_COMPARABLE = "cannot be compared: not recorded on one side"


class Reason(NamedTuple):
    """One comparison of two records: the words of its level, and its weight in bits.

    A bit doubles the odds that the two are of one person; below 0 it halves them. `for_rarity` is
    the part of the weight that comes from how rare or common the agreed value is.
    """

    comparison: str
    words: str
    weight: float
    for_rarity: float = 0.0


class Explanation(NamedTuple):
    """The reasons, where the odds stood before any, and where they stand with all of them."""

    before: float
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> float:
        """The weight of all, in bits."""
        return self.before + sum(reason.weight for reason in self.reasons)

    @property
    def probability(self) -> float:
        """The probability that the two are of one person."""
        return 1 / (1 + 2**-self.weight)


def explain(profiles: pl.DataFrame, model: Model, one: int, other: int) -> Explanation:
    """Why the profiles `one` and `other` weigh what they weigh under a model.

    `profiles` are all of the run: how rare a value is is told from them. What training could not
    teach the model, for want of records, weighs nothing and is no reason.
    """
    weighed = [each for each in COMPARISONS if each.name in model.levels()]
    held = profiles.select("profile", *COMPARED, "nominal_source")
    left, right = (
        held.filter(profile=number).rename({name: f"{name}_{side}" for name in held.columns})
        for number, side in ((one, "l"), (other, "r"))
    )
    both = left.join(right, how="cross")
    found = levels_of(both, [_case(comparison) for comparison in weighed])
    same = model.settings["probability_two_random_records_match"]
    reasons = (
        _reason(comparison, level, both, profiles, model)
        for comparison, level in zip(weighed, found, strict=True)
    )
    return Explanation(log2(same / (1 - same)), tuple(reasons))


def _case(comparison: Comparison) -> str:
    """The level of a comparison in SQL: from the number of levels down to 0, -1 for none."""
    count = len(comparison.levels)
    tried = " ".join(
        f"WHEN {level.condition} THEN {count - place}"
        for place, level in enumerate(comparison.levels)
    )
    return f"CASE WHEN {comparison.not_comparable} THEN -1 {tried} ELSE 0 END"


def _reason(
    comparison: Comparison, level: int, both: pl.DataFrame, profiles: pl.DataFrame, model: Model
) -> Reason:
    if level < 0:
        return Reason(comparison.name, NOT_COMPARABLE, 0.0)
    trained = {each.level: each for each in model.levels()[comparison.name]}[level]
    rare = comparison.levels[len(comparison.levels) - level].rare if level else None
    extra = 0.0
    if rare:
        known = profiles[rare].drop_nulls()
        share = (known == both[f"{rare}_l"][0]).sum() / len(known)
        extra = log2(trained.u / share)
    return Reason(comparison.name, trained.words, trained.weight + extra, extra)
