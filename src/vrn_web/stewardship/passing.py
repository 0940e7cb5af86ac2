"""Requests whose answer is shown to whoever asked, and is soon nowhere any more.

Which ones a person asked for stands in their session: it ends with the sign-in, and nobody else's
page finds them.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vrn_web.guard import NotAllowedError
from vrn_web.stewardship import exchange, outbox
from vrn_web.stewardship.inbox import hand_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from vrn_web.stewardship.outbox import Answer

_KEPT = "passing"
MOST_KEPT = 20


def remember(request: HttpRequest, request_id: str, about: Mapping[str, str]) -> None:
    """Ties a request to the session that asked, with what it is about."""
    kept = [*request.session.get(_KEPT, ()), {"id": request_id, **about}]
    request.session[_KEPT] = kept[-MOST_KEPT:]


def find_own(request: HttpRequest, request_id: str) -> dict[str, str]:
    """What a request of this session is about; NotAllowedError for any other."""
    for one in request.session.get(_KEPT, ()):
        if one["id"] == request_id:
            return dict(one)
    raise NotAllowedError


def ask(kind: str, **asked: Any) -> str:
    """Puts a request without a file together, not yet for the worker to see; gives its id."""
    request_id = secrets.token_hex(16)
    place = exchange.arriving_path(settings.VRN_FOLDER, request_id)
    exchange.inbox(settings.VRN_FOLDER)
    place.mkdir(mode=0o700)
    exchange.write_text(place / exchange.REQUEST, {"id": request_id, "kind": kind, **asked})
    return request_id


def let_see(request_id: str) -> None:
    """Lets the worker see a request that was put together."""
    hand_over(settings.VRN_FOLDER, request_id)


def how_far(request_id: str) -> Answer:
    """How far a request is; lost where its answer was shown."""
    return outbox.read_answer(settings.VRN_FOLDER, request_id)


def read_answer(request_id: str) -> dict[str, Any] | None:
    """The answer that is done, which stays for another hour; None where there is none."""
    path = exchange.passing_path(settings.VRN_FOLDER, request_id)
    plain = exchange.read_text(path)
    if plain is None or plain.get("state") != exchange.DONE:
        return None
    with suppress(FileNotFoundError):
        os.utime(path)
    return plain


def take_answer(request_id: str) -> dict[str, Any] | None:
    """The answer that is done, which is deleted before it is given; None where there is none."""
    path = exchange.passing_path(settings.VRN_FOLDER, request_id)
    plain = read_answer(request_id)
    if plain is None:
        return None
    path.unlink(missing_ok=True)
    exchange.sync_folder(path.parent)
    return plain
