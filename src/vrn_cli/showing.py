"""What a person sees while a command works and when it cannot: progress, and one clear sentence."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.terms import Progress

# What the library raises when it cannot do what it was asked: each says what to do instead.
KNOWN = (ValueError, LookupError, OSError)
_OTHER_USER = "this user of the system may not read or write it (docs/how-to/keys.md says who may)"


@contextmanager
def fail_clearly() -> Iterator[None]:
    """Turns what the library says went wrong into one sentence and exit code 1; no traceback."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing is half done; run the same command again.", err=True)
        raise typer.Exit(130) from None
    except (*KNOWN, sqlite3.Error, *_store_errors()) as error:
        message = error.args[0] if len(error.args) == 1 else str(error)
        if isinstance(error, FileNotFoundError | IsADirectoryError) and error.filename:
            message = f"{error.filename}: {str(error.strerror).lower()}; give the path of a file"
        if isinstance(error, PermissionError) and error.filename:
            message = f"{error.filename}: {_OTHER_USER}"
        typer.echo(f"Not done: {message}", err=True)
        raise typer.Exit(1) from None


def _store_errors() -> tuple[type[Exception], ...]:
    """StoreError, where the store was used at all: its module is heavy to import for nothing."""
    durable = sys.modules.get("vrn.sharing.store.durable")
    return (durable.StoreError,) if durable else ()


@contextmanager
def show_progress() -> Iterator[Progress]:
    """A progress bar on a terminal, and silence elsewhere; call it with (done, total, what)."""
    if not sys.stderr.isatty():
        yield unwatched
        return
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), rich.TimeElapsedColumn())
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=what
        )
