"""Which tallies share a lattice, and where in it the cells of each of them lie.

Tallies of the same records share one: what the one shows must not give away what the other
withholds. Call-outs and those of them that were taken to hospital are one family so, parted by
where they went as offences are by the classes of the definitions. A tally with a filter of its own,
such as the offences without an hour, lies in one corner of its family's lattice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vrn.problem.placements import NO_LOCATION, OUTSIDE, UNKNOWN
from vrn.problem.units import ATTENDANCES, CALLOUTS, OFFENCES_RECORDED, PEOPLE
from vrn.problem.violence.left_out import BY_SECTOR
from vrn.release.headline.axes import NOT_PLACED, RECORDED
from vrn.release.headline.shapes import ANYWHERE, DISTRICT, NEIGHBOURHOOD, WHOLE_AREA
from vrn.terms.ages import NOT_RECORDED, UNDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.measure import Tally

_WITHOUT_DISTRICT = frozenset({OUTSIDE, NO_LOCATION, UNKNOWN})
_UNPLACED = {
    _WITHOUT_DISTRICT: DISTRICT,
    _WITHOUT_DISTRICT | {BY_SECTOR}: NEIGHBOURHOOD,
}
"""Of which level records of these placements have no place."""
_SIDES = {UNDER: {"age": UNDER}, NOT_RECORDED: {"dimension": "age_band", "code": NOT_RECORDED}}


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
        """Whether the tally counts records of this family, all of them or some."""
        shared = self.where.items()
        return tally.unit == self.unit and all(tally.where.get(n) == each for n, each in shared)


@dataclass(frozen=True, kw_only=True)
class Corner:
    """Where a tally's own filter leads in its family's lattice; empty where it leads nowhere."""

    label: str = ""
    age: str = ""
    level: str = ""
    place: str = ""
    dimension: str = ""
    code: str = ""


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


def family_of(tally: Tally) -> Family | None:
    """The family that a tally belongs to; None where no headline shape is of its records."""
    return next((family for family in FAMILIES if family.holds(tally)), None)


def corner_of(tally: Tally) -> Corner | None:
    """Where a tally's cells lie beside what is asked of it; None where no shape has them."""
    family = family_of(tally)
    if family is None:
        return None
    own = [(name, each) for name, each in tally.where.items() if name not in family.where]
    found = Corner(label=family.whole)
    for name, codes in own:
        further = _leads_to(name, codes, family)
        if further is None or any(getattr(found, part) for part in further if part != "label"):
            return None
        found = replace(found, **further)
    return found


def _leads_to(name: str, codes: tuple[str, ...], family: Family) -> dict[str, str] | None:
    """The parts of a corner that one filter settles; None where the shapes have no such cells."""
    if name == "placement":
        level = _UNPLACED.get(frozenset(codes))
        return {"level": level, "place": NOT_PLACED} if level else None
    if len(codes) != 1:
        return None
    if name == family.parted_by:
        return {"label": codes[0]}
    if name == "under_25":
        return _SIDES.get(codes[0])
    return {"dimension": name, "code": codes[0]} if name in (*ANYWHERE, *WHOLE_AREA) else None
