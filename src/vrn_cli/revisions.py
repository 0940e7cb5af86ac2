"""The command that shows why a number moved between two cuts."""

from __future__ import annotations

from typing import Annotated

import typer

from vrn_cli.patterns import print_shown
from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, now, pair


def revisions(
    name: Annotated[str, typer.Argument(help="The measure; `vrn catalogue` lists them.")],
    between: Annotated[tuple[int, int], typer.Option(help="The earlier cut and the later.")],
    split: Annotated[list[str] | None, typer.Option(help="A dimension to split by.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="A filter: DIMENSION=CODE.")] = None,
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the latest year.")] = "",
    actor: Annotated[
        str, typer.Option("--as", help="Who looks; it is written down before anything is shown.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="What the exact numbers are needed for.")] = "",
    folder: Folder = HERE,
) -> None:
    """Show a number as published and now, with the reason for each record that moved between."""
    from vrn import chain

    with fail_clearly():
        if not actor.strip() or not purpose.strip():
            raise ValueError(
                "which records moved is shown to a named person for a stated purpose alone: give "
                "--as PERSON and --purpose TEXT; both are written down"
            )
        seen = chain.see_revisions(
            folder,
            name,
            between=between,
            actor=actor,
            purpose=purpose,
            now=now(),
            split=tuple(part for item in split or () for part in item.split(",")),
            where=dict(pair(item) for item in where or ()),
            period=period,
        )
        typer.echo(print_shown(seen, actor=actor, purpose=purpose))
