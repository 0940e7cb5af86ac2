"""Adding people, giving new passwords and letting people go, for the command line.

Each takes a partnership's folder, opens its site's database and brings it up to date first.
"""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vrn_web.accounts.models import User

# Letters and digits that nobody takes for one another when they type from a sheet.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Listed:
    """A person as the command line lists them."""

    email: str
    name: str
    role: str
    organisation: str
    is_active: bool


def add_to(folder: Path, *, email: str, name: str, role: str, organisation: str) -> str:
    """Adds somebody who may sign in, and gives the password that was drawn for them.

    PersonError with all that is wrong; a steward's organisation is one that an agreement names as
    its supplier, since they could send and see nothing otherwise.
    """
    _open(folder)
    from vrn_web.accounts.actions import PersonError, add_person
    from vrn_web.accounts.models import Role
    from vrn_web.accounts.permissions import same_name

    suppliers = suppliers_of(folder)
    if role == Role.STEWARD and same_name(organisation) not in map(same_name, suppliers):
        raise PersonError(
            f"no agreement names {organisation!r} as its supplier: a steward's organisation is one "
            f"of {'; '.join(suppliers) or 'none so far'}"
        )
    password = draw_password()
    add_person(email=email, name=name, role=role, organisation=organisation, password=password)
    return password


def give_new_password(folder: Path, email: str) -> str:
    """Draws a new password for somebody, and gives it; their sessions end."""
    _open(folder)
    from vrn_web.accounts.actions import give_password

    password = draw_password()
    give_password(person=_find(email), password=password)
    return password


def let_go(folder: Path, email: str) -> None:
    """Ends somebody's account at once; what the audit holds of them stays."""
    _open(folder)
    from vrn_web.accounts.actions import let_go as end

    end(person=_find(email))


def list_people(folder: Path) -> tuple[Listed, ...]:
    """Everybody who has an account, by name."""
    _open(folder)
    from vrn_web.accounts.models import User

    people = User.objects.order_by("name", "email")
    return tuple(
        Listed(one.email, one.name, one.role, one.organisation, one.is_active) for one in people
    )


def demo_sign_ins(folder: Path) -> list[str]:
    """Makes a made-up partnership's people where they are not there; gives lines for a terminal.

    NotMadeUpError for any other partnership.
    """
    _open(folder)
    from vrn_web.accounts.demonstration import create_demo_users
    from vrn_web.serving import sign_in_lines
    from vrn_web.site import read_site

    return sign_in_lines(create_demo_users(read_site(folder)))


def suppliers_of(folder: Path) -> Sequence[str]:
    """The suppliers that the folder's agreements name, each once, in order."""
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("agreements/*.toml"))
    return sorted({str(tomllib.loads(text).get("supplier", "")) for text in texts} - {""})


def draw_password() -> str:
    """Sixteen letters and digits in four groups, drawn at random."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def _find(email: str) -> User:
    from vrn_web.accounts.actions import PersonError
    from vrn_web.accounts.models import User, plain_email

    person = User.objects.filter(email=plain_email(email)).first()
    if person is None:
        raise PersonError(f"nobody has the address {email}; `vrn people list` names everybody")
    return person


def _open(folder: Path) -> None:
    """Django for the folder, where this process has none yet, with its tables up to date."""
    from django.conf import settings

    if not settings.configured:
        from vrn_web.serving import configure

        configure(folder)
    from vrn_web.database import bring_up_to_date

    bring_up_to_date(folder)
