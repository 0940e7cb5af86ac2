"""Takes the beginning of a supplier's file as rows of text, whatever its encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from vrn.sharing.fault import Fault, RefusedError
from vrn.sharing.files.archive import open_members, read_chunks, sniff
from vrn.sharing.files.header import plain_form
from vrn.sharing.files.workbook_sampling import sample_workbook

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from vrn.sharing.agreement import Terms

MOST_BYTES = 16 << 20
MOST_ROWS = 50_000
LOOKED_AT = 30
DELIMITERS = ",;\t|"
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Sample:
    """The beginning of a file: how it is written, its header and its rows as text.

    `encoding_because` and `header_because` say what was seen. `text` is the same beginning as it
    came, decoded; empty for a workbook. `is_whole` where nothing lies beyond.
    """

    file: str
    format: str
    encoding: str
    encoding_because: str
    delimiter: str
    header_row: int
    header_because: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: str
    is_whole: bool


def take_sample(path: Path, terms: Terms, known: Collection[str]) -> Sample:
    """The sample of a file; `known` are names of headers in plain form, which tell the header.

    RefusedError where the file is no table that could be received at all.
    """
    with path.open("rb") as handle:
        if path.suffix.lower() == ".xlsx" and sniff(handle.read(8)) == "zip":
            rows, is_whole = sample_workbook(handle, path.name, terms, most_rows=MOST_ROWS)
            return _as_sample(path.name, "xlsx", rows, known, terms, is_whole=is_whole)
        raw, is_whole = _first_bytes(handle, path.name)
    encoding, because = _find_encoding(raw, is_whole=is_whole)
    text = raw.decode(encoding, "ignore").removeprefix("\ufeff")
    if not is_whole:
        text = text[: text.rfind("\n") + 1]
    delimiter = _find_delimiter(text, known)
    rows = _read_rows(text, delimiter)
    made = _as_sample(
        path.name, "csv", rows, known, terms, is_whole=is_whole and len(rows) < MOST_ROWS
    )
    return Sample(
        **vars(made)
        | {
            "encoding": encoding,
            "encoding_because": because,
            "delimiter": delimiter,
            "text": text,
        }
    )


def _first_bytes(handle: BinaryIO, name: str) -> tuple[bytes, bool]:
    members, _ = open_members(handle, name, "*")
    raw = b""
    for chunk in read_chunks(members[0]):
        raw += chunk
        if len(raw) > MOST_BYTES:
            return raw[:MOST_BYTES], False
    return raw, len(members) == 1


def _find_encoding(raw: bytes, *, is_whole: bool) -> tuple[str, str]:
    """The encoding that all of these bytes fit, and what shows it."""
    mark = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if mark is not None:
        return mark, "it begins with that encoding's byte-order mark"
    if raw[:200].count(b"\0") > 20:
        return ("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"), "every second byte is NUL"
    if raw.isascii():
        return "utf-8", "all its letters are plain ones, so that it fits every encoding"
    try:
        # A letter may be cut in two where the sample ends before the file.
        codecs.getincrementaldecoder("utf-8")().decode(raw, final=is_whole)
    except UnicodeDecodeError as error:
        return "cp1252", f"byte {error.start:,} is not UTF-8, and fits Windows-1252"
    return "utf-8", "it holds letters beyond the plain ones, and all are UTF-8"


def _read_rows(text: str, delimiter: str, *, most: int = MOST_ROWS) -> list[tuple[int, list[str]]]:
    """Rows with the line each starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cells):
                rows.append((line, cells))
            line = reader.line_num + 1
            if len(rows) >= most:
                break
    except csv.Error:
        pass  # what was read until here is enough for a proposal; the receipt says what is wrong
    return rows


def _find_delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter under which the most known headers stand in one row, else the most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        rows = [cells for _, cells in _read_rows(text, delimiter, most=LOOKED_AT)]
        most_known = max((_count_known(cells, known) for cells in rows), default=0)
        return most_known, max((len(cells) for cells in rows), default=0)

    return max(DELIMITERS, key=score)


def _count_known(cells: list[str], known: Collection[str]) -> int:
    return sum(plain_form(cell.strip()) in known for cell in cells)


def _as_sample(
    name: str,
    format_: str,
    rows: list[tuple[int, list[str]]],
    known: Collection[str],
    terms: Terms,
    *,
    is_whole: bool,
) -> Sample:
    if not rows:
        raise RefusedError(
            Fault("the file is empty", expected="a header and rows", do="send another", file=name)
        )
    counts = [_count_known(cells, known) for _, cells in rows[:LOOKED_AT]]
    if terms.contract.is_of_persons and not max(counts):
        raise RefusedError(_no_header(name))
    at = counts.index(max(counts))
    line, header = rows[at]
    said = f"{max(counts)} of its {len(header)} cells are names of headers that are known"
    because = said if max(counts) else "no line holds a name that is known, so the first is taken"
    width = len(header)
    body = tuple(
        tuple(cell.strip() for cell in [*cells, *[""] * width][:width])
        for _, cells in rows[at + 1 :]
    )
    return Sample(
        file=name,
        format=format_,
        encoding="utf-8",
        encoding_because="",
        delimiter=",",
        header_row=line,
        header_because=because,
        header=tuple(cell.strip() for cell in header),
        rows=body,
        text="",
        is_whole=is_whole,
    )


def _no_header(name: str) -> Fault:
    return Fault(
        "no line near its beginning holds the name of a header that is known, and its first line "
        "may be somebody's record: nothing of it is shown",
        expected="a header with at least one name that is a column of the feed, or known of "
        "another supplier",
        do="look at the file yourself: add a header, or name one that it has among the aliases of "
        "a mapping of this feed",
        file=name,
    )
