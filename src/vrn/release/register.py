"""The register of what was released, for readers: figures, cubes, supplies, outlines and uses.

A reader opens files in `released/` and the public key, and nothing else: no row, no private key.
Every cube, outline and supply it returns has had its signature checked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from vrn.release.cube import Cube, cube_from_bytes
from vrn.release.outline import outline_from_json
from vrn.release.register_file import FILE_NAME, ask_register
from vrn.release.signing import BrokenSignatureError, check_signature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.release.figure import Figure
    from vrn.release.outline import Outline
    from vrn.terms import Period


class NotReleasedError(LookupError):
    """Nothing of that id or shape was released."""


@dataclass(frozen=True)
class Use:
    """One place where a figure stands: the document, its edition, and "paragraph 12"."""

    name: str
    edition: str
    place: str


@dataclass(frozen=True)
class CubeEntry:
    """A line of the register: which cube, of which measure, split, filter, period and cut."""

    sha256: str
    measure: str
    split: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    period: str
    cut: int


@dataclass(frozen=True)
class Released:
    """What was released in one partnership's folder, read-only. Open it with `open_released`."""

    folder: Path
    public_key: str

    def figure(self, figure_id: str) -> Figure:
        """The released figure of that id; NotReleasedError where there is none."""
        row = self._one("SELECT cube, position FROM figure WHERE id = ?", figure_id)
        if row is None:
            raise NotReleasedError(f"no figure {figure_id} was released")
        figures, position = self._cube(row[0]).figures, int(row[1])
        found = figures[position] if 0 <= position < len(figures) else None
        if found is None or found.id != figure_id:
            raise _moved(f"figure {figure_id}")
        return found

    def entries(self) -> tuple[CubeEntry, ...]:
        """The newest cube of each measure, split, filter and period, in the order of release."""
        rows = self._all(
            "SELECT sha256, measure, split, filter, period, cut, MAX(position) FROM cube "
            "GROUP BY measure, split, filter, period ORDER BY MAX(position)"
        )
        return tuple(
            CubeEntry(row[0], row[1], _split(row[2]), _pairs(row[3]), row[4], row[5])
            for row in rows
        )

    def cube(
        self,
        measure: str,
        *,
        split: tuple[str, ...] = (),
        where: Mapping[str, str] | None = None,
        period: Period | None = None,
        cut: int | None = None,
    ) -> Cube:
        """The newest cube of that shape (of that cut, where one is named)."""
        key = [measure, ",".join(split), filter_key(where or {}), period_key(period)]
        row = self._one(
            "SELECT sha256 FROM cube WHERE measure = ? AND split = ? AND filter = ? "
            "AND period = ? AND cut = COALESCE(?, cut) ORDER BY position DESC LIMIT 1",
            *key,
            cut,
        )
        if row is None:
            shape = f"{measure} by {', '.join(split) or 'nothing'}"
            raise NotReleasedError(f"no cube of {shape} was released for this filter and period")
        found = self._cube(row[0])
        held = [found.measure, ",".join(found.split), filter_key(dict(found.where))]
        if [*held, period_key(found.period)] != key:
            raise _moved(f"the cube of {measure}")
        return found

    def latest_like(self, figure_id: str) -> Cube:
        """The cube of the latest cut with the shape of the one that holds the figure."""
        row = self._one(
            "SELECT later.sha256 FROM figure JOIN cube AS own ON own.sha256 = figure.cube "
            "JOIN cube AS later USING (measure, split, filter, period) WHERE figure.id = ? "
            "ORDER BY later.cut DESC, later.position DESC LIMIT 1",
            figure_id,
        )
        if row is None:
            raise NotReleasedError(f"no figure {figure_id} was released")
        return self._cube(row[0])

    def latest_cut(self) -> int:
        """The number of the latest cut of which anything was released; 0 before the first."""
        return int(self._one("SELECT COALESCE(MAX(cut), 0) FROM cube")[0])

    def cube_by_sha(self, sha256: str) -> Cube:
        """The cube with that content."""
        return self._cube(sha256)

    def supply(self, receipt: str) -> dict[str, Any]:
        """The facts of a supply: file, sha-256, rows, supplier, licence, members."""
        row = self._one("SELECT facts, signature FROM supply WHERE id = ?", receipt)
        if row is None:
            raise NotReleasedError(f"no released figure rests on a supply {receipt}")
        check_signature(self.public_key, row[0].encode(), row[1])
        facts: dict[str, Any] = json.loads(row[0])
        if facts.get("id") != receipt:
            raise _moved(f"supply {receipt}")
        return facts

    def supplies(self) -> tuple[str, ...]:
        """The receipt ids of every supply that a released figure rests on."""
        return tuple(row[0] for row in self._all("SELECT id FROM supply ORDER BY id"))

    def outline(self, level: str, vintage: str) -> Outline:
        """The newest released outline of that level and vintage."""
        row = self._one(
            "SELECT sha256, signature FROM outline WHERE level = ? AND vintage = ? "
            "ORDER BY cut DESC LIMIT 1",
            level,
            vintage,
        )
        if row is None:
            raise NotReleasedError(f"no outline of {level} {vintage} was released")
        path = self.folder / "outlines" / f"{row[0]}.json"
        found = _read_outline(path, self.public_key, row[1])
        if (found.level, found.vintage) != (level, vintage):
            raise _moved(f"the outline of {level} {vintage}")
        return found

    def uses_of(self, figure_id: str) -> tuple[Use, ...]:
        """Every place where the figure stands in a published document, newest cut first."""
        rows = self._all(
            "SELECT name, edition, place FROM use JOIN document USING (name, edition) "
            "WHERE figure = ? ORDER BY name, cut DESC, edition, position",
            figure_id,
        )
        return tuple(dict.fromkeys(Use(*row) for row in rows))

    def figures_in(self, name: str, edition: str) -> tuple[tuple[str, str], ...]:
        """Each use of an edition of a document, in its order: the figure's id and the place."""
        rows = self._all(
            "SELECT figure, place FROM use WHERE name = ? AND edition = ? ORDER BY position",
            name,
            edition,
        )
        return tuple((row[0], row[1]) for row in rows)

    def documents(self) -> tuple[dict[str, Any], ...]:
        """Every published edition: name, edition, title, cut and the sha-256 of each file."""
        rows = self._all("SELECT name, edition, title, cut, files FROM document")
        names = ("name", "edition", "title", "cut")
        return tuple(
            {**dict(zip(names, row[:4], strict=True)), "files": json.loads(row[4])} for row in rows
        )

    def count_on(self, receipt: str) -> int:
        """How many released figures rest on a supply."""
        row = self._one("SELECT COUNT(*) FROM rests WHERE supply = ?", receipt)
        return int(row[0]) if row else 0

    def figures_on(self, receipt: str, *, start: int = 0, limit: int = -1) -> tuple[str, ...]:
        """The ids of the figures that rest on a supply, those used in documents first."""
        rows = self._all(
            "SELECT rests.figure, EXISTS (SELECT 1 FROM use WHERE use.figure = rests.figure) "
            "AS is_used FROM rests JOIN figure ON figure.id = rests.figure "
            "JOIN cube ON cube.sha256 = figure.cube WHERE supply = ? "
            "ORDER BY is_used DESC, cube.position, figure.position LIMIT ? OFFSET ?",
            receipt,
            limit,
            start,
        )
        return tuple(row[0] for row in rows)

    def uses_on(self, receipt: str) -> tuple[Use, ...]:
        """Every paragraph, table and figure of a document that rests on a supply."""
        rows = self._all(
            "SELECT DISTINCT name, edition, place FROM use JOIN rests USING (figure) "
            "WHERE supply = ? ORDER BY name, edition, position",
            receipt,
        )
        return tuple(dict.fromkeys(Use(*row) for row in rows))

    def _cube(self, sha256: str) -> Cube:
        row = self._one("SELECT signature FROM cube WHERE sha256 = ?", sha256)
        if row is None:
            raise NotReleasedError(f"no cube {sha256[:12]} was released")
        return _read_cube(self.folder / "cubes" / f"{sha256}.json", self.public_key, row[0])

    def _all(self, query: str, *values: object) -> list[Any]:
        return ask_register(self.folder, query, values)

    def _one(self, query: str, *values: object) -> Any:
        rows = self._all(query, *values)
        return rows[0] if rows else None


