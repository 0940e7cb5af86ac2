"""Says in the sender's words what is wrong with a workbook's sheet, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, plural
from vrn.sharing.files.reading import MOST_CELL_BYTES, MOST_COLUMNS
from vrn.sharing.files.sheet_rows import (
    FORMULAS,
    HIDDEN_COLUMNS,
    HIDDEN_ROWS,
    MERGED,
    letters_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.sheet_rows import Cell, SheetReader


def no_header(wanted: int, file: CsvFile) -> Fault:
    """The header row that the mapping names holds nothing."""
    return Fault(
        f"row {wanted} of the sheet is empty, and the mapping says that the header stands there",
        expected=f"the header in row {wanted}",
        do="move the header there; or write the row it always has as header_row in the mapping",
        file=file.name,
        line=wanted,
    )


def too_wide(line: int, file: CsvFile) -> Fault:
    """A row reaches further to the right than a table may."""
    return Fault(
        f"a row with more than {MOST_COLUMNS} columns",
        expected=f"at most {MOST_COLUMNS} columns",
        do="look at this row: something stands far to the right of the table",
        file=file.name,
        line=line,
    )


def two_kinds_of_days(name: str, lines: list[int], file: CsvFile) -> Fault:
    """Some days of a column are days to the spreadsheet, others text."""
    return Fault(
        f"some days of the column are days to the spreadsheet, and {plural(len(lines), 'cell')} "
        "text: a spreadsheet does so with days whose order it took for another, and the rest may "
        "have day and month changed",
        expected="days of one kind in every row of the column",
        do="fill the column in from the source again, all as days or all as text",
        file=file.name,
        line=lines[0],
        column=name,
    )


def unclear_cell(line: int, cell: Cell, words: str, file: CsvFile) -> Fault:
    """A cell shows another thing than it keeps."""
    return Fault(
        f"cell {letters_of(cell.column)}{line} {words}",
        expected="cells that show what they hold",
        do="format the column as text (or as General), check it against the source and send the "
        "file again",
        file=file.name,
        line=line,
    )


def beyond_table(line: int, cell: Cell, file: CsvFile) -> Fault:
    """Something stands right of the header's last column."""
    return Fault(
        f"cell {letters_of(cell.column)}{line} holds something beside the table",
        expected=f"nothing right of the header's last column, "
        f"{letters_of(len(file.header.columns))}",
        do="look at this row: delete what does not belong to the table",
        file=file.name,
        line=line,
    )


def long_cell(line: int, cell: Cell, file: CsvFile) -> Fault:
    """A cell holds more than a record may."""
    return Fault(
        f"cell {letters_of(cell.column)}{line} holds more than {MOST_CELL_BYTES >> 10} kB",
        expected=f"cells of at most {MOST_CELL_BYTES >> 10} kB",
        do="look at this cell: something was pasted into it that does not belong there",
        file=file.name,
        line=line,
    )


_WHAT_TO_DO = {
    FORMULAS: "copy the sheet and paste it as values, then send that",
    MERGED: "undo the merging and fill every cell",
    HIDDEN_ROWS: "show them (a filter may hide them), and delete what does not belong here",
    HIDDEN_COLUMNS: "show them, and delete what does not belong here",
}


def explain_sheet(reader: SheetReader, file: CsvFile) -> Iterator[Fault]:
    """A fault for each sort of thing that may not stand in a sheet."""
    for what, number in reader.found.counts.items():
        places = "" if number == 1 else f", and in {plural(number - 1, 'further cell')}"
        yield Fault(
            f"the sheet holds {what}: {reader.found.first[what]}{places}",
            expected="values alone, one in each cell, all of them to be seen",
            do=_WHAT_TO_DO[what],
            file=file.name,
        )
