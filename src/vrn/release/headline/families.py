"""Which tallies share a lattice, and where in it a measured cell lies.

Tallies of the same records share one: what the one shows must not give away what the other
withholds. Call-outs and those of them that were taken to hospital are one family so, parted by
where they went as offences are by the classes of the definitions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vrn.problem.measure import TIME_DIMENSIONS, Tally
from vrn.problem.units import ATTENDANCES, CALLOUTS, OFFENCES_RECORDED, PEOPLE
from vrn.release.headline.axes import ALL_AGES, NOT_PLACED, RECORDED, Address
from vrn.release.headline.shapes import DISTRICT, NEIGHBOURHOOD, WHOLE
from vrn.terms.ages import NOT_RECORDED, UNDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.terms import Period

    Codes = Mapping[str, tuple[str, ...]]

_UNPLACED = frozenset({"outside the area", "no location", "unknown code"})
_OF_CELL = frozenset({*TIME_DIMENSIONS, "district", "neighbourhood", "age_group"})


class NoCellError(LookupError):
    """The lattices hold no such cell: what was asked is parted in a way that none of them has."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """Tallies of the same records: their unit, the filter they share, and what parts them.

    `parted_by` is the column whose codes part the family's records where no definition does, and
    `whole` the name of all of them together. With `counts_persons` a number is of distinct people.
    """

    name: str
    unit: str
    where: Codes = field(default_factory=dict)
    parted_by: str = "definition_class"
    parts: tuple[str, ...] = ()
    whole: str = ""
    counts_persons: bool = False

    def holds(self, tally: Tally) -> bool:
        """Whether the tally counts records of this family."""
        own = self.where.items()
        return tally.unit == self.unit and all(tally.where.get(name) == each for name, each in own)


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
    """The family that a tally belongs to; NoCellError where it belongs to none."""
    for family in FAMILIES:
        if family.holds(tally):
            return family
    raise NoCellError(f"no headline shape is of {tally.indicator.title.lower()}")


def address_of(tally: Tally, codes: Mapping[str, str], period: Period) -> Address:
    """Where a tally's cell lies: `codes` are its dimensions, of the split and of the filter.

    NoCellError where it is crossed by more than one further dimension, or filtered as none is.
    """
    family = family_of(tally)
    own = {name: each for name, each in tally.where.items() if name not in family.where}
    level, place = _place(codes)
    label = codes.get("definition") or codes.get(family.parted_by) or family.whole
    age = codes.get("age_group", ALL_AGES)
    further = {
        name: code
        for name, code in codes.items()
        if name not in _OF_CELL and name not in ("definition", family.parted_by)
    }
    for name, each in own.items():
        if name == "placement" and level == WHOLE and {*each} == _UNPLACED:
            level, place = DISTRICT, NOT_PLACED
        elif len(each) != 1:
            raise NoCellError(f"no headline shape takes several codes of {name} together")
        elif name == family.parted_by:
            label = each[0]
        elif name == "under_25" and each == (UNDER,):
            age = UNDER
        elif name == "under_25" and each == (NOT_RECORDED,):
            further["age_band"] = NOT_RECORDED
        elif further.setdefault(name, each[0]) != each[0]:
            raise NoCellError(f"the filter by {name} contradicts the measure's own")
    if len(further) > 1:
        raise NoCellError(f"no headline shape crosses {' and '.join(sorted(further))}")
    dimension, code = next(iter(further.items()), ("", ""))
    months = ",".join(period.months)
    return Address(level, place, months, label, age, dimension, code)


def _place(codes: Mapping[str, str]) -> tuple[str, str]:
    for level in (NEIGHBOURHOOD, DISTRICT):
        if level in codes:
            return level, codes[level]
    return WHOLE, ""
