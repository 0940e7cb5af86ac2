"""Made-up people who sign in to the made-up partnership, and clients that are signed in as them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from tests.unit.web.made_up_exchange import HOSPITAL, POLICE
from vrn_web.accounts.actions import add_person

if TYPE_CHECKING:
    from vrn_web.accounts.models import User

PASSWORD = "three quiet herons"
NETWORK = "Westmere violence reduction network"
PEOPLE = {
    "Ada": ("analyst", NETWORK),
    "Ben": ("board member", NETWORK),
    "Sam": ("steward", POLICE),
    "Una": ("steward", HOSPITAL),
}


def add_people() -> dict[str, User]:
    """Everybody, by first name."""
    return {
        name: add_person(
            email=f"{name.lower()}@westmere.example",
            name=f"{name} Example",
            role=role,
            organisation=organisation,
            password=PASSWORD,
        )
        for name, (role, organisation) in PEOPLE.items()
    }


def signed_in_as(person: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(person, backend="vrn_web.accounts.backends.EmailBackend")
    return client
