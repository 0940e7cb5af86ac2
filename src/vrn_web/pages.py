"""The start, the pages about the site itself, and what is said when something is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vrn_web.papers.editions import current_edition, readable_paper
from vrn_web.papers.headlines import headlines
from vrn_web.site import current_site

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the site is, the profile's headline figures, and the ways in."""
    paper = readable_paper()
    tiles = headlines(paper.document) if paper else ()
    is_broken = paper is None and current_edition() is not None
    found = {"paper": paper, "tiles": tiles, "is_broken": is_broken}
    return render(request, "home.html", found)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the figures come from and how each is known."""
    return render(request, "about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "accessibility.html")


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """ "ok" in plain text, while the site answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read everything but the endless combinations of the dashboard."""
    return HttpResponse(
        "User-agent: *\nDisallow: /dashboard/?\nDisallow: /cubes/\nDisallow: /sign-in/\n",
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def brand(_request: HttpRequest) -> HttpResponse:
    """The partnership's colour as a stylesheet: inline styles are refused by the site's policy."""
    return _coloured("brand.css", "text/css")


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """The mark for a browser's tab, in the partnership's colour."""
    return _coloured("icon.svg", "image/svg+xml")


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was sent without this site's own mark: it was open too long, or was not ours."""
    return render(request, "form_refused.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing stands at the address."""
    return render(request, "404.html", status=404)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address or the host name cannot be read."""
    heading = gettext("This address cannot be read")
    return _bare(heading, gettext("Check that you copied all of it."), status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Something failed here. The page uses nothing that may itself have failed."""
    heading = gettext("Sorry, something went wrong")
    reason = gettext("This is a fault of the site, not of what you did. Try again in a minute.")
    return _bare(heading, reason, status=500)


def _bare(heading: str, reason: str, *, status: int) -> HttpResponse:
    page = render_to_string("500.html", {"heading": heading, "reason": reason})
    return HttpResponse(page, status=status)


def _coloured(template: str, content_type: str) -> HttpResponse:
    text = render_to_string(template, {"colour": current_site().brand_colour})
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
