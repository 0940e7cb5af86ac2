"""The same figures as files: CSV of any view of the dashboard, CSV and JSON of one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vrn.publish.formats.csv_file import about_measure, figures_csv
from vrn.release.tracing import name_of
from vrn_web.figures.choices import choose, view_sentence
from vrn_web.figures.marks import marked, marks_of
from vrn_web.figures.measures import indicator_of
from vrn_web.guard import check_clearance, clearance_of
from vrn_web.papers.uses import readable_names
from vrn_web.reading import NotReleasedError, entries_of, released

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def cube_csv(request: HttpRequest, measure: str) -> HttpResponse:
    """One view of the dashboard as CSV: what it is in the first rows, then a row a figure."""
    register = released()
    asked = {**request.GET.dict(), "measure": measure}
    cleared = entries_of(measure, clearance_of(request))
    choice = choose(cleared, asked, read=lambda entry: register.cube_by_sha(entry.sha256))
    if choice.problems:
        raise NotReleasedError("; ".join(choice.problems))
    view = choice.view
    figures = view.cells(register.cube_by_sha(view.entry.sha256))
    check_clearance(request, *figures)
    name = "-".join([measure, *view.split, *(view.fixed or ())[1:]])
    unit = figures[0].unit
    about = about_measure(indicator_of(measure), title=view_sentence(choice, unit), unit=unit)
    about |= marked(register, figures)
    return _as_file(figures_csv(figures, about=about), name)


@require_safe
def figure_csv(request: HttpRequest, figure_id: str) -> HttpResponse:
    """One figure as CSV, in the columns of the dashboard's."""
    register = released()
    figure = register.figure(figure_id)
    check_clearance(request, figure)
    indicator = indicator_of(figure.measure)
    about = about_measure(indicator, title=name_of(figure), unit=figure.unit)
    about |= marked(register, [figure])
    return _as_file(figures_csv([figure], about=about), figure_id)


@require_safe
def figure_json(request: HttpRequest, figure_id: str) -> HttpResponse:
    """One figure as JSON: its released contents, its id, where it is used, and its marks."""
    register = released()
    figure = register.figure(figure_id)
    check_clearance(request, figure)
    names = readable_names(clearance_of(request))
    uses = [
        [use.name, use.edition, use.place]
        for use in register.uses_of(figure_id)
        if use.name in names
    ]
    plain = {**figure.as_json(), "uses": uses, "marks": marks_of(register, [figure])}
    return JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
