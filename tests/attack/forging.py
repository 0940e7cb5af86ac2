"""Every way we know to come by a Figure that `vrn.release` did not make, or did not make so."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, fields, make_dataclass, replace
from typing import TYPE_CHECKING, Any

from figures import make_figure

from vrn.release.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

FORGED = 99_887.0
"""The number that no page may show; `make_figure` gives another."""


def fields_of(figure: Figure) -> dict[str, Any]:
    return {part.name: getattr(figure, part.name) for part in fields(figure)}


def from_nothing(**held: Any) -> Figure:
    """A Figure that never went through its own birth."""
    figure = object.__new__(Figure)
    for name, value in held.items():
        object.__setattr__(figure, name, value)
    return figure


def changed(figure: Figure | None = None, **parts: Any) -> Figure:
    """A true figure, changed after its making past the guard of a frozen dataclass."""
    figure = figure or make_figure()
    for name, value in (parts or {"value": FORGED}).items():
        object.__setattr__(figure, name, value)
    return figure


class LyingNumber(float):
    """Equal to the sealed number for JSON, and another for whoever prints it."""

    def __repr__(self) -> str:
        return repr(FORGED)

    __str__ = __repr__


class LyingText(str):
    """Equal to the sealed text for JSON, and mark-up for whoever asks for its HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<b>{FORGED:.0f}</b>"

    def __str__(self) -> str:
        return f"{FORGED:.0f}"


class Heir(Figure):
    """A subclass that skips the check at its birth and prints what it likes."""

    def __post_init__(self) -> None:
        pass

    def __str__(self) -> str:
        return f"{self.value:.0f}"


@dataclass(frozen=True)
class LyingPlace:
    """Gives the sealed name when it is asked first, and another name ever after."""

    code: str
    level: Any
    asked: list[int]

    @property
    def name(self) -> str:
        self.asked.append(1)
        return "Westmere" if len(self.asked) == 1 else f"{FORGED:.0f}"


def look_alike() -> Any:
    """A class of the same name with the same fields and the seal of a true figure."""
    held = fields_of(make_figure())
    kind = make_dataclass("Figure", held, frozen=True)
    kind.__module__ = Figure.__module__
    kind.__str__ = lambda self: f"{self.value:.0f}"
    kind.interval = ""
    kind.is_shown = True
    kind.id = make_figure().id
    return kind(**{**held, "value": FORGED})


def renamed() -> Figure:
    """A true figure whose class was put in another's place."""
    figure = changed()
    object.__setattr__(figure, "__class__", Heir)
    return figure


def _lying_place() -> LyingPlace:
    place = make_figure().place
    return LyingPlace(place.code, place.level, [])


AT_BIRTH: dict[str, Callable[[], object]] = {
    "dataclasses.replace": lambda: replace(make_figure(), value=FORGED),
    "replace with nothing new but a seal": lambda: replace(make_figure(), seal="0" * 64),
    "the constructor": lambda: Figure(**{**fields_of(make_figure()), "value": FORGED}),
    "another figure's seal": lambda: replace(make_figure(value=FORGED), seal=make_figure().seal),
    "a seal that is not text": lambda: replace(make_figure(), seal=None),  # type: ignore[arg-type]
    "a seal that is not ASCII": lambda: replace(make_figure(), seal="é" * 64),
    "a lying number": lambda: replace(make_figure(), value=LyingNumber(412.0)),
}
"""Refused while they are made."""

AFTER_BIRTH: dict[str, Callable[[], Any]] = {
    "object.__setattr__": changed,
    "object.__setattr__ of the unit": lambda: changed(unit=f"{FORGED:.0f} offences"),
    "object.__setattr__ of the clearance": lambda: changed(clearance=None),
    "object.__new__ with fields": lambda: from_nothing(
        **{**fields_of(make_figure()), "value": FORGED}
    ),
    "object.__new__ with some fields": lambda: from_nothing(value=FORGED, seal="0" * 64),
    "object.__new__ with none": from_nothing,
    "a pickle of a changed figure": lambda: pickle.loads(pickle.dumps(changed())),
    "a copy, changed": lambda: changed(copy.copy(make_figure())),
    "a deep copy, changed": lambda: changed(copy.deepcopy(make_figure())),
    "the dictionary": lambda: _through_dictionary(),  # noqa: PLW0108 - it stands below
    "a lying number put in": lambda: changed(value=LyingNumber(412.0)),
    "a lying text put in": lambda: changed(title=LyingText("Violence offences")),
    "a lying place put in": lambda: changed(place=_lying_place()),
    "a value without a number": lambda: changed(value=None),
    "a value that is no number": lambda: changed(value=float("nan")),
    "a list where a tuple was": lambda: changed(by=[["district", "Z", "Northby"]]),
}
"""Made, and refused by whoever would show them."""

LOOK_ALIKES: dict[str, Callable[[], Any]] = {
    "a class of the same name": look_alike,
    "a subclass": lambda: Heir(**{**fields_of(make_figure()), "value": FORGED}),
    "a figure given another class": renamed,
}
"""They print what they like by themselves; nothing of ours takes them."""


def _through_dictionary() -> Figure:
    figure = make_figure()
    figure.__dict__["value"] = FORGED
    return figure
