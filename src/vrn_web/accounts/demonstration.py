"""The people of a made-up partnership, so that whoever tries the platform can sign in as each."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn_web.accounts.desk import draw_password
from vrn_web.accounts.models import Role, User
from vrn_web.site_folder import site_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vrn.partnership.folder import Partnership

DEMO_HOST = "made-up.example"


@dataclass(frozen=True)
class SignIn:
    """What one person of the demonstration signs in with."""

    role: str
    name: str
    email: str
    password: str
    organisation: str


class NotMadeUpError(ValueError):
    """Demonstration people were asked for in a partnership whose data may be real."""


def create_demo_users(site: Partnership, *, supplier: str = "") -> tuple[SignIn, ...]:
    """Makes the three people of a made-up partnership once, and gives what they sign in with.

    The steward belongs to `supplier`, by default the police as their agreement names them.
    Passwords are drawn at the first call and written to site/sign-ins.txt, which only the owner of
    the folder can read; later calls give the same, or none where that sheet was lost while the
    accounts are there. The database must have its tables. NotMadeUpError for any other folder.
    """
    from vrn_web.accounts.actions import add_person

    if not site.made_up:
        raise NotMadeUpError(
            f"{site.folder} is not marked as made up, so it gets no demonstration people: "
            "add real ones with `vrn people add`"
        )
    path = sign_ins_path(site.folder)
    drawn = read_sign_ins(path) or _draw(site, supplier or _police(site))
    held = set(User.objects.values_list("email", flat=True))
    if not path.is_file():
        if held & {one.email for one in drawn}:
            return ()  # their passwords are lost, and cannot be told
        _write(path, drawn)
    for one in drawn:
        if one.email not in held:
            add_person(
                email=one.email,
                name=one.name,
                role=one.role,
                organisation=one.organisation,
                password=one.password,
            )
    return drawn


def sign_ins_path(folder: Path) -> Path:
    """Where a made-up partnership's sign-ins are written down."""
    return folder / "site" / "sign-ins.txt"


def sign_in_lines(people: Sequence[SignIn]) -> tuple[str, ...]:
    """The sign-ins for a terminal: one line a person."""
    return tuple(f"{one.role:<13} {one.email:<34} {one.password}" for one in people)


def read_sign_ins(path: Path) -> tuple[SignIn, ...]:
    """The sign-ins that were written down; none where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(SignIn(*row) for row in rows if len(row) == 5)


def _police(site: Partnership) -> str:
    """The police as the agreement on their offences names them; else the partnership's force."""
    path = site.folder / "agreements" / "police-offences.toml"
    if not path.is_file():
        return site.forces[0]
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["supplier"])


def _draw(site: Partnership, supplier: str) -> tuple[SignIn, ...]:
    people = (
        (Role.ANALYST, "Ada Analyst", "analyst", site.name),
        (Role.BOARD_MEMBER, "Ben Board", "board", site.name),
        (Role.STEWARD, "Sam Steward", "steward", supplier),
    )
    return tuple(
        SignIn(role.value, name, f"{word}@{DEMO_HOST}", draw_password(), organisation)
        for role, name, word, organisation in people
    )


def _write(path: Path, people: Sequence[SignIn]) -> None:
    """Writes the sign-ins as a whole, readable by the folder's owner alone."""
    site_folder(path.parent.parent)
    head = "# Sign-ins of the demonstration: role, name, email address, password, organisation."
    rows = ["\t".join((p.role, p.name, p.email, p.password, p.organisation)) for p in people]
    passing = path.with_suffix(".new")
    passing.unlink(missing_ok=True)
    with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write("\n".join([head, *rows]) + "\n")
    passing.replace(path)
