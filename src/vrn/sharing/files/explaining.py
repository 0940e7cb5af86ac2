"""Finds out why a CSV file cannot be read, and says so: the slow path, only for faulty files."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from vrn.sharing.fault import Fault, listed, plural, quoted
from vrn.sharing.files.header import count_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from vrn.sharing.files.csv_file import CsvFile

MOST_ROW_FAULTS = 20
_TOTALS = re.compile(
    r"\W*((grand |sub-?|over)?totals?( (rows|records|count))?|sum|count|rows|records)\s*[:=]?\s*"
    r"[\d.,]*\s*",
    re.IGNORECASE,
)
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def explain_header(sample: str, names: Sequence[str], file: CsvFile) -> Fault | None:
    """The one cause that explains a whole wrong header; None where its single faults say more."""
    mapping = file.terms.mapping
    known = count_known(names, mapping)
    for delimiter, words in _DELIMITERS.items() if mapping.format == "csv" else ():
        cells = next(_rows(sample, delimiter), (0, []))[1]
        if delimiter != file.delimiter and count_known(cells, mapping) > max(known, 1):
            return _wrong_delimiter(words, file)
    for line, cells in _rows(sample, file.delimiter):
        if line > 1 and count_known(cells, mapping) > max(known, len(mapping.headers()) // 2):
            return _title_rows(line, file)
    if known * 2 < len(mapping.headers()):
        return _wrong_feed(names, file)
    return None


def _rows(sample: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The first thirty rows of a sample with the line that each starts on."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    line = 1
    for _, cells in zip(range(30), reader, strict=False):
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _wrong_delimiter(words: str, file: CsvFile) -> Fault:
    wanted = _DELIMITERS.get(file.delimiter, quoted(file.delimiter))
    return Fault(
        f"its cells are parted by {words}",
        expected=f"cells parted by {wanted}",
        do=f"save the file with {wanted} between the cells; or, if this supplier always sends it "
        "so, write the delimiter in the mapping",
        file=file.name,
        line=1,
    )


def _title_rows(line: int, file: CsvFile) -> Fault:
    return Fault(
        f"the header seems to be in line {line}, below {plural(line - 1, 'other line')}",
        expected="the header in line 1, nothing above it",
        do=f"delete lines 1 to {line - 1} and send the file again; or write header_row = {line} in "
        "the mapping, if this supplier always sends it so",
        file=file.name,
        line=line,
    )


def _wrong_feed(names: Sequence[str], file: CsvFile) -> Fault:
    # Of a line without any known name nothing is shown: it may be somebody's record.
    is_known = count_known(names, file.terms.mapping) > 0
    is_header = is_known and not file.terms.contract.is_of_persons
    shown = " (" + listed([quoted(name) for name in names]) + ")" if is_header else ""
    wanted = ", ".join(quoted(name) for name in list(file.terms.mapping.headers())[:5])
    return Fault(
        f"its first line{shown} is not the header of the feed '{file.terms.contract.feed}' "
        f"under the agreement '{file.terms.agreement.id}'",
        expected=f"a header that begins like {wanted}",
        do="send the file under the agreement that it belongs to; if it has no header, add one",
        file=file.name,
        line=1,
    )


def explain_rows(spans: np.ndarray, width: int, file: CsvFile) -> list[Fault]:
    """What is wrong with rows that have more or fewer cells than the header; none where all fit.

    `spans` holds start, end, line and cells of each row in the block.
    """
    odd = spans[spans[:, 3] != width]
    faults = [_odd_row(span, width, file) for span in odd[:MOST_ROW_FAULTS]]
    if len(odd) > MOST_ROW_FAULTS:
        more = plural(len(odd) - MOST_ROW_FAULTS, "further row")
        faults.append(Fault(f"at least {more} with another number of cells", file=file.name))
    return faults


def explain_last(rest: bytes, span: np.ndarray, file: CsvFile) -> list[Fault]:
    """Whether the last row of a file is a total ("Total: 412") and no record.

    A table that was counted elsewhere names totals in its rows: there the first cell alone tells.
    """
    cells = split_cells(rest[span[0] : span[1]].decode(), file.delimiter)
    cells = cells[:1] if file.terms.mapping.marks else cells
    return explain_total(cells, int(span[2]), file)


def explain_total(cells: Sequence[str], line: int, file: CsvFile) -> list[Fault]:
    """Whether these cells of a last row are a total and no record."""
    return [_totals(line, file)] if any(map(_TOTALS.fullmatch, cells)) else []


def split_cells(text: str, delimiter: str) -> list[str]:
    """The cells of one record, without blanks around them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [cell.strip(" \t\u00a0") for cell in next(reader, [])]
    except csv.Error:  # a cell beyond the reader's own limit
        return text.split(delimiter)


def _odd_row(span: np.ndarray, width: int, file: CsvFile) -> Fault:
    line, cells = int(span[2]), int(span[3])
    return Fault(
        f"this row has {plural(cells, 'cell')}, the header has {width}",
        expected=f"{width} cells in every row",
        do="look at this line: " + (_SHORT if cells < width else _LONG),
        file=file.name,
        line=line,
    )


_SHORT = (
    "cells are missing, or the file was cut off here, or a line end stands inside a cell that has "
    "no quotation marks"
)
_LONG = "a cell that holds the delimiter needs quotation marks around it"


def _totals(line: int, file: CsvFile) -> Fault:
    return Fault(
        "this row looks like a total, not like a record",
        expected="records only",
        do="delete this line and send the file again",
        file=file.name,
        line=line,
    )


def explain_stray(rest: bytes, at: int, lines_before: int, file: CsvFile) -> Fault:
    """What is wrong at a byte where a quotation mark, or a carriage return, may not stand."""
    start = rest.rfind(b"\n", 0, at) + 1
    column = rest.count(file.delimiter.encode(), start, at) + 1
    if rest[at : at + 1] == b"\r":
        what = "a carriage return stands alone inside a row"
        do = "put quotation marks round the whole cell"
    else:
        what = f"a quotation mark in cell {column} is not closed, or stands inside a cell"
        do = 'put quotation marks round the whole cell and double those inside it: "5"" nail"'
    return Fault(
        what,
        expected="quotation marks in pairs, around whole cells",
        do=do,
        file=file.name,
        line=lines_before + 1,
    )
