"""Shows what a mapping would do to a file's first rows; nothing is kept, persons are masked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from vrn.sharing.checks.checking import check_rows
from vrn.sharing.checks.shaping import shape_rows
from vrn.sharing.contract import Setting
from vrn.sharing.fault import Fault, RefusedError
from vrn.sharing.files.csv_file import CsvFile
from vrn.sharing.files.reading import read_csv_blocks
from vrn.sharing.files.workbook_reading import read_workbook_blocks
from vrn.sharing.proposing.profile import shape_of
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.sharing.agreement import Terms
    from vrn.sharing.proposing.sampling import Sample

ROWS_TRIED, ROWS_SHOWN = 200, 5


@dataclass(frozen=True)
class Trial:
    """What became of the first rows: how many were tried, loaded, held back; and why.

    `shown` are the first good rows, column by column, as they would be loaded; of a feed about
    persons each value's shape stands in its place. `faults` are those that refuse the whole file.
    """

    tried: int
    loaded: int
    held_back: int
    reasons: tuple[tuple[str, int], ...]
    shown: tuple[dict[str, str], ...]
    faults: tuple[Fault, ...]


def try_mapping(path: Path, sample: Sample, terms: Terms, *, today: date) -> Trial:
    """Brings the first rows through the mapping and the contract's checks."""
    tried = loaded = 0
    reasons: dict[str, int] = {}
    shown: list[dict[str, str]] = []
    faults: list[Fault] = []
    try:
        for rows in _first_rows(path, sample, terms):
            shaped = shape_rows(rows, terms.mapping, terms.contract, sample.file)
            setting = Setting(today, terms.agreement.period_from)
            checked = check_rows(shaped, terms.contract, setting, sample.file)
            tried += checked.rows
            loaded += checked.rows - checked.held.height
            faults += checked.faults
            for reason in checked.held["rule"].to_list():
                reasons[reason] = reasons.get(reason, 0) + 1
            shown += _masked(checked.good.head(ROWS_SHOWN), terms)
    except RefusedError as error:
        faults += error.faults
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Trial(tried, loaded, tried - loaded, tuple(ordered), tuple(shown), tuple(faults))


def _first_rows(path: Path, sample: Sample, terms: Terms) -> Iterator[pl.DataFrame]:
    file = CsvFile(terms, sample.file)
    if sample.format == "xlsx":
        with path.open("rb") as handle:
            blocks = read_workbook_blocks(handle, file)
            yield from (block.head(ROWS_TRIED) for block in _one(blocks))
        return
    lines = sample.text.splitlines(keepends=True)[: sample.header_row + ROWS_TRIED]
    text = "".join(lines)
    # A quotation mark may be open where the sample ends: then the last record is not whole.
    if text.count('"') % 2:
        text = text[: text.rfind('"')].rpartition("\n")[0]
    yield from (block.head(ROWS_TRIED) for block in read_csv_blocks([text], file))


def _one(blocks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    first = next(blocks, None)
    return chain([] if first is None else [first])


def _masked(rows: pl.DataFrame, terms: Terms) -> Iterator[dict[str, str]]:
    is_masked = terms.contract.is_of_persons
    for row in rows.drop(LINE).iter_rows(named=True):
        texts = {name: "" if value is None else str(value)[:40] for name, value in row.items()}
        yield {name: shape_of(text) for name, text in texts.items()} if is_masked else texts
