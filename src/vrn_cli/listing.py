"""The commands that list what others counted and what the platform looks things up in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder

if TYPE_CHECKING:
    from vrn.release.supplied import SuppliedTable


def supplied(
    table: Annotated[str, typer.Argument(help="A table's name; all of them where none.")] = "",
    area: Annotated[str, typer.Option(help="One area, as the supplier names it.")] = "",
    period: Annotated[str, typer.Option(help="One period, as the supplier writes it.")] = "",
    counted: Annotated[str, typer.Option(help="One thing that is counted.")] = "",
    folder: Folder = HERE,
) -> None:
    """Show a table that was counted elsewhere, as supplied; or list those that the cut holds."""
    from vrn import chain

    with fail_clearly():
        if not table:
            lines = [_line(each) for each in chain.release_supplied_tables(folder)]
            typer.echo("\n".join(lines) or "the cut holds no supplied table")
            return
        found = chain.supplied(folder, table)
        figures = found.figures(area=area, period=period, counted=counted)
        for figure in figures:
            typer.echo(f"{figure.id}  {figure.sentence}")
        typer.echo("\n".join(_about(found, shown=len(figures))))


def _line(table: SuppliedTable) -> str:
    told = table.told
    return f"{told.table:<34} {len(table.cells):>7,} cells  {told.clearance.label:<10} {told.title}"


def _about(table: SuppliedTable, *, shown: int) -> list[str]:
    """What is told of the whole table, under its cells."""
    told = table.told
    states = ", ".join(f"{count:,} {state}" for state, count in table.states.items())
    return [
        "",
        f"{told.title}: {shown:,} of its {len(table.cells):,} cells ({states})",
        f"Source         {told.citation}",
        f"Counts         {told.definition}",
        f"Small numbers  {told.small_numbers}",
        *([f"Mind           {told.caveat}"] if told.caveat else []),
        f"Rests on       receipt {', '.join(told.supplies)}, cut {told.cut}",
        f"For            {told.clearance.label}",
    ]


def reference(
    sources: Annotated[bool, typer.Option(help="Say also where each list comes from.")] = False,
    folder: Folder = HERE,
) -> None:
    """List the reference lists: version, date, time for which each is valid, and digest."""
    from vrn import chain

    with fail_clearly():
        for each in chain.list_reference(folder):
            valid = f"{each.valid_from or '…'} to {each.valid_to or '…'}"
            typer.echo(
                f"{each.name:<22} {each.version:>3}  {each.dated:<10}  {valid:<24} "
                f"{each.sha256[:12]}  {each.file}"
            )
            if sources:
                typer.echo(f"    {each.source}\n    {each.provenance}")
