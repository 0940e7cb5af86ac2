"""Sets numbers as they were published beside those of now, with the reason for each difference.

A reason is what the records show: a supply that came later, one that was replaced, a text that
changed. Where they show nothing, that is said.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.terms import Area, Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vrn.release.figure import Figure

COLUMNS = ("period", "area", "value", "source")
"""What the file of published numbers holds; `published_on` may stand beside, and dimensions."""
PUBLISHED_ON = "published_on"


@dataclass(frozen=True)
class Published:
    """One number as it was published: its line in the file, what it is of, and where it stood."""

    line: int
    period: Period
    area: Area
    value: float
    source: str
    where: tuple[tuple[str, str], ...]
    published_on: date | None


@dataclass(frozen=True)
class Compared:
    """A published number beside the figure of now; `why` the reasons that the records show."""

    published: Published
    now: Figure | None
    why: tuple[str, ...]

    @property
    def difference(self) -> float | None:
        """Now less then; None where there is no figure now."""
        if self.now is None or self.now.value is None:
            return None
        return round(self.now.value, self.now.decimals) - self.published.value

    @property
    def is_same(self) -> bool:
        """Whether the number of now is the published one, as printed."""
        return self.difference is not None and math.isclose(self.difference, 0, abs_tol=1e-9)


@on_chosen_engine
def reconcile(folder: Path, name: str, path: Path, *, today: date) -> tuple[Compared, ...]:
    """Each published number of a CSV with the released figure of the same measure, kept as such.

    Raises ValueError with every fault of the file, and what `measure` raises.
    """
    measuring = Measuring(folder, today=today)
    rows = read_published(path, _areas(measuring))
    found = []
    for row in rows:
        where = dict(row.where)
        if row.area != measuring.partnership.area:
            where["district"] = row.area.code
        cube = measuring.cube(name, where=where, period=row.period)
        measuring.record([cube])
        found.append(Compared(row, cube.only, tuple(_reasons(row, cube.only, measuring))))
    return tuple(found)


def _areas(measuring: Measuring) -> dict[str, Area]:
    partnership = measuring.partnership
    every = (partnership.area, *partnership.districts)
    return {text.casefold(): area for area in every for text in (area.code, area.name)}


def read_published(path: Path, areas: Mapping[str, Area]) -> tuple[Published, ...]:
    """The numbers of a CSV with a header; ValueError with all that is wrong with it at once."""
    try:
        table = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8 text: save it again as 'CSV UTF-8'") from error
    lacking = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if lacking:
        raise ValueError(
            f"{path.name} has no column {' and no '.join(lacking)}: its header is to hold "
            f"{', '.join(COLUMNS)}, and may hold {PUBLISHED_ON} and dimensions such as definition"
        )
    rows, faults = [], []
    for row in table:
        try:
            rows.append(_read_row(row, table.line_num, areas))
        except ValueError as error:
            faults.append(f"line {table.line_num}: {error}")
    if faults or not rows:
        raise ValueError(f"{path.name}: " + ("; ".join(faults) or "it holds no number"))
    return tuple(rows)


def _read_row(row: Mapping[str, Any], line: int, areas: Mapping[str, Area]) -> Published:
    cells = {str(name): str(cell or "").strip() for name, cell in row.items() if name}
    if None in row:
        raise ValueError("it has more cells than the header")
    area = areas.get(cells["area"].casefold())
    if area is None:
        raise ValueError(f"{cells['area']!r} is neither the whole area nor a district of it")
    try:
        value = float(cells["value"].replace(",", ""))
    except ValueError:
        raise ValueError(f"{cells['value']!r} is no number") from None
    if not math.isfinite(value):
        raise ValueError(f"{cells['value']!r} is no number")
    others = {n: c for n, c in cells.items() if n not in (*COLUMNS, PUBLISHED_ON) and c}
    day = cells.get(PUBLISHED_ON, "")
    return Published(
        line=line,
        period=Period.parse(cells["period"]),
        area=area,
        value=value,
        source=cells["source"],
        where=tuple(others.items()),
        published_on=date.fromisoformat(day) if day else None,
    )


def _reasons(row: Published, now: Figure, measuring: Measuring) -> Iterator[str]:
    """What the records show that can have moved a number since it was published."""
    if now.value is None:
        yield f"there is no number now: {now.reason or now.state}"
        return
    behind = [r for r in measuring.cut.supplies if r["id"] in now.provenance.supplies]
    touching = [receipt for receipt in behind if _touches(receipt, row.period)]
    if row.published_on is None:
        yield f"when it was published is not said (add a column {PUBLISHED_ON})"
    else:
        yield from _since(touching, row.published_on.isoformat())
        yield from _later_texts(now, measuring, row.published_on.isoformat())
    held = sum(int(receipt["rows_held_back"]) for receipt in touching)
    if held:
        yield f"{_rows(held)} of the supplies behind it are held back"


def _touches(receipt: Mapping[str, Any], period: Period) -> bool:
    """Whether a supply's months meet the period; one without months, such as residents, does."""
    first, last = receipt["period_from"], receipt["period_to"]
    return not first or not last or (first <= period.last and last >= period.first)


def _since(receipts: Sequence[Mapping[str, Any]], day: str) -> Iterator[str]:
    later = [receipt for receipt in receipts if receipt["received_on"] > day]
    corrected = [receipt for receipt in later if receipt.get("replaces")]
    late = [receipt for receipt in later if not receipt.get("replaces")]
    if late:
        yield f"{_supplies(late)} received after it was published"
    if corrected:
        yield f"{_supplies(corrected)} received after it, in the place of what was there before"


def _supplies(receipts: Sequence[Mapping[str, Any]]) -> str:
    ids = ", ".join(str(receipt["id"]) for receipt in receipts[:3])
    more = f" and {len(receipts) - 3} more" if len(receipts) > 3 else ""
    if len(receipts) == 1:
        return f"1 supply ({ids}) was"
    return f"{len(receipts)} supplies ({ids}{more}) were"


def _later_texts(now: Figure, measuring: Measuring, day: str) -> Iterator[str]:
    """Definitions behind the figure that were published after the number was."""
    path = measuring.partnership.definition_texts / "published.csv"
    if not path.is_file():
        return
    for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        label = f"{line['id']} version {line['version']} ({line['sha256'][:12]})"
        if label in now.provenance.definitions and line["published_on"] > day:
            yield (
                f"its definition {line['id']} version {line['version']} was published after it, "
                f"on {line['published_on']}"
            )


def _rows(number: int) -> str:
    return f"{number:,} row" + "s" * (number != 1)


UNEXPLAINED = "the records show no reason: ask how and from what it was counted then"


def say_changes(compared: Sequence[Compared]) -> str:
    """One sentence over all: how many numbers changed, and because of what as far as is known."""
    changed = [one for one in compared if one.difference is not None and not one.is_same]
    gone = [one for one in compared if one.difference is None]
    lacking = f" For {len(gone)} of them there is no number now." if gone else ""
    if not changed:
        return f"None of the {len(compared)} numbers changed.{lacking}"
    counted: dict[str, int] = {}
    for one in changed:
        for why in one.why or (UNEXPLAINED,):
            counted[why] = counted.get(why, 0) + 1
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    whys = "; ".join(f"{why} ({number} of them)" for why, number in ordered)
    return (
        f"{len(changed)} of {len(compared)} numbers changed because, as far as the records show: "
        f"{whys}.{lacking}"
    )
