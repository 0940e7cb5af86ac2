"""Slows down whoever guesses passwords, and keeps sign-ins from starving the other pages.

django-axes keeps the failures: by account, known or not, and by network address. An office shares
one address, so that it may fail four times as often.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.shortcuts import render

from vrn_web.accounts.models import plain_email

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest, HttpResponse

FAILURES_AN_ACCOUNT = 5
ACCOUNTS_AN_ADDRESS = 4
COOL_OFF_MINUTES = 15
# Of the eight threads of a process: one works on a password, three wait, the rest serve pages.
_WORKING = BoundedSemaphore(1)
_INSIDE = BoundedSemaphore(4)


class TooManySignInsError(Exception):
    """As many people are signing in at this moment as the process takes on."""


class Failures(AxesDatabaseHandler):
    """Counts failures by account as they are, and those by address for a quarter."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures that count against the limit of an account."""
        by_account, by_address = self.get_user_attempts(request, credentials)
        return max(_sum(by_account), _sum(by_address) // ACCOUNTS_AN_ADDRESS)


def _sum(attempts: Any) -> int:
    return attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0


def account_key(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """What the failures of an account are kept under: a keyed hash, since people mistype.

    What stands in the address box may be a password; it is not to be read in a table.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("email") or ""
    return _key_of(str(typed))


def forget_failures(email: str) -> None:
    """Takes the failures of an account away, so that its person may try again at once."""
    AccessAttempt.objects.filter(username=_key_of(email)).delete()


def _key_of(email: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, plain_email(email).encode(), hashlib.sha256).hexdigest()


@contextmanager
def a_place_to_sign_in() -> Iterator[None]:
    """Lets one password at a time be worked on; TooManySignInsError where others wait already."""
    if not _INSIDE.acquire(blocking=False):
        raise TooManySignInsError
    try:
        with _WORKING:
            yield
    finally:
        _INSIDE.release()


def locked_page(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: Any = None
) -> HttpResponse:
    """Says that there were too many failures; the same words whether or not there is an account."""
    found = {"minutes": COOL_OFF_MINUTES}
    response = render(request, "accounts/locked.html", found, status=429)
    response["Retry-After"] = str(COOL_OFF_MINUTES * 60)
    return response
