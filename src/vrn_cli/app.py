"""The commands themselves: they read the words typed, call one journey of `vrn.chain`, and show it.

Everything heavy is imported inside the command that needs it, so that `vrn --help` starts at once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vrn_cli.showing import fail_clearly, show_progress

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

Folder = Annotated[
    Path, typer.Option("--in", help="The partnership's folder.", file_okay=False, dir_okay=True)
]
HERE = Path()


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
def receive(
    files: Annotated[list[Path], typer.Argument(help="The files as they were supplied.")],
    under: Annotated[str, typer.Option(help="The agreement they come under.")],
    folder: Folder = HERE,
    replaces: Annotated[list[str] | None, typer.Option(help="A receipt this replaces.")] = None,
    word: Annotated[str, typer.Option(help="Your word on a supply of unusual size.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipts as JSON.")] = False,
    today: Annotated[str, typer.Option(help="The day of receipt, if not today.")] = "",
) -> None:
    """Take a supply in: check it against its agreement, keep it, and print its receipt."""
    from vrn import chain

    refused = 0
    with fail_clearly(), show_progress() as on_progress:
        for path in files:
            receipt = chain.receive(
                folder,
                path,
                under=under,
                today=_day(today),
                replaces=tuple(replaces or ()),
                word=word or None,
                on_progress=on_progress,
            )
            refused += receipt.state != "accepted"
            typer.echo(receipt.to_json() if as_json else receipt.to_text())
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
            receipt = chain.check(folder, path, under=under, today=_day(""))
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


@app.command()
def measure(
    name: Annotated[str, typer.Argument(help="The measure; `vrn catalogue` lists them.")],
    split: Annotated[list[str] | None, typer.Option(help="A dimension to split by.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="A filter: DIMENSION=CODE.")] = None,
    period: Annotated[str, typer.Option(help="YYYY-MM..YYYY-MM; else the latest year.")] = "",
    cut_number: Annotated[
        int | None, typer.Option("--cut", help="The cut, if not the last.")
    ] = None,
    form: Annotated[str, typer.Option("--as", help="table, csv or json.")] = "table",
    folder: Folder = HERE,
) -> None:
    """Print a measure's released figures as a table, CSV or JSON."""
    from vrn import chain
    from vrn_cli.printing import print_cube

    with fail_clearly():
        cube = chain.measure(
            folder,
            name,
            split=tuple(part for item in split or () for part in item.split(",")),
            where=dict(_pair(item) for item in where or ()),
            period=period,
            cut=cut_number,
        )
        typer.echo(print_cube(cube, form), nl=False)


@app.command()
def catalogue() -> None:
    """List every measure with its unit and title."""
    from vrn import chain

    for indicator in chain.list_measures():
        typer.echo(f"{indicator.name:<46} {indicator.unit:<38} {indicator.title}")


@publish.command()
def profile(folder: Folder = HERE) -> None:
    """Publish the open data profile: HTML, PDF and Word from one document."""
    from vrn import chain

    with fail_clearly(), show_progress() as on_progress:
        edition = chain.publish_profile(folder, on_progress=on_progress)
    typer.echo(f"Edition {edition.name} of the profile, in {edition.folder}")
    for path, digest in edition.files.items():
        typer.echo(f"  {digest[:16]}  {path}")


@app.command()
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
        lines = chain.trace_supply(folder, supply) if supply else chain.trace_figure(folder, figure)
        typer.echo("\n".join(lines))


@app.command()
def serve(
    partnership: Annotated[Path, typer.Argument(help="The partnership's folder.")] = HERE,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    bind: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the published profile, the dashboard and the figure pages."""
    from vrn_web.serving import serve as serve_site

    typer.echo(f"The profile is at http://{bind}:{port}/ (Ctrl-C to stop)")
    with fail_clearly():
        serve_site(partnership.resolve(), bind=bind, port=port)


@app.command()
def demo(folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("demo")) -> None:
    """Make a made-up area's files, receive them, cut, release and publish its profile."""
    from vrn_cli.whole_way import make_demo

    with fail_clearly(), show_progress() as on_progress:
        make_demo(folder, today=_day(""), on_progress=on_progress, say=typer.echo)


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
            folder, files=data, area=area, today=_day(""), on_progress=on_progress, say=typer.echo
        )


def _day(text: str) -> date:
    if not text:
        return date.today()  # noqa: DTZ011 - the day here
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"a day is written YYYY-MM-DD, not {text!r}") from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, code = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"a filter is written DIMENSION=CODE, not {text!r}")
    return name, code


def main() -> None:
    """Run the command."""
    app()
