"""The commands of linkage: train a model, explain a link, ask a steward and take the answers."""

from __future__ import annotations

import secrets
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day, now

linkage = typer.Typer(help="Telling who is who by a trained model.", no_args_is_help=True)
Actor = Annotated[str, typer.Option("--as", help="Who looks; written down first.")]
Purpose = Annotated[str, typer.Option(help="What it is needed for.")]
Source = Annotated[str, typer.Option(help="The feed whose records are meant.")]
Supplier = Annotated[str, typer.Option(help="Whose records, where several send that feed.")]


@linkage.command()
def train(
    folder: Folder = HERE,
    seed: Annotated[
        int, typer.Option(help="Draws the random pairs; the same, the same model.")
    ] = 1,
) -> None:
    """Train a model on all that is held, write it down, and put it in use from the next cut on."""
    from vrn.chain.linking import train_linkage

    with fail_clearly():
        model = train_linkage(folder, seed=seed)
    typer.echo(f"Model {model.digest}, trained on {model.trained_on['records']:,} records")
    for comparison, levels in model.levels().items():
        for level in levels:
            typer.echo(f"  {comparison:<12}{level.weight:>8.1f} bits  {level.words}")


@linkage.command()
def explain(
    one: Annotated[str, typer.Argument(help="The first record, as a sheet names it.")],
    other: Annotated[str, typer.Argument(help="The second record.")],
    source: Source = "police-people",
    source_other: Annotated[str, typer.Option(help="The second's feed, if another.")] = "",
    folder: Folder = HERE,
    actor: Actor = "",
    purpose: Purpose = "",
) -> None:
    """Say why two records are linked or are not; no identifier is shown."""
    from vrn.chain.link_reviewing import explain_link

    with fail_clearly():
        _check_named(actor, purpose)
        found = explain_link(
            folder,
            (source, one),
            (source_other or source, other),
            actor=actor,
            purpose=purpose,
            now=now(),
        )
    typer.echo(f"{found.before:>8.1f} bits  before anything is compared")
    for reason in found.reasons:
        typer.echo(f"{reason.weight:>8.1f} bits  {reason.words}")
    typer.echo(f"{found.weight:>8.1f} bits  in all: probability {found.probability:.4f}")


@linkage.command()
def review(
    sheet: Annotated[Path, typer.Argument(help="The sheet to write, or the one that came back.")],
    source: Source = "police-people",
    supplier: Supplier = "",
    folder: Folder = HERE,
    actor: Actor = "",
    purpose: Purpose = "",
    sample: Annotated[bool, typer.Option(help="A sample of pairs, to measure errors.")] = False,
    answered: Annotated[bool, typer.Option(help="Take the answers in.")] = False,
) -> None:
    """Write a sheet of pairs for a source's steward, or take in the one that came back."""
    from vrn.chain import link_reviewing as journeys

    with fail_clearly():
        _check_named(actor, purpose)
        if answered:
            text = sheet.read_text(encoding="utf-8-sig")
            count = journeys.take_answers(
                folder, source, text, supplier=supplier, by=actor, today=day("")
            )
            typer.echo(f"Took in {count} answers; the next cut follows them")
            return
        named = {"supplier": supplier, "actor": actor, "purpose": purpose, "now": now()}
        if sample:
            import numpy as np

            rng = np.random.default_rng(secrets.randbits(64))
            text = journeys.sample_sheet(folder, source, rng=rng, **named)
        else:
            text = journeys.review_sheet(folder, source, **named)
        sheet.write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {text.count(chr(10)) - 1} pairs into {sheet}")


@linkage.command()
def errors(
    source: Source = "police-people", supplier: Supplier = "", folder: Folder = HERE
) -> None:
    """Say how many links are false and how many are missed, by a sample that was answered."""
    from vrn.chain.link_reviewing import measured_errors

    with fail_clearly():
        found = measured_errors(folder, source, supplier=supplier)
    for name, rate in found.items():
        typer.echo(
            f"{name}: {rate.value:.1%} ({rate.lower:.1%} to {rate.upper:.1%}) of {rate.asked}"
        )
    if not found:
        typer.echo("Nobody was asked yet: `vrn linkage review SHEET --sample` writes a sheet")


def _check_named(actor: str, purpose: str) -> None:
    if not actor.strip() or not purpose.strip():
        raise ValueError(
            "single records are shown to a named person for a stated purpose alone: give "
            "--as PERSON and --purpose TEXT; both are written down"
        )
