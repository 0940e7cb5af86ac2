"""Reads the rows of a workbook's sheet: every cell as text, in the mapping's canonical columns."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from vrn.sharing.checks.dating import ISO
from vrn.sharing.checks.explaining_values import SPOILT_DATE
from vrn.sharing.column import Kind
from vrn.sharing.fault import Fault, RefusedError
from vrn.sharing.files.archive import UNREADABLE
from vrn.sharing.files.cell_text import Shown, UnclearCellError, number_text, read_day
from vrn.sharing.files.explaining import MOST_ROW_FAULTS, explain_header, explain_total
from vrn.sharing.files.header import count_known, kept_header, match_header
from vrn.sharing.files.reading import MOST_CELL_BYTES, MOST_COLUMNS
from vrn.sharing.files.sheet_rows import (
    Cell,
    DoctypeError,
    Row,
    SheetError,
    SheetReader,
)
from vrn.sharing.files.sheets import choose_sheet
from vrn.sharing.files.workbook import explain_damage, open_workbook
from vrn.sharing.files.workbook_faults import (
    beyond_table,
    explain_sheet,
    long_cell,
    no_header,
    too_wide,
    two_kinds_of_days,
    unclear_cell,
)
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.column import Column
    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.workbook import Workbook

ROWS_A_BLOCK = 10_000
_ERRORS = (DoctypeError, SheetError, KeyError, *UNREADABLE)


def read_workbook_blocks(handle: BinaryIO, file: CsvFile) -> Iterator[pl.DataFrame]:
    """The rows of the sheet, some thousands at a time, as read_csv_blocks gives those of a CSV.

    `line` is the row's number in the sheet. Raises RefusedError at the end with all faults of the
    sheet, or at once where nothing after the fault can be read.
    """
    book = open_workbook(handle, file)
    try:
        yield from _read_sheet(book, file)
    except _ERRORS as error:
        raise RefusedError(explain_damage(error, file)) from error
    finally:
        book.archive.close()


def _read_sheet(book: Workbook, file: CsvFile) -> Iterator[pl.DataFrame]:
    sheet, others = choose_sheet(book, file)
    reader = SheetReader(book.texts)
    rows = (row for rows in book.rows_of(sheet, reader) for row in rows)
    taken = _Rows(book, file)
    for row in _below_header(rows, taken):
        taken.add(row)
        if len(taken.lines) > ROWS_A_BLOCK:
            yield taken.give(keep_last=True)
            _stop_at_many(file)
    file.faults += taken.explain_end()
    file.faults += explain_sheet(reader, file)
    if file.faults:
        raise RefusedError(*file.faults)
    if taken.lines:
        yield taken.give()
    if others:
        taken.over.append(Note(_OTHERS, others, file.name, None))
    file.read_over += taken.over


_OTHERS = "a sheet that the mapping does not name was read over"


def _stop_at_many(file: CsvFile) -> None:
    if len(file.faults) > MOST_ROW_FAULTS:
        raise RefusedError(*file.faults)


def _below_header(rows: Iterator[Row], taken: _Rows) -> Iterator[Row]:
    """The rows below the header, once that is matched; RefusedError with all that is wrong."""
    file, book = taken.file, taken.book
    wanted = file.terms.mapping.header_row
    first = [row for _, row in zip(range(30), rows, strict=False)]
    above = [row for row in first if row.number < wanted]
    below = first[len(above) :]
    if not below or (wanted > 1 and below[0].number != wanted):
        raise RefusedError(no_header(wanted, file))
    names = _header_names(below[0], book, file)
    _match(names, below, taken)
    if above:
        what = "a line above the header was read over, as the mapping says"
        taken.over.append(Note(what, len(above), file.name, above[0].number))
    yield from below[1:]
    yield from rows


def _header_names(row: Row, book: Workbook, file: CsvFile) -> list[str]:
    width = row.cells[-1].column
    if width > MOST_COLUMNS:
        raise RefusedError(too_wide(row.number, file))
    names = [""] * width
    for cell in row.cells:
        names[cell.column - 1] = _shown(cell, book).strip(" \t\u00a0\n")
    return names


def _shown(cell: Cell, book: Workbook) -> str:
    """A header's cell as text; a number or a day in a header is no name that is known."""
    if cell.type != "n":
        return cell.text
    form = book.form_of(cell.style)
    try:
        return SPOILT_DATE if form.shown is Shown.DAY else number_text(cell.text, form)
    except UnclearCellError:
        return SPOILT_DATE


