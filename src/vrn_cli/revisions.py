"""The command that shows why a number moved: between two cuts, or since it was published."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.patterns import print_shown
from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, now, pair

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.figure import Figure
    from vrn.release.since import Beside


NO_CUTS = (0, 0)


def revisions(  # noqa: PLR0913, PLR0917 - each is an option with a name
    name: Annotated[str, typer.Argument(help="The measure; `vrn catalogue` lists them.")] = "",
    between: Annotated[
        tuple[int, int], typer.Option(help="The earlier cut and the later.")
    ] = NO_CUTS,
    split: Annotated[list[str] | None, typer.Option(help="A dimension to split by.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="A filter: DIMENSION=CODE.")] = None,
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the latest year.")] = "",
    actor: Annotated[
        str, typer.Option("--as", help="Who looks; it is written down before anything is shown.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="What the exact numbers are needed for.")] = "",
    document: Annotated[
        str, typer.Option(help="A published document, in the place of a measure and two cuts.")
    ] = "",
    folder: Folder = HERE,
) -> None:
    """Show a number as published and now, with the reason for each record that moved between.

    With --document every released number of its newest edition beside that of the latest cut.
    """
    from vrn import chain

    if document:
        _print_since(folder, document)
        return
    with fail_clearly():
        if not name or between == NO_CUTS:
            raise ValueError("give a measure and --between CUT CUT, or --document NAME")
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


def _print_since(folder: Path, document: str) -> None:
    from vrn import chain

    with fail_clearly():
        seen = chain.what_changed_since(folder, document)
        typer.echo(f"{seen.document}, edition {seen.edition}, of cut {seen.cut}: as published,")
        typer.echo(f"beside what was released since; the latest is cut {seen.latest}")
        for what, group in groupby(seen.figures, key=lambda one: one.what):
            figures = list(group)
            typer.echo(f"\n{what.capitalize()}: {len(figures):,}")
            for one in figures:
                _print_beside(one)


def _print_beside(one: Beside) -> None:
    from vrn.release.tracing import name_of

    now = "" if one.now is None else f", now {_value(one.now)}"
    typer.echo(f"  {name_of(one.published)}: {_value(one.published)}{now}")
    typer.echo(f"    {', '.join(one.places)}; figure {one.published.id}")
    for why in one.differs:
        typer.echo(f"    {why}")


def _value(figure: Figure) -> str:
    return f"{figure} ({figure.interval})" if figure.interval else str(figure)
