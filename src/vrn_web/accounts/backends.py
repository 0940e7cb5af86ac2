"""Tells a person by email address and password, in the same time whether or not they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from vrn_web.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


class EmailBackend(BaseBackend):
    """Signs in active people; it gives no permission: those are all in `permissions`."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> User | None:
        """The person with this address and password; None where the two do not belong together."""
        if username is None or password is None:
            return None
        try:
            person = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            # The same work as for an account that is there, so that the time tells nothing.
            User().set_password(password)
            return None
        is_right = person.check_password(password)
        return person if is_right and person.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The active person of a session; None where there is none any more."""
        return User.objects.filter(pk=user_id, is_active=True).first()