def _match(names: list[str], rows: list[Row], taken: _Rows) -> None:
    file = taken.file
    file.names = kept_header(names, file.terms) if count_known(names, file.terms.mapping) else ()
    line = rows[0].number
    try:
        file.header = match_header(names, file.terms, file.name, line=line)
    except RefusedError as error:
        cause = explain_header(_sample(rows, taken), names, file)
        raise RefusedError(cause) if cause else error from error


def _sample(rows: list[Row], taken: _Rows) -> str:
    """The first rows as CSV, each on the line that it has in the sheet."""
    said, number = io.StringIO(newline=""), 1
    writer = csv.writer(said, delimiter=taken.file.delimiter, lineterminator="\n")
    for row in rows:
        said.write("\n" * (row.number - number))
        cells = _header_names(row, taken.book, taken.file)
        writer.writerow([cell.replace("\n", " ") for cell in cells])
        number = row.number + 1
    return said.getvalue()


@dataclass
class _Rows:
    """The rows of a sheet on their way into blocks, and what was met among them."""

    book: Workbook
    file: CsvFile
    lines: list[int] = field(default_factory=list)
    texts: list[list[str | None]] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    days: dict[str, int] = field(default_factory=dict)
    day_texts: dict[str, list[int]] = field(default_factory=dict)
    over: list[Note] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Takes one row; what is wrong with a cell's form is a fault of the file."""
        width = len(self.file.header.columns)
        texts: list[str | None] = [None] * width
        for cell in row.cells:
            if cell.column > width:
                self._odd(beyond_table(row.number, cell, self.file))
                break
            name = self.file.header.columns[cell.column - 1]
            if name is not None:
                texts[cell.column - 1] = self._text_of(cell, name, row.number)
        self.lines.append(row.number)
        self.texts.append(texts)

    def _text_of(self, cell: Cell, name: str, line: int) -> str | None:
        if len(cell.text) > MOST_CELL_BYTES:
            self._odd(long_cell(line, cell, self.file))
            return None
        column = self.file.terms.contract.column(name.partition("|")[0])
        try:
            return self._read(cell, column, line)
        except UnclearCellError as error:
            self._odd(unclear_cell(line, cell, str(error), self.file))
            return None

    def _read(self, cell: Cell, column: Column, line: int) -> str | None:
        if cell.type == "b":
            return "TRUE" if cell.text == "1" else "FALSE"
        if cell.type == "d":
            return self._day(_iso_day(cell.text), column)
        if cell.type != "n":
            if column.is_time and any(sign.isdigit() for sign in cell.text):
                self.day_texts.setdefault(column.name, []).append(line)
            return cell.text
        form = self.book.form_of(cell.style)
        if form.shown is not Shown.DAY:
            return number_text(cell.text, form)
        return self._day(read_day(cell.text, is_from_1904=self.book.is_from_1904), column)

    def _day(self, day: datetime | None, column: Column) -> str:
        """A day of the workbook in the form of its column; elsewhere a day is what was spoilt."""
        if day is None or column.kind not in ISO:
            return SPOILT_DATE
        if column.kind is Kind.MONTH and day.day != 1:
            return SPOILT_DATE
        form = self.file.terms.mapping.dates.get(column.name) or ISO[column.kind]
        self.days[column.name] = self.days.get(column.name, 0) + 1
        has_time = (day.hour, day.minute, day.second) != (0, 0, 0)
        return day.strftime(form if "%H" in form or not has_time else form + " %H:%M")

    def _odd(self, fault: Fault) -> None:
        if len(self.file.faults) <= MOST_ROW_FAULTS:
            self.file.faults.append(fault)

    def give(self, *, keep_last: bool = False) -> pl.DataFrame:
        """The rows so far as a frame of text, all but the last where more are to come."""
        end = len(self.lines) - keep_last
        names = self.file.header.columns
        kept = [place for place, name in enumerate(names) if name is not None]
        frame = pl.DataFrame(
            {str(names[p]): [row[p] for row in self.texts[:end]] for p in kept},
            schema={str(names[p]): pl.String for p in kept},
        ).with_columns(pl.Series(LINE, self.lines[:end], pl.Int64))
        self.lines, self.texts = self.lines[end:], self.texts[end:]
        return frame

    def explain_end(self) -> Iterator[Fault]:
        """What shows only at the end: a total in the last row, and days in two kinds of cells."""
        if self.lines:
            cells = [text or "" for text in self.texts[-1]]
            yield from explain_total(cells, self.lines[-1], self.file)
        for name, lines in self.day_texts.items():
            if self.days.get(name):
                yield two_kinds_of_days(name, lines, self.file)


def _iso_day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
