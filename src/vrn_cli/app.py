"""The commands themselves: they read the words typed, call one journey of `vrn.chain`, and show it.

Everything heavy is imported inside the command that needs it, so that `vrn --help` starts at once.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli import asking, listing, safety
from vrn_cli.agreements import agreements
from vrn_cli.comparing import changes
from vrn_cli.linkage import linkage
from vrn_cli.mapping import map_file
from vrn_cli.patterns import patterns
from vrn_cli.people import people
from vrn_cli.reconciling import reconcile
from vrn_cli.revisions import revisions
from vrn_cli.scorecard import scorecard
from vrn_cli.showing import fail_clearly, show_progress
from vrn_cli.typed import HERE, Folder, day
from vrn_cli.withdrawing import say_moved, withdraw

if TYPE_CHECKING:
    from vrn.publish.editions import Edition

app = typer.Typer(
    name="vrn",
    help="From a partner's file to a traced paragraph: the open platform of a violence reduction "
    "network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the plain help starts in half the time
)
publish = typer.Typer(help="Make a document from released figures.", no_args_is_help=True)
app.add_typer(publish, name="publish")
app.add_typer(people, name="people")
app.add_typer(safety.keys, name="keys", no_args_is_help=True)
app.add_typer(agreements, name="agreements")
app.add_typer(linkage, name="linkage")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new folder.")],
    area: Annotated[str, typer.Option(help='A police force area, or districts with ";" between.')],
    name: Annotated[str, typer.Option(help="The partnership's name.")] = "",
) -> None:
    """Write a new partnership's folder: its area, agreements, mappings and keys."""
    from vrn import chain

    with fail_clearly():
        paths = chain.start(folder, area=area, name=name)
    typer.echo(f"Wrote {len(paths)} texts into {folder}. Read {folder / 'partnership.toml'} first.")
    typer.echo("Next: vrn receive FILE --under AGREEMENT --in " + str(folder))
    for agreement in sorted(folder.glob("agreements/*.toml")):
        typer.echo(f"  {agreement.stem}")


@app.command()
def receive(  # noqa: PLR0913, PLR0917 - each is an option with a name
    files: Annotated[list[Path], typer.Argument(help="Files as supplied, or folders of them.")],
    under: Annotated[str, typer.Option(help="The agreement they come under.")],
    folder: Folder = HERE,
    replaces: Annotated[list[str] | None, typer.Option(help="A receipt this replaces.")] = None,
    word: Annotated[str, typer.Option(help="Your word on a supply of unusual size.")] = "",
    expect_sha256: Annotated[str, typer.Option(help="The file's announced SHA-256.")] = "",
    expect_rows: Annotated[int | None, typer.Option(help="Its announced number of rows.")] = None,
    nil: Annotated[str, typer.Option(help="The month(s), 2024-04, of a declared nil return.")] = "",
    together: Annotated[
        bool, typer.Option("--together", help="The files are parts of one.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipts as JSON.")] = False,
    today: Annotated[str, typer.Option(help="The day of receipt, if not today.")] = "",
) -> None:
    """Take a supply in: check it against its agreement, keep it, and print its receipt."""
    from vrn import chain
    from vrn_cli.many import receive_many

    said = replaces or word or as_json or together or expect_sha256 or expect_rows or nil
    if not said and (len(files) > 1 or files[0].is_dir()):
        receive_many(folder, files, under=under, today=day(today))
        return
    refused = 0
    with fail_clearly(), show_progress() as on_progress:
        take = partial(
            chain.receive_parts if together else chain.receive,
            folder,
            under=under,
            today=day(today),
            replaces=tuple(replaces or ()),
            word=word or None,
            announced=chain.announce(expect_sha256, expect_rows, nil_of=nil),
            on_progress=on_progress,
        )
        for path in [files] if together else files:
            receipt = take(path)
            refused += receipt.state != "accepted"
            typer.echo(receipt.to_json() if as_json else receipt.to_text())
            if replaces and receipt.is_accepted:
                say_moved(folder, replaces, to_errors=as_json)
    if refused:
        raise typer.Exit(1)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="The files to be checked.")],
    under: Annotated[str, typer.Option(help="The agreement they would come under.")],
    folder: Folder = HERE,
) -> None:
    """Say what is wrong with a file, by its agreement alone; nothing is kept or compared."""
    from vrn import chain

    refused = 0
    with fail_clearly():
        for path in files:
            receipt = chain.check(folder, path, under=under, today=day(""))
            refused += not receipt.is_accepted
            typer.echo(receipt.to_text(), nl=False)
    if refused:
        raise typer.Exit(1)


