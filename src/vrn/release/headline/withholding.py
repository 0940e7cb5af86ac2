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


def withhold(
    sets: RecordSets, *, counts_persons: bool, public: Flags, changed: Flags, told: Flags
) -> Flags:
    """Which sets are withheld so that no number of 1 to 9 people can be read or worked out.

    Withheld from the start are the sets of too few people and the `changed` ones, which differ by
    too few from what was released before. Then, until nothing more is found: of two released sets
    with too few people between them the one that matters less; where a sum would give a withheld
    number back, or the number of too few people together, its smallest released part, else its
    total. `public` sets have been released before, unchanged: of these only such are withheld, and
    stand as they were released, whose being unchanged would give a number away (`_told_again`).
    `told` sets have a number from before, this one or another: whoever takes it for today's, for
    it is not far off, comes to no number of few that it did not give before.
    """
    secret = sets.listed & ~public & (sets.are_few | changed)
    near = near_pairs(sets, sets.listed & ~secret, counts_persons=counts_persons)
    kept, follows = _told_again(sets, near, public=public, secret=secret)
    hidden = secret | (public & ~kept)
    about = _told_about(sets, told)
    while True:
        able = sets.listed & ~hidden & ~follows
        more = _between(sets, near, hidden, follows)
        if not len(more):
            found = read_sums(sets, sets.listed & ~hidden, must_hide(sets, hidden))
            more = _in_sums(sets, found.broken, able)
        if not len(more):
            leaked = given_back(sets.sums, ~found.known) & must_hide(sets, hidden)
            more = _around(sets, leaked, able)
        if not len(more) and told.any():
            leaked = given_back(sets.sums, ~(found.known | told)) & sets.are_few & ~about
            more = _around(sets, leaked, able & ~told)
        if not len(more):
            return hidden
        hidden[more] = True


def _told_about(sets: RecordSets, told: Flags) -> Flags:
    """The sets of which earlier numbers alone tell, near enough: nothing more can be done there."""
    return told | given_back(sets.sums, ~told) if told.any() else told


def _told_again(
    sets: RecordSets, near: pl.DataFrame, *, public: Flags, secret: Flags
) -> tuple[Flags, Flags]:
    """The public sets that may be told to be unchanged, and all that follows from these alone.

    Numbers of persons do not add up: whoever is found to be the same person as another changes a
    part and leaves its total. Then numbers that are all unchanged fix one that is not, and no new
    number that is withheld would help. So some of these are told no more to be unchanged, the
    smallest first, until nothing `secret` follows. Without any nothing follows: it always ends.
    """
    kept, secret = public.copy(), secret.copy()
    follows = kept.copy()
    while kept.any():
        found = read_sums(sets, kept, must_hide(sets, secret))
        more = _in_sums(sets, found.broken, kept)
        if not len(more):
            follows = found.known | given_back(sets.sums, ~found.known)
            more = _around(sets, follows & must_hide(sets, secret), kept)
        if len(more):
            kept[more], secret[more] = False, True
        elif len(few := _between(sets, near, ~follows, kept)):
            secret[few] = True
        else:
            return kept, follows & sets.listed
    return kept, kept


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


def read_sums(sets: RecordSets, shown: Flags, guarded: Flags) -> Known:
    """What a reader of what is shown comes to know by one sum after another.

    And the sums that must not be read, for they give a guarded set away.
    """
    sums = sets.sums
    known = shown.copy()
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
        "a number that must be withheld follows from the shapes alone, whatever is withheld beside "
        "it: report this with the number of the cut"
    )


def _distinct(found: list[int]) -> Numbers:
    return np.unique(np.array(found, dtype=np.int64))
