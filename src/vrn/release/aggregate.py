"""The sealed AggregateFigure: a cell of a table that was counted elsewhere, shown as supplied.

Nothing is worked out of it: it has no interval, is never added to another, and says whose number
it is, what they count and how they treat small ones. It is made in this room alone; a value built
elsewhere, or changed after its making, does not hold and cannot be shown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vrn.release.figure import ForgedFigureError
from vrn.release.wording import show_number

if TYPE_CHECKING:
    from vrn.terms import Clearance

_KEY = secrets.token_bytes(32)


class CellState(StrEnum):
    """What a supplied cell says: a number, zero, or one of three reasons for none."""

    SHOWN = "shown"
    ZERO = "zero"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not available"
    LOW = "low"


_WORDS = {
    CellState.SUPPRESSED: "suppressed by the supplier",
    CellState.NOT_AVAILABLE: "not available",
    CellState.LOW: "low: more than 0, and rounds to it",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the supplier says of all cells of a table, and what they rest on.

    `table` is the name of its text and `text_sha256` the digest of it; `supplies` are receipt ids.
    """

    table: str
    title: str
    publisher: str
    reference: str
    definition: str
    small_numbers: str
    caveat: str
    text_sha256: str
    clearance: Clearance
    cut: int
    cut_hash: str
    code_version: str
    supplies: tuple[str, ...]

    @property
    def citation(self) -> str:
        """Whose numbers they are and where they stand: "Department for Education, Exclusions"."""
        return f"{self.publisher}, {self.reference}"


@dataclass(frozen=True, kw_only=True, repr=False)
class AggregateFigure:
    """One cell as supplied: what is counted, where, when, of whom, and what stands in the cell.

    `written` is the cell sign by sign; `value` is None wherever `state` is neither shown nor zero.
    `period`, `part` (of the period) and `groups` are in the supplier's words.
    """

    told: Told
    counted: str
    unit: str
    area: str
    area_code: str
    period: str
    part: str
    groups: tuple[str, ...]
    written: str
    value: float | None
    decimals: int | None
    state: CellState
    seal: str

    def __post_init__(self) -> None:
        check_aggregate(self)
        if (self.value is None) is (self.state in (CellState.SHOWN, CellState.ZERO)):
            raise ValueError(f"a cell of {self.told.table} is {self.state} with {self.value}")

    @property
    def id(self) -> str:
        """Sixteen hex digits of the content: equal content, equal id, on any machine."""
        return hashlib.sha256(_canonical(self)).hexdigest()[:16]

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to show, 0 among them."""
        return self.value is not None

    def __str__(self) -> str:
        check_aggregate(self)
        if self.value is None:
            return _WORDS[self.state]
        return self.written if self.decimals is None else show_number(self.value, self.decimals)

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("a figure prints in one way only: leave the format empty")
        return str(self)

    def __repr__(self) -> str:
        """What a debugger shows: the number only where the seal holds."""
        if not _holds(self):
            return "<AggregateFigure: its seal does not hold>"
        return f"<AggregateFigure: {self.told.table}, {self.area}: {self}>"

    @property
    def sentence(self) -> str:
        """The cell as a sentence, with nothing worked out: where, when, of whom, what."""
        check_aggregate(self)
        when = f"{self.part} {self.period}".strip()
        of = "; ".join((self.counted, *(group for group in self.groups if group)))
        told = f"{self} ({self.unit})" if self.is_shown else str(self)
        return f"{self.area}, {when}: {of}: {told}."

    def as_json(self) -> dict[str, Any]:
        """The cell as plain values for JSON, with its id and the text that readers see."""
        check_aggregate(self)
        return {"id": self.id, "text": str(self), **_contents(self)}


def check_aggregate(figure: object) -> None:
    """Raises ForgedFigureError unless the value is an AggregateFigure whose seal holds."""
    if type(figure) is not AggregateFigure:
        name = type(figure).__name__
        raise ForgedFigureError(f"only an AggregateFigure is a supplied cell, not a {name}")
    if not _holds(figure):
        raise ForgedFigureError(
            "this figure's seal does not hold: it was not made by vrn.release or was changed since"
        )


def _contents(figure: AggregateFigure) -> dict[str, Any]:
    """Every field but the seal, as plain values."""
    names = [f.name for f in fields(figure) if f.name not in ("seal", "told")]
    own = {name: getattr(figure, name) for name in names}
    told = {**asdict(figure.told), "clearance": figure.told.clearance.name}
    return {**own, "state": figure.state.value, "told": told}


def _canonical(figure: AggregateFigure) -> bytes:
    return json.dumps(
        _contents(figure),
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode()


def _holds(figure: AggregateFigure) -> bool:
    """Whether the seal is that of these very fields, each of its own type and no heir of it."""
    try:
        texts = (*figure.groups, figure.counted, figure.unit, figure.area, figure.written)
        texts += (figure.area_code, figure.period, figure.part)
        is_plain = all(type(text) is str for text in texts) and type(figure.groups) is tuple
        is_plain &= type(figure.told) is Told and type(figure.state) is CellState
        is_plain &= figure.value is None or type(figure.value) is float
        return is_plain and hmac.compare_digest(str(figure.seal), _seal(_canonical(figure)))
    except (AttributeError, TypeError, ValueError):
        return False  # a field is missing, or is nothing that a figure can hold


def _seal(content: bytes) -> str:
    return hmac.new(_KEY, content, hashlib.sha256).hexdigest()


def _make_aggregate(told: Told, **cell: Any) -> AggregateFigure:
    """Seals a cell. For this room only: `tests/architecture` holds it so."""
    bare = object.__new__(AggregateFigure)
    for name, part in {"told": told, **cell}.items():
        object.__setattr__(bare, name, part)
    return AggregateFigure(told=told, **cell, seal=_seal(_canonical(bare)))
