"""What may be kept no longer: listed, or deleted, in words for the two commands that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vrn_cli.showing import fail_clearly, show_progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreements.retention import Due


def list_due(folder: Path, *, today: date) -> None:
    """Print the supplies whose time is over; nothing is deleted."""
    from vrn import chain

    with fail_clearly():
        found = chain.list_due(folder, today=today)
    _say(found)
    if found:
        typer.echo("Nothing was deleted. Say --delete if it is meant.")


def carry_out(folder: Path, *, today: date) -> None:
    """Delete them, retire the cuts that rest on them, and print it."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        done = chain.delete_due(folder, today=today, on_progress=on_progress)
    _say(done.due)
    if done.due:
        typer.echo(f"{done.rows:,} rows are gone; backups made before today hold them still.")
    if done.cut is not None:
        typer.echo(f"Cut {done.cut} is served{' and holds nothing' if done.why else ''}.")
    if done.retired:
        typer.echo(f"Cuts retired: {', '.join(map(str, done.retired))}. Released figures stay.")
    if done.why:
        typer.echo(f"No other can be made of what is left: {done.why}.")


def _say(due: Iterable[Due]) -> None:
    found = tuple(due)
    for one in found:
        typer.echo(f"{one.day}  receipt {one.receipt}  {one.agreement}: {one.clause}")
    if not found:
        typer.echo("Nothing is due for deletion.")
