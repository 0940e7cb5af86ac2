"""Turns what reading can refuse into a page: "not found", or a broken seal that shows nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from vrn_web.papers.editions import BROKEN
from vrn_web.reading import NotReleasedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_LOG = logging.getLogger("django.request")


def guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """The middleware: passes every request on, and answers these refusals with their own page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    middleware.process_exception = _answer  # type: ignore[attr-defined]
    return middleware


def head_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """The middleware that answers HEAD with the headers of the same GET and no body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "HEAD":
            return response
        bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
        response.close()
        return bare

    return middleware


def _answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if isinstance(exception, NotReleasedError):
        return render(request, "404.html", status=404)
    if isinstance(exception, BROKEN):
        _LOG.error("%s refused: %s", request.path, exception)
        return render(request, "broken.html", status=503)
    return None
