"""Reads a CSV file strictly and in bounded memory: every cell as text, exact line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.sharing.fault import Fault, RefusedError
from vrn.sharing.files.explaining import (
    MOST_ROW_FAULTS,
    explain_header,
    explain_last,
    explain_rows,
    explain_stray,
    split_cells,
)
from vrn.sharing.files.header import count_known, kept_header, match_header
from vrn.sharing.files.structure import RETURN, Records, find_records, find_unclosed, longest_cell
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.header import Header

BLOCK_BYTES = 4 << 20
MOST_RECORD_BYTES = 1 << 20
MOST_CELL_BYTES = 32 << 10
MOST_COLUMNS = 500


def read_csv_blocks(texts: Iterable[str], file: CsvFile) -> Iterator[pl.DataFrame]:
    """The rows of the file, some thousands at a time, in the mapping's canonical columns.

    Each frame holds text only, null for an empty cell, and `line`: the line in the file on which
    the row starts, the header's being 1. Raises RefusedError at the end with all faults of its
    structure, or at once where nothing after the fault can be read.
    """
    rest = b""
    for block, is_last in _blocks(texts):
        rest += block
        if not file.header.columns:
            _check_start(rest, file, is_last=is_last)
        if is_last and rest and not rest.endswith(b"\n"):
            rest += b"\n"
        records = find_records(rest, file.delimiter)
        _check_records(rest, records, file, is_last=is_last)
        frame = _take(rest, records, file, is_last=is_last)
        if is_last and not file.header.columns:
            raise RefusedError(_no_header(file))
        if frame.height and not file.faults:
            yield frame
        if len(file.faults) > MOST_ROW_FAULTS or (is_last and file.faults):
            raise RefusedError(*file.faults)
        rest = rest[records.used_bytes :]


def _blocks(texts: Iterable[str]) -> Iterator[tuple[bytes, bool]]:
    """The text as UTF-8 bytes in blocks, each with whether it is the last."""
    block = bytearray()
    for text in texts:
        # A full block waits for the next text, so that the last one is known to be the last.
        if text and len(block) >= BLOCK_BYTES:
            yield bytes(block), False
            block.clear()
        block += text.encode()
    yield bytes(block), True


def _check_start(rest: bytes, file: CsvFile, *, is_last: bool) -> None:
    """Raises where the very start shows that no row of the file can be read."""
    if is_last and not rest.strip():
        raise RefusedError(
            Fault(
                "the file is empty",
                expected="a header and at least one row",
                do="send the file again; if there was nothing to report, send a header alone as a "
                "nil return",
                file=file.name,
            )
        )
    first = rest[: MOST_RECORD_BYTES + 1]
    if b"\n" not in first and b"\r" in first:
        raise RefusedError(
            Fault(
                "its lines end in a carriage return alone",
                expected="lines that end in a line feed, or in both",
                do="save the file as 'CSV UTF-8' with a program of today",
                file=file.name,
            )
        )


def _check_records(rest: bytes, records: Records, file: CsvFile, *, is_last: bool) -> None:
    """Raises where quotation marks or line lengths leave the structure in doubt."""
    if records.stray >= 0:
        line = file.lines + records.stray_line
        raise RefusedError(explain_stray(rest, records.stray, line, file))
    unread = len(rest) - records.used_bytes
    lengths = records.ends - records.starts
    too_long = np.flatnonzero(lengths > MOST_RECORD_BYTES)
    is_open = rest.count(b'"', records.used_bytes) % 2 == 1
    if unread and is_open and (is_last or unread > MOST_RECORD_BYTES):
        tail = rest[records.used_bytes :] + (b"" if is_last else b"\n")
        at = records.used_bytes + find_unclosed(tail, file.delimiter)
        raise RefusedError(explain_stray(rest, at, file.lines + rest.count(b"\n", 0, at), file))
    if len(too_long) or unread > MOST_RECORD_BYTES:
        line = int(records.lines[too_long[0]]) if len(too_long) else records.used_lines
        raise RefusedError(_too_long(file, file.lines + line + 1, "a line of more than 1 MB"))


def _no_header(file: CsvFile) -> Fault:
    wanted = file.terms.mapping.header_row
    return Fault(
        f"the file ends before line {wanted}, in which the mapping says that the header stands",
        expected=f"the header in line {wanted}",
        do="send the whole file; or write the line that the header always has as header_row in "
        "the mapping",
        file=file.name,
    )


def _too_long(file: CsvFile, line: int, what: str) -> Fault:
    return Fault(
        what,
        expected=f"lines of at most 1 MB, cells of at most {MOST_CELL_BYTES >> 10} kB and at most "
        f"{MOST_COLUMNS} columns",
        do="look at this line: a quotation mark or a line end may be missing, or the file may be "
        "of another kind",
        file=file.name,
        line=line,
    )


def _take(rest: bytes, records: Records, file: CsvFile, *, is_last: bool) -> pl.DataFrame:
    """The block's rows as text; takes the header off first where it is still to come."""
    keep = _keep_filled(rest, records, file)
    starts, ends, cells = records.starts[keep], records.ends[keep], records.cells[keep]
    lines = records.lines[keep] + file.lines + 1
    file.lines += records.used_lines
    if not file.header.columns:
        below = np.flatnonzero(lines >= file.terms.mapping.header_row)
        above = len(lines) - len(below)
        starts, ends, cells, lines = starts[below], ends[below], cells[below], lines[below]
        _note_above(above, file)
    if not file.header.columns and len(starts):
        file.header = _take_header(rest, (int(starts[0]), int(ends[0])), int(lines[0]), file)
        starts, ends, cells, lines = starts[1:], ends[1:], cells[1:], lines[1:]
    if not len(starts):
        return pl.DataFrame()
    spans = np.stack([starts, ends + 1, lines, cells], axis=1)
    _check_cells(rest, spans, file)
    last = explain_last(rest, spans[-1], file) if is_last else []
    odd = explain_rows(spans[:-1] if last else spans, len(file.header.columns), file)
    file.faults += odd + last
    return pl.DataFrame() if file.faults else _parse(rest, spans, file)


