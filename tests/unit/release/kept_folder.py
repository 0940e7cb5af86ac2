"""A released folder for tests: two cubes, an outline and a document, under a key of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from figures import make_figure

from vrn.release.cube import Cube
from vrn.release.outline import Outline
from vrn.release.recording import record_cubes, record_document, record_outline
from vrn.release.register import Released, open_released
from vrn.release.signing import make_key, read_private_key
from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.figure import Figure

YEAR = Period("2021-01", "2021-12")
MONTHS = ("2021-01", "2021-02", "2021-03")
NORTH, SOUTH = (Area(f"Z0600000{n}", name, Level.DISTRICT) for n, name in ((1, "Nørth"), (2, "S")))
RING = ((0.0, 0.0), (3.0, 0.0), (3.0, 2.5), (0.0, 0.0))
OUTLINE = Outline(
    level="district",
    vintage="2021",
    width=3.0,
    height=2.5,
    areas=((NORTH.code, NORTH.name, NORTH.code, (RING,)),),
    supplies=("shapes",),
)
SUPPLIES = {
    name: {"id": name, "file": f"{name}.csv", "title": "Street-level files", "sha256": "é" + name}
    for name in ("census", "jan", "feb", "mar", "shapes")
}


def by_district(**overrides: Any) -> Cube:
    """Violence by district in 2021, resting on the census and January's file."""
    figures = tuple(
        make_figure(
            **{
                "place": place,
                "by": (("district", place.code, place.name),),
                "value": value,
                "numerator": int(value),
                "provenance": _rests("census", "jan"),
                **overrides,
            }
        )
        for place, value in ((NORTH, 412.0), (SOUTH, 77.0))
    )
    return _cube(figures, split=("district",), period=YEAR)


def by_month() -> Cube:
    """Violence by month, each month resting on its own file; nothing was held for the last."""
    states = ("shown", "shown", "not available")
    figures = tuple(
        make_figure(
            month=month,
            by=(("month", month, month),),
            state=state,
            provenance=_rests(name),
        )
        for month, state, name in zip(MONTHS, states, ("jan", "feb", "mar"), strict=True)
    )
    return _cube(figures, split=("month",), period=Period(MONTHS[0], MONTHS[-1]))


def _rests(*supplies: str) -> dict[str, Any]:
    rests = make_figure().as_json()["provenance"]
    return {**rests, "supplies": sorted(supplies)}


def _cube(figures: tuple[Figure, ...], *, split: tuple[str, ...], period: Period | None) -> Cube:
    indicator = {"name": "violence", "title": "Violence offences", "unit": "offences"}
    return Cube(indicator=indicator, split=split, where=(), period=period, figures=figures)


@dataclass(frozen=True)
class Kept:
    """Where a partnership keeps what it released, with the halves of its key."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "released"

    @property
    def public(self) -> Path:
        return self.home / "release.pub"

    @property
    def private(self) -> Path:
        return self.home / "keys" / "release.key"

    def open(self) -> Released:
        return open_released(self.folder, self.public)

    def keep(self, *cubes: Cube) -> None:
        key = read_private_key(self.private)
        record_cubes(self.folder, cubes, supplies=SUPPLIES, key=key)

    def keep_outline(self, outline: Outline = OUTLINE, cut: int = 1) -> None:
        record_outline(self.folder, outline, cut=cut, key=read_private_key(self.private))

    def publish(self, edition: str, *uses: tuple[str, Figure], name: str = "profile") -> None:
        files = {"profile.html": "0" * 64}
        record_document(
            self.folder, name=name, edition=edition, title="A profile", files=files, uses=uses
        )

    def change(self, statement: str, *values: object) -> int:
        """Changes the register past the room that keeps it; gives how many rows were changed."""
        with closing(sqlite3.connect(self.folder / "register.sqlite")) as connection:
            changed = connection.execute(statement, values).rowcount
            connection.commit()
        return changed


def new_home(home: Path) -> Kept:
    """A new partnership's place to release into, with a new key."""
    kept = Kept(home)
    make_key(kept.private, kept.public)
    return kept


def filled_home(home: Path) -> Kept:
    """The same with two cubes and an outline released."""
    kept = new_home(home)
    kept.keep(by_district(), by_month())
    kept.keep_outline()
    return kept
