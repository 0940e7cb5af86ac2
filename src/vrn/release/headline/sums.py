"""Sums among sets of records: each total with the parts that make it up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.release.headline.axes import Numbers

    Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Sums by number: `totals` has each one's total, `sum_of` and `parts` each part of each sum.

    `sets` is how many sets of records there are; totals and parts are numbers among them.
    """

    totals: Numbers
    sum_of: Numbers
    parts: Numbers
    sets: int

    def count_parts(self, chosen: Flags) -> Numbers:
        """How many parts of each sum are among the chosen sets."""
        return np.bincount(self.sum_of[chosen[self.parts]], minlength=len(self.totals))

    def sums_with(self, one: int) -> Numbers:
        """The sums that a set stands in, as part or total."""
        start, end = self.by_set.indptr[one : one + 2]
        found: Numbers = self.by_set.indices[start:end]
        return found

    @cached_property
    def matrix(self) -> Any:
        """A row for each sum: 1 at its parts, -1 at its total (a SciPy sparse matrix)."""
        from scipy.sparse import csr_array

        rows = np.concatenate([self.sum_of, np.arange(len(self.totals))])
        columns = np.concatenate([self.parts, self.totals])
        signs = np.concatenate([np.ones(len(self.parts)), -np.ones(len(self.totals))])
        return csr_array((signs, (rows, columns)), shape=(len(self.totals), self.sets))

    @cached_property
    def by_set(self) -> Any:
        """The same the other way: a row for each set, an entry at each sum it stands in."""
        return self.matrix.T.tocsr()
