"""The PDF: tagged as PDF/UA-1, every text as it is, no warning passed over, no clock."""

from __future__ import annotations

import doctest
import io
import json
from dataclasses import replace
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.documents import SOURCE, example_document, example_drawings
from tests.figures import make_figure
from vrn.publish.document import Chart, Heading, Name, Paragraph, Shown, Table
from vrn.publish.drawings.fonts import font_folder, text_width
from vrn.publish.formats import columns, typst_text
from vrn.publish.formats.columns import column_widths
from vrn.publish.formats.typst_pdf import PdfNotMadeError, render_pdf, write_typst
from vrn.publish.formats.typst_text import string
from vrn.publish.numbers import LONGEST_PRINTED_TABLE, TOLD_ELSEWHERE

DOCUMENT = example_document()
DRAWINGS = example_drawings()


def make(document: Any, drawings: Any = DRAWINGS) -> PdfReader:
    return PdfReader(
        io.BytesIO(render_pdf(document, drawings=drawings, font_directory=font_folder()))
    )


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags_of(node: Any, found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Each structure element's tag with the element, in reading order."""
    node = node.get_object()
    for part in [one.get_object() for one in (node if isinstance(node, list) else [node])]:
        if isinstance(part, dict):
            if "/S" in part:
                found.append((part["/S"], part))
            if "/K" in part:
                tags_of(part["/K"], found)
    return found


READER = make(DOCUMENT)
ROOT = READER.trailer["/Root"]
TAGS = tags_of(ROOT["/StructTreeRoot"], [])


def test_it_is_tagged_with_title_language_and_standard():
    assert ROOT["/MarkInfo"]["/Marked"]
    assert ROOT["/Lang"] == "en-GB"
    assert ROOT["/ViewerPreferences"]["/DisplayDocTitle"]
    assert READER.metadata.title == "An example of Westmere"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in ROOT["/Metadata"].get_object().get_data()


def test_it_holds_no_clock():
    assert READER.metadata.creation_date is None
    assert READER.metadata.modification_date is None


def test_headings_lists_tables_notes_and_figures_are_tagged_as_such():
    tags = [tag for tag, _ in TAGS]
    assert tags.count("/H1") == 6
    assert tags.count("/H2") == 1
    assert tags.count("/Table") == 3
    assert tags.count("/TH") == 4 + 2 + 2
    assert tags.count("/Note") == 4
    assert {"/L", "/LI", "/TOC", "/Title", "/Caption"} <= set(tags)


def test_every_picture_has_the_charts_sentence_for_its_text():
    texts = [part.get("/Alt") for tag, part in TAGS if tag == "/Figure"]
    assert texts == [
        "Violence rose to 1,720 a month. The number ran from 1,200 to 1,720; "
        "no file was received for May 2021.",
        "The rate is the highest in Westmere. The highest rate is 31.3, between 28.1 and 34.4.",
    ]


def test_no_text_stands_outside_a_paragraph_or_other_block():
    top = [part["/S"] for part in TAGS[0][1]["/K"]]
    assert "/Span" not in top
    assert "/Strong" not in top


def test_every_page_says_title_pages_and_that_it_is_made_up():
    count = len(READER.pages)
    for number, page in enumerate(READER.pages, 1):
        text = page.extract_text()
        assert text.startswith("An example of Westmere Made-up data")
        assert f"Page {number} of {count}" in text
    assert "Made-up data" not in text_of(make(replace(DOCUMENT, made_up=False)))


def test_it_ends_with_the_licence_and_the_edition():
    text = text_of(make(replace(DOCUMENT, edition="0123456789ab")))
    assert "Contains made-up information under the Open Licence v3. Edition 0123456789ab" in text


def test_a_page_that_a_table_runs_over_repeats_its_head():
    rows = tuple((Name(f"row {number}"), make_figure()) for number in range(90))
    table = Table(
        key="long",
        title=("A long table",),
        columns=("The head", "Number"),
        rows=rows,
        numeric=(False, True),
        source=SOURCE,
    )
    reader = make(replace(DOCUMENT, findings=(), blocks=(Heading("A", "a"), table)))
    assert len(reader.pages) > 1
    assert all("The head" in page.extract_text() for page in reader.pages)


def test_a_long_table_behind_a_chart_is_only_named():
    chart = next(block for block in DOCUMENT.blocks if isinstance(block, Chart))
    rows = tuple((Name(f"row {n}"), make_figure()) for n in range(LONGEST_PRINTED_TABLE + 1))
    chart = replace(chart, table=replace(chart.table, rows=rows))
    text = text_of(make(replace(DOCUMENT, findings=(), blocks=(chart,))))
    assert f"Behind figure 1: Offences by month. {TOLD_ELSEWHERE}" in text
    assert "row 7" not in text


def test_a_digest_is_set_within_its_column():
    digest = "0123456789abcdef" * 4
    table = Table(
        key="files",
        title=("Files",),
        columns=("File", "Digest", "Rows"),
        rows=((Name("westmere.csv"), Name(digest), make_figure()),),
        numeric=(False, False, True),
        source=(),
    )
    page = make(replace(DOCUMENT, findings=(), blocks=(table,))).pages[0]
    found: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: found.append(tm[4]) if text else None)
    assert digest in page.extract_text().replace("\u200b", "").replace("\n", "")
    assert max(found) < 595 - 60


