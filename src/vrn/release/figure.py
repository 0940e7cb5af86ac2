"""The sealed Figure: the only thing that a page, document, download or API may show.

A Figure is made in this room alone, from an exact count under the rules of a lane or from a signed
cube. Its seal is a keyed digest of all its fields under a key that lives and dies with the process:
a value built elsewhere, or changed after its making, does not hold and cannot be rendered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vrn.release.wording import show_interval, show_number, show_range
from vrn.terms import Area, Clearance, Level, Period

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = secrets.token_bytes(32)
RANGE = ("range_lower", "range_upper", "range_reason")
_LEAVES = frozenset({str, int, float, type(None)})
_WRITER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)


class ForgedFigureError(TypeError):
    """A figure's seal does not hold: it was not made by `vrn.release`, or was changed since."""


class State(StrEnum):
    """What a reader sees: a value, a withheld cell (never 0), or a value that cannot be had."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    NOT_AVAILABLE = "not available"


@dataclass(frozen=True)
class Provenance:
    """What a figure rests on: the cut, the definition, the code and the supplies (receipt ids).

    `set_beside` is the first and last month of the period that the figure's own is compared with,
    both in; empty where it is compared with none. `definitions` are the frozen texts that it was
    counted by, as "vrn-2019 version 1 (3f2a9c1b0d4e)"; empty for one that rests on none.
    """

    cut: int
    cut_hash: str
    definition: str
    code_version: str
    supplies: tuple[str, ...]
    set_beside: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Figure:
    """One released cell: its value with interval, numerator and denominator, and how it is known.

    `value` is in `unit`; `lower` and `upper` bound it at `confidence` by `method` (both None where
    the measure has no interval, with the reason in `method`). `by` holds the other dimensions of
    the cell as (dimension, code, label). `period` is start in, end in. `decimals` is how the value
    is printed, everywhere. `range_lower` and `range_upper` hold what the value is over three
    thresholds of linkage, rounded outward; `range_reason` says why there is no such range. All
    three are empty where the value rests on no linkage by a model.
    """

    measure: str
    title: str
    unit: str
    place: Area
    period: Period | None
    by: tuple[tuple[str, str, str], ...]
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float | None
    numerator: int | None
    denominator: float | None
    decimals: int
    method: str
    state: State
    reason: str
    clearance: Clearance
    provenance: Provenance
    seal: str
    range_lower: float | None = None
    range_upper: float | None = None
    range_reason: str = ""

    def __post_init__(self) -> None:
        check_seal(self)
        check_state(self)

    @property
    def id(self) -> str:
        """Sixteen hex digits of the figure's content: equal content, equal id, on any machine."""
        return _digest(self)[:16]

    @property
    def is_shown(self) -> bool:
        """Whether there is a value to show."""
        return self.state is State.SHOWN

    def __str__(self) -> str:
        check_seal(self)
        return show_number(self.value, self.decimals) if self.is_shown else self.state.value

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("a figure prints in one way only: leave the format empty")
        return str(self)

    def __repr__(self) -> str:
        """What a debugger shows: the number only where the seal holds."""
        if not _holds(self):
            return "<Figure: its seal does not hold>"
        return f"<Figure: {self.measure}, {self.place.name}: {self}>"

    @property
    def interval(self) -> str:
        """The interval in words, "between 6.1 and 6.4"; empty where there is none."""
        check_seal(self)
        return show_interval(self.lower, self.upper, self.decimals) if self.is_shown else ""

    @property
    def linkage_range(self) -> str:
        """The range over three thresholds of linkage in words, or why there is none; else empty."""
        check_seal(self)
        return show_range(self.range_lower, self.range_upper, self.decimals) or self.range_reason

    @property
    def months(self) -> frozenset[str]:
        """Every month that the value is made of, those it is set beside too; empty without any."""
        own = self.period.months if self.period else ()
        beside = Period(*self.provenance.set_beside).months if self.provenance.set_beside else ()
        return frozenset({*own, *beside})

    def label_of(self, dimension: str) -> str:
        """The label of one of the cell's dimensions; KeyError where the cell has no such one."""
        return {name: label for name, _, label in self.by}[dimension]

    def code_of(self, dimension: str) -> str:
        """The code of one of the cell's dimensions; KeyError where the cell has no such one."""
        return {name: code for name, code, _ in self.by}[dimension]

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values for JSON, with its id and the text that readers see."""
        check_seal(self)
        return {"id": self.id, "text": str(self), **contents(self)}


def contents(figure: Figure) -> dict[str, Any]:
    """Every field but the seal, as plain values; `definitions` and a range only where any."""
    period, place, rests = figure.period, figure.place, figure.provenance
    return {
        "measure": figure.measure,
        "title": figure.title,
        "unit": figure.unit,
        "place": [place.code, place.name, place.level.value],
        "period": [period.first, period.last] if period else None,
        "by": [list(part) for part in figure.by],
        "value": figure.value,
        "lower": figure.lower,
        "upper": figure.upper,
        "confidence": figure.confidence,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "decimals": figure.decimals,
        "method": figure.method,
        "state": figure.state.value,
        "reason": figure.reason,
        **_plain_range(figure),
        "clearance": figure.clearance.name,
        "provenance": {
            "cut": rests.cut,
            "cut_hash": rests.cut_hash,
            "definition": rests.definition,
            "code_version": rests.code_version,
            "supplies": list(rests.supplies),
            "set_beside": list(rests.set_beside),
            **({"definitions": list(rests.definitions)} if rests.definitions else {}),
        },
    }


def _plain_range(figure: Figure) -> dict[str, Any]:
    """A range or its reason; nothing where there is neither, as in all that was kept before."""
    found = {name: getattr(figure, name) for name in RANGE}
    return found if any(part not in (None, "") for part in found.values()) else {}


def check_seal(figure: object) -> None:
    """Raises ForgedFigureError unless the value is a Figure whose seal holds."""
    if type(figure) is not Figure:
        raise ForgedFigureError(f"only a Figure can be shown, not a {type(figure).__name__}")
    if not _holds(figure):
        raise ForgedFigureError(
            "this figure's seal does not hold: it was not made by vrn.release or was changed since"
        )


def check_state(figure: Figure) -> None:
    """Raises ValueError unless a shown figure has a value and a withheld one gives nothing away."""
    measured = (figure.value, figure.lower, figure.upper)
    behind = (figure.numerator, figure.denominator)
    if figure.is_shown and figure.value is None:
        raise ValueError(f"a shown figure of {figure.measure} has no value")
    if not figure.is_shown and measured != (None, None, None):
        raise ValueError(f"a figure of {figure.measure} is {figure.state} and has a value or limit")
    if figure.state is State.WITHHELD and behind != (None, None):
        raise ValueError(f"a withheld figure of {figure.measure} names what stands behind it")
    lower, upper = figure.range_lower, figure.range_upper
    if (lower is None) != (upper is None) or (lower is not None and figure.range_reason):
        raise ValueError(f"a figure of {figure.measure} has half a range, or one and a reason")
    if not figure.is_shown and _plain_range(figure):
        raise ValueError(f"a figure of {figure.measure} is {figure.state} and has a range")


def _holds(figure: Figure) -> bool:
    """Whether the seal is that of these very fields, each of a figure's own type.

    A subclass of text or of a number could say one thing to the seal and another to the page.
    """
    try:
        plain = contents(figure)
        if not (_has_own_types(figure) and _is_plain(plain)):
            return False
        digest = hashlib.sha256(_canonical(plain)).hexdigest()
        return hmac.compare_digest(str(figure.seal), _seal(digest))
    except (AttributeError, TypeError, ValueError):
        return False  # a field is missing, or is nothing that a figure can hold


def _has_own_types(figure: Figure) -> bool:
    place, rests = figure.place, figure.provenance
    return (
        type(place) is Area
        and type(place.level) is Level
        and type(figure.state) is State
        and type(figure.clearance) is Clearance
        and type(rests) is Provenance
        and type(rests.supplies) is tuple
        and type(rests.set_beside) is tuple
        and type(rests.definitions) is tuple
        and type(figure.by) is tuple
        and all(type(part) is tuple for part in figure.by)
        and (figure.period is None or type(figure.period) is Period)
    )


def _is_plain(part: object) -> bool:
    """Whether all of it is JSON's own types, and no heirs of them; asked whenever one is shown."""
    if type(part) in _LEAVES:
        return True
    if type(part) is dict:
        inside: Iterable[object] = part.values()
    elif type(part) is list:
        inside = part
    else:
        return False
    for inner in inside:  # noqa: SIM110 - a generator takes twice as long
        if type(inner) not in _LEAVES and not _is_plain(inner):
            return False
    return True