@app.command()
def cut(folder: Folder = HERE) -> None:
    """Freeze what was received into the next numbered cut, with every record placed in its area."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        made = chain.make_cut(folder, on_progress=on_progress)
    typer.echo(f"Cut {made.number}, rows' hash {made.row_hash}")
    for name, table in made.tables.items():
        typer.echo(f"  {name:<14}{table.rows:>10,} rows")


app.command()(changes)
for command in (asking.measure, asking.catalogue, asking.bridge, asking.definitions, asking.trace):
    app.command()(command)
app.command()(patterns)
app.command()(revisions)
app.command()(scorecard)
app.command()(withdraw)
for command in (safety.erase, safety.backup, safety.restore, safety.tidy, safety.removals):
    app.command()(command)
app.command("map")(map_file)
app.command()(reconcile)
app.command()(listing.supplied)
app.command()(listing.reference)


@publish.command()
def profile(folder: Folder = HERE) -> None:
    """Publish the open data profile: HTML, PDF and Word from one document."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        edition = chain.publish_profile(folder, on_progress=on_progress)
    _say_published("profile", edition)


@publish.command()
def assessment(
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day of release, if not today.")] = "",
) -> None:
    """Publish the Strategic Needs Assessment: HTML, PDF and Word from one document."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        edition = chain.publish_assessment(folder, today=day(today), on_progress=on_progress)
    _say_published("assessment", edition)


@publish.command()
def questions(
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day of release, if not today.")] = "",
) -> None:
    """Publish the questions worked through: HTML, PDF and Word from one document."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        edition = chain.publish_questions(folder, today=day(today), on_progress=on_progress)
    _say_published("questions", edition)


def _say_published(name: str, edition: Edition) -> None:
    typer.echo(f"Edition {edition.name} of the {name}, in {edition.folder}")
    for path, digest in edition.files.items():
        typer.echo(f"  {digest[:16]}  {path}")


@app.command()
def serve(
    partnership: Annotated[Path, typer.Argument(help="The partnership's folder.")] = HERE,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    bind: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    worker: Annotated[
        bool, typer.Option(help="Also take in the files that people send (see `vrn work`).")
    ] = True,
) -> None:
    """Serve the documents, the dashboards and the figure pages, and take in files that are sent."""
    from vrn_web.serving import serve as serve_site

    typer.echo(f"The site is at http://{bind}:{port}/ (Ctrl-C to stop)")
    with fail_clearly():
        serve_site(partnership.resolve(), bind=bind, port=port, with_worker=worker, say=typer.echo)


@app.command()
def work(
    partnership: Annotated[Path, typer.Argument(help="The partnership's folder.")] = HERE,
) -> None:
    """Take in what people send through the site; `vrn serve` does this beside it."""
    from vrn_work import keep_working

    with fail_clearly():
        raise typer.Exit(keep_working(partnership.resolve()))


@app.command()
def demo(folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("demo")) -> None:
    """Make a made-up area's files, receive them, cut, release and publish its profile."""
    from vrn_cli.whole_way import make_demo

    with fail_clearly(), show_progress() as on_progress:
        make_demo(folder, today=day(""), on_progress=on_progress, say=typer.echo)


@app.command()
def real(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("real"),
    data: Annotated[Path, typer.Option(help="The folder of open files.")] = Path("data"),
    area: Annotated[str, typer.Option(help="The police force area.")] = "",
) -> None:
    """Do the same with the real open files of a folder."""
    from vrn_cli.whole_way import make_real

    with fail_clearly(), show_progress() as on_progress:
        make_real(
            folder, files=data, area=area, today=day(""), on_progress=on_progress, say=typer.echo
        )


def main() -> None:
    """Run the command."""
    app()
