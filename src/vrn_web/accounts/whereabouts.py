"""From which network address a request came."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The reader's network address; None where it cannot be told.

    Behind the proxy that ends TLS (VRN_HTTPS=yes) it is the last one that X-Forwarded-For names:
    the proxy itself wrote that one, and the reader can have written all those before it.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.VRN_HTTPS:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ip_address(told))
    except ValueError:
        return None
