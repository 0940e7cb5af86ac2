"""Which tallies share a lattice, and which of its labels each of them is.

Tallies of the same records share one: what the one shows must not give away what the other
withholds. Call-outs and those of them that were taken to hospital are one family so, parted by
where they went as offences are by the classes of the definitions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vrn.problem.units import ATTENDANCES, CALLOUTS, OFFENCES_RECORDED, PEOPLE
from vrn.release.headline.axes import RECORDED
from vrn.release.lanes import NoLaneError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Tally


@dataclass(frozen=True, kw_only=True)
class Family:
    """Tallies of the same records: their unit, the filter they share, and what parts them.

    `parted_by` is the column whose codes part the records; where these are no classes of
    definitions they are `parts`. `whole` is the name of all the family's records together. With
    `counts_persons` a number is of distinct people.
    """

    name: str
    unit: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parted_by: str = "definition_class"
    parts: tuple[str, ...] = ()
    whole: str = ""
    counts_persons: bool = False

    def holds(self, tally: Tally) -> bool:
        """Whether the tally counts records of this family, all of them or one of its parts."""
        own = {name: each for name, each in tally.where.items() if name != self.parted_by}
        return tally.unit == self.unit and own == dict(self.where)

    def label_of(self, tally: Tally) -> str:
        """The label of the tally's records where it is asked under no definition."""
        (label,) = tally.where.get(self.parted_by, (self.whole,))
        return label


FAMILIES = (
    Family(name="offences", unit=OFFENCES_RECORDED, whole=RECORDED),
    Family(name="victims", unit=PEOPLE, where={"role": ("victim",)}, counts_persons=True),
    Family(name="suspects", unit=PEOPLE, where={"role": ("suspect",)}, counts_persons=True),
    Family(
        name="attendances",
        unit=ATTENDANCES,
        where={"intent": ("assault",), "residence": ("resident",)},
    ),
    Family(
        name="call-outs",
        unit=CALLOUTS,
        where={"violent": ("violence",)},
        parted_by="conveyed",
        parts=("conveyed", "not conveyed"),
        whole="violence",
    ),
)


def family_of(tally: Tally) -> Family:
    """The family that a tally belongs to; NoLaneError where no headline shape is of it."""
    for family in FAMILIES:
        if family.holds(tally):
            return family
    raise NoLaneError(
        f"no headline shape is of '{tally.indicator.name}' filtered by "
        f"{', '.join(tally.where) or 'nothing'}: it can leave as a finding alone, or not at all"
    )
