"""Writes the audit: one row for each deed, in the transaction of the deed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.accounts.whereabouts import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from vrn_web.accounts.models import User


def write_down(
    deed: Deed, *, actor: User | None, about: str = "", request: HttpRequest | None = None
) -> AuditRow:
    """Adds a row to the audit, as part of the transaction that is open.

    Call it before what it speaks of is shown: where it raises, nothing was shown.
    """
    return AuditRow.objects.create(
        person=actor, deed=deed, about=about[:200], address=address_of(request) if request else None
    )
