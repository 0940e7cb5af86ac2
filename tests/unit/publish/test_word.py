"""The Word file: real styles, notes, tables and alternative text, well made inside, no clock."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.documents import SOURCE, example_document, example_drawings
from tests.figures import make_figure
from vrn.publish.document import Chart, Name, Paragraph
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.drawings.fonts import font_folder
from vrn.publish.formats.word import render_docx
from vrn.publish.formats.word_parts import bookmark_name
from vrn.publish.numbers import LONGEST_PRINTED_TABLE, TOLD_ELSEWHERE

DOCUMENT = replace(example_document(), edition="0123456789ab")
PNG = {
    key: svg_to_png(wide, font_folder(), scale=0.5) for key, (wide, _) in example_drawings().items()
}
FILE = render_docx(DOCUMENT, drawings_png=PNG)
WORD = docx.Document(io.BytesIO(FILE))
ZIP = zipfile.ZipFile(io.BytesIO(FILE))


def part(name: str) -> etree._Element:
    return etree.fromstring(ZIP.read(name))


BODY, NOTES = part("word/document.xml"), part("word/footnotes.xml")


def lines(style: str) -> list[str]:
    return [line.text for line in WORD.paragraphs if line.style.name == style]


def texts(node: etree._Element) -> str:
    return "".join(found.text or "" for found in node.iter(qn("w:t")))


def test_it_says_its_title_author_and_language():
    properties = WORD.core_properties
    assert properties.title == "An example of Westmere"
    assert properties.author == "Westmere Violence Reduction Network"
    assert properties.language == "en-GB"
    assert properties.version == "0123456789ab"
    default = WORD.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "en-GB"


def test_it_holds_no_clock_and_no_other_author():
    assert {entry.date_time for entry in ZIP.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = ZIP.read("docProps/core.xml").decode()
    assert "created" not in core
    assert "modified" not in core
    assert "python-docx" not in core
    assert not {"docProps/thumbnail.jpeg", "docProps/app.xml"} & set(ZIP.namelist())


def test_entries_stand_in_order():
    names = ZIP.namelist()
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])


def test_headings_are_headings():
    assert lines("Title") == ["An example of Westmere"]
    chapters = ["How much, and which way", "Where", "Methods"]
    assert lines("Heading 1") == [
        "Key findings",
        "Contents",
        *chapters,
        "The tables behind the figures",
    ]
    assert lines("Heading 2") == ["By month"]


def test_paragraphs_carry_the_models_numbers_across_headings():
    numbered = [line.split("\t")[0] for line in lines("Numbered paragraph")]
    assert numbered == ["1.", "2.", "3.", "4."]
    style = WORD.styles["Numbered paragraph"].paragraph_format
    assert style.first_line_indent.cm == pytest.approx(-1.15, abs=0.01)


def test_notes_are_real_footnotes_under_the_models_numbers():
    notes = {int(note.get(qn("w:id"))): texts(note) for note in NOTES if note.get(qn("w:id"))}
    assert notes[1].strip() == "Recorded by the police; see how it is counted."
    assert notes[2].strip() == "Recorded crime is not all crime: of 412, who knows."
    assert sorted(notes) == [-1, 0, 1, 2, 3, 4]
    marks = [int(mark.get(qn("w:id"))) for mark in BODY.iter(qn("w:footnoteReference"))]
    assert marks == [1, 2, 3, 4]


def test_a_note_marked_again_leads_to_the_first():
    codes = [code.text.strip() for code in BODY.iter(qn("w:instrText"))]
    assert codes == ["NOTEREF note_1 \\f \\h"]
    assert "note_1" in {mark.get(qn("w:name")) for mark in BODY.iter(qn("w:bookmarkStart"))}


def test_every_link_within_has_its_bookmark_and_every_bookmark_its_own_number():
    marks = list(BODY.iter(qn("w:bookmarkStart")))
    names = {mark.get(qn("w:name")) for mark in marks}
    numbers = [mark.get(qn("w:id")) for mark in marks]
    assert len(numbers) == len(set(numbers))
    wanted = {
        link.get(qn("w:anchor"))
        for tree in (BODY, NOTES)
        for link in tree.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"))
    }
    assert bookmark_name("by-month") in wanted
    assert wanted <= names
    assert all(len(name) <= 40 and re.fullmatch(r"[A-Za-z]\w*", name) for name in names)


def test_every_relation_that_is_used_is_there():
    for name in ("document", "footnotes"):
        used = set(re.findall(rb'r:(?:id|embed)="(\w+)"', ZIP.read(f"word/{name}.xml")))
        relations = f"word/_rels/{name}.xml.rels"
        known = re.findall(rb'Id="(\w+)"', ZIP.read(relations)) if used else []
        assert used <= set(known)


def test_every_style_that_is_used_is_there():
    known = {style.get(qn("w:styleId")) for style in part("word/styles.xml").iter(qn("w:style"))}
    for tree in (BODY, NOTES):
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
            assert {found.get(qn("w:val")) for found in tree.iter(qn(tag))} <= known


def test_tables_repeat_their_head_and_set_numbers_right():
    assert len(WORD.tables) == 3
    for table in WORD.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    rates = WORD.tables[0]
    assert [cell.text for cell in rates.rows[0].cells][1] == "Rate per 1,000"
    assert [cell.paragraphs[0].alignment for cell in rates.rows[1].cells] == [None, 2, None, 2]


def test_pictures_have_the_charts_sentence_for_their_text():
    pictures = WORD.inline_shapes
    said = [picture._inline.docPr.get("descr") for picture in pictures]
    assert said[1] == "The highest rate is 31.3, between 28.1 and 34.4."
    assert len({picture._inline.docPr.get("id") for picture in pictures}) == 2


def test_every_page_says_title_and_that_it_is_made_up():
    section = WORD.sections[0]
    assert section.header.paragraphs[0].text == "An example of Westmere\tMade-up data"
    codes = [code.text.strip() for code in part("word/footer1.xml").iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    real = render_docx(replace(DOCUMENT, made_up=False), drawings_png=PNG)
    assert b"Made-up data" not in zipfile.ZipFile(io.BytesIO(real)).read("word/header1.xml")


def test_it_ends_with_the_licence_and_the_edition():
    quiet = lines("Quiet line")
    assert quiet[-2:] == [
        "Contains made-up information under the Open Licence v3.",
        "Edition 0123456789ab",
    ]


def test_a_long_table_behind_a_chart_is_only_named():
    chart = next(block for block in DOCUMENT.blocks if isinstance(block, Chart))
    rows = tuple((Name(f"row {n}"), make_figure()) for n in range(LONGEST_PRINTED_TABLE + 1))
    chart = replace(chart, table=replace(chart.table, rows=rows, source=SOURCE))
    made = render_docx(replace(DOCUMENT, findings=(), blocks=(chart,)), drawings_png=PNG)
    word = docx.Document(io.BytesIO(made))
    assert not word.tables
    assert f"Behind figure 1: Offences by month. {TOLD_ELSEWHERE}" in [
        line.text for line in word.paragraphs
    ]


def test_a_picture_that_was_not_drawn_is_named():
    with pytest.raises(ValueError, match=r"by-month.*draw it first"):
        render_docx(DOCUMENT, drawings_png={})


def test_what_no_page_can_hold_does_not_break_the_file():
    document = replace(DOCUMENT, findings=(), blocks=(Paragraph((Name("a\x00b\x0bc"),)),))
    made = docx.Document(io.BytesIO(render_docx(document, drawings_png={})))
    assert "a\ufffdb\ufffdc" in " ".join(line.text for line in made.paragraphs)
