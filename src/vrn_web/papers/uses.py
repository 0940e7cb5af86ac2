"""Where the places of documents that use a figure stand on this site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.terms import Clearance
from vrn_web.papers.editions import PAPERS, PROFILE, address_in, readable_paper

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.release.register import Use


@dataclass(frozen=True, kw_only=True)
class PlacedUse:
    """One place where a figure stands, with its address; `is_current` where the edition is."""

    name: str
    edition: str
    place: str
    address: str
    is_current: bool


def readable_names(clearance: Clearance) -> tuple[str, ...]:
    """The documents whose pages a reader so cleared may open."""
    return PAPERS if clearance > Clearance.OPEN else (PROFILE,)


def placed_uses(uses: Iterable[Use], *, clearance: Clearance = Clearance.OPEN) -> list[PlacedUse]:
    """Each use with its address: on the chapter's page in the current edition, else in the old one.

    The current editions come first. Documents that the reader may not open are left out.
    """
    found = []
    papers = {name: readable_paper(name) for name in readable_names(clearance)}
    for use in uses:
        if use.name not in papers:
            continue
        paper = papers[use.name]
        is_current = paper is not None and use.edition == paper.edition
        address = paper.address_of(use.place) if paper is not None and is_current else None
        found.append(
            PlacedUse(
                name=use.name,
                edition=use.edition,
                place=use.place,
                address=address or _in_edition(use),
                is_current=is_current,
            )
        )
    return sorted(found, key=lambda one: (not one.is_current, one.name, one.edition))


def _in_edition(use: Use) -> str:
    anchor = use.place.replace(" ", "-") if use.place.startswith("paragraph ") else ""
    address = address_in(use.name, "edition", use.edition)
    return f"{address}#{anchor}" if anchor else address