def test_a_picture_in_another_type_is_refused():
    other = {key: (wide.replace("VRN Inter", "Times"), "") for key, (wide, _) in DRAWINGS.items()}
    with pytest.raises(PdfNotMadeError, match="Times"):
        make(DOCUMENT, other)


def test_a_picture_that_was_not_drawn_is_named():
    with pytest.raises(ValueError, match=r"by-month.*draw it first"):
        make(DOCUMENT, {})


def test_a_folder_without_the_type_is_refused(tmp_path):
    with pytest.raises(PdfNotMadeError, match="VRN Inter"):
        render_pdf(DOCUMENT, drawings=DRAWINGS, font_directory=tmp_path)


def test_a_letter_that_the_type_does_not_have_is_not_passed_over():
    document = replace(DOCUMENT, findings=(), blocks=(Paragraph(("漢",)),))
    with pytest.raises(PdfNotMadeError):
        make(document)


def test_welsh_letters_are_set():
    assert "Tŷ Gŵyr" in text_of(make(replace(DOCUMENT, findings=((Name("Tŷ Gŵyr"),),))))


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "\\",
        '\\"',
        '" + read("x") + "',
        "#panic()",
        "$x$",
        "*a* _b_ `c` @d <e> [f] ~ -- /* g */ // h",
        "= heading",
        "\\u{41}",
        "line\nline",
        "",
    ],
)
def test_a_text_is_set_as_it_is(text):
    assert evaluate(string(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"])))
@settings(max_examples=60, deadline=None)
def test_any_text_is_one_string_to_typst(text):
    assert evaluate(string(text)) == text


def evaluate(expression: str) -> str:
    """What Typst reads in an expression."""
    return json.loads(typst.eval(b"", expression))


def test_no_text_of_the_document_is_read_as_markup():
    source = write_typst(DOCUMENT, drawings=DRAWINGS)
    body = source[source.index("#show: frame.with") :]
    outside = "".join(body.split('\\"')).split('"')[::2]
    assert not any("Westmere" in part or "offences" in part for part in outside)


def table_of(*given_columns: tuple[str, ...]) -> Table:
    heads = tuple(Name(column[0]) for column in given_columns)
    rows = tuple(
        tuple(Name(cell) for cell in row)
        for row in zip(*(column[1:] for column in given_columns), strict=True)
    )
    return Table(
        key="some", title=(), columns=heads, rows=rows, numeric=(False,) * len(heads), source=()
    )


@pytest.mark.parametrize(
    "table",
    [
        table_of(("Month", "May"), ("Number", "12")),
        table_of(("Way", "a long way to say a thing " * 4), ("Number", "12"), ("Rate", "3.1")),
        table_of(*(("Uncommonly", "incomprehensibilities") for _ in range(7))),
    ],
    ids=["room to spare", "words that wrap", "no room"],
)
def test_columns_fill_the_room_and_no_more(table):
    widths = column_widths(table, 447.0)
    assert sum(widths) == pytest.approx(447, abs=0.5)
    assert min(widths) > 25


def test_a_column_of_words_gets_what_numbers_leave():
    words = "Criminal damage and arson, theft from the person, and other offences of the kind"
    wide, *narrow = column_widths(table_of(("Category", words), ("A", "12"), ("B", "34")), 300.0)
    assert wide > 3 * max(narrow)


def test_the_examples_hold():
    for module in (columns, typst_text):
        assert doctest.testmod(module).failed == 0


def long_table(words: int) -> Table:
    return Table(
        key="long",
        title=("Long words in few rows",),
        columns=("Row", "Words"),
        rows=tuple(("Row", "words " * words) for _ in range(8)),
        numeric=(False, False),
        source=(),
    )


def test_few_rows_of_many_words_may_break_over_pages():
    assert columns.printed_lines(long_table(1), 447.0) == 9
    assert columns.printed_lines(long_table(200), 447.0) > 60
    bare = replace(DOCUMENT, findings=())
    for words, breaks in ((1, "false"), (200, "true")):
        source = write_typst(replace(bare, blocks=(long_table(words),)), drawings={})
        call = next(line for line in source.splitlines() if line.startswith("#table-block"))
        assert call.endswith(f"{breaks})")
    assert len(make(replace(bare, blocks=(long_table(200),)), {}).pages) > 2


def test_an_interval_in_a_cell_stays_on_one_line():
    interval = Shown(make_figure(value=26.0, lower=25.0, upper=27.0), "interval")
    table = Table(
        key="interval",
        title=("An interval",),
        columns=("Row", "Interval"),
        rows=(("words " * 60, interval),),
        numeric=(False, False),
        source=(),
    )
    _, width = column_widths(table, 447.0)
    assert width > text_width(interval.text, 9.5)
