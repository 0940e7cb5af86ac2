"""The commands about people who may sign in: adding somebody, a new password, letting them go."""

from __future__ import annotations

from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder

people = typer.Typer(help="People who may sign in to the site.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(help="The address they sign in by.")]


@people.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[str, typer.Option(help="analyst, board member or steward.")],
    organisation: Annotated[str, typer.Option(help="Theirs, as an agreement names it.")],
    folder: Folder = HERE,
) -> None:
    """Add somebody, and print the password drawn for them: tell them by another way than mail."""
    from vrn_web.accounts import desk

    with fail_clearly():
        password = desk.add_to(
            folder.resolve(), email=email, name=name, role=role, organisation=organisation
        )
    typer.echo(f"{email} may sign in as {role} with the password {password}")


@people.command()
def password(email: Email, folder: Folder = HERE) -> None:
    """Draw a new password for somebody; whoever is signed in as them is signed out."""
    from vrn_web.accounts import desk

    with fail_clearly():
        drawn = desk.give_new_password(folder.resolve(), email)
    typer.echo(f"{email} signs in with the password {drawn}")


@people.command("let-go")
def let_go(email: Email, folder: Folder = HERE) -> None:
    """Let somebody sign in no more; what they did stays written down."""
    from vrn_web.accounts import desk

    with fail_clearly():
        desk.let_go(folder.resolve(), email)
    typer.echo(f"{email} may not sign in any more")


@people.command("list")
def listed(folder: Folder = HERE) -> None:
    """List who may sign in."""
    from vrn_web.accounts import desk

    with fail_clearly():
        for one in desk.list_people(folder.resolve()):
            state = "" if one.is_active else "  (let go)"
            typer.echo(f"{one.email:<36} {one.role:<14} {one.name}, {one.organisation}{state}")
