"""Made-up workbooks, written part by part, so that each can be spoilt as a partner's may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from made_files import zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMS = ("General", "00000", "0.00", "0%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", '"LP"0', "mmm-yy")
"""The forms of the numbers in these workbooks, by style."""


@dataclass(frozen=True)
class N:
    """A number in a cell, under the style of that place in FORMS; `formula` stands beside it."""

    number: str
    style: int = 0
    type: str = "n"
    formula: str = ""


Value = str | N | None


@dataclass
class Book:
    """A workbook of sheets: each a list of rows; `states`, `columns` and `tails` by sheet."""

    sheets: dict[str, list[list[Value]]]
    states: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    hidden_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    tails: dict[str, str] = field(default_factory=dict)
    more: dict[str, bytes] = field(default_factory=dict)
    doctype: str = ""
    properties: str = ""
    texts: str = ""

    def parts(self) -> dict[str, bytes]:
        """The parts of the workbook by their names."""
        numbers = range(1, len(self.sheets) + 1)
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" state="{self.states.get(name, "visible")}"'
            f' r:id="rId{n}"/>'
            for n, name in zip(numbers, self.sheets, strict=True)
        )
        related = "".join(_relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
        related += _relation(98, "styles", "styles.xml")
        if self.texts:
            related += _relation(97, "sharedStrings", "sharedStrings.xml")
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">{self.properties}'
        texts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": _relations(_relation(1, "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"{self.doctype}{book}<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(related),
            "xl/styles.xml": _styles(),
        }
        if self.texts:
            texts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{self.texts}</sst>'
        for n, name in zip(numbers, self.sheets, strict=True):
            texts[f"xl/worksheets/sheet{n}.xml"] = self._sheet(name)
        return {name: (_XML + text).encode() for name, text in texts.items()} | self.more

    def _sheet(self, name: str) -> str:
        hidden = self.hidden_rows.get(name, ())
        rows = "".join(
            f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n in hidden else ""}>'
            + "".join(_cell(value, column, n) for column, value in enumerate(row))
            + "</row>"
            for n, row in enumerate(self.sheets[name], 1)
            if row
        )
        return (
            f'<worksheet xmlns="{_MAIN}">{self.columns.get(name, "")}'
            f"<sheetData>{rows}</sheetData>{self.tails.get(name, '')}</worksheet>"
        )

    def bytes(self) -> bytes:
        """The workbook's file."""
        return zipped(self.parts())


def _cell(value: Value, column: int, row: int) -> str:
    if value is None:
        return ""
    letters = (chr(ord("A") + column // 26 - 1) if column > 25 else "") + chr(
        ord("A") + column % 26
    )
    place = f'r="{letters}{row}"'
    if isinstance(value, str):
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    formula = f"<f>{escape(value.formula)}</f>" if value.formula else ""
    cached = f"<v>{escape(value.number)}</v>" if value.number else ""
    return f'<c {place} s="{value.style}" t="{value.type}">{formula}{cached}</c>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'


def _relations(text: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{text}</Relationships>'


def _styles() -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code)}"/>'
        for n, code in enumerate(FORMS)
    )
    forms = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(FORMS)))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>{forms}</cellXfs></styleSheet>'
    )


def book_of(*rows: list[Value], name: str = "Sheet1") -> Book:
    """A workbook with one sheet of these rows."""
    return Book({name: list(rows)})
