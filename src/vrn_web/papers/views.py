"""The pages of the published documents, and their files; each takes the document's name.

What is not for anybody is guarded here, once for all its pages and files.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn_web.accounts.permissions import SEE_PARTNER_FIGURES
from vrn_web.figures.freshness import feeds_received
from vrn_web.guard import check_may, clearance_of, keep_private
from vrn_web.papers.editions import (
    ASSESSMENT,
    PROFILE,
    QUESTIONS,
    address_in,
    current_edition,
    current_paper,
    edition_folder,
)
from vrn_web.reading import NotClearedError, NotReleasedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpRequest

    from vrn_web.papers.editions import Paper

    View = Callable[..., HttpResponse]

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


def for_its_readers(view: View) -> View:
    """The profile for anybody; every other document for who has signed in, and kept nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, name: str, **kwargs: str) -> HttpResponse:
        if name == PROFILE:
            return view(request, name, **kwargs)
        check_may(request, SEE_PARTNER_FIGURES)
        return keep_private(view(request, name, **kwargs))

    return guarded


@require_safe
@for_its_readers
def contents(request: HttpRequest, name: str) -> HttpResponse:
    """A document's contents and downloads; a careful page where nothing was published yet."""
    paper = current_paper(name)
    if paper is None:
        return render(request, "papers/empty.html", {"name": name, **_words(name)})
    _check_cleared(request, paper)
    return render(request, "papers/contents.html", _of_paper(paper))


@require_safe
@for_its_readers
def section(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One chapter of a document, with the way to the ones before and after it."""
    paper = _paper(request, name)
    keys = [one.key for one in paper.sections]
    if key not in keys:
        raise NotReleasedError(f"{name} has no chapter {key}")
    at = keys.index(key)
    return render(
        request,
        "papers/section.html",
        {
            **_of_paper(paper),
            "section": paper.sections[at],
            # Made by vrn.publish from a checked document, which escapes every text.
            "html": mark_safe(paper.sections[at].html),  # noqa: S308
            "before": paper.sections[at - 1] if at else None,
            "after": paper.sections[at + 1] if at + 1 < len(keys) else None,
        },
    )


@require_safe
@for_its_readers
def part(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Leads to wherever a part of the current edition stands: its chapter's page, at the part."""
    found = _paper(request, name).section_of(key)
    if found is None:
        raise NotReleasedError(f"{name} has no part {key}")
    return redirect(f"{address_in(name, 'section', found)}#{key}")


@require_safe
@csp_replace(STAND_ALONE)
@for_its_readers
def edition(_request: HttpRequest, name: str, edition: str) -> HttpResponse:
    """One edition whole, as it was published, for as long as it is kept."""
    return _file(edition_folder(edition, name) / f"{name}.html", is_attached=False)


@require_safe
@for_its_readers
def file(_request: HttpRequest, name: str, edition: str, file: str) -> HttpResponse:
    """A file of an edition: the document in each format, or a chart's drawing or table."""
    folder = edition_folder(edition, name)
    for path in (folder / file, folder / "charts" / file):
        if "/" not in file and path.suffix in TYPES and path.is_file():
            return _file(path, is_attached=True)
    raise NotReleasedError(f"the edition {edition} has no file {file}")


def _paper(request: HttpRequest, name: str) -> Paper:
    paper = current_paper(name)
    if paper is None:
        raise NotReleasedError("nothing was published yet")
    _check_cleared(request, paper)
    return paper


def _check_cleared(request: HttpRequest, paper: Paper) -> None:
    """Raises NotClearedError where a figure of the document is above what the reader may see."""
    if paper.clearance > clearance_of(request):
        raise NotClearedError


def _of_paper(paper: Paper) -> dict[str, object]:
    fresh = () if paper.name == PROFILE else feeds_received()
    return {
        "paper": paper,
        "name": paper.name,
        "files": _downloads(paper),
        "fresh": fresh,
        "beside": _beside(paper.name),
        **_words(paper.name),
    }


def _beside(name: str) -> list[tuple[str, str]]:
    """The other documents made of the same agencies' figures: what each is called, its address."""
    pairs = {ASSESSMENT: (QUESTIONS,), QUESTIONS: (ASSESSMENT,)}
    return [
        (_words(other)["called"], address_in(other, ""))
        for other in pairs.get(name, ())
        if current_edition(other)
    ]


def called(name: str) -> str:
    """What a document is called in the site's own words."""
    return _words(name)["called"]


def _words(name: str) -> dict[str, str]:
    """What a document is called in the site's own words."""
    if name == PROFILE:
        return {
            "called": gettext("Profile"),
            "download_words": gettext("Download the whole profile"),
            "command": "vrn publish profile",
        }
    if name == QUESTIONS:
        return {
            "called": gettext("Questions worked through"),
            "download_words": gettext("Download all the worked questions"),
            "command": "vrn publish questions",
        }
    return {
        "called": gettext("Assessment"),
        "download_words": gettext("Download the whole assessment"),
        "command": f"vrn publish {name}",
    }


def _downloads(paper: Paper) -> list[tuple[str, str, int]]:
    """The formats that the edition was published in: in words, its address, size in bytes."""
    folder = edition_folder(paper.edition, paper.name)
    words = {".pdf": "PDF", ".docx": gettext("Word (DOCX)"), ".html": gettext("Web page (HTML)")}
    paths = [folder / f"{paper.name}{ending}" for ending in words]
    return [
        (
            words[path.suffix],
            address_in(paper.name, "file", paper.edition, path.name),
            path.stat().st_size,
        )
        for path in paths
        if path.is_file()
    ]


def _file(path: Path, *, is_attached: bool) -> FileResponse:
    response = FileResponse(
        path.open("rb"),
        as_attachment=is_attached,
        filename=path.name,
        content_type=TYPES[path.suffix],
    )
    response["Cache-Control"] = FOREVER
    return response
