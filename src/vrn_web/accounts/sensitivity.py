"""How sensitive each field of the database is: plain, personal or special.

A field that is not listed here fails a test: whoever adds one says what it holds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Sensitivity(StrEnum):
    """Special is what the law calls special categories, and what is known of offences."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SPECIAL = "special"


def _of(**fields: str) -> dict[str, Sensitivity]:
    return {
        name: Sensitivity(word) for word, names in fields.items() for name in str(names).split()
    }


FIELDS: Mapping[str, Mapping[str, Sensitivity]] = {
    "accounts.User": _of(
        plain="id role is_active added_at", personal="email name organisation password last_login"
    ),
    "accounts.AuditRow": _of(plain="id deed", personal="at person about address"),
    "stewardship.WorkRequest": _of(
        plain="id kind agreement title supplier supplier_key feed bytes sha256 replaces sent_at",
        personal="sent_by file_name word",
    ),
    # The sign-in's own tables. An account's name is kept as a keyed hash (accounts.throttling).
    "axes.AccessAttempt": _of(
        plain="id failures_since_start http_accept path_info get_data post_data",
        personal="username ip_address user_agent attempt_time",
    ),
    "axes.AccessAttemptExpiration": _of(plain="access_attempt expires_at"),
    "axes.AccessFailureLog": _of(
        plain="id locked_out http_accept path_info",
        personal="username ip_address user_agent attempt_time",
    ),
    "axes.AccessLog": _of(
        plain="id http_accept path_info session_hash",
        personal="username ip_address user_agent attempt_time logout_time",
    ),
    "sessions.Session": _of(plain="expire_date", personal="session_key session_data"),
    # Django's own permissions, which nobody is given: ours are rules.
    "auth.Permission": _of(plain="id name content_type codename"),
    "auth.Group": _of(plain="id name permissions"),
    "auth.Group_permissions": _of(plain="id group permission"),
    "contenttypes.ContentType": _of(plain="id app_label model"),
}


def undeclared() -> Iterator[str]:
    """Each field of the database that says nothing, and each that is listed and is not there."""
    there = {
        model._meta.label: {field.name for field in model._meta.concrete_fields}
        | {field.name for field in model._meta.many_to_many}
        for model in apps.get_models(include_auto_created=True)
    }
    for label in sorted(there.keys() | FIELDS.keys()):
        listed = set(FIELDS.get(label, ()))
        for name in sorted(there.get(label, set()) ^ listed):
            yield f"{label}.{name}"
