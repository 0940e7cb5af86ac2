"""What changed since a document was published: its figures beside those of now.

Released figures alone: whoever may read the document may read this. Which records moved, and why,
is exact and operational, and stands on no page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn.release.register_file import FILE_NAME
from vrn.release.since import Beside, What, what_changed_since
from vrn_web.accounts.permissions import is_analyst
from vrn_web.guard import check_clearance, clearance_of, person_of
from vrn_web.paging import cut_page
from vrn_web.papers.editions import current_edition
from vrn_web.papers.views import called, for_its_readers
from vrn_web.reading import NotReleasedError, released

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse

    from vrn.release.register import Released
    from vrn.terms import Clearance

A_PAGE = 50


@dataclass(frozen=True)
class Known:
    """An edition of a document as the register names it, and the cut that it was made of."""

    edition: str
    title: str
    cut: int


@require_safe
@for_its_readers
def changed(request: HttpRequest, name: str) -> HttpResponse:
    """The figures of an edition that moved, or were not released again, beside those of now."""
    register = released()
    editions = _editions(register, name)
    if not editions:
        raise NotReleasedError(f"no {name} was published yet")
    latest = register.latest_cut()
    chosen = _choose(editions, request.GET.get("edition"), name, latest)
    found = _compare(register.folder, _changed(register), name, chosen.edition)
    beside = _for_reader(found, request)
    listed = [one for one in beside if one.what is not What.SAME]
    page = cut_page(request.GET.get("page"), total=len(listed), size=A_PAGE)
    told = {
        "name": name,
        "called": called(name),
        "editions": editions,
        "chosen": chosen,
        "latest": latest,
        "counts": [(what.value, sum(one.what is what for one in beside)) for what in What],
        "total": len(beside),
        "listed": listed[page.start : page.start + A_PAGE],
        "page": page,
        "asked": urlencode({"edition": chosen.edition}),
        "is_analyst": is_analyst.test(person_of(request)),
        "command": f"vrn revisions MEASURE --between {chosen.cut} {latest}",
    }
    return render(request, "papers/changed.html", told)


def _editions(register: Released, name: str) -> tuple[Known, ...]:
    """Every edition of the document, that of the newest cut first."""
    found = [
        Known(one["edition"], one["title"], one["cut"])
        for one in register.documents()
        if one["name"] == name
    ]
    return tuple(sorted(found, key=lambda one: (-one.cut, one.edition)))


def _choose(editions: Sequence[Known], asked: str | None, name: str, latest: int) -> Known:
    """The edition that was asked for; else the current one, where figures of a later cut are out.

    Else the newest of an earlier cut, so that there is something to compare. NotReleasedError for
    one that was not published.
    """
    if asked:
        found = [one for one in editions if one.edition == asked]
        if not found:
            raise NotReleasedError(f"no edition {asked} was published")
        return found[0]
    current = current_edition(name)
    now = next((one for one in editions if one.edition == current), editions[0])
    earlier = [one for one in editions if one.cut < now.cut]
    return now if now.cut < latest or not earlier else earlier[0]


def _changed(register: Released) -> int:
    return (register.folder / FILE_NAME).stat().st_mtime_ns


@lru_cache(maxsize=8)
def _compare(_folder: Path, _changed_at: int, name: str, edition: str) -> tuple[Beside, ...]:
    """The comparison, kept for as long as nothing else is released."""
    return what_changed_since(released(), name, edition)


def _for_reader(beside: Sequence[Beside], request: HttpRequest) -> list[Beside]:
    """The same without newer figures that the reader may not see: for them there are none.

    NotClearedError where the reader may not see what was published itself.
    """
    check_clearance(request, *(one.published for one in beside))
    clearance = clearance_of(request)
    return [one if _may_see(one, clearance) else _without_now(one) for one in beside]


def _may_see(one: Beside, clearance: Clearance) -> bool:
    return one.now is None or one.now.clearance <= clearance


def _without_now(one: Beside) -> Beside:
    return replace(one, now=None, what=What.NOT_AGAIN, differs=())
