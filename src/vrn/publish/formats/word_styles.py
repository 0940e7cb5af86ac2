"""The styles of the Word file: real headings, numbered paragraphs hung in the margin, quiet tables.

Arial, which a reader's machine has; the charts keep the project's own type.
"""

from __future__ import annotations

from typing import Any

from vrn.publish.drawings.colours import INK, QUIET_INK

FACE = "Arial"
SIZE = 11.0
GUTTER_CM = 1.15
NUMBERED = "Numbered paragraph"
FINDING = "Key finding"
FIGURE = "Figure"
CHART_TITLE = "Chart title"
QUIET = "Quiet line"
BOX = "Box"
BOX_ITEM = "Box item"
MADE_UP_LINE = "Made-up data"
TABLE_WORDS = "Table words"
NOTE_TEXT = "footnote text"
NOTE_MARK = "footnote reference"
LINK = "Hyperlink"
_SOFT = "F3F5F6"
_WARNING = "FFF7BF"


def style_id(name: str) -> str:
    """The id by which the file knows a style of that name.

    Set by id: the library looks a name up in the whole list of styles for every run.
    """
    return name.replace(" ", "")


def set_styles(word: Any, *, language: str, brand: str) -> None:
    """Sets every style that a document uses, on a new file from the library's template."""
    _set_defaults(word, language)
    _set_built_in(word.styles, brand)
    _add_paragraphs(word.styles)
    _add_characters(word.styles, brand)


def _set_defaults(word: Any, language: str) -> None:
    """Type, size and language for all that says nothing else."""
    from docx.oxml.ns import qn

    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_face(properties)
    properties.find(qn("w:lang")).set(qn("w:val"), language)
    word.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), language)
    _set(word.styles["Normal"], size=SIZE, colour=INK, after=8, line=1.2)


def _set_face(properties: Any) -> None:
    from docx.oxml.ns import qn

    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = properties._add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)


def _set_built_in(styles: Any, brand: str) -> None:
    from docx.oxml.ns import qn

    title = styles["Title"]
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    _set(title, size=26, colour=INK, bold=True, before=6, after=6)
    _set(styles["Subtitle"], size=13, colour=QUIET_INK, bold=False, after=14)
    styles["Subtitle"].font.italic = False
    _set(styles["Heading 1"], size=17, colour=brand, bold=True, before=24, after=8)
    _set(styles["Heading 2"], size=13, colour=INK, bold=True, before=16, after=6)
    _set(styles["List Bullet"], size=SIZE, colour=INK, after=4)
    for name in ("Header", "Footer"):
        _set(styles[name], size=9, colour=QUIET_INK, after=0)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2"):
        properties = styles[name].element.get_or_add_rPr()
        _set_face(properties)
        for spacing in properties.findall(qn("w:spacing")):
            properties.remove(spacing)


def _add_paragraphs(styles: Any) -> None:
    from docx.shared import Cm

    for name in (NUMBERED, FINDING):
        style = _add(styles, name)
        _set(style, after=8, line=1.2)
        style.paragraph_format.first_line_indent = Cm(-GUTTER_CM)
        style.paragraph_format.left_indent = Cm(GUTTER_CM if name == FINDING else 0)
    _set(_add(styles, CHART_TITLE), bold=True, before=16, after=2, keep=True)
    _set(_add(styles, QUIET), size=9, colour=QUIET_INK, after=6)
    _set(_add(styles, TABLE_WORDS), size=9.5, before=3, after=3, line=1.0)
    _set(_add(styles, NOTE_TEXT), size=9, after=2, line=1.0)
    _set(_add(styles, BOX), after=0, line=1.3)
    item = _add(styles, BOX_ITEM)
    item.base_style = styles["List Bullet"]
    _set(item, after=0, line=1.3)
    _shade(styles[BOX], _SOFT)
    _shade(item, _SOFT)
    _set(_add(styles, MADE_UP_LINE), after=10)
    _shade(styles[MADE_UP_LINE], _WARNING)


def _add_characters(styles: Any, brand: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
    mark = styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb = _rgb(brand)
    link.font.underline = True


def _add(styles: Any, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == NOTE_TEXT)
    style.base_style = styles["Normal"]
    return style


def _set(
    style: Any,
    *,
    size: float | None = None,
    colour: str | None = None,
    bold: bool | None = None,
    before: float = 0,
    after: float = 8,
    line: float | None = None,
    keep: bool = False,
) -> None:
    """Sets type and space of a style: sizes in points, `line` in lines."""
    from docx.shared import Pt

    if size is not None:
        style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = _rgb(colour)
    if bold is not None:
        style.font.bold = bold
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if line is not None:
        layout.line_spacing = line
    if keep:
        layout.keep_with_next = True


def _shade(style: Any, colour: str) -> None:
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    properties = style.element.get_or_add_pPr()
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    spacing = properties.find(f"{{{properties.nsmap['w']}}}spacing")
    if spacing is None:
        properties.append(shade)
    else:
        spacing.addprevious(shade)


def _rgb(colour: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour.removeprefix("#").upper())
