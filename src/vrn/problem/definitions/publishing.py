"""The definitions of a partnership's folder: reading them, publishing one, refusing an edited one.

A text becomes frozen by its line in published.csv: id, version, the SHA-256 of the text, the day.
From then on the text must be as it was; a change is a new text with the next version beside it.
"""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from vrn.problem.definitions.definition import Definition, read_definition
from vrn.sharing.fault import TextError
from vrn.sharing.stewards_text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

PUBLISHED = "published.csv"
COLUMNS = ("id", "version", "sha256", "published_on")
_Line = dict[str, str]


class EditedDefinitionError(ValueError):
    """A published definition's text is not what was published; the message lists every one."""


class UnknownDefinitionError(ValueError):
    """No published definition has that id, or none that is live."""


def read_definitions(folder: Path) -> tuple[Definition, ...]:
    """Every definition in a folder, published ones and drafts, by id and version.

    `folder` is the one that holds the texts and published.csv. Raises EditedDefinitionError where a
    published text was edited or taken away, TextError where a text has faults or two are the same
    version of one definition.
    """
    lines = _read_published(folder / PUBLISHED)
    found = [_of_its_line(path, lines) for path in sorted(folder.glob("*.toml"))]
    _check_told_once(found)
    check_unchanged(found, lines)
    return tuple(sorted((each for each, _ in found), key=lambda each: (each.id, each.version)))


def _of_its_line(path: Path, lines: Mapping[tuple[str, int], _Line]) -> tuple[Definition, str]:
    draft = read_definition(path)
    line = lines.get((draft.id, draft.version))
    published_on = line["published_on"] if line else ""
    return read_definition(path, published_on=published_on), path.name


def check_unchanged(
    found: Iterable[tuple[Definition, str]], lines: Mapping[tuple[str, int], _Line]
) -> None:
    """Raises EditedDefinitionError unless every published text is there and is as published.

    `found` pairs each definition with the name of its file.
    """
    held = {(each.id, each.version): (each, name) for each, name in found}
    faults = []
    for (name, version), line in lines.items():
        said = f"{name} version {version} was published on {line['published_on']}"
        if (name, version) not in held:
            faults.append(f"{said} and its text is gone: put it back as it was")
        elif held[name, version][0].sha256 != line["sha256"]:
            faults.append(
                f"{held[name, version][1]}: {said} and has been edited since; put the published "
                f"text back, and write version {_next_version(name, held)} beside it"
            )
    if faults:
        raise EditedDefinitionError("; ".join(faults))


def publish_definition(folder: Path, name: str, version: int, *, today: date) -> Definition:
    """Freezes a draft: its line is added to published.csv, and the definition is given back.

    Publishing what is published already changes nothing. Raises UnknownDefinitionError where the
    folder holds no such text, and ValueError where the versions before it are not published.
    """
    definitions = read_definitions(folder)
    draft = next((each for each in definitions if (each.id, each.version) == (name, version)), None)
    if draft is None:
        raise UnknownDefinitionError(
            f"{folder.name} holds no text of {name} version {version}; it holds "
            f"{_listed(definitions)}"
        )
    if draft.published_on:
        return draft
    latest = max(
        (each.version for each in definitions if each.id == name and each.published_on), default=0
    )
    if version != latest + 1:
        raise ValueError(
            f"the next version of {name} to be published is {latest + 1}, not {version}: versions "
            "are numbered without a gap"
        )
    path = folder / PUBLISHED
    lines = {**_read_published(path)}
    lines[name, version] = {
        "id": name,
        "version": str(version),
        "sha256": draft.sha256,
        "published_on": today.isoformat(),
    }
    _write_published(path, lines)
    return next(
        each for each in read_definitions(folder) if (each.id, each.version) == (name, version)
    )


def find_definition(
    definitions: Sequence[Definition], name: str, version: int | None = None
) -> Definition:
    """The published definition of that id: the newest version, or the one asked for.

    Raises UnknownDefinitionError with the ids there are.
    """
    held = [each for each in definitions if each.id == name and each.published_on]
    if version is not None:
        held = [each for each in held if each.version == version]
    if not held:
        wanted = name if version is None else f"{name} version {version}"
        raise UnknownDefinitionError(
            f"no published definition is {wanted}; try one of: {_listed(definitions)}"
        )
    return max(held, key=lambda each: each.version)


def live_definitions(
    definitions: Sequence[Definition], names: Sequence[str]
) -> tuple[Definition, ...]:
    """The newest published version of each named id, in that order.

    Raises UnknownDefinitionError for an id that has none, or whose newest version is retired.
    """
    live = tuple(find_definition(definitions, name) for name in names)
    ended = [each.label for each in live if each.retired]
    if ended:
        raise UnknownDefinitionError(
            f"{', '.join(ended)} ends the definition: take it out of the live definitions"
        )
    return live


def _read_published(path: Path) -> Mapping[tuple[str, int], _Line]:
    if not path.is_file():
        return {}
    rows = list(csv.DictReader(read_text(path).splitlines()))
    faults = [f"line {n}: {fault}" for n, row in enumerate(rows, 2) if (fault := _fault(row))]
    keys = [(row["id"], row["version"]) for row in rows if not _fault(row)]
    faults += [f"{name} version {n} stands twice" for name, n in keys if keys.count((name, n)) > 1]
    if faults:
        raise TextError(path.name, list(dict.fromkeys(faults)))
    return {(row["id"], int(row["version"])): row for row in rows}


def _fault(row: Mapping[str, str | None]) -> str:
    missing = [name for name in COLUMNS if not row.get(name)]
    if missing:
        return f"has no {' and no '.join(missing)}"
    return "" if str(row["version"]).isdigit() else "version is to be a whole number"


def _write_published(path: Path, lines: Mapping[tuple[str, int], _Line]) -> None:
    """Writes the whole list beside the old one and puts it in its place in one step."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines[key] for key in sorted(lines))
    draft = path.with_suffix(".csv.tmp")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(written.getvalue())
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _check_told_once(found: Sequence[tuple[Definition, str]]) -> None:
    names: dict[tuple[str, int], str] = {}
    for each, name in found:
        other = names.setdefault((each.id, each.version), name)
        if other != name:
            raise TextError(
                name,
                [f"{each.id} version {each.version} is in {other} too: number one of them anew"],
            )


def _next_version(name: str, held: Mapping[tuple[str, int], object]) -> int:
    return max(version for key, version in held if key == name) + 1


def _listed(definitions: Sequence[Definition]) -> str:
    return ", ".join(f"{each.id} version {each.version}" for each in definitions) or "none"
