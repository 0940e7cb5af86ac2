"""Made-up figures for tests: sealed as real ones are, of places that do not exist."""

from __future__ import annotations

from typing import Any

from vrn.release.figure import Figure, _make
from vrn.terms import Area, Clearance, Level, Period

WHOLE = Area("Z00000001", "Westmere", Level.WHOLE)
_PROVENANCE = {
    "cut": 1,
    "cut_hash": "c" * 64,
    "definition": "d" * 64,
    "code_version": "test",
    "supplies": ["0" * 16],
}
_PLAIN: dict[str, Any] = {
    "measure": "violence",
    "title": "Violence offences",
    "unit": "offences",
    "place": [WHOLE.code, WHOLE.name, WHOLE.level.value],
    "period": ["2021-01", "2021-12"],
    "by": [],
    "value": 412.0,
    "lower": None,
    "upper": None,
    "confidence": None,
    "numerator": 412,
    "denominator": None,
    "decimals": 0,
    "method": "a count of records has no interval",
    "state": "shown",
    "reason": "",
    "clearance": "OPEN",
    "provenance": _PROVENANCE,
}


def make_figure(**overrides: Any) -> Figure:
    """A sealed figure: 412 violence offences in Westmere in 2021, but for what is overridden.

    Takes the fields of Figure, as values (Area, Period, Clearance) or plain as in `contents`; and
    `month="2021-03"` for a period of one month. A state other than shown takes the value away.
    """
    month = overrides.pop("month", None)
    plain = {**_PLAIN, **{name: _plain(value) for name, value in overrides.items()}}
    if month:
        plain["period"] = [month, month]
    if plain["state"] != "shown":
        plain |= dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    if plain["lower"] is not None and plain["confidence"] is None:
        plain |= {"confidence": 0.95, "method": "Byar"}
    return _make(plain)


def _plain(value: Any) -> Any:
    match value:
        case Area():
            return [value.code, value.name, value.level.value]
        case Period():
            return [value.first, value.last]
        case Clearance():
            return value.name
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value
