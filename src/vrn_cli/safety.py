"""The commands that keep rows safe: keys, erasing, backup and restore, and what is due to go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly, show_progress
from vrn_cli.typed import HERE, Folder, day

keys = typer.Typer(help="The keys of tokens and originals: who can read them, a new one, an end.")
Linkage = Annotated[str, typer.Argument(help="The linkage project, as agreements name it.")]
Why = Annotated[str, typer.Option(help="The reason, for the log; name nobody in it.")]
To = Annotated[Path, typer.Argument(help="An empty folder, or that of an earlier backup.")]
Source = Annotated[Path, typer.Argument(help="The backup.")]
Empty = Annotated[Path, typer.Option("--in", help="A new or empty folder.")]
Today = Annotated[str, typer.Option(help="The day, if not today.")]


@keys.command("list")
def listed(folder: Folder = HERE) -> None:
    """Say of each key who can read it, and what is wrong; exit code 1 where others can read one."""
    from vrn import chain
    from vrn.sharing.pseudonyms.custody import SAME_USER

    with fail_clearly():
        found = chain.list_keys(folder)
    for key in found:
        typer.echo(f"{key.name}: of user {key.owner}; read by {', '.join(key.readers)}")
        for warning in key.warnings:
            typer.echo(f"  warning: {warning}")
    if any(set(key.warnings) - {SAME_USER} for key in found):
        raise typer.Exit(1)


@keys.command()
def rotate(linkage: Linkage, why: Why, folder: Folder = HERE, today: Today = "") -> None:
    """Make every token of a linkage project anew under a new key, and destroy the former one."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        name = chain.rotate_key(folder, linkage, why=why, today=day(today), on_progress=on_progress)
    typer.echo(f"The tokens of {linkage} are made by key {name} now. Destroy copies of the former.")


@keys.command()
def destroy(
    linkage: Linkage,
    sure: Annotated[bool, typer.Option("--yes", help="Yes, for ever.")] = False,
    folder: Folder = HERE,
) -> None:
    """Destroy the key of a linkage project: nobody can tie its tokens to a person ever again."""
    from vrn import chain

    if not sure:
        typer.echo("Not done: this cannot be undone. Say --yes if it is meant.", err=True)
        raise typer.Exit(1)
    with fail_clearly():
        chain.destroy_key(folder, linkage)
    typer.echo(f"The key of {linkage} is destroyed here. Destroy its copies too.")


def erase(
    under: Annotated[str, typer.Option(help="An agreement of the supplier who knows the number.")],
    why: Why,
    folder: Folder = HERE,
    today: Today = "",
) -> None:
    """Erase a person by the supplier's own number of them, which is asked for and not shown."""
    from vrn import chain

    number = typer.prompt("The supplier's number of the person", hide_input=True)
    with fail_clearly(), show_progress() as on_progress:
        done = chain.erase(
            folder, under=under, number=number, why=why, today=day(today), on_progress=on_progress
        )
    typer.echo(f"{done.rows} rows are gone. Originals written anew: {done.originals_rewritten};")
    typer.echo(f"dropped: {done.originals_dropped}. Cut served: {done.cut or 'none'}; retired:")
    typer.echo(f"{', '.join(map(str, done.retired)) or 'none'}. Released figures stay.")
    for feed, count in done.linked.items():
        records = "1 more record" if count == 1 else f"{count} more records"
        typer.echo(
            f"{records} of {feed} may be of the same person, by the model of linkage, and stayed: "
            "ask the supplier whether they know the person by another number."
        )
    typer.echo("Backups made before today still hold the person: back up again, delete the others.")


def backup(to: To, folder: Folder = HERE) -> None:
    """Copy the partnership's folder without its keys, every file checked; goes on where stopped."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        made = chain.back_up(folder, to, on_progress=on_progress)
    typer.echo(f"{made.files} files, {made.bytes:,} bytes; {made.copied} were copied now.")
    typer.echo(f"Keys are not in it; keep these elsewhere: {', '.join(made.keys) or 'none'}")


def restore(source: Source, folder: Empty) -> None:
    """Make a partnership's folder of a backup, once every file in it is known to be as it was."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        made = chain.restore(source, folder, on_progress=on_progress)
    typer.echo(f"{made.files} files restored into {folder}, each with the digest it had.")
    typer.echo(
        f"Missing, bring them back: {', '.join(f'keys/{n}' for n in made.keys) or 'nothing'}"
    )


def tidy(
    folder: Folder = HERE,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the supplies too whose time has ended.")
    ] = False,
    today: Today = "",
) -> None:
    """Delete the kept originals whose time has ended; list the supplies, with --delete go they too.

    Each gets a line in the log.
    """
    from vrn import chain
    from vrn_cli.retention import carry_out, list_due

    with fail_clearly():
        count = chain.delete_due_originals(folder, today=day(today))
    typer.echo(f"{count} kept originals were deleted.")
    if delete:
        carry_out(folder, today=day(today))
    else:
        list_due(folder, today=day(today))


def removals(folder: Folder = HERE) -> None:
    """Print the log of all that was removed: what, why, when, how many rows; it names nobody."""
    from vrn import chain

    with fail_clearly():
        for one in chain.list_removals(folder):
            what = f"{one.kind} {one.what}".strip()
            typer.echo(f"{one.number:>4}  {one.day}  {what:<22} {one.rows:>9,} rows  {one.why}")
