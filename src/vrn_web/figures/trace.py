"""The walk back: from a figure to its supplies and documents, and from a supply to its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn.release.tracing import ended_words, name_of, trace_figure
from vrn.terms import Clearance
from vrn_web.figures.measures import indicator_of
from vrn_web.guard import check_clearance, clearance_of
from vrn_web.paging import cut_page
from vrn_web.papers.uses import placed_uses
from vrn_web.reading import ids_resting_on, released
from vrn_web.stewardship.asking import ended_agreements
from vrn_web.words import lane_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50


@require_safe
def figure(request: HttpRequest, figure_id: str) -> HttpResponse:
    """How one figure is known: measure, cut, code, supplies, and every document that uses it."""
    found = trace_figure(released(), figure_id)
    check_clearance(request, found.figure)
    return render(
        request,
        "figures/figure.html",
        {
            "figure": found.figure,
            "name": name_of(found.figure),
            "indicator": indicator_of(found.figure.measure),
            "is_open": found.figure.clearance is Clearance.OPEN,
            "lane": lane_words(found.figure.clearance),
            "said_otherwise": (
                "month",
                "quarter",
                "year",
                "district",
                "neighbourhood",
                "small_area",
            ),
            "supplies": found.supplies,
            "ended": sorted(
                {words for _, words in ended_words(found.supplies, ended_agreements())}
            ),
            "uses": placed_uses(found.uses, clearance=clearance_of(request)),
        },
    )


@require_safe
def supply(request: HttpRequest, receipt: str) -> HttpResponse:
    """The facts of a supply, with what rests on it of the figures that the reader may see."""
    register = released()
    ids = ids_resting_on(receipt, clearance_of(request))
    page = cut_page(request.GET.get("page"), total=len(ids), size=A_PAGE)
    figures = [register.figure(one) for one in ids[page.start : page.start + A_PAGE]]
    check_clearance(request, *figures)
    return render(
        request,
        "figures/supply.html",
        {
            "receipt": receipt,
            "facts": register.supply(receipt),
            "ended_on": ended_agreements().get(str(register.supply(receipt).get("agreement", ""))),
            "figures": figures,
            "total": len(ids),
            "page": page,
            "uses": placed_uses(register.uses_on(receipt), clearance=clearance_of(request)),
        },
    )
