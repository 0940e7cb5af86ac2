"""The dashboard: one measure at a time, with its filters, chart, table and file."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn_web.figures.choices import choose, lines_of, view_sentence
from vrn_web.figures.drawing import drawings_of, is_too_many
from vrn_web.figures.tables import grid_of
from vrn_web.guard import check_clearance, clearance_of
from vrn_web.paging import cut_page
from vrn_web.papers.editions import BROKEN, readable_paper
from vrn_web.papers.headlines import headlines
from vrn_web.reading import NotReleasedError, entries, released

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from vrn.release.register import CubeEntry
    from vrn_web.figures.choices import Choice

_LOG = logging.getLogger("django.request")
ROWS_A_PAGE = 72


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What the address asks for; everything that it says is in the address and nowhere else."""
    found = entries(clearance_of(request))
    if not found:
        return render(request, "figures/empty.html")
    choice = _choose(found, request.GET.dict())
    view, cube = choice.view, released().cube_by_sha(choice.view.entry.sha256)
    figures = view.cells(cube)
    check_clearance(request, *figures[:1])
    grid = grid_of(view, figures)
    page = cut_page(request.GET.get("page"), total=len(grid.rows), size=ROWS_A_PAGE)
    return render(
        request,
        "figures/dashboard.html",
        {
            "choice": choice,
            "view": view,
            "sentence": view_sentence(choice, figures[0].unit),
            "indicator": cube.indicator,
            "figures": figures,
            "first": figures[0],
            "has_interval": any(figure.lower is not None for figure in figures),
            "has_range": any(figure.linkage_range for figure in figures),
            "is_blank": not any(figure.is_shown for figure in figures),
            "lines": lines_of(view, figures) if is_too_many(view, figures) else (),
            "drawings": drawings_of(view),
            "grid": grid,
            "rows": grid.rows[page.start : page.start + ROWS_A_PAGE],
            "page": page,
        },
    )


def draw_first_view() -> None:
    """Draws what the dashboard begins with, so that no reader waits for it; keeps it as others.

    Where something is not as it was released, this is left to the page, which says so.
    """
    try:
        if found := entries():
            drawings_of(_choose(found, {}).view)
    except (NotReleasedError, *BROKEN) as error:
        _LOG.error("the first view of the dashboard is not drawn yet: %s", error)


def _choose(found: Sequence[CubeEntry], asked: Mapping[str, str]) -> Choice:
    register = released()
    return choose(
        found,
        asked,
        read=lambda entry: register.cube_by_sha(entry.sha256),
        first=_leading_measure(),
    )


def _leading_measure() -> str:
    """The measure of the profile's first finding, which readers come to see; empty where none."""
    paper = readable_paper()
    tiles = headlines(paper.document) if paper else ()
    return tiles[0].figure.measure if tiles else ""
