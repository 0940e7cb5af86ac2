"""The commands about agreements: list, check and explain them, sign one, withdraw one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day

if TYPE_CHECKING:
    from vrn.chain.agreeing import Listed
    from vrn.sharing.agreements.standing import Standing

agreements = typer.Typer(
    help="What partners agreed on: which rows, by what law, how long.", no_args_is_help=True
)
Under = Annotated[str, typer.Argument(help="The agreement's id.")]
Name = Annotated[str, typer.Option("--as", help="Who does it.")]
Organisation = Annotated[str, typer.Option(help="The party that they do it for.")]
Role = Annotated[str, typer.Option(help="Their role there, such as data steward.")]
Today = Annotated[str, typer.Option(help="The day, if not today.")]


@agreements.command("list")
def listed(folder: Folder = HERE, today: Today = "") -> None:
    """List every agreement with its state, and the days to its review and to its end."""
    from vrn import chain

    with fail_clearly():
        found = chain.list_agreements(folder, today=day(today))
        typer.echo(f"{'agreement':<36}{'state':<11}{'review':>14}{'end':>14}  title")
        for one in found:
            typer.echo(_line(one))


def _line(one: Listed) -> str:
    review, end = _days(one.days_to_review), _days(one.days_to_end)
    head = f"{one.agreement.id:<36}{one.standing.state:<11}{review:>14}{end:>14}"
    note = "  (edited since it was signed)" if one.standing.is_edited else ""
    return f"{head}  {one.agreement.title}{note}"


def _days(days: int | None) -> str:
    if days is None:
        return "none"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days:,} {unit}" if days >= 0 else f"{-days:,} {unit} ago"


@agreements.command()
def check(folder: Folder = HERE, today: Today = "") -> None:
    """Say all that is lacking or wrong in every text, all at once; exit code 1 for any fault."""
    from vrn import chain

    with fail_clearly():
        found = chain.check_agreements(folder, today=day(today))
    for name, faults in found.items():
        if faults:
            typer.echo(f"{name}:")
            for fault in faults:
                typer.echo(f"  - {fault}")
    wrong = sum(bool(faults) for faults in found.values())
    typer.echo(f"{len(found)} texts checked, {wrong} with faults.")
    if wrong:
        raise typer.Exit(1)


@agreements.command()
def explain(under: Under, folder: Folder = HERE) -> None:
    """Say in plain words what may be sent, by what law, how long it is kept, and what is kept."""
    from vrn import chain

    with fail_clearly():
        told = chain.explain_agreement(folder, under)
    for heading, words in told.facts:
        typer.echo(f"{heading}\n  {' '.join(words.split())}")
    typer.echo("What becomes of each column")
    for column in told.columns:
        kind = f", {column.sensitivity}" if column.sensitivity else ""
        typer.echo(f"  {column.header or column.name}{kind}\n    {column.means}")
        typer.echo(f"    {column.stored}")


@agreements.command()
def sign(
    under: Under,
    name: Name,
    organisation: Organisation,
    role: Role,
    folder: Folder = HERE,
    today: Today = "",
) -> None:
    """Write down that somebody signed the agreement's text as it stands now."""
    from vrn import chain

    with fail_clearly():
        standing = chain.sign_agreement(
            folder, under, name=name, organisation=organisation, role=role, today=day(today)
        )
    typer.echo(f"{name} signed {under} for {organisation}.")
    _say(under, standing)


@agreements.command()
def withdraw(
    under: Under,
    name: Name,
    organisation: Organisation,
    role: Role,
    why: Annotated[str, typer.Option(help="Why it is withdrawn.")],
    folder: Folder = HERE,
    today: Today = "",
) -> None:
    """Withdraw an agreement for one of its parties: from then on nothing is received under it."""
    from vrn import chain

    with fail_clearly():
        standing = chain.withdraw_agreement(
            folder,
            under,
            name=name,
            organisation=organisation,
            role=role,
            why=why,
            today=day(today),
        )
    _say(under, standing)


@agreements.command()
def due(
    folder: Folder = HERE,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete them, and retire the cuts made of them.")
    ] = False,
    today: Today = "",
) -> None:
    """List the supplies that may be kept no longer, by which clause; with --delete, delete them."""
    from vrn_cli.retention import carry_out, list_due

    if delete:
        carry_out(folder, today=day(today))
    else:
        list_due(folder, today=day(today))


def _say(under: str, standing: Standing) -> None:
    says = f": {standing.says}" if standing.says else ""
    typer.echo(f"{under} is {standing.state}{says}.")
