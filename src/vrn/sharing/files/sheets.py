"""Finds the sheet of a workbook that the mapping means; refuses where that cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, RefusedError, listed, plural, quoted

if TYPE_CHECKING:
    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.workbook import Sheet, Workbook


def choose_sheet(book: Workbook, file: CsvFile) -> tuple[Sheet, int]:
    """The sheet that the mapping means, and how many others were read over.

    RefusedError where a hidden one holds something, or where it cannot be told which one is meant.
    """
    filled = [sheet for sheet in book.sheets if book.holds_something(sheet)]
    wanted = file.terms.mapping.sheet
    hidden = [sheet for sheet in filled if sheet.is_hidden]
    named = [sheet for sheet in filled if sheet.name.strip().casefold() == wanted.casefold()]
    shown = [sheet for sheet in filled if not sheet.is_hidden]
    faults = []
    if hidden:
        faults.append(_hidden(len(hidden), file))
    elif wanted and not named:
        faults.append(_no_such_sheet(wanted, shown, file))
    elif not wanted and len(shown) > 1:
        faults.append(_several(shown, file))
    elif not shown:
        faults.append(_empty(file))
    if faults:
        raise RefusedError(*faults)
    return (named or shown)[0], len(shown) - 1


def _names(sheets: list[Sheet], file: CsvFile) -> str:
    """The names of sheets, where they cannot be somebody's."""
    is_shown = not file.terms.contract.is_of_persons
    return f" ({listed([quoted(sheet.name) for sheet in sheets])})" if is_shown else ""


def _hidden(number: int, file: CsvFile) -> Fault:
    return Fault(
        f"{plural(number, 'hidden sheet')} of the workbook {'holds' if number == 1 else 'hold'} "
        "something",
        expected="a workbook in which all that it holds can be seen",
        do="show the hidden sheets, delete what does not belong to this supply and send it again",
        file=file.name,
    )


def _no_such_sheet(wanted: str, shown: list[Sheet], file: CsvFile) -> Fault:
    return Fault(
        f"the workbook has no sheet {quoted(wanted)} that holds something"
        + (_names(shown, file) if shown else ""),
        expected=f"the sheet that the mapping names, {quoted(wanted)}",
        do="give the sheet this name; or write the name it always has in the mapping",
        file=file.name,
    )


def _several(shown: list[Sheet], file: CsvFile) -> Fault:
    return Fault(
        f"{plural(len(shown), 'sheet')} hold something{_names(shown, file)}, and which one is "
        "meant cannot be told",
        expected="one sheet, or a mapping that names it",
        do='delete the other sheets; or write sheet = "..." in the mapping, if this supplier '
        "always sends several",
        file=file.name,
    )


def _empty(file: CsvFile) -> Fault:
    return Fault(
        "the workbook is empty",
        expected="a header and at least one row",
        do="send the file again; if there was nothing to report, say so to the steward",
        file=file.name,
    )
