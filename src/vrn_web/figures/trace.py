"""The walk back: from a figure to its supplies and documents, and from a supply to its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn.release.tracing import name_of, trace_figure, trace_supply
from vrn_web.figures.measures import indicator_of
from vrn_web.paging import cut_page
from vrn_web.papers.uses import placed_uses
from vrn_web.reading import released

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50


@require_safe
def figure(request: HttpRequest, figure_id: str) -> HttpResponse:
    """How one figure is known: measure, cut, code, supplies, and every document that uses it."""
    found = trace_figure(released(), figure_id)
    return render(
        request,
        "figures/figure.html",
        {
            "figure": found.figure,
            "name": name_of(found.figure),
            "indicator": indicator_of(found.figure.measure),
            "supplies": found.supplies,
            "uses": placed_uses(found.uses),
        },
    )


@require_safe
def supply(request: HttpRequest, receipt: str) -> HttpResponse:
    """The facts of a supply, with the figures and the paragraphs that rest on it."""
    register = released()
    total = register.count_on(receipt)
    page = cut_page(request.GET.get("page"), total=total, size=A_PAGE)
    found = trace_supply(register, receipt, start=page.start, limit=A_PAGE)
    return render(
        request,
        "figures/supply.html",
        {
            "receipt": receipt,
            "facts": found.facts,
            "figures": found.figures,
            "total": found.total,
            "page": page,
            "uses": placed_uses(found.uses),
        },
    )