def open_released(folder: Path, public_key: Path) -> Released:
    """What was released in `folder`; NotReleasedError with what to do where nothing was yet."""
    if not (folder / FILE_NAME).is_file():
        raise NotReleasedError("nothing was released yet: run `vrn publish profile` first")
    return Released(folder, public_key.read_text(encoding="ascii").strip())


def filter_key(where: Mapping[str, str]) -> str:
    """A filter as the register writes it: "crime_type=Robbery;district=Z06000001", sorted.

    The three signs that the writing itself uses stand as %25, %3B and %3D inside a code.
    """
    return ";".join(f"{name}={_escaped(where[name])}" for name in sorted(where))


def _escaped(code: str) -> str:
    return code.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def period_key(period: Period | None) -> str:
    """A period as the register writes it: "2021-11..2022-10"; empty where a cube has none."""
    return f"{period.first}..{period.last}" if period else ""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    parts = (part.split("=") for part in text.split(";") if part)
    return tuple((name, unquote(code)) for name, code in parts)


def _moved(what: str) -> BrokenSignatureError:
    return BrokenSignatureError(
        f"{what}: the register leads to something else that was released; it was changed since"
    )


@lru_cache(maxsize=256)
def _read_cube(path: Path, public_key: str, signature: str) -> Cube:
    return cube_from_bytes(_read_signed(path, public_key, signature))


@lru_cache(maxsize=8)
def _read_outline(path: Path, public_key: str, signature: str) -> Outline:
    return outline_from_json(_read_signed(path, public_key, signature).decode())


def _read_signed(path: Path, public_key: str, signature: str) -> bytes:
    """The bytes of a file that is named by its content and signed; else BrokenSignatureError."""
    content = path.read_bytes()
    check_signature(public_key, content, signature)
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise _moved(path.name)
    return content
