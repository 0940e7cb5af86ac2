"""What people type to sign in and to change their password, checked in words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from vrn_web.accounts.throttling import a_place_to_sign_in

if TYPE_CHECKING:
    from vrn_web.accounts.models import User

LONGEST_PASSWORD = 256


def _password(missing: Any) -> forms.CharField:
    return forms.CharField(
        max_length=LONGEST_PASSWORD, strip=False, error_messages={"required": missing}
    )


class SignInForm(forms.Form):
    """An email address and a password."""

    email = forms.CharField(
        max_length=254, error_messages={"required": gettext_lazy("Enter your email address")}
    )
    password = _password(gettext_lazy("Enter your password"))


class PasswordForm(forms.Form):
    """The password one has, and a new one typed twice."""

    current = _password(gettext_lazy("Enter the password you have now"))
    new = _password(gettext_lazy("Enter a new password"))
    again = _password(gettext_lazy("Enter the new password again"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_current(self) -> str:
        """The password one has; an error where it is another."""
        typed: str = self.cleaned_data["current"]
        with a_place_to_sign_in():
            is_right = self.person.check_password(typed)
        if not is_right:
            raise forms.ValidationError(
                gettext_lazy("This is not the password that you signed in with")
            )
        return typed

    def clean_new(self) -> str:
        """The new password; an error with each reason why it is not good enough."""
        typed: str = self.cleaned_data["new"]
        validate_password(typed, self.person)
        return typed

    def clean(self) -> dict[str, Any]:
        """Everything, once the new password was typed the same way twice."""
        found: dict[str, Any] = super().clean() or {}
        if "new" in found and "again" in found and found["new"] != found["again"]:
            self.add_error("again", gettext_lazy("The two new passwords are not the same"))
        return found
