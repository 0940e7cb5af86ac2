"""The command that shows where a pattern lies, to a named person with a purpose."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, now

if TYPE_CHECKING:
    from vrn.chain.patterns import Shown
    from vrn.chain.revising import Revisions
    from vrn.release.sheets import OperationalSheet


def patterns(
    pattern: Annotated[str, typer.Argument(help="hot-spots, clusters or near-repeats.")],
    folder: Annotated[Path, typer.Argument(help="The partnership's folder.")] = HERE,
    actor: Annotated[
        str, typer.Option("--as", help="Who looks; it is written down before anything is shown.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="What the places are needed for.")] = "",
    definition: Annotated[
        str, typer.Option(help="The definition, if not the partnership's first.")
    ] = "",
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the latest months.")] = "",
    cut_number: Annotated[
        int | None, typer.Option("--cut", help="The cut, if not the last.")
    ] = None,
) -> None:
    """Show the places of a pattern of serious violence: operational, written down, never kept."""
    from vrn import chain

    with fail_clearly():
        if not actor.strip() or not purpose.strip():
            raise ValueError(
                "which places these are is shown to a named person for a stated purpose alone: "
                "give --as PERSON and --purpose TEXT; both are written down. The findings that "
                "name no place are in `vrn catalogue`"
            )
        shown = chain.look_at_pattern(
            folder,
            pattern,
            actor=actor,
            purpose=purpose,
            now=now(),
            definition=definition,
            period=period,
            cut=cut_number,
        )
        typer.echo(print_shown(shown, actor=actor, purpose=purpose))


def print_shown(shown: Shown | Revisions, *, actor: str, purpose: str) -> str:
    """What is operational, with its mark before and after it."""
    parts = [f"{shown.mark.upper()}. Shown to {actor}: {purpose}.", shown.about]
    parts += ["\n".join(_lines(sheet)) for sheet in shown.sheets]
    return "\n\n".join([*parts, f"{shown.mark}."])


def _lines(sheet: OperationalSheet) -> list[str]:
    if not sheet.rows:
        return [sheet.title, sheet.method, "None."]
    table = [sheet.columns, *sheet.rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(sheet.columns))]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    return [sheet.title, sheet.method, *rows]
