"""Opens an .xlsx workbook: refuses what may not be in one, before a cell of it is read."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from vrn.sharing.fault import Fault, RefusedError
from vrn.sharing.files.archive import UNREADABLE, open_zip
from vrn.sharing.files.cell_text import Form, read_form
from vrn.sharing.files.sheet_rows import (
    DoctypeError,
    SheetError,
    SheetReader,
    parse_part,
    read_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

    from vrn.sharing.files.csv_file import CsvFile
    from vrn.sharing.files.sheet_rows import Row

MOST_TEXT_BYTES = 128 << 20
MOST_SHEETS = 200
_TEXTS, _STYLES = "sharedStrings", "styles"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the part that holds it, and whether it can be seen."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """A workbook that was opened: its sheets in their order, its number forms, its shared texts."""

    archive: ZipFile
    sheets: list[Sheet] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    is_from_1904: bool = False

    def rows_of(self, sheet: Sheet, reader: SheetReader) -> Iterator[list[Row]]:
        """The rows of a sheet, some at a time."""
        with self.archive.open(sheet.part) as stream:
            yield from reader.read(stream)

    def form_of(self, style: int) -> Form:
        """The form of numbers under a style; the plain one where the workbook lists none."""
        return self.forms[style] if style < len(self.forms) else read_form(0, None)

    def holds_something(self, sheet: Sheet) -> bool:
        """Whether any cell of a sheet holds anything; reads no further than the first."""
        reader = SheetReader(self.texts)
        return next(self.rows_of(sheet, reader), None) is not None


def open_workbook(handle: BinaryIO, file: CsvFile) -> Workbook:
    """The workbook's sheets, forms and texts; RefusedError with what may not be in it."""
    archive = open_zip(handle, file.name, "*")
    _check_parts(archive.namelist(), file)
    try:
        return _read_structure(archive, file)
    except (DoctypeError, SheetError, KeyError, *UNREADABLE) as error:
        raise RefusedError(explain_damage(error, file)) from error


def explain_damage(error: Exception, file: CsvFile) -> Fault:
    """What a workbook that cannot be read is refused with."""
    if isinstance(error, DoctypeError):
        what = "a part of the workbook declares a document type or entities, which none needs"
    elif isinstance(error, SheetError):
        what = f"the workbook cannot be read: {error}"
    else:
        what = "the workbook is cut off or damaged, or is none"
    return Fault(
        what,
        expected="a workbook as a spreadsheet program saves it",
        do="open it, save it as a new 'Excel Workbook (.xlsx)' and send that file",
        file=file.name,
    )


_FORBIDDEN = {
    "vbaproject": "the workbook holds macros",
    "macrosheets/": "the workbook holds macros of the old kind",
    "embeddings/": "the workbook holds another file inside",
    "externallinks/": "the workbook draws on other files",
    "encryptedpackage": "the workbook is locked with a password",
}


def _check_parts(names: list[str], file: CsvFile) -> None:
    lowered = [name.lower() for name in names]
    what = [words for sign, words in _FORBIDDEN.items() if any(sign in name for name in lowered)]
    if "mimetype" in lowered or any(name.endswith("workbook.bin") for name in lowered):
        what.append("this is a spreadsheet of another kind under the name of an .xlsx workbook")
    if what:
        raise RefusedError(
            *(
                Fault(
                    words,
                    expected="values alone, in a workbook saved as .xlsx",
                    do="copy the values into a new workbook, save it as .xlsx and send that file",
                    file=file.name,
                )
                for words in what
            )
        )


def _read_structure(archive: ZipFile, file: CsvFile) -> Workbook:
    book = Workbook(archive)
    main = _targets(archive, "_rels/.rels", base="").get("officeDocument", [("", "")])[0][1]
    folder, base = posixpath.split(main)
    related = _targets(archive, f"{folder}/_rels/{base}.rels", base=folder)
    _check_type(archive, file)
    parts = dict(related.get("worksheet", []))
    for name, rid, is_hidden in _list_sheets(book, main):
        if rid in parts:  # a sheet that holds a chart alone is none of these
            book.sheets.append(Sheet(name, parts[rid], is_hidden))
    if not 0 < len(book.sheets) <= MOST_SHEETS:
        raise SheetError("it holds no sheet, or too many")
    for _, part in related.get(_STYLES, []):
        book.forms = _read_forms(archive, part)
    for _, part in related.get(_TEXTS, []):
        if archive.getinfo(part).file_size > MOST_TEXT_BYTES:
            raise RefusedError(_too_large(file))
        with archive.open(part) as stream:
            book.texts = read_texts(stream)
    return book


def _check_type(archive: ZipFile, file: CsvFile) -> None:
    """A workbook with macros says so in its list of types, whatever its parts are called."""
    seen: list[str] = []
    _walk(archive, "[Content_Types].xml", lambda _, a: seen.append(a.get("ContentType", "")))
    if any("macroenabled" in kind.lower() for kind in seen):
        _check_parts(["vbaproject"], file)


def _walk(archive: ZipFile, part: str, start: object) -> None:
    with archive.open(part) as stream:
        for _ in parse_part(stream, start=start):  # type: ignore[arg-type]
            pass


def _targets(archive: ZipFile, part: str, *, base: str) -> dict[str, list[tuple[str, str]]]:
    """What a part refers to, by kind: pairs of its id and the part's name."""
    found: dict[str, list[tuple[str, str]]] = {}

    def start(name: str, a: dict[str, str]) -> None:
        if name == "Relationship" and a.get("TargetMode") != "External":
            target = a.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(base, target)
            kind = a.get("Type", "").rpartition("/")[2]
            found.setdefault(kind, []).append((a.get("Id", ""), posixpath.normpath(path)))

    _walk(archive, part, start)
    return found


def _list_sheets(book: Workbook, main: str) -> list[tuple[str, str, bool]]:
    sheets: list[tuple[str, str, bool]] = []

    def start(name: str, a: dict[str, str]) -> None:
        if name == "sheet":
            rid = next((value for key, value in a.items() if key.endswith(":id")), "")
            sheets.append((a.get("name", ""), rid, a.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            book.is_from_1904 = a.get("date1904") in ("1", "true")

    _walk(book.archive, main, start)
    return sheets


def _read_forms(archive: ZipFile, part: str) -> list[Form]:
    """The form of numbers under each style of the workbook, in their order."""
    codes: dict[str, str] = {}
    numbers: list[str] = []
    within: list[str] = []

    def start(name: str, a: dict[str, str]) -> None:
        within.append(name)
        if name == "numFmt":
            codes[a.get("numFmtId", "")] = a.get("formatCode", "")
        elif name == "xf" and "cellXfs" in within:
            numbers.append(a.get("numFmtId", "0"))

    def end(_: str) -> None:
        within.pop()

    with archive.open(part) as stream:
        for _ in parse_part(stream, start=start, end=end):
            pass
    return [read_form(int(n) if n.isdecimal() else -1, codes.get(n)) for n in numbers]


def _too_large(file: CsvFile) -> Fault:
    return Fault(
        f"the texts of the workbook are larger than {MOST_TEXT_BYTES >> 20} MB",
        expected="a workbook of some hundred thousand rows at most",
        do="save the sheet as 'CSV UTF-8' and send that file, under a mapping for CSV",
        file=file.name,
    )
