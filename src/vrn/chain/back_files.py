"""Receives many files in one go, one receipt each; what came before is passed quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.chain.receiving import receive
from vrn.partnership.folder import read_partnership
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from vrn.sharing.receipt import Receipt
    from vrn.terms import Progress


@dataclass(frozen=True)
class Taken:
    """One file of many: its receipt, or why there is none.

    `is_new` where it came for the first time; `why` is empty where there is a receipt.
    """

    path: Path
    receipt: Receipt | None
    is_new: bool = True
    why: str = ""

    @property
    def outcome(self) -> str:
        """What became of the file, in a word or two."""
        if self.receipt is None:
            return "not read"
        return self.receipt.state if self.is_new else f"{self.receipt.state} before"


def list_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files themselves, and in the place of a folder all that lie in it and below, by name.

    Files and folders whose names begin with a dot are left out, as is a workbook's lock file (~$).
    Raises ValueError for a folder without any.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        below = sorted(each for each in path.rglob("*") if each.is_file() and _is_plain(each, path))
        if not below:
            raise ValueError(f"{path} holds no file: name the folder in which the files lie")
        files += below
    return tuple(files)


def _is_plain(path: Path, folder: Path) -> bool:
    return not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def receive_all(
    folder: Path,
    files: Sequence[Path],
    *,
    under: str,
    today: date,
    on_progress: Progress = unwatched,
) -> Iterator[Taken]:
    """Each file with its receipt as soon as it is known; stopping between two loses nothing.

    A file that cannot be opened is told and the rest goes on. Raises what `receive` raises for the
    agreement, the key and the store.
    """
    known = _known_receipts(folder)
    for number, path in enumerate(files, 1):
        told = _counted(on_progress, f"{number} of {len(files)}")
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            yield Taken(path, None, why=str(error.strerror or error).lower())
            continue
        receipt = receive(folder, path, under=under, today=today, on_progress=told)
        yield Taken(path, receipt, is_new=receipt.id not in known)
        known.add(receipt.id)


def _counted(on_progress: Progress, count: str) -> Progress:
    return lambda done, total, what: on_progress(done, total, f"{count}: {what}")


def _known_receipts(folder: Path) -> set[str]:
    from vrn.sharing.store import Store

    store = read_partnership(folder).store
    if not (store / "manifest.sqlite").exists():
        return set()
    return {str(plain["id"]) for plain in Store.read(store).receipts()}


def summarise(taken: Sequence[Taken]) -> list[str]:
    """Lines of one table: each file, what became of it, its rows and months, why it was refused."""
    rows = [_COLUMNS, *(_row(one) for one in taken)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS))]
    aligned = [str.ljust, str.ljust, str.rjust, str.rjust, str.ljust]
    lines = [
        "  ".join(
            align(cell, width) for align, cell, width in zip(aligned, row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    refused = [one for one in taken if one.receipt is None or not one.receipt.is_accepted]
    whys = [f"{one.path.name}: {_why(one)}" for one in refused]
    return [*lines, "", _sentence(taken), *whys]


_COLUMNS = ("file", "outcome", "rows loaded", "held back", "months")


def _row(one: Taken) -> tuple[str, ...]:
    receipt = one.receipt
    if receipt is None or not receipt.is_accepted:
        return (one.path.name, one.outcome, "", "", "")
    ends = dict.fromkeys(month for month in (receipt.period_from, receipt.period_to) if month)
    months = " to ".join(ends)
    counts = (f"{receipt.rows_loaded:,}", f"{receipt.rows_held_back:,}")
    return (one.path.name, one.outcome, *counts, months)


def _why(one: Taken) -> str:
    """The first thing that was wrong, and how many more there are."""
    if one.receipt is None:
        return f"{one.why}. What to do: look whether the file is there and may be read"
    first, *more = one.receipt.faults
    rest = f" (and {len(more)} more: receipt {one.receipt.id})" if more else ""
    return f"{first['says']}{rest}"


def _sentence(taken: Sequence[Taken]) -> str:
    receipts = [one.receipt for one in taken if one.receipt and one.receipt.is_accepted]
    new = [one for one in taken if one.is_new and one.receipt and one.receipt.is_accepted]
    return (
        f"{len(receipts)} of {len(taken)} files accepted, {len(new)} of them for the first time; "
        f"{sum(receipt.rows_loaded for receipt in receipts):,} rows loaded, "
        f"{sum(receipt.rows_held_back for receipt in receipts):,} held back."
    )
