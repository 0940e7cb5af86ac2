"""A person who signs in, and the audit: what people did, one row each, never changed afterwards."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy


class Role(models.TextChoices):
    """What a person does in the partnership; everything they may do follows from it."""

    ANALYST = "analyst", gettext_lazy("analyst")
    BOARD_MEMBER = "board member", gettext_lazy("Board member")
    STEWARD = "steward", gettext_lazy("data steward")


class Deed(models.TextChoices):
    """What the audit writes down."""

    SIGNED_IN = "signed in", gettext_lazy("signed in")
    SIGN_IN_FAILED = "sign-in failed", gettext_lazy("sign-in failed")
    SIGNED_OUT = "signed out", gettext_lazy("signed out")
    PASSWORD_CHANGED = "password changed", gettext_lazy("changed the password")
    PERSON_ADDED = "person added", gettext_lazy("was added")
    PERSON_LEFT = "person left", gettext_lazy("left")
    FILE_SENT = "file sent", gettext_lazy("sent a file")
    WORD_GIVEN = "word given", gettext_lazy("gave the word on a supply of unusual size")
    EDITION_ASKED = "edition asked", gettext_lazy("asked for a new edition")
    LOOKED = "looked", gettext_lazy("looked at a supply")
    SAMPLE_SENT = "sample sent", gettext_lazy("sent a sample to map")
    SAMPLE_SEEN = "sample seen", gettext_lazy("looked at what a sample holds")
    PAIRS_ASKED = "pairs asked", gettext_lazy("asked for uncertain pairs of records")
    PAIRS_SEEN = "pairs seen", gettext_lazy("looked at pairs of records")
    PAIRS_ANSWERED = "pairs answered", gettext_lazy("answered on pairs of records")


class People(BaseUserManager["User"]):
    """Finds people by their email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with that address; User.DoesNotExist where there is none."""
        return self.get(email=plain_email(username or ""))


class User(AbstractBaseUser):
    """A person who may sign in, by email address; the role says what they may do.

    `organisation` is written as the agreements name their supplier: a steward sees the agreements
    of that supplier and of no other.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name", "organisation", "role")

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_person_an_address"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="a_role_that_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The person's name."""
        return self.name

    def get_short_name(self) -> str:
        """The person's name: nobody here is on terms of first names with the site."""
        return self.name


class AuditRows(models.QuerySet["AuditRow"]):
    """The audit can be read and added to, and nothing else."""

    def update(self, **_fields: Any) -> NoReturn:
        """Refused."""
        raise AuditIsKeptError

    def delete(self) -> NoReturn:
        """Refused."""
        raise AuditIsKeptError


class AuditIsKeptError(TypeError):
    """Somebody tried to change or remove what the audit holds."""

    def __init__(self) -> None:
        super().__init__("the audit is added to, and never changed or emptied")


class AuditRow(models.Model):
    """Who did what, when, from where; `about` names the request, the receipt or the agreement.

    A failed sign-in has a person only where the address is that of an account.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=20, choices=Deed.choices)
    about = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = AuditRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(deed=Deed.SIGN_IN_FAILED.value),
                name="a_deed_has_its_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.about}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; AuditIsKeptError for one that is there already."""
        if self.pk is not None:
            raise AuditIsKeptError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise AuditIsKeptError


def plain_email(email: str) -> str:
    """An address as it is kept and looked up: without blanks around it, in small letters."""
    return email.strip().lower()