def _make(plain: dict[str, Any]) -> Figure:
    """Seals plain fields into a Figure. For this room only: `tests/architecture` holds it so."""
    wrong = [name for name, part in plain.items() if not _is_plain(part)]
    if wrong:
        raise TypeError(f"a figure is made of plain Python values; {', '.join(wrong)} is not")
    plain = {**plain, "provenance": {"set_beside": [], **plain["provenance"]}}
    plain = _with_range(plain)
    digest = hashlib.sha256(_canonical(plain)).hexdigest()
    first_last = plain["period"]
    return Figure(
        **{
            **plain,
            "place": Area(plain["place"][0], plain["place"][1], Level(plain["place"][2])),
            "period": Period(*first_last) if first_last else None,
            "by": tuple((name, code, label) for name, code, label in plain["by"]),
            "state": State(plain["state"]),
            "clearance": Clearance[plain["clearance"]],
            "provenance": Provenance(
                **{name: _frozen(part) for name, part in plain["provenance"].items()}
            ),
        },
        seal=_seal(digest),
    )


def _with_range(plain: dict[str, Any]) -> dict[str, Any]:
    """The fields with all three of a range where one of them says anything, else with none."""
    said = {name: plain[name] for name in RANGE if plain.get(name) not in (None, "")}
    own = {name: part for name, part in plain.items() if name not in RANGE}
    return {**own, **dict.fromkeys(RANGE), "range_reason": "", **said} if said else own


def _frozen(part: Any) -> Any:
    return tuple(part) if isinstance(part, list) else part


def _canonical(plain: dict[str, Any]) -> bytes:
    return _WRITER.encode(plain).encode()


def _digest(figure: Figure) -> str:
    return hashlib.sha256(_canonical(contents(figure))).hexdigest()


def _seal(digest: str) -> str:
    return hmac.new(_KEY, digest.encode(), hashlib.sha256).hexdigest()