def _note_above(above: int, file: CsvFile) -> None:
    """Lines that the mapping says stand above the header are said, and not read."""
    if above:
        what = "a line above the header was read over, as the mapping says"
        file.read_over.append(Note(what, above, file.name, 1))


def _keep_filled(rest: bytes, records: Records, file: CsvFile) -> NDArray[np.bool_]:
    """Which records are more than a line end; blank lines are counted and left out."""
    letters = np.frombuffer(rest, dtype=np.uint8)
    lengths = records.ends - records.starts
    blank = (lengths == 0) | ((lengths == 1) & (letters[records.starts] == RETURN))
    file.blank_lines += int(blank.sum())
    is_filled: NDArray[np.bool_] = ~blank
    return is_filled


def _take_header(rest: bytes, span: tuple[int, int], line: int, file: CsvFile) -> Header:
    names = split_cells(rest[span[0] : span[1]].decode(), file.delimiter)
    if len(names) > MOST_COLUMNS:
        raise RefusedError(_too_long(file, line, f"{len(names):,} columns"))
    # A first line without any known name may be somebody's record: it is not kept as a header.
    file.names = kept_header(names, file.terms) if count_known(names, file.terms.mapping) else ()
    try:
        return match_header(names, file.terms, file.name, line=line)
    except RefusedError as error:
        sample = rest[span[0] : span[0] + (64 << 10)].decode(errors="ignore")
        cause = explain_header(sample, names, file)
        raise RefusedError(cause) if cause else error from error


def _check_cells(rest: bytes, spans: np.ndarray, file: CsvFile) -> None:
    """Raises where a cell is too long; only lines that are long themselves are looked into."""
    for start, end, line, _ in spans[spans[:, 1] - spans[:, 0] > MOST_CELL_BYTES]:
        longest = longest_cell(rest[start:end], file.delimiter)
        if longest > MOST_CELL_BYTES:
            raise RefusedError(_too_long(file, int(line), f"a cell of {longest >> 10:,} kB"))


def _parse(rest: bytes, spans: np.ndarray, file: CsvFile) -> pl.DataFrame:
    """The rows as a frame of text. The structure was checked, so that no reader can differ."""
    whole = np.array_equal(spans[1:, 0], spans[:-1, 1])
    body = rest[spans[0, 0] : spans[-1, 1]]
    if not whole:
        body = b"".join(rest[start:end] for start, end in spans[:, :2])
    columns = file.header.columns
    names = [f"{place}" for place in range(len(columns))]
    frame = pl.read_csv(
        body,
        has_header=False,
        new_columns=names,
        separator=file.delimiter,
        quote_char='"',
        infer_schema=False,
    )
    kept = {str(place): name for place, name in enumerate(columns) if name is not None}
    lines = pl.Series(LINE, spans[:, 2], pl.Int64)
    return frame.select(list(kept)).rename(kept).with_columns(lines)
