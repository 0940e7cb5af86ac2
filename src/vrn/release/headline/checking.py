"""The check before a lattice is believed: nothing that it withholds may be worked out again.

It asks of the finished lattice what the withholding asked on the way, from the records anew, and
trusts nothing of what was decided: whoever changes a rule of withholding, or shows a cell past it,
finds the build stopped here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.nesting import near_pairs
from vrn.release.headline.recovery import given_back
from vrn.release.headline.withholding import LeakyShapeError, must_hide, read_sums

if TYPE_CHECKING:
    from vrn.release.headline.axes import Axes, Numbers
    from vrn.release.headline.record_sets import RecordSets
    from vrn.release.headline.sums import Flags

_NAMED = 5


def check_lattice(
    sets: RecordSets, axes: Axes, *, hidden: Flags, public: Flags, counts_persons: bool
) -> None:
    """Raises LeakyShapeError, naming cells and no number, where what is shown tells too much.

    Every shown number, and every difference of two shown numbers of which one holds the other, is
    of nobody or of ten people; and no sum, nor all sums together, gives a withheld number back.
    """
    shown = sets.listed & ~hidden
    faults = {
        "fewer than 10 people are in": np.flatnonzero(shown & sets.are_few & ~public),
        "fewer than 10 people are between it and a smaller one, at": _near(
            sets, shown, public=public, counts_persons=counts_persons
        ),
        "sums of what is shown give it back, at": _summed(sets, hidden),
    }
    told = [f"{fault} {_say(found, sets, axes)}" for fault, found in faults.items() if len(found)]
    if told:
        raise LeakyShapeError("nothing is released: " + "; ".join(told))


def _near(sets: RecordSets, shown: Flags, *, public: Flags, counts_persons: bool) -> Numbers:
    pairs = near_pairs(sets, shown, counts_persons=counts_persons)
    inner, outer = pairs["inner"].to_numpy(), pairs["outer"].to_numpy()
    return np.unique(outer[~(public[inner] & public[outer])])


def _summed(sets: RecordSets, hidden: Flags) -> Numbers:
    guarded = must_hide(sets, hidden)
    found = read_sums(sets, sets.listed & ~hidden, guarded)
    totals = sets.sums.totals[found.broken]
    return np.union1d(totals, np.flatnonzero(given_back(sets.sums, ~found.known) & guarded))


def _say(found: Numbers, sets: RecordSets, axes: Axes) -> str:
    """The first cells of these sets in words."""
    cells = np.flatnonzero(np.isin(sets.of_cell, found[:_NAMED]))
    _, first = np.unique(sets.of_cell[cells], return_index=True)
    named = axes.addresses(sets.keys[cells[first]]).with_columns(
        months=pl.col("months").str.head(7) + ".." + pl.col("months").str.tail(7)
    )
    words = (", ".join(part for part in row if part) for row in named.iter_rows())
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return "; ".join(words) + more
