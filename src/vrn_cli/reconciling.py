"""The command that sets last year's published numbers beside those of now."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.chain.reconciling import Compared


def reconcile(
    name: Annotated[str, typer.Argument(help="The measure; `vrn catalogue` lists them.")],
    published: Annotated[
        Path,
        typer.Option("--with", help="A CSV of period, area, value, source as published."),
    ],
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day of release, if not today.")] = "",
) -> None:
    """Set published numbers beside the figures of now, with the reason for each difference."""
    from vrn import chain

    with fail_clearly():
        compared = chain.reconcile(folder, name, published, today=day(today))
        typer.echo("\n".join(_lines(compared)))


def _lines(compared: Sequence[Compared]) -> Iterator[str]:
    from vrn import chain

    rows = [("period", "area", "published", "now", "difference"), *map(_row, compared)]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    aligned = (str.ljust, str.ljust, str.rjust, str.rjust, str.rjust)
    for place, row in enumerate(rows):
        yield "  ".join(
            align(cell, width) for align, cell, width in zip(aligned, row, widths, strict=True)
        ).rstrip()
        if place:
            yield from _below(compared[place - 1])
    yield ""
    yield chain.say_changes(compared)


def _row(one: Compared) -> tuple[str, ...]:
    then, now = one.published, one.now
    decimals = now.decimals if now else 0
    difference = "" if one.difference is None else f"{one.difference:+,.{decimals}f}"
    what = ", ".join([then.area.name, *(code for _, code in then.where)])
    return (then.period.label, what, f"{then.value:,.{decimals}f}", str(now), difference)


def _below(one: Compared) -> Iterator[str]:
    from vrn import chain

    if one.is_same:
        return
    yield from (f"    {why}" for why in one.why or (chain.UNEXPLAINED,))
    yield f"    published in: {one.published.source}"
