"""The command that shows how good each month of a supplier's files is, and what it should do."""

from __future__ import annotations

from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day


def scorecard(
    whose: Annotated[str, typer.Argument(help="An agreement's id, or a supplier's name.")],
    month: Annotated[str, typer.Option(help="YYYY-MM; else the newest month held.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every number, as CSV.")] = False,
    letter: Annotated[
        str, typer.Option(metavar="TO", help="Print a letter to the supplier, to this post.")
    ] = "",
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day, if not today.")] = "",
) -> None:
    """Show how late, whole and right each month of a supplier came, and what it should do."""
    from vrn import chain

    if as_csv and letter:
        raise typer.BadParameter("a CSV file and a letter are two things: ask for one at a time")
    with fail_clearly():
        cards = chain.score_supplier(folder, whose, today=day(today))
        if as_csv:
            typer.echo(chain.scores_csv(cards), nl=False)
            return
        for text in chain.tell_scores(folder, cards, month=month, to=letter):
            typer.echo(text)
