"""Which numbers are withheld: those of too few people, and those that would give one of them away.

Three rules are applied until none of them finds anything more. They only ever withhold, and always
the smallest that helps, so they end, and the same records give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.nesting import near_pairs
from vrn.release.headline.recovery import given_back
from vrn.release.headline.shapes import LEAST_PERSONS

if TYPE_CHECKING:
    from vrn.release.headline.axes import Numbers
    from vrn.release.headline.record_sets import RecordSets
    from vrn.release.headline.sums import Flags


class LeakyShapeError(ValueError):
    """What is about to be released would give away a number that is withheld."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a reader knows: the sets shown or worked out, and the sums that give away too much."""

    known: Flags
    broken: Numbers


def withhold(sets: RecordSets, *, counts_persons: bool, public: Flags, changed: Flags) -> Flags:
    """Which sets are withheld so that no number of 1 to 9 people can be read or worked out.

    Withheld from the start are the sets of too few people and the `changed` ones, which differ by
    too few from what was released before. Then, until nothing more is found: of two released sets
    with too few people between them the one that matters less; where a sum would give a withheld
    number back, or the number of too few people together, its smallest released part, else its
    total. `public` sets have been released before, unchanged: withholding them would hide nothing.
    """
    hidden = sets.listed & ~public & (sets.are_few | changed)
    near = near_pairs(sets, sets.listed & ~hidden, counts_persons=counts_persons)
    while True:
        able = sets.listed & ~hidden & ~public
        more = _between(sets, near, hidden, public)
        if not len(more):
            found = read_sums(sets, hidden)
            more = _in_sums(sets, found.broken, able)
        if not len(more):
            leaked = given_back(sets.sums, ~found.known) & must_hide(sets, hidden)
            more = _around(sets, leaked, able)
        if not len(more):
            return hidden
        hidden[more] = True


def must_hide(sets: RecordSets, hidden: Flags) -> Flags:
    """The sets that nobody may come to know: the withheld ones, and parts of too few people."""
    return hidden | (~sets.listed & sets.are_few)


def _between(sets: RecordSets, near: pl.DataFrame, hidden: Flags, public: Flags) -> Numbers:
    """Of each two shown sets with too few people between them the smaller one, or the new one."""
    inner, outer = near["inner"].to_numpy(), near["outer"].to_numpy()
    both = ~hidden[inner] & ~hidden[outer] & ~(public[inner] & public[outer])
    is_outer = public[inner] | (~public[outer] & (sets.cost[outer] < sets.cost[inner]))
    found: Numbers = np.unique(np.where(is_outer, outer, inner)[both])
    return found


def read_sums(sets: RecordSets, hidden: Flags) -> Known:
    """What a reader comes to know by one sum after another, and the sums that must not be read."""
    sums = sets.sums
    known = sets.listed & ~hidden
    guarded = must_hide(sets, hidden)
    while True:
        unknown = ~known
        single = sums.count_parts(unknown) + unknown[sums.totals] == 1
        lone = sums.totals.copy()
        of_part = single[sums.sum_of] & unknown[sums.parts]
        lone[sums.sum_of[of_part]] = sums.parts[of_part]
        broken = (single & guarded[lone]) | _are_too_few_together(sets, known)
        solved = np.flatnonzero(single & ~guarded[lone])
        # What is told at once is mended before anything is worked out from it.
        if broken.any() or not len(solved):
            return Known(known=known, broken=np.flatnonzero(broken))
        known[lone[solved]] = True


def _are_too_few_together(sets: RecordSets, known: Flags) -> Flags:
    """The sums whose unknown parts together are too few people, and can be worked out together."""
    sums, few = sets.sums, sets.are_few
    parts = sums.count_parts(~known)
    asked = known[sums.totals] & (parts > 0) & (parts == sums.count_parts(~known & few))
    entries = asked[sums.sum_of] & ~known[sums.parts]
    table = pl.DataFrame({"sum": sums.sum_of[entries], "set": sums.parts[entries]})
    people = table.join(sets.few_within, on="set").group_by("sum").agg(pl.col("person").n_unique())
    too_few = people.filter(pl.col("person") < LEAST_PERSONS)["sum"].to_numpy()
    flags = np.zeros(len(sums.totals), dtype=np.bool_)
    flags[too_few] = True
    return flags


def _in_sums(sets: RecordSets, broken: Numbers, able: Flags) -> Numbers:
    """For broken sums their smallest part that may be withheld, else the total, else the nearest.

    Smallest first; a sum that one already withheld stands in is left for the next reading.
    """
    sums = sets.sums
    chosen = np.full(len(sums.totals), -1)
    entries = np.flatnonzero(np.isin(sums.sum_of, broken) & able[sums.parts])
    entries = entries[np.argsort(-sets.cost[sums.parts[entries]], kind="stable")]
    chosen[sums.sum_of[entries]] = sums.parts[entries]  # the last one written is the smallest
    totals = broken[(chosen[broken] < 0) & able[sums.totals[broken]]]
    chosen[totals] = sums.totals[totals]
    mended = broken[chosen[broken] >= 0]
    mended = mended[np.argsort(sets.cost[chosen[mended]], kind="stable")]
    touched = np.zeros(len(sums.totals), dtype=np.bool_)
    picked = []
    for one in mended.tolist():
        if not touched[one]:
            picked.append(int(chosen[one]))
            touched[sums.sums_with(picked[-1])] = True
    rest = broken[chosen[broken] < 0].tolist() if not picked else []
    return _distinct([*picked, *(_nearest(sets, [one], able) for one in rest)])


def _around(sets: RecordSets, leaked: Flags, able: Flags) -> Numbers:
    """For each set that all the sums together give back, the nearest that may be withheld."""
    by_set = sets.sums.by_set
    starts = [by_set[[one]].indices.tolist() for one in np.flatnonzero(leaked).tolist()]
    return _distinct([_nearest(sets, start, able) for start in starts])


def _nearest(sets: RecordSets, start: list[int], able: Flags) -> int:
    """The smallest set that may be withheld among the members of these sums, or of their sums."""
    asked, seen = np.array(start), np.array(start)
    while len(asked):
        members = np.unique(sets.sums.matrix[asked].indices)
        found = members[able[members]]
        if len(found):
            return int(found[np.argmin(sets.cost[found])])
        around = np.unique(sets.sums.by_set[members].indices)
        asked = np.setdiff1d(around, seen)
        seen = np.union1d(seen, around)
    raise LeakyShapeError(
        "a number that must be withheld follows from numbers that were released before, and cannot "
        "be protected any more; ask the data steward which release is to be taken back"
    )


def _distinct(found: list[int]) -> Numbers:
    return np.unique(np.array(found, dtype=np.int64))
