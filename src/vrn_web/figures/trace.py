"""The walk back: from a figure to its supplies and documents, and from a supply to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn_web.figures.measures import indicator_of
from vrn_web.figures.naming import name_of
from vrn_web.paging import cut_page
from vrn_web.papers.addresses import placed_uses
from vrn_web.reading import released

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50


@dataclass(frozen=True)
class NamedSupply:
    """A supply's receipt id with its facts."""

    id: str
    facts: dict[str, Any]


@require_safe
def figure(request: HttpRequest, figure_id: str) -> HttpResponse:
    """How one figure is known: measure, cut, code, supplies, and every document that uses it."""
    register = released()
    found = register.figure(figure_id)
    supplies = [NamedSupply(one, register.supply(one)) for one in found.provenance.supplies]
    return render(
        request,
        "figures/figure.html",
        {
            "figure": found,
            "name": name_of(found),
            "indicator": indicator_of(found.measure),
            "supplies": sorted(supplies, key=lambda one: str(one.facts.get("file", ""))),
            "uses": placed_uses(register.uses_of(figure_id)),
        },
    )


@require_safe
def supply(request: HttpRequest, receipt: str) -> HttpResponse:
    """The facts of a supply, with the figures and the paragraphs that rest on it."""
    register = released()
    facts = register.supply(receipt)
    total = register.count_on(receipt)
    page = cut_page(request.GET.get("page"), total=total, size=A_PAGE)
    ids = register.figures_on(receipt, start=page.start, limit=A_PAGE)
    return render(
        request,
        "figures/supply.html",
        {
            "receipt": receipt,
            "facts": facts,
            "figures": [register.figure(one) for one in ids],
            "total": total,
            "page": page,
            "uses": placed_uses(register.uses_on(receipt)),
        },
    )
