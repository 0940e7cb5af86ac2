"""Why a number moved: between two cuts, for a named person; in a document, of released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.partnership.folder import read_partnership
from vrn.terms import CountTable, Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    import polars as pl

    from vrn.problem.revising import Revised, Side
    from vrn.release.sheets import OperationalSheet
    from vrn.release.since import Beside
    from vrn.sharing.store import Cut

OFFENCES = "police-offences"
COUNTED = (
    "Records counted in both cuts; published is the measure itself, as it was released of the "
    "earlier cut."
)
MOVED = (
    "Each record that one cut counts in a cell and the other does not, under the first reason that "
    "holds; a record that went from one cell to another stands in both."
)
NOT_PUBLISHED = "not published"


class Revisions(NamedTuple):
    """What was shown: the mark that goes before it, what it is of, and the tables."""

    mark: str
    about: str
    sheets: tuple[OperationalSheet, ...]


class Since(NamedTuple):
    """The newest edition of a document, its cut, and each of its figures beside that of now.

    `latest` is the latest cut of which anything was released.
    """

    document: str
    edition: str
    cut: int
    latest: int
    figures: tuple[Beside, ...]


@on_chosen_engine
def see_revisions(  # noqa: PLR0913 - all but the first two by keyword
    folder: Path,
    name: str,
    *,
    between: tuple[int, int],
    actor: str,
    purpose: str,
    now: datetime,
    split: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
    period: str = "",
) -> Revisions:
    """A measure's counts in two cuts, what was published of the earlier, and why they differ.

    Exact and operational: who looks, and what for, is on the disk before anything is counted;
    NotWrittenDownError where it cannot be, and nothing is shown.
    """
    from vrn.release.operational import Look
    from vrn.release.operational import look as look_first

    first, second = (Measuring(folder, number) for number in between)
    asked = {
        "revisions": name,
        "between": list(between),
        "split": list(split),
        "where": dict(where or {}),
        "period": period,
    }
    about = Look(actor=actor, purpose=purpose, at=now, asked=asked)

    def show() -> Revisions:
        from vrn.problem.revising import see_revisions as see
        from vrn.release.catalogue import find_measure

        seen = see(
            find_measure(name),
            _side(first),
            _side(second),
            split=split,
            where=where or {},
            period=Period.parse(period) if period else None,
        )
        return _revisions(name, seen, first, second, split=split)

    return look_first(first.partnership.audit, about, show)


def _side(measuring: Measuring) -> Side:
    from vrn.problem.revising import Side

    return Side(
        tables=measuring.tables,
        edition=measuring.partnership.residents,
        months_held=measuring.months_held,
        definitions=measuring.definitions,
        supplies=frozenset(receipt["id"] for receipt in measuring.cut.supplies),
        cancelled=_cancelled(measuring),
    )


def _cancelled(measuring: Measuring) -> frozenset[str]:
    """The references that the offences of a cut's own supplies say are cancelled."""
    import polars as pl

    from vrn.problem.episodes.offences import CANCELLED, newest
    from vrn.sharing.store import Store
    from vrn.sharing.store.earlier_parts import parts_of

    store = Store.read(measuring.partnership.store)
    parts = parts_of(store, measuring.cut.facts["slices"].get(OFFENCES, {}))
    if not parts:
        return frozenset()
    columns = ["crime_ref", "status", "recorded_at", "month", "supply", "line"]
    rows = pl.concat([pl.read_parquet(part.path, columns=columns) for part in parts])
    return frozenset(newest(rows).filter(status=CANCELLED)["crime_ref"])


def _revisions(
    name: str,
    seen: Revised,
    first: Measuring,
    second: Measuring,
    *,
    split: tuple[str, ...],
) -> Revisions:
    from vrn.release.sheets import MARK, seal_sheet

    numbers = {
        "before": f"cut {first.cut.number}",
        "after": f"cut {second.cut.number}",
    }
    counts = seen.counts.exact
    published = _published(name, first, seen, split=split)
    told = counts.insert_column(len(split), published).rename(numbers)
    under = "".join(f", {code}" for code in seen.where.values())
    return Revisions(
        MARK,
        f"{name}{under}, {seen.period.label}: cut {first.cut.number} beside {second.cut.number}",
        (
            seal_sheet("As published and now", COUNTED, CountTable(told)),
            seal_sheet(
                "Why they differ, in records",
                f"{lists_that_changed(first.cut, second.cut)} {MOVED}".lstrip(),
                seen.reasons,
            ),
        ),
    )


def lists_that_changed(before: Cut, after: Cut) -> str:
    """Which reference lists and mappings two cuts were made with in different versions, in words.

    Empty where they are the same.
    """
    old, new = (each.facts.get("reference", {}) for each in (before, after))
    told = [
        _list_change(name, old.get(name, {}), new.get(name, {})) for name in sorted({*old, *new})
    ]
    changed = ", ".join(each for each in told if each)
    return f"Lists that differ between the two: {changed}." if changed else ""


def _list_change(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if old.get("sha256") == new.get("sha256"):
        return ""
    if not (old and new):
        return f"{name} ({'came' if new else 'went'})"
    versions = [each.get("version") for each in (old, new)]
    if versions[0] == versions[1]:
        return f"{name} (edited)"
    return f"{name} (version {versions[0]}, now {versions[1]})"


@on_chosen_engine
def what_changed_since(folder: Path, document: str) -> Since:
    """Each figure of the newest edition of a document beside that of now: released figures alone.

    NotReleasedError, with the documents there are, where none of that name was published.
    """
    from vrn.chain.tracing import open_register
    from vrn.release.register import NotReleasedError
    from vrn.release.since import what_changed_since as compare

    register = open_register(folder)
    kept = register.documents()
    editions = {one["edition"]: one["cut"] for one in kept if one["name"] == document}
    if not editions:
        listed = ", ".join(sorted({one["name"] for one in kept})) or "none yet"
        raise NotReleasedError(f"no document {document!r} was published; there are: {listed}")
    pointer = read_partnership(folder).published / document / "current"
    current = pointer.read_text(encoding="ascii").strip() if pointer.is_file() else ""
    newest = current if current in editions else max(editions, key=lambda one: editions[one])
    figures = compare(register, document, newest)
    return Since(document, newest, editions[newest], register.latest_cut(), figures)


def _published(
    name: str, measuring: Measuring, seen: Revised, *, split: tuple[str, ...]
) -> pl.Series:
    """What was released of the cut for each cell, in words."""
    import polars as pl

    from vrn.chain.tracing import open_register
    from vrn.release.register import NotReleasedError

    figures: dict[tuple[str, ...], str] = {}
    register = open_register(measuring.partnership.folder)
    number = measuring.cut.number
    try:
        cube = register.cube(name, split=split, where=seen.where, period=seen.period, cut=number)
    except NotReleasedError:
        pass
    else:
        figures = {tuple(each.code_of(d) for d in split): str(each) for each in cube.figures}
    counts = seen.counts.exact
    cells = counts.select(split).rows() if split else [()]
    return pl.Series("published", [figures.get(cell, NOT_PUBLISHED) for cell in cells], pl.String)
