"""The command that lists what a supply changed where it replaced another."""

from __future__ import annotations

from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder


def changes(
    receipt: Annotated[str, typer.Argument(help="The receipt of the supply that replaced.")],
    folder: Folder = HERE,
) -> None:
    """List as CSV the rows that a supply added, changed and removed: their lines and no cell."""
    from vrn import chain

    with fail_clearly():
        found = chain.find_changes(folder, receipt)
    typer.echo(found.write_csv(), nl=False)
