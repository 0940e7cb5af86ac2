"""Takes a form whose file goes straight into the inbox; the pages that send files share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext

from vrn_web.stewardship.inbox import IntoInbox, TooManySendersError, arriving

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from vrn_web.stewardship.inbox import Arriving

# Beyond this many times the limit nothing more is read, not even to say so kindly.
PATIENCE = 4


def is_far_too_large(request: HttpRequest) -> bool:
    """Whether what is sent is beyond reading at all."""
    limit = PATIENCE * settings.VRN_LARGEST_FILE
    return int(request.META.get("CONTENT_LENGTH") or 0) > limit


def take_form(
    request: HttpRequest, take: Callable[[HttpRequest, Arriving], HttpResponse]
) -> HttpResponse:
    """What `take` answers; as it reads the form, the file is written into the inbox.

    `take` checks the site's own mark (csrf_protect): until it is called nothing was read. What it
    does not hand over is deleted.
    """
    try:
        with arriving(settings.VRN_FOLDER, limit=settings.VRN_LARGEST_FILE) as arrived:
            request.upload_handlers = [IntoInbox(arrived)]
            return take(request, arrived)
    except TooManySendersError:
        busy = render(request, "stewardship/busy.html", status=503)
        busy["Retry-After"] = "60"
        return busy
    except MultiPartParserError as error:
        raise BadRequest(gettext("the form cannot be read")) from error
