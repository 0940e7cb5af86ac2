"""The pages of the published profile, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn_web.papers.editions import PROFILE, current_paper, edition_folder
from vrn_web.reading import NotReleasedError

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

    from vrn_web.papers.editions import Paper

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"
# The stand-alone document carries its own style inside; it still runs nothing and fetches nothing.
STAND_ALONE = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The profile's contents and downloads; a careful page where nothing was published yet."""
    paper = current_paper()
    if paper is None:
        return render(request, "papers/empty.html")
    return render(request, "papers/profile.html", {"paper": paper, "files": _downloads(paper)})


@require_safe
def section(request: HttpRequest, key: str) -> HttpResponse:
    """One chapter of the profile, with the way to the ones before and after it."""
    paper = _paper()
    keys = [one.key for one in paper.sections]
    if key not in keys:
        raise NotReleasedError(f"the profile has no chapter {key}")
    at = keys.index(key)
    return render(
        request,
        "papers/section.html",
        {
            "paper": paper,
            "section": paper.sections[at],
            # Made by vrn.publish from a checked document, which escapes every text.
            "html": mark_safe(paper.sections[at].html),  # noqa: S308
            "before": paper.sections[at - 1] if at else None,
            "after": paper.sections[at + 1] if at + 1 < len(keys) else None,
            "files": _downloads(paper),
        },
    )


@require_safe
def part(_request: HttpRequest, key: str) -> HttpResponse:
    """Leads to wherever a part of the current edition stands: its chapter's page, at the part."""
    found = _paper().section_of(key)
    if found is None:
        raise NotReleasedError(f"the profile has no part {key}")
    return redirect(f"{reverse('profile_section', args=[found])}#{key}")


@require_safe
@csp_replace(STAND_ALONE)
def edition(_request: HttpRequest, edition: str) -> HttpResponse:
    """One edition whole, as it was published, for as long as it is kept."""
    return _file(edition_folder(edition) / f"{PROFILE}.html", is_attached=False)


@require_safe
def file(_request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """A file of an edition: the document in each format, or a chart's drawing or table."""
    folder = edition_folder(edition)
    for path in (folder / name, folder / "charts" / name):
        if "/" not in name and path.suffix in TYPES and path.is_file():
            return _file(path, is_attached=True)
    raise NotReleasedError(f"the edition {edition} has no file {name}")


def _paper() -> Paper:
    paper = current_paper()
    if paper is None:
        raise NotReleasedError("nothing was published yet")
    return paper


def _downloads(paper: Paper) -> list[tuple[str, str, int]]:
    """The formats that the edition was published in: in words, file name, size in bytes."""
    folder = edition_folder(paper.edition)
    words = {".pdf": "PDF", ".docx": gettext("Word (DOCX)"), ".html": gettext("Web page (HTML)")}
    paths = [folder / f"{PROFILE}{ending}" for ending in words]
    return [(words[p.suffix], p.name, p.stat().st_size) for p in paths if p.is_file()]


def _file(path: Path, *, is_attached: bool) -> FileResponse:
    response = FileResponse(
        path.open("rb"),
        as_attachment=is_attached,
        filename=path.name,
        content_type=TYPES[path.suffix],
    )
    response["Cache-Control"] = FOREVER
    return response
