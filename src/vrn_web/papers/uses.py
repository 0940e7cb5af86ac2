"""Where the places of documents that use a figure stand on this site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from vrn_web.papers.editions import PROFILE, readable_paper

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


def placed_uses(uses: Iterable[Use]) -> list[PlacedUse]:
    """Each use with its address: on the chapter's page in the current edition, else in the old one.

    The current edition comes first.
    """
    paper = readable_paper()
    found = []
    for use in uses:
        if use.name != PROFILE:
            continue
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
    return sorted(found, key=lambda one: (not one.is_current, one.edition))


def _in_edition(use: Use) -> str:
    anchor = use.place.replace(" ", "-") if use.place.startswith("paragraph ") else ""
    address = reverse("profile_edition", args=[use.edition])
    return f"{address}#{anchor}" if anchor else address
