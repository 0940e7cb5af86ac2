"""Reads a sheet's XML as it streams by, row after row, and notes what may not stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK_BYTES = 1 << 18
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class DoctypeError(ValueError):
    """A part of a workbook declares a document type or entities, which none needs."""


class SheetError(ValueError):
    """A part of a workbook is not what such a part is; the message says why."""


class Cell(NamedTuple):
    """A cell that holds something: its column from 1, its type in the file, its text, its style."""

    column: int
    type: str
    text: str
    style: int


class Row(NamedTuple):
    """A row with its number as the sheet shows it, and the cells of it that hold something."""

    number: int
    cells: tuple[Cell, ...]


@dataclass
class Found:
    """What was met in a sheet that may not stand there: how often, and the first place of each."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, place: str) -> None:
        """Counts one more of them."""
        self.counts[what] = self.counts.get(what, 0) + 1
        self.first.setdefault(what, place)


FORMULAS, MERGED = "formulas", "merged cells"
HIDDEN_ROWS, HIDDEN_COLUMNS = (
    "hidden rows that hold something",
    "hidden columns that hold something",
)


def letters_of(column: int) -> str:
    """A column's letters: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unescape(text: str) -> str:
    """A text with the signs that XML cannot hold put back: _x0007_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def parse_part(
    stream: IO[bytes],
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feeds a part of the workbook to these handlers, and gives way after each piece of it.

    Names come without their prefix. DoctypeError at a document type, before anything of it is used.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise SheetError(f"its XML is damaged ({error})") from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise DoctypeError("declares a document type or entities")


class SheetReader:
    """The rows of one sheet as they come; `found` is whole once the last of them was given."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.found = Found()
        self.rows: list[Row] = []
        self.number = 0
        self.column = 0
        self.is_hidden = False
        self.hidden_columns: list[tuple[int, int]] = []
        self.cells: list[Cell] = []
        self.type, self.style = "n", 0
        self.parts: list[str] = []
        self.is_value = False
        self.phonetic = 0

    def read(self, stream: IO[bytes]) -> Iterator[list[Row]]:
        """Some rows at a time."""
        for _ in parse_part(stream, start=self._start, end=self._end, text=self._text):
            if self.rows:
                yield self.rows
                self.rows = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.is_value = not self.phonetic
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.phonetic += 1
        elif name == "f":
            self.found.note(FORMULAS, self._place())
        elif name == "mergeCell":
            self.found.note(MERGED, attributes.get("ref", ""))
        elif name == "col" and _is_true(attributes.get("hidden")):
            first, last = (_whole(attributes.get(end)) for end in ("min", "max"))
            self.hidden_columns.append((first, last))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = _whole(attributes["r"]) if "r" in attributes else self.number + 1
        if number <= self.number:
            raise SheetError("its rows do not stand in their order")
        self.number, self.column, self.cells = number, 0, []
        self.is_hidden = _is_true(attributes.get("hidden")) or attributes.get("ht") == "0"

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column = _column_of(attributes["r"], self.number) if "r" in attributes else self.column + 1
        if column <= self.column:
            raise SheetError("its cells do not stand in their order")
        self.column, self.parts = column, []
        self.type, self.style = attributes.get("t", "n"), _whole(attributes.get("s", "0"))

    def _text(self, text: str) -> None:
        if self.is_value:
            self.parts.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_value = False
        elif name == "rPh":
            self.phonetic -= 1
        elif name == "c":
            self._end_cell()
        elif name == "row" and self.cells:
            self.rows.append(Row(self.number, tuple(self.cells)))

    def _end_cell(self) -> None:
        text = "".join(self.parts)
        if self.type == "s" and text:
            text = self._shared(text)
        elif self.type in ("inlineStr", "str"):
            text = unescape(text)
        if text == "":
            return
        if self.is_hidden:
            self.found.note(HIDDEN_ROWS, f"row {self.number}")
        if any(first <= self.column <= last for first, last in self.hidden_columns):
            self.found.note(HIDDEN_COLUMNS, f"column {letters_of(self.column)}")
        self.cells.append(Cell(self.column, self.type, text, self.style))

    def _shared(self, text: str) -> str:
        number = _whole(text)
        if number >= len(self.texts):
            raise SheetError("it names a text that the workbook does not hold")
        return self.texts[number]

    def _place(self) -> str:
        return f"{letters_of(self.column)}{self.number}"


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


def _whole(text: str | None) -> int:
    if text is None or not re.fullmatch(r"\d{1,9}", text):
        raise SheetError("a number in its structure cannot be read")
    return int(text)


def _column_of(place: str, row: int) -> int:
    found = _PLACE.fullmatch(place)
    if not found or int(found[2]) != row:
        raise SheetError("a cell is not in the row that it stands in")
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column


def read_texts(stream: IO[bytes]) -> list[str]:
    """The texts that the cells of a workbook share, in their order."""
    texts: list[str] = []
    parts: list[str] = []
    state = {"is_text": False, "phonetic": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            parts.clear()
        elif name == "rPh":
            state["phonetic"] += 1
        elif name == "t":
            state["is_text"] = not state["phonetic"]

    def end(name: str) -> None:
        if name == "si":
            texts.append(unescape("".join(parts)))
        elif name == "rPh":
            state["phonetic"] -= 1
        elif name == "t":
            state["is_text"] = False

    def take(text: str) -> None:
        if state["is_text"]:
            parts.append(text)

    for _ in parse_part(stream, start=start, end=end, text=take):
        pass
    return texts
