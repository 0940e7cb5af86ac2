"""The dashboard of serious violence for people who have signed in, and its tables as files."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn.publish.formats.csv_file import about_measure, figures_csv
from vrn.publish.sentence import plain_words
from vrn.terms import Clearance
from vrn_web.figures.freshness import feeds_received
from vrn_web.figures.violence.charting import definition_labels
from vrn_web.figures.violence.choosing import choose, chosen_sentence
from vrn_web.figures.violence.ground import read_ground
from vrn_web.figures.violence.panels import panels_of
from vrn_web.figures.violence.rendering import figures_in, parts_of
from vrn_web.figures.violence.tiles import other_definition, tiles_of
from vrn_web.guard import check_clearance, clearance_of, signed_in
from vrn_web.papers.editions import ASSESSMENT, BROKEN, current_edition, readable_paper
from vrn_web.papers.headlines import findings_of
from vrn_web.reading import NotReleasedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from vrn.publish.document import Chart, Table
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Filters
    from vrn_web.figures.violence.ground import Ground

_LOG = logging.getLogger("django.request")


@require_safe
@signed_in
def violence(request: HttpRequest) -> HttpResponse:
    """What the address asks for; everything that it says is in the address and nowhere else."""
    ground = read_ground(clearance_of(request))
    fresh = feeds_received()
    if ground is None or not ground.definitions:
        return render(request, "violence/empty.html", {"fresh": fresh})
    filters = choose(ground, request.GET.dict())
    paper = readable_paper(ASSESSMENT)
    return render(
        request,
        "violence/dashboard.html",
        {
            "filters": filters,
            "sentence": chosen_sentence(filters),
            "tiles": tiles_of(ground, filters),
            "other": other_definition(ground, filters),
            "parts": parts_of(ground, filters.choice),
            "findings": findings_of(paper) if paper else (),
            "paper": paper,
            "is_broken": paper is None and current_edition(ASSESSMENT) is not None,
            "fresh": fresh,
        },
    )


@require_safe
@signed_in
def table_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The figures of one chart or table as CSV: what it is and what was chosen first, then rows."""
    ground = read_ground(clearance_of(request))
    filters = choose(ground, request.GET.dict()) if ground and ground.definitions else None
    if ground is None or filters is None or filters.problems:
        raise NotReleasedError(f"there is no table {key} of such a choice")
    blocks = {
        block.key: block for panel in panels_of(ground, filters.choice) for block in panel.shown
    }
    if key not in blocks:
        raise NotReleasedError(f"there is no table {key} of such a choice")
    figures = figures_in(blocks[key])
    check_clearance(request, *figures)
    about = _about(ground, filters, blocks[key], figures)
    response = HttpResponse(
        figures_csv(figures, about=about), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="violence-{key}.csv"'
    return response


def _about(
    ground: Ground, filters: Filters, block: Chart | Table, figures: Sequence[Figure]
) -> dict[str, str]:
    """What a file says of itself: title, filters, and for each of its measures what it is."""
    about = {
        gettext("Title"): plain_words(block.title),
        gettext("Chosen"): chosen_sentence(filters),
        **{
            label: filters.label(name)
            for label, name in (
                (gettext("Filter: definition"), "definition"),
                (gettext("Filter: age group"), "age"),
                (gettext("Filter: area"), "area"),
                (gettext("Filter: period"), "period"),
            )
        },
        gettext("Definition version and digest"): "; ".join(
            definition_labels(figures, ground.definitions)
        ),
        gettext("Address"): filters.choice.address(),
    }
    units = {figure.measure: figure.unit for figure in figures}
    for number, (measure, unit) in enumerate(units.items(), 1):
        words = about_measure(ground.indicator(measure), title="", unit=unit)
        words.pop("Title")
        mark = f" {number}" if len(units) > 1 else ""
        about |= {f"{name}{mark}": text for name, text in words.items()}
    return about


def draw_first_view() -> None:
    """Draws what the dashboard begins with, so that no reader waits for it; nothing where none is.

    Where something is not as it was released, this is left to the page, which says so.
    """
    try:
        ground = read_ground(Clearance.PARTNER)
        if ground is not None and ground.definitions:
            parts_of(ground, choose(ground, {}).choice)
    except (NotReleasedError, *BROKEN) as error:
        _LOG.error("the first view of serious violence is not drawn yet: %s", error)
