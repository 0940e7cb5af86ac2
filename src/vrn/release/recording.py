"""Writes cubes, outlines and documents into the register: the file first, then its line."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from vrn.release.cube import cube_to_bytes
from vrn.release.outline import outline_to_json
from vrn.release.register import filter_key, period_key
from vrn.release.register_file import FILE_NAME, SCHEMA
from vrn.release.signing import sign
from vrn.release.supplied import FOLDER as TABLES
from vrn.release.supplied import table_to_bytes
from vrn.sharing.store import durable
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from vrn.release.cube import Cube
    from vrn.release.figure import Figure
    from vrn.release.outline import Outline
    from vrn.release.supplied import SuppliedTable


_LABEL = re.compile(r"(\S+) version ([0-9]+) \(([0-9a-f]{12})\)")


class OperationalFigureError(PermissionError):
    """Exact numbers for a named person's look were about to be kept or published."""


class OtherTextError(ValueError):
    """Two texts of a definition bear one version: one of them was edited after its release."""


def record_cubes(
    folder: Path,
    cubes: Iterable[Cube],
    *,
    supplies: Mapping[str, Mapping[str, Any]],
    key: Ed25519PrivateKey,
) -> None:
    """Keeps cubes and their supplies' facts; what is kept already stays as it is.

    ValueError for a cube without figures, before anything is kept: it would say nothing.
    OperationalFigureError for one with exact numbers that were only to be looked at;
    OtherTextError for one by a definition of which another text was released under its version.
    """
    cubes = tuple(cubes)
    for cube in cubes:
        if not cube.figures:
            raise ValueError(f"the cube of {cube.measure} has no figures: there is nothing to keep")
        if any(figure.clearance is Clearance.OPERATIONAL for figure in cube.figures):
            raise OperationalFigureError(
                f"the cube of {cube.measure} is operational: it is looked at, and never kept"
            )
    contents = [cube_to_bytes(cube) for cube in cubes]
    names = _keep(folder / "cubes", contents)
    with _writing(folder) as connection:
        for sha256, content, cube in zip(names, contents, cubes, strict=True):
            if _is_kept(connection, sha256):
                _touch(connection, sha256)
                continue
            _record_definitions(connection, cube)
            _record_supplies(connection, cube, supplies=supplies, key=key)
            _record_cube(connection, cube, sha256=sha256, signature=sign(key, content))


def record_outline(folder: Path, outline: Outline, *, cut: int, key: Ed25519PrivateKey) -> None:
    """Keeps the outline of one level and vintage for a cut."""
    content = outline_to_json(outline).encode()
    (sha256,) = _keep(folder / "outlines", [content])
    with _writing(folder) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO outline VALUES (?, ?, ?, ?, ?)",
            (outline.level, outline.vintage, cut, sha256, sign(key, content)),
        )


def record_supplied(
    folder: Path, tables: Iterable[SuppliedTable], *, key: Ed25519PrivateKey
) -> None:
    """Keeps supplied tables, each of them the newest of its name."""
    tables = tuple(tables)
    contents = [table_to_bytes(table) for table in tables]
    names = _keep(folder / TABLES, contents)
    with _writing(folder) as connection:
        for sha256, content, table in zip(names, contents, tables, strict=True):
            told = table.told
            if _newest_table(connection, told.table) == sha256:
                continue
            rows = connection.execute("SELECT COALESCE(MAX(position), 0) + 1 FROM supplied")
            position = int(rows.fetchall()[0][0])
            connection.execute(
                "INSERT OR REPLACE INTO supplied VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(told.table, told.cut, sha256, told.clearance.name),
                    *(sign(key, content), position),
                ),
            )


def _newest_table(connection: sqlite3.Connection, name: str) -> str:
    rows = connection.execute(
        "SELECT sha256 FROM supplied WHERE name = ? ORDER BY position DESC LIMIT 1", (name,)
    ).fetchall()
    return str(rows[0][0]) if rows else ""


def record_document(
    folder: Path,
    *,
    name: str,
    edition: str,
    title: str,
    files: Mapping[str, str],
    uses: Iterable[tuple[str, Figure]],
) -> None:
    """Records a published edition: the sha-256 of its files, and where each figure stands in it."""
    placed = list(uses)
    cut = max((figure.provenance.cut for _, figure in placed), default=0)
    with _writing(folder) as connection:
        connection.execute("DELETE FROM use WHERE name = ? AND edition = ?", (name, edition))
        connection.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)",
            (name, edition, title, cut, json.dumps(dict(files), sort_keys=True)),
        )
        connection.executemany(
            "INSERT INTO use VALUES (?, ?, ?, ?, ?)",
            (
                (figure.id, name, edition, position, place)
                for position, (place, figure) in enumerate(placed)
            ),
        )


