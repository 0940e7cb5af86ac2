"""The commands that ask: measures, definitions and the bridge between two, traces."""

from __future__ import annotations

from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day, now, pair


def measure(  # noqa: PLR0913, PLR0917 - each is an option with a name
    name: Annotated[str, typer.Argument(help="The measure; `vrn catalogue` lists them.")],
    split: Annotated[list[str] | None, typer.Option(help="A dimension to split by.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="A filter: DIMENSION=CODE.")] = None,
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the latest year.")] = "",
    cut_number: Annotated[
        int | None, typer.Option("--cut", help="The cut, if not the last.")
    ] = None,
    form: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
    actor: Annotated[
        str, typer.Option("--as", help="Who looks at exact numbers; it is written down first.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="What the exact numbers are needed for.")] = "",
    folder: Folder = HERE,
) -> None:
    """Print a measure's released figures; with --as and --purpose the exact ones, written down."""
    from vrn import chain
    from vrn_cli.printing import print_cube

    asked = {
        "split": tuple(part for item in split or () for part in item.split(",")),
        "where": dict(pair(item) for item in where or ()),
        "period": period,
        "cut": cut_number,
    }
    with fail_clearly():
        if bool(actor) != bool(purpose):
            raise typer.BadParameter("exact numbers need both: --as PERSON and --purpose TEXT")
        if actor:
            cube = chain.look(folder, name, actor=actor, purpose=purpose, now=now(), **asked)
        else:
            cube = chain.measure(folder, name, today=day(""), **asked)
        typer.echo(print_cube(cube, form), nl=False)


def catalogue() -> None:
    """List every measure with its unit and title."""
    from vrn import chain

    for indicator in chain.list_measures():
        typer.echo(f"{indicator.name:<46} {indicator.unit:<38} {indicator.title}")


def bridge(
    first: Annotated[str, typer.Argument(help="The definition to start from.")],
    second: Annotated[str, typer.Argument(help="The definition to arrive at.")],
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the assessment's.")] = "",
    folder: Folder = HERE,
) -> None:
    """Show how one definition's number becomes another's, class by class, with nothing left."""
    from vrn import chain
    from vrn_cli.printing import print_bridge

    with fail_clearly():
        lines = chain.bridge(folder, first, second, period=period, today=day(""))
        typer.echo(print_bridge(lines), nl=False)


def definitions(
    publish: Annotated[str, typer.Option(help="The id of a definition to publish.")] = "",
    today: Annotated[str, typer.Option(help="The day of publication, if not today.")] = "",
    folder: Folder = HERE,
) -> None:
    """List the partnership's definitions, or publish one: from then on its text is frozen."""
    from vrn import chain

    with fail_clearly():
        if publish:
            chain.publish_definition(folder, publish, today=day(today))
        typer.echo("\n".join(chain.list_definitions(folder)))


def trace(
    figure: Annotated[str, typer.Argument(help="A figure's id.")] = "",
    supply: Annotated[str, typer.Option(help="A receipt's id, to walk the other way.")] = "",
    folder: Folder = HERE,
) -> None:
    """Walk back from a figure to its files, or forward from a supply to what rests on it."""
    from vrn import chain

    with fail_clearly():
        if bool(figure) == bool(supply):
            raise typer.BadParameter("give a figure's id, or --supply with a receipt's id")
        today = day("")
        if supply:
            lines = chain.trace_supply(folder, supply, today=today)
        else:
            lines = chain.trace_figure(folder, figure, today=today)
        typer.echo("\n".join(lines))
