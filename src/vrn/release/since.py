"""As published and now, side by side: each figure of a document beside that of the latest cut.

Released figures alone: whoever may read the document may read this, and no row is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.release.figure import Figure
    from vrn.release.register import Released


class What(StrEnum):
    """What became of a published figure, in the order in which figures are listed."""

    MOVED = "moved"
    NOT_AGAIN = "not released again"
    SAME = "the same"


_ORDER = tuple(What)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One figure of a document with that of the latest cut (None: none of its shape is later).

    `places` are where it stands; `differs` what released metadata can say of why it moved.
    """

    places: tuple[str, ...]
    published: Figure
    now: Figure | None
    what: What
    differs: tuple[str, ...]


def what_changed_since(released: Released, name: str, edition: str) -> tuple[Beside, ...]:
    """Every figure of an edition beside its value of now: those that moved first, then by place.

    Now is the latest cut of which a cube of the same measure, split, filter and period was
    released. A figure is the same where value and interval are, as they are printed.
    """
    places: dict[str, list[str]] = {}
    for figure, place in released.figures_in(name, edition):
        places.setdefault(figure, []).append(place)
    beside = [
        _beside(released, released.figure(figure), tuple(dict.fromkeys(where)))
        for figure, where in places.items()
    ]
    return tuple(sorted(beside, key=lambda one: _ORDER.index(one.what)))


def _beside(released: Released, figure: Figure, places: tuple[str, ...]) -> Beside:
    now = _of_now(released, figure)
    if now is None:
        what = What.NOT_AGAIN
    elif (str(now), now.interval) == (str(figure), figure.interval):
        what = What.SAME
    else:
        what = What.MOVED
    told = tuple(differences(figure, now)) if now is not None and what is What.MOVED else ()
    return Beside(places=places, published=figure, now=now, what=what, differs=told)


def _of_now(released: Released, figure: Figure) -> Figure | None:
    """The figure of the same cell in the latest cube of its shape.

    None where that cube has no such cell, and where a later cut was released without the shape.
    """
    latest = released.latest_like(figure.id)
    now = next((each for each in latest.figures if _cell(each) == _cell(figure)), None)
    own = figure.provenance.cut
    if now is None or (now.provenance.cut == own and own < released.latest_cut()):
        return None
    return now


def _cell(figure: Figure) -> tuple[object, ...]:
    return (figure.place.code, figure.period, tuple((name, code) for name, code, _ in figure.by))


def differences(before: Figure, after: Figure) -> Iterator[str]:
    """What released metadata says of why two figures of one cell differ."""
    old, new = before.provenance, after.provenance
    if old.cut != new.cut:
        yield f"another cut: {old.cut}, now {new.cut}"
    came, went = set(new.supplies) - set(old.supplies), set(old.supplies) - set(new.supplies)
    if came or went:
        yield f"other supplies: {len(came)} came, {len(went)} went"
    if _texts(old.definition, old.definitions) != _texts(new.definition, new.definitions):
        yield f"another definition: {_said(old.definitions)}, now {_said(new.definitions)}"
    if old.code_version != new.code_version:
        yield f"another version of the code: {old.code_version}, now {new.code_version}"
    if before.method != after.method:
        yield "another method, or its words"


def _texts(measure: str, frozen: Sequence[str]) -> tuple[str, ...]:
    return (measure, *frozen)


def _said(definitions: Sequence[str]) -> str:
    return ", ".join(definitions) or "that of the measure"