def _keep(folder: Path, contents: Sequence[bytes]) -> list[str]:
    """The hash of each of the contents, once each is on the disk in a file of that name."""
    names = [hashlib.sha256(content).hexdigest() for content in contents]
    wanted = {folder / f"{name}.json": each for name, each in zip(names, contents, strict=True)}
    new = [path for path in wanted if not path.is_file()]
    folder.mkdir(parents=True, exist_ok=True)
    # Step by step for all of them, so that the folder's names are put on the disk once.
    for path in new:
        durable.write_file(_draft_of(path), wanted[path])
    for path in new:
        durable.sync_path(_draft_of(path))
    for path in new:
        _draft_of(path).replace(path)
    if new:
        durable.sync_path(folder)
    return names


def _draft_of(path: Path) -> Path:
    """Where a file lies until all of it is on the disk; two that release at once do not meet."""
    return path.with_suffix(f".{os.getpid()}.tmp")


@contextmanager
def _writing(folder: Path) -> Iterator[sqlite3.Connection]:
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def _is_kept(connection: sqlite3.Connection, sha256: str) -> bool:
    found = connection.execute("SELECT 1 FROM cube WHERE sha256 = ?", (sha256,)).fetchall()
    return bool(found)


def _next_position(connection: sqlite3.Connection) -> int:
    rows = connection.execute("SELECT COALESCE(MAX(position), 0) + 1 FROM cube").fetchall()
    return int(rows[0][0])


def _touch(connection: sqlite3.Connection, sha256: str) -> None:
    """Makes a cube released again the newest of its shape."""
    position = _next_position(connection)
    connection.execute("UPDATE cube SET position = ? WHERE sha256 = ?", (position, sha256))


def _record_definitions(connection: sqlite3.Connection, cube: Cube) -> None:
    """Keeps which text each definition's version is; OtherTextError where it was another before."""
    for label in cube.figures[0].provenance.definitions:
        found = _LABEL.fullmatch(label)
        if found is None:
            raise ValueError(f"{label!r} does not name a definition with its version and digest")
        name, version, digest = found[1], int(found[2]), found[3]
        connection.execute(
            "INSERT OR IGNORE INTO definition VALUES (?, ?, ?)", (name, version, digest)
        )
        rows = connection.execute(
            "SELECT digest FROM definition WHERE id = ? AND version = ?", (name, version)
        ).fetchall()
        if rows[0][0] != digest:
            raise OtherTextError(
                f"{name} version {version} was released with another text ({rows[0][0]}) than this "
                f"one ({digest}): put the first back, and write version {version + 1} beside it"
            )


def _record_supplies(
    connection: sqlite3.Connection,
    cube: Cube,
    *,
    supplies: Mapping[str, Mapping[str, Any]],
    key: Ed25519PrivateKey,
) -> None:
    for receipt in sorted({receipt for f in cube.figures for receipt in f.provenance.supplies}):
        facts = json.dumps(supplies[receipt], ensure_ascii=False, sort_keys=True)
        connection.execute(
            "INSERT OR IGNORE INTO supply VALUES (?, ?, ?)",
            (receipt, facts, sign(key, facts.encode())),
        )


def _record_cube(
    connection: sqlite3.Connection, cube: Cube, *, sha256: str, signature: str
) -> None:
    ids = [figure.id for figure in cube.figures]
    rests = cube.figures[0].provenance
    connection.execute(
        "INSERT INTO cube VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sha256,
            cube.measure,
            ",".join(cube.split),
            filter_key(dict(cube.where)),
            period_key(cube.period),
            rests.cut,
            rests.cut_hash,
            rests.code_version,
            cube.figures[0].clearance.name,
            signature,
            _next_position(connection),
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO figure VALUES (?, ?, ?)",
        [(figure_id, sha256, position) for position, figure_id in enumerate(ids)],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO rests VALUES (?, ?)",
        [
            (receipt, figure_id)
            for figure, figure_id in zip(cube.figures, ids, strict=True)
            for receipt in figure.provenance.supplies
        ],
    )
