"""Takes the first rows of a workbook as text, days in their international form."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from vrn.sharing.fault import RefusedError
from vrn.sharing.files.archive import UNREADABLE
from vrn.sharing.files.cell_text import Shown, UnclearCellError, number_text, read_day
from vrn.sharing.files.csv_file import CsvFile
from vrn.sharing.files.sheet_rows import Cell, DoctypeError, SheetError, SheetReader
from vrn.sharing.files.sheets import choose_sheet
from vrn.sharing.files.workbook import explain_damage, open_workbook

if TYPE_CHECKING:
    from vrn.sharing.agreement import Terms
    from vrn.sharing.files.workbook import Workbook


def sample_workbook(
    handle: BinaryIO, name: str, terms: Terms, *, most_rows: int
) -> tuple[list[tuple[int, list[str]]], bool]:
    """Rows of the sheet with their numbers, and whether these are all of them.

    RefusedError for what may not be in a workbook at all, or where several sheets hold something.
    """
    file = CsvFile(terms, name)
    book = open_workbook(handle, file)
    rows: list[tuple[int, list[str]]] = []
    try:
        sheet, _ = choose_sheet(book, file)
        for some in book.rows_of(sheet, SheetReader(book.texts)):
            rows += [(row.number, _texts(row.cells, book)) for row in some]
            if len(rows) >= most_rows:
                return rows[:most_rows], False
    except (DoctypeError, SheetError, KeyError, *UNREADABLE) as error:
        raise RefusedError(explain_damage(error, file)) from error
    finally:
        book.archive.close()
    return rows, True


def _texts(cells: tuple[Cell, ...], book: Workbook) -> list[str]:
    texts = [""] * cells[-1].column
    for cell in cells:
        texts[cell.column - 1] = _text_of(cell, book)
    return texts


def _text_of(cell: Cell, book: Workbook) -> str:
    if cell.type != "n":
        return cell.text
    form = book.form_of(cell.style)
    try:
        if form.shown is not Shown.DAY:
            return number_text(cell.text, form)
        day = read_day(cell.text, is_from_1904=book.is_from_1904)
    except UnclearCellError:
        return cell.text
    if day is None:
        return cell.text
    return day.strftime("%Y-%m-%dT%H:%M" if day.hour or day.minute else "%Y-%m-%d")
