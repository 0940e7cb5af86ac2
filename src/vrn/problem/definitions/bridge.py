"""The bridge from one definition to another: two totals, and a row for each class between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.definitions.partition import Partition


@dataclass(frozen=True)
class Step:
    """One class between two definitions: what is taken away or added, why, and how many."""

    definition_class: str
    is_added: bool
    reason: str
    count: int = 0

    @property
    def change(self) -> int:
        """The step with its sign."""
        return self.count if self.is_added else -self.count


@dataclass(frozen=True)
class Bridge:
    """Two totals and the steps from the one to the other; `both` is what the two share."""

    start: str
    end: str
    start_total: int
    end_total: int
    both: int
    steps: tuple[Step, ...]

    @property
    def remainder(self) -> int:
        """What the steps leave unexplained: 0, for both totals are sums of the same classes."""
        return self.end_total - self.start_total - sum(step.change for step in self.steps)


def steps_between(partition: Partition, start: str, end: str) -> tuple[Step, ...]:
    """The classes that lie in one of two live definitions, removed ones first; counts are 0.

    `reason` is the clause that leaves the class out of the other definition.
    """
    taken, given = set(partition.codes_of(start)), set(partition.codes_of(end))
    steps = [
        Step(
            each.code,
            is_added=each.code in given,
            reason=str(each.reason_of(start if each.code in given else end)),
        )
        for each in partition.classes
        if (each.code in taken) != (each.code in given)
    ]
    return tuple(sorted(steps, key=lambda step: step.is_added))


def make_bridge(counts: Mapping[str, int], partition: Partition, *, start: str, end: str) -> Bridge:
    """The bridge between two live definitions, from the count of each class.

    A class that is not in `counts` holds none. Raises ValueError for a class that the partition
    does not know: its records would be in no total.
    """
    unknown = sorted(set(counts) - {each.code for each in partition.classes})
    if unknown:
        raise ValueError(f"the live definitions make no class {', '.join(map(repr, unknown))}")
    taken, given = partition.codes_of(start), partition.codes_of(end)
    steps = tuple(
        Step(
            step.definition_class, step.is_added, step.reason, counts.get(step.definition_class, 0)
        )
        for step in steps_between(partition, start, end)
    )
    return Bridge(
        start,
        end,
        start_total=sum(counts.get(code, 0) for code in taken),
        end_total=sum(counts.get(code, 0) for code in given),
        both=sum(counts.get(code, 0) for code in taken if code in given),
        steps=steps,
    )
