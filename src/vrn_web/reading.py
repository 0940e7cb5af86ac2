"""What the site reads: the register of what was released. The one door to it for every page.

Each cube has one clearance, which the register names beside it. Lists leave out what the reader
is not cleared for; without a word they hold open data alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from vrn.release.register import CubeEntry, NotReleasedError, Released, open_released
from vrn.release.register_file import ask_register
from vrn.terms import Clearance
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "NotClearedError", "NotReleasedError", "Released", "entries", "entries_of", "entries_of_cut",
    "ids_resting_on", "released",
]  # fmt: skip


class NotClearedError(LookupError):
    """What is asked for was released, and not for this reader."""


def released() -> Released:
    """The register of the partnership that is served; NotReleasedError where there is none yet."""
    site = current_site()
    return open_released(site.released, site.public_key)


def entries(clearance: Clearance = Clearance.OPEN) -> Sequence[CubeEntry]:
    """The newest cube of each shape that a reader so cleared may see, in the order of release.

    Empty where nothing was released. A cube whose clearance the register does not know is left out.
    """
    try:
        register = released()
    except NotReleasedError:
        return ()
    named = _named(clearance)
    rows = ask_register(register.folder, "SELECT sha256, clearance FROM cube", ())
    cleared = {sha256 for sha256, name in rows if name in named}
    return tuple(entry for entry in register.entries() if entry.sha256 in cleared)


def entries_of(measure: str, clearance: Clearance) -> Sequence[CubeEntry]:
    """The entries of one measure that a reader so cleared may see; there is at least one.

    NotReleasedError where none was released, NotClearedError where none of them may be seen.
    """
    found = [one for one in entries(Clearance.OPERATIONAL) if one.measure == measure]
    if not found:
        raise NotReleasedError(f"no cube of a measure {measure} was released")
    cleared = [one for one in entries(clearance) if one.measure == measure]
    if not cleared:
        raise NotClearedError(measure)
    return cleared


def entries_of_cut(cut: int, clearance: Clearance) -> Sequence[CubeEntry]:
    """Every cube of one cut that a reader so cleared may see, in the order of release."""
    register = released()
    named = _named(clearance)
    rows = ask_register(
        register.folder,
        "SELECT sha256, measure, split, filter, period, clearance FROM cube "
        "WHERE cut = ? ORDER BY position",
        (cut,),
    )
    return tuple(
        CubeEntry(sha256, measure, _parts(split, ","), _pairs(where), period, cut)
        for sha256, measure, split, where, period, name in rows
        if name in named
    )


def _parts(text: str, sign: str) -> tuple[str, ...]:
    return tuple(text.split(sign)) if text else ()


def _pairs(where: str) -> tuple[tuple[str, str], ...]:
    parted = (part.partition("=") for part in _parts(where, ";"))
    return tuple((name, unquote(code)) for name, _, code in parted)


def ids_resting_on(receipt: str, clearance: Clearance) -> Sequence[str]:
    """The figures on a supply that a reader so cleared may see, those used in documents first.

    NotReleasedError where no figure rests on it, NotClearedError where none of them may be seen.
    """
    register = released()
    found = register.figures_on(receipt)
    if not found:
        raise NotReleasedError(f"no released figure rests on a supply {receipt}")
    named = _named(clearance)
    rows = ask_register(
        register.folder,
        "SELECT figure.id, cube.clearance FROM rests JOIN figure ON figure.id = rests.figure "
        "JOIN cube ON cube.sha256 = figure.cube WHERE rests.supply = ?",
        (receipt,),
    )
    cleared = {figure for figure, name in rows if name in named}
    if not cleared:
        raise NotClearedError(receipt)
    return tuple(figure for figure in found if figure in cleared)


def _named(clearance: Clearance) -> set[str]:
    return {one.name for one in Clearance if one <= clearance}
