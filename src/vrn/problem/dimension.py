"""What a dimension is: the codes that a table is split or filtered by, in order, with labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sort(StrEnum):
    """What kind of thing a dimension's codes are."""

    PLAIN = "plain"
    PLACE = "place"
    TIME = "time"
    OVERLAPPING = "overlapping"


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One dimension: its name, what a reader calls it, and its codes in the order they are shown.

    Without `codes` the codes are those in the cut: its places, its months, what its rows hold. With
    `is_open` only those codes are shown that the cut has under the definition asked for. `rests_on`
    is the id of the definition that told the records apart, where one did.
    `labels` has the codes whose label is not the code itself. Codes of an OVERLAPPING dimension
    hold one another's rows and are never added up; those of any other are disjoint.
    """

    name: str
    title: str
    codes: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = Sort.PLAIN
    is_open: bool = False
    rests_on: str = ""

    def label_of(self, code: str) -> str:
        """What a reader sees for a code."""
        return self.labels.get(code, code)
