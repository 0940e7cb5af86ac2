"""Tables that were counted elsewhere: the list of them, a page each, and a file of all cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn.release.supplied import released_table, released_tables
from vrn_web.guard import clearance_of
from vrn_web.paging import cut_page
from vrn_web.reading import NotClearedError, NotReleasedError, released

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from vrn.release.aggregate import AggregateFigure
    from vrn.release.supplied import SuppliedTable

A_PAGE = 60
CHOICES = ("area", "period", "counted")
_HEADER = (
    *("table", "area", "area_code", "period", "part_of_period", "group", "further_group"),
    *("counted", "unit", "written", "value", "state", "shown_as", "figure"),
)


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every supplied table that the reader may see, with whose it is."""
    try:
        held = released_tables(released())
    except NotReleasedError:
        held = ()
    clearance = clearance_of(request)
    cleared = [each for each in held if each.told.clearance <= clearance]
    return render(request, "figures/supplied_tables.html", {"tables": cleared})


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One supplied table: what its supplier says of it, and its cells, a page at a time."""
    found = _cleared(request, name)
    asked = {key: request.GET.get(key, "") for key in CHOICES}
    known = {key: word for key, word in asked.items() if word in found.choices(key)}
    total, _ = found.page(known, start=0, size=0)
    page = cut_page(request.GET.get("page"), total=total, size=A_PAGE)
    _, figures = found.page(known, start=page.start, size=A_PAGE)
    return render(
        request,
        "figures/supplied_table.html",
        {
            "table": found,
            "told": found.told,
            "figures": figures,
            "total": total,
            "page": page,
            "address": urlencode(known),
            "options": {key: _options(found.choices(key), asked[key]) for key in CHOICES},
            "first": figures[0] if figures else None,
        },
    )


@require_safe
def table_csv(request: HttpRequest, name: str) -> HttpResponse:
    """All cells of a table as supplied, under the words that belong to them."""
    found = _cleared(request, name)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_about(found))
    writer.writerow(_HEADER)
    writer.writerows(_row(figure) for figure in found.figures())
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _options(words: tuple[str, ...], chosen: str) -> list[dict[str, object]]:
    """What can be chosen of a column: everything, or one of its words."""
    every = [{"value": "", "label": gettext("All"), "is_chosen": chosen not in words, "group": ""}]
    return every + [
        {"value": word, "label": word, "is_chosen": word == chosen, "group": ""} for word in words
    ]


def _cleared(request: HttpRequest, name: str) -> SuppliedTable:
    found = released_table(released(), name)
    if found.told.clearance > clearance_of(request):
        raise NotClearedError(name)
    return found


def _about(found: SuppliedTable) -> Iterator[tuple[str, str]]:
    told = found.told
    yield "# Table", told.title
    yield "# Source", told.citation
    yield "# Counts", told.definition
    yield "# Small numbers", told.small_numbers
    if told.caveat:
        yield "# Mind", told.caveat
    yield "# Rests on", ", ".join(told.supplies)


def _row(figure: AggregateFigure) -> list[str]:
    """A cell as a row; a text that a spreadsheet would work out is kept a text."""
    cells = [
        *(figure.told.table, figure.area, figure.area_code, figure.period, figure.part),
        *(*figure.groups, figure.counted, figure.unit, figure.written),
        *("" if figure.value is None else f"{figure.value:.15g}", figure.state.value),
        *(str(figure), figure.id),
    ]
    return [f"'{cell}" if cell[:1] in ("=", "+", "@", "\t") else cell for cell in cells]
