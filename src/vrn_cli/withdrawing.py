"""The command that withdraws a supply, and the numbers that move when one is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def withdraw(
    receipt: Annotated[str, typer.Argument(help="The receipt of the supply.")],
    why: Annotated[str, typer.Option(help="The reason, for the log; name nobody in it.")],
    by: Annotated[str, typer.Option("--as", help="Who withdraws it, for the log.")] = "",
    sure: Annotated[bool, typer.Option("--yes", help="Yes, withdraw it.")] = False,
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day, if not today.")] = "",
) -> None:
    """List every figure and paragraph that rests on a supply; with --yes, withdraw the supply."""
    from vrn import chain

    with fail_clearly():
        for line in chain.see_withdrawal(folder, receipt):
            typer.echo(line)
        if not sure:
            typer.echo("\nNothing was done. Say --yes, and --as who does it, if it is meant.")
            return
        slices = chain.withdraw_supply(folder, receipt, by=by, why=why, today=day(today))
    typer.echo(f"\nWithdrawn: {', '.join(slices)}. Make the next cut with `vrn cut`.")


def say_moved(folder: Path, replaced: Sequence[str], *, to_errors: bool) -> None:
    """Print which published numbers rest on supplies that were replaced just now."""
    from vrn import chain

    typer.echo("\nNumbers that move: these rest on what was replaced", err=to_errors)
    for line in chain.numbers_that_move(folder, replaced):
        typer.echo(line, err=to_errors)
