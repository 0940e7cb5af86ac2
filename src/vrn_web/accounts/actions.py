"""All that changes a person: adding one, signing in and out, a new password; each is written down.

Keyword-only, one transaction each, with its row of the audit in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from vrn_web.accounts.audit import write_down
from vrn_web.accounts.models import Deed, Role, User, plain_email
from vrn_web.accounts.throttling import a_place_to_sign_in, forget_failures

if TYPE_CHECKING:
    from django.http import HttpRequest


class PersonError(ValueError):
    """A person cannot be added so; the message says every reason."""


def add_person(*, email: str, name: str, role: str, organisation: str, password: str) -> User:
    """Adds somebody who may sign in; PersonError with all that is wrong."""
    person = User(
        email=plain_email(email),
        name=" ".join(name.split()),
        organisation=" ".join(organisation.split()),
        role=role,
    )
    check_person(person, password)
    person.set_password(password)
    with transaction.atomic():
        person.save()
        write_down(Deed.PERSON_ADDED, actor=person, about=f"as {person.role}")
    return person


def give_password(*, person: User, password: str) -> None:
    """Gives somebody a new password in place of a forgotten one; their sessions end."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PersonError("; ".join(f"password: {said}" for said in error.messages)) from error
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])
        forget_failures(person.email)
        write_down(Deed.PASSWORD_CHANGED, actor=person, about="given a new one")


def let_go(*, person: User) -> None:
    """Ends somebody's account: they are signed out at once and cannot sign in. Their deeds stay."""
    person.is_active = False
    with transaction.atomic():
        person.save(update_fields=["is_active"])
        write_down(Deed.PERSON_LEFT, actor=person)


def check_person(person: User, password: str) -> None:
    """Raises PersonError with each reason why this person cannot be added with this password."""
    faults = []
    if person.role not in Role.values:
        faults.append(f"the role is one of {', '.join(Role.values)}, not {person.role!r}")
    try:
        person.clean_fields(exclude=("password", "role"))
    except ValidationError as error:
        faults += [f"{name}: {' '.join(said)}" for name, said in error.message_dict.items()]
    try:
        validate_password(password, person)
    except ValidationError as error:
        faults += [f"password: {said}" for said in error.messages]
    if User.objects.filter(email=person.email).exists():
        faults.append(f"{person.email} is there already: a person has one account")
    if faults:
        raise PersonError("; ".join(faults))


def sign_in(*, request: HttpRequest, email: str, password: str) -> User | None:
    """Signs the person in; None where address and password do not belong together.

    A failure is written down with the person whose address it is, and with nobody otherwise.
    Raises TooManySignInsError where as many are at it as the process takes on.
    """
    with a_place_to_sign_in():
        person = authenticate(request, username=email, password=password)
    with transaction.atomic():
        if isinstance(person, User):
            login(request, person)
            write_down(Deed.SIGNED_IN, actor=person, request=request)
            return person
        known = User.objects.filter(email=plain_email(email)).first()
        write_down(Deed.SIGN_IN_FAILED, actor=known, request=request)
        return None


def sign_out(*, request: HttpRequest, actor: User) -> None:
    """Ends the session."""
    with transaction.atomic():
        write_down(Deed.SIGNED_OUT, actor=actor, request=request)
        logout(request)


def change_password(*, request: HttpRequest, actor: User, password: str) -> None:
    """Gives the person a new password; their other sessions end, and this one stays."""
    with a_place_to_sign_in():
        actor.set_password(password)
    with transaction.atomic():
        actor.save(update_fields=["password"])
        write_down(Deed.PASSWORD_CHANGED, actor=actor, request=request)
        update_session_auth_hash(request, actor)
