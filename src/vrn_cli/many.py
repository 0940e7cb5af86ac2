"""Receiving many files with one command: a receipt for each, and a table at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vrn_cli.showing import fail_clearly, show_progress

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.chain.back_files import Taken


def receive_many(folder: Path, paths: list[Path], *, under: str, today: date) -> None:
    """Receives every file in its order; exit code 1 where one was refused or could not be read."""
    from vrn import chain

    taken: list[Taken] = []
    with fail_clearly():
        files = chain.list_files(paths)
        try:
            with show_progress() as on_progress:
                for one in chain.receive_all(
                    folder, files, under=under, today=today, on_progress=on_progress
                ):
                    taken.append(one)
                    typer.echo(_said(one))
        finally:
            if taken:
                typer.echo("\n" + "\n".join(chain.summarise(taken)))
            if len(taken) < len(files):
                typer.echo(f"{len(files) - len(taken)} of {len(files)} files were not reached.")
    if any(one.receipt is None or not one.receipt.is_accepted for one in taken):
        raise typer.Exit(1)


def _said(one: Taken) -> str:
    """A new receipt as a whole; of a file that came before one line."""
    if one.receipt is not None and one.is_new:
        return one.receipt.to_text()
    return f"{one.path.name}: {one.outcome} {one.receipt.id if one.receipt else one.why}"
