"""Who may see a page, and what is said instead: sign in first, not found, or a check that failed.

A page is anybody's unless it says otherwise. It says so with `@signed_in` (anyone with a role) or
`@allowed(…)` (whoever a rule lets), and by asking `clearance_of(request)` which figures to show.
"""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vrn_web.accounts.models import User
from vrn_web.accounts.permissions import SEE_PARTNER_FIGURES, clearance_for, may
from vrn_web.papers.editions import BROKEN
from vrn_web.reading import NotClearedError, NotReleasedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from vrn.release.figure import Figure
    from vrn.terms import Clearance

    View = Callable[..., HttpResponse]

_LOG = logging.getLogger("django.request")
PRIVATE = "private, no-store"


class NotAllowedError(Exception):
    """The person may not do or see this; what is there is not told."""


def signed_in(view: View) -> View:
    """A page for anyone who has signed in and has a role; others are asked to sign in."""
    return allowed(SEE_PARTNER_FIGURES)(view)


def allowed(what: str) -> Callable[[View], View]:
    """A page for whoever the rule lets: others are asked to sign in, or told of no such page.

    What it answers is kept by no browser and no proxy.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            check_may(request, what)
            return keep_private(view(request, *args, **kwargs))

        return guarded

    return decorate


def check_may(request: HttpRequest, what: str) -> User:
    """The person, where the rule lets them; raises NotAllowedError otherwise.

    Raises DatabaseError, too, where nobody can be told because the database is not there.
    """
    person = request.user
    if not person.is_authenticated or not isinstance(person, User) or not may(person, what):
        raise NotAllowedError
    return person


def person_of(request: HttpRequest) -> User | None:
    """Who has signed in; None for everybody else, and for all where the database is not there.

    Pages of open data go on without it: the reader is then shown what anybody is shown.
    """
    try:
        person = getattr(request, "user", None)
        is_known = person is not None and person.is_authenticated
    except DatabaseError as error:
        _LOG.error("nobody can be told by their session: %s", error)
        return None
    return person if is_known and isinstance(person, User) else None


def clearance_of(request: HttpRequest) -> Clearance:
    """The narrowest figures that the reader may see: open data, or the partners' after sign-in."""
    return clearance_for(person_of(request))


def check_clearance(request: HttpRequest, *figures: Figure) -> None:
    """Raises NotClearedError where a figure is above what the reader may see."""
    clearance = clearance_of(request)
    if any(figure.clearance > clearance for figure in figures):
        raise NotClearedError


def keep_private(response: HttpResponse) -> HttpResponse:
    """The answer, marked so that no browser and no proxy keeps it."""
    response["Cache-Control"] = PRIVATE
    return response


def guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """The middleware: passes every request on, and answers these refusals with their own page.

    Whatever is answered to a person who has signed in is kept by no browser and no proxy, but for
    files that are public for ever.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_public = response.get("Cache-Control", "").startswith("public")
        if is_public or person_of(request) is None:
            return response
        return keep_private(response)

    middleware.process_exception = _answer  # type: ignore[attr-defined]
    return middleware


def head_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """The middleware that answers HEAD with the headers of the same GET and no body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "HEAD":
            return response
        bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
        bare.cookies = response.cookies
        response.close()
        return bare

    return middleware


def _answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if isinstance(exception, NotAllowedError | NotClearedError):
        return _turn_away(request)
    if isinstance(exception, NotReleasedError):
        return render(request, "404.html", status=404)
    if isinstance(exception, BROKEN):
        _LOG.error("%s refused: %s", request.path, exception)
        return render(request, "broken.html", status=503)
    if isinstance(exception, DatabaseError):
        _LOG.error("%s not answered, the database failed: %s", request.path, exception)
        return keep_private(render(request, "unavailable.html", status=503))
    return None


def _turn_away(request: HttpRequest) -> HttpResponse:
    """To sign in, for whoever has not; for the rest nothing stands at the address."""
    if person_of(request) is not None:
        return keep_private(render(request, "404.html", status=404))
    onward = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    address = reverse("sign_in") + (f"?{urlencode({'next': onward})}" if onward else "")
    return keep_private(redirect(address))
