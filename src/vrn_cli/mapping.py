"""The command that looks at a supplier's file and proposes the mapping for it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from vrn_cli.showing import fail_clearly
from vrn_cli.typed import HERE, Folder, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.chain.mapping_files import Mapped
    from vrn.sharing.proposing.profile import ColumnProfile
    from vrn.sharing.proposing.trial import Trial


def map_file(
    file: Annotated[Path, typer.Argument(help="A file as the supplier sent it.")],
    feed: Annotated[str, typer.Option(help="The feed that it is to become.")],
    agreement: Annotated[str, typer.Option(help="The agreement that it would come under.")] = "",
    write: Annotated[
        str, typer.Option(help="Write the mapping into the folder under this name.")
    ] = "",
    folder: Folder = HERE,
    today: Annotated[str, typer.Option(help="The day to check against, if not today.")] = "",
) -> None:
    """Profile a supplier's file, propose its mapping, and show what that does to the first rows."""
    from vrn import chain
    from vrn.sharing.fault import RefusedError

    with fail_clearly():
        try:
            mapped = chain.map_file(
                folder, file, feed=feed, agreement=agreement, name=write, today=day(today)
            )
        except RefusedError as error:
            raise ValueError(" ".join(str(fault) for fault in error.faults)) from error
        typer.echo("\n".join(print_mapped(mapped)))
        if write:
            path = chain.write_mapping(folder, mapped, name=write)
            typer.echo(f"\nWrote {path}. Read it, finish what stands behind #, then `vrn check`.")


def print_mapped(mapped: Mapped) -> Iterator[str]:
    """The profile, the proposed text, and what it does to the first rows, as lines."""
    sample = mapped.sample
    rows = (
        f"{len(sample.rows):,} rows" if sample.is_whole else f"the first {len(sample.rows):,} rows"
    )
    yield f"{sample.file}: {rows}, {len(sample.header)} columns"
    if sample.format == "csv":
        yield f"  encoding   {sample.encoding}: {sample.encoding_because}"
        yield f"  delimiter  {_DELIMITERS.get(sample.delimiter, sample.delimiter)}"
    yield f"  header     line {sample.header_row}: {sample.header_because}"
    yield ""
    for profile in mapped.profiles:
        yield from _column_lines(profile)
    yield ""
    yield mapped.text.rstrip()
    yield ""
    if mapped.unnamed:
        number = len(mapped.unnamed)
        yield f"{number} columns of the file are not named yet: until each is, or stands under"
        yield "ignored, the file is refused. Here they are read over."
    if mapped.trial is None:
        yield "Not yet a whole mapping:"
        yield from (f"- {words}" for words in mapped.lacking)
    else:
        yield from _trial_lines(mapped.trial, is_of_persons=mapped.is_of_persons)


_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright stroke"}


def _column_lines(profile: ColumnProfile) -> Iterator[str]:
    shapes = ", ".join(f"{shape} ({rows:,})" for shape, rows in profile.shapes)
    rest = f"other shapes ({profile.other_shapes:,})" if profile.other_shapes else ""
    counts = f"{profile.empty:,} empty, {profile.distinct:,} distinct"
    name = profile.header or "(no name)"
    yield f"  {name}: {counts}; " + ", ".join(filter(None, (shapes, rest)))
    if profile.lowest:
        yield f"    from {profile.lowest} to {profile.highest}"
    if profile.order:
        yield f"    dates: {profile.order}"


def _trial_lines(trial: Trial, *, is_of_persons: bool) -> Iterator[str]:
    if trial.faults:
        yield "With this mapping the file would be refused:"
        yield from (f"- {fault}" for fault in trial.faults)
        return
    yield (
        f"Of the first {trial.tried:,} rows {trial.loaded:,} would be loaded and "
        f"{trial.held_back:,} held back"
    )
    yield from (f"- {reason}: {rows:,}" for reason, rows in trial.reasons)
    masked = ", each value as its shape" if is_of_persons else ""
    yield f"The first of those loaded{masked}:"
    for row in trial.shown:
        yield "  " + "; ".join(f"{name} {text}" for name, text in row.items() if text)
