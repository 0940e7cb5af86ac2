"""What people type at the command line, read: a folder, a day, a filter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path, typer.Option("--in", help="The partnership's folder.", file_okay=False, dir_okay=True)
]
HERE = Path()


def day(text: str) -> date:
    """The day written YYYY-MM-DD; today where nothing is written."""
    if not text:
        return date.today()  # noqa: DTZ011 - the day here
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"a day is written YYYY-MM-DD, not {text!r}") from None


def now() -> datetime:
    """This moment, for the line that says when somebody looked."""
    return datetime.now(UTC)


def pair(text: str) -> tuple[str, str]:
    """A filter's dimension and code."""
    name, equals, code = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"a filter is written DIMENSION=CODE, not {text!r}")
    return name, code
