"""The demonstration of a network: three agencies' files received and cut, and its offences grown.

Grown: the police offences of its cut stand in it many times over, each time with references and
people of their own and the same labels, so that a cut of any size has the same cells.
"""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bench.intake import TODAY
from vrn.chain.measuring import Measuring
from vrn.chain.protecting import Protecting
from vrn.problem.units import OFFENCES_RECORDED
from vrn.release.headline.shapes import LEAST_PERSONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from vrn.problem.measure import Tally
    from vrn.release.headline.lattice import Lattice
    from vrn.release.making import Protection

GROWN = "police_offences"
OF_OFFENCE = ("crime_ref", "victim")
OF_PERSON = ("crime_ref", "nominal", "surname", "forename", "born")
COPIES_A_PART = 15
LARGE = ("released", "published", "site", "inbox")


def prepare(folder: Path) -> dict[str, Any]:
    """Makes the demonstration up to its cut in a process of its own, once; what that took."""
    from bench.child import run_child

    kept = folder / "network" / "facts.json"
    if not kept.exists():
        facts = run_child("network", home_of(folder), seconds=1_200)
        kept.write_text(json.dumps(facts), encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def home_of(folder: Path) -> Path:
    """The folder of the demonstration's partnership."""
    return folder / "network" / "partnership"


def in_child(home: str) -> dict[str, Any]:
    """Writes the made-up files, receives them, makes the cut twice; the seconds of each."""
    from vrn import chain
    from vrn_cli.whole_way import find_agencies, find_supplies
    from vrn_demo.agencies.files import write_agencies
    from vrn_demo.choices import PERIODS, write_choices
    from vrn_demo.files import write_files
    from vrn_demo.partnership import police_area

    partnership, clock = Path(home), time.perf_counter
    files, marks = partnership.parent / "files", [clock()]
    write_files(files)
    write_agencies(files)
    marks.append(clock())
    chain.start_for(
        partnership, police_area(), name="Made-up network", made_up=True, periods=PERIODS
    )
    write_choices(partnership)
    for path, agreement in (*find_supplies(files), *find_agencies(files)):
        chain.receive(partnership, path, under=agreement, today=TODAY)
    marks.append(clock())
    steps: list[float] = []
    for _ in range(2):
        chain.make_cut(partnership, on_progress=lambda *_: steps.append(clock()))
    shutil.rmtree(files)
    names = ("reading", "placing", "freezing")
    return {
        "writing": marks[1] - marks[0],
        "receiving": marks[2] - marks[1],
        **{name: steps[n + 1] - steps[n] for n, name in enumerate(names)},
        "again": steps[-1] - steps[-len(names) - 1],
    }


# -- copies and growth ----------------------------------------------------------------------------


def copy_partnership(home: Path, to: Path, *, leave_out: Sequence[str] = LARGE) -> Path:
    """Copies a partnership's folder without what it has released; one that is there is renewed."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home, to, ignore=shutil.ignore_patterns(*leave_out))
    return to


def multiply(rows: pl.DataFrame, times: int, *, own: Sequence[str]) -> pl.DataFrame:
    """The rows so many times over; each time the columns named have other texts."""
    return pl.concat([_renamed(rows, copy, own) for copy in range(times)])


def _renamed(rows: pl.DataFrame, copy: int, own: Sequence[str]) -> pl.DataFrame:
    return rows.with_columns(pl.col(name) + f"-{copy}" for name in own)


@dataclass(frozen=True)
class Growth:
    """The offences of a cut so many times over: how many rows, and the parts that hold them."""

    times: int
    rows: int
    parts: tuple[Path, ...]

    @property
    def is_lattice_known(self) -> bool:
        """Whether its lattice follows from the demonstration's: see `multiply_lattice`."""
        return self.times == 1 or self.times >= LEAST_PERSONS


def grow(folder: Path, incidents: int) -> Growth:
    """Writes the demonstration's offences until they are about so many, in parts as a store's."""
    measuring = Measuring(home_of(folder))
    rows = pl.read_parquet(list(measuring.tables[GROWN]))
    times = max(1, round(incidents / rows.height))
    home = folder / "network" / f"offences {times}"
    if times == 1:
        return Growth(1, rows.height, tuple(Path(path) for path in measuring.tables[GROWN]))
    if not home.exists():
        home.mkdir()
        for start in range(0, times, COPIES_A_PART):
            copies = range(start, min(start + COPIES_A_PART, times))
            part = pl.concat([_renamed(rows, copy, OF_OFFENCE) for copy in copies])
            part.write_parquet(
                home / f"{start:04d}.parquet", compression="zstd", row_group_size=100_000
            )
    return Growth(times, times * rows.height, tuple(sorted(home.glob("*.parquet"))))


class Grown(Measuring):
    """A cut opened for measuring with the parts of a growth in place of its police offences."""

    def __init__(
        self,
        folder: Path,
        cut: int | None = None,
        *,
        today: date | None = None,
        growth: Growth,
    ) -> None:
        super().__init__(folder, cut, today=today)
        self.tables = {**self.tables, GROWN: tuple(str(path) for path in growth.parts)}
        if today and growth.times > 1:
            self.protecting = GrownProtecting(Measuring(folder, cut), today, times=growth.times)


class GrownProtecting(Protecting):
    """Protects grown offences by the demonstration's own lattice, multiplied."""

    def __init__(self, measuring: Measuring, today: date, *, times: int) -> None:
        super().__init__(measuring, today)
        self.times = times
        self.multiplied: dict[int, tuple[Lattice, Lattice]] = {}

    def protection(self) -> Protection:
        """What the release needs, as for any cut."""
        own = super().protection()

        def lattice_of(tally: Tally) -> Lattice:
            found = own.lattice_of(tally)
            if tally.unit != OFFENCES_RECORDED:
                return found
            known = self.multiplied.get(id(found))
            self.multiplied[id(found)] = known or (found, multiply_lattice(found, self.times))
            return self.multiplied[id(found)][1]

        return replace(own, lattice_of=lattice_of)


def multiply_lattice(lattice: Lattice, times: int) -> Lattice:
    """The lattice of the same rows so many times over, each time with people of their own.

    From ten times on nothing is withheld: a cell or a difference of nobody stays one of nobody, and
    any other is of ten people or more. ValueError for fewer times.
    """
    if times < LEAST_PERSONS:
        raise ValueError(f"{times} times leaves cells of fewer than {LEAST_PERSONS} people")
    exact, persons = pl.col("exact") * times, pl.col("persons") * times
    cells = lattice.cells.with_columns(
        exact=exact,
        persons=persons,
        number=exact,
        number_persons=persons,
        since=pl.lit(lattice.cut, dtype=pl.Int64),
    )
    return replace(lattice, cells=cells)


@contextmanager
def grown_in_place(growth: Growth) -> Iterator[None]:
    """While the block runs, an assessment that is published measures the growth's offences."""
    from vrn.chain import assessing

    plain = assessing.Measuring
    assessing.Measuring = partial(Grown, growth=growth)  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        assessing.Measuring = plain  # type: ignore[misc]


def read_feeds(home: Path) -> Mapping[str, pl.DataFrame]:
    """The stored rows of every feed that a cut is made from."""
    from vrn.chain.cutting import FEEDS
    from vrn.partnership.folder import read_partnership
    from vrn.sharing.store import Store

    store = Store.read(read_partnership(home).store)
    held = {feed: [part.path for part in store.live_parts(feed)] for feed in FEEDS}
    return {feed: pl.read_parquet(paths) for feed, paths in held.items() if paths}
