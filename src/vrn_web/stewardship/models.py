"""What a person asked of the operational worker: to take a file in, or to make a new edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from vrn_web.accounts.models import User
from vrn_web.accounts.permissions import SEE_SUPPLIES, is_analyst, may, same_name
from vrn_web.stewardship.exchange import EDITION, RECEIVE

if TYPE_CHECKING:
    from typing import Any


class Kind(models.TextChoices):
    """What is asked for."""

    RECEIVE = RECEIVE, gettext_lazy("take a file in")
    EDITION = EDITION, gettext_lazy("make a new edition")


class WorkRequests(models.QuerySet["WorkRequest"]):
    """Requests, of which nobody sees more than their role and organisation let them."""

    def visible_to(self, person: Any) -> WorkRequests:
        """What the person may see: an analyst all, a steward those of the own supplier, else none.

        It says in a query what the rule SEE_SUPPLY says of one request; a test compares them.
        """
        if not may(person, SEE_SUPPLIES):
            return self.none()
        if is_analyst.test(person):
            return self
        own = same_name(person.organisation)
        return self.filter(kind=Kind.RECEIVE, supplier_key=own) if own else self.none()


class WorkRequest(models.Model):
    """A request, written once and not changed: what becomes of it stands in the worker's answer.

    `id` is drawn at random and names the request's folder in the inbox. `supplier`, `title` and
    `feed` are the agreement's when the file was sent. `supplier_key` is for comparing names.
    """

    id = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agreement = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    supplier_key = models.CharField(max_length=200, blank=True, db_index=True)
    feed = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.CharField(max_length=12, blank=True)
    word = models.CharField(max_length=300, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = WorkRequests.as_manager()

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Kind.EDITION.value, agreement="", sha256="", bytes__isnull=True)
                | (
                    Q(kind=Kind.RECEIVE.value, bytes__gte=0)
                    & ~Q(agreement="")
                    & ~Q(supplier="")
                    & ~Q(sha256="")
                ),
                name="a_supply_or_an_edition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id[:8]}"
