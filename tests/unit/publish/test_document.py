"""What is not a released figure is refused, when a document is made and when it is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents import SUPPLIES, example_document, example_drawings, rate
from tests.figures import make_figure
from vrn.publish.document import (
    Bullets,
    Cell,
    Chart,
    Document,
    Heading,
    Link,
    Name,
    Note,
    Paragraph,
    Series,
    Shown,
    Table,
    UnreleasedNumberError,
    figures_of,
    uses_of,
)
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.drawings.fonts import font_folder
from vrn.publish.formats.html import render_html
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx
from vrn.publish.numbers import check_document, note_numbers, printable
from vrn.publish.stored import document_to_json
from vrn.release.figure import Figure, ForgedFigureError
from vrn.terms import Clearance, Count, RawCountError

DOCUMENT = example_document()
DRAWINGS = example_drawings()
PNG = {key: svg_to_png(wide, font_folder()) for key, (wide, _) in DRAWINGS.items()}


def forged() -> Figure:
    """A figure whose value was forced after its making."""
    figure = make_figure()
    object.__setattr__(figure, "value", 999.0)
    return figure


REFUSED = {
    "a whole number": 412,
    "a float": 19.6,
    "a count": Count(412),
    "nothing": None,
    "digits in words": "there were 412",
    "digits of another script": "there were ٤١٢",
    "a raised digit": "in m²",
    "a forged figure": forged(),
}
REFUSALS = (UnreleasedNumberError, ForgedFigureError)


# What may not be said


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_no_sentence_takes_it(raw):
    for make in (
        lambda: Paragraph((raw,)),
        lambda: Bullets(((raw,),)),
        lambda: Note((raw,)),
        lambda: replace(DOCUMENT, findings=((raw,),)),
        lambda: replace(DOCUMENT, subtitle=(raw,)),
        lambda: replace(DOCUMENT, licence=(raw,)),
    ):
        with pytest.raises(REFUSALS):
            make()


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_no_heading_label_or_name_takes_it(raw):
    for make in (
        lambda: Heading(raw, "key"),
        lambda: Link(raw, "#key"),
        lambda: Series(raw, ()),
        lambda: replace(DOCUMENT, title=raw),
    ):
        with pytest.raises(REFUSALS):
            make()


@pytest.mark.parametrize(
    "raw", [412, 19.6, Count(412), None, make_figure()], ids=lambda raw: type(raw).__name__
)
def test_a_name_is_words(raw):
    with pytest.raises(UnreleasedNumberError):
        Name(raw)


def table(*cells: Cell, column: str = "Number") -> Table:
    return Table(
        key="some", title=("Some",), columns=(column,), rows=(cells,), numeric=(True,), source=()
    )


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_no_table_takes_it(raw):
    with pytest.raises(REFUSALS):
        table(raw)
    with pytest.raises(REFUSALS):
        table(make_figure(), column=raw)


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_no_series_takes_it(raw):
    with pytest.raises(ForgedFigureError):
        Series("all ages", (raw,))


@pytest.mark.parametrize("field", ["title", "subtitle", "sentence", "source"])
def test_no_line_of_a_chart_takes_a_number(field):
    chart = next(block for block in DOCUMENT.blocks if isinstance(block, Chart))
    with pytest.raises(UnreleasedNumberError):
        replace(chart, **{field: (7,)})


@pytest.mark.parametrize("raw", [412, Count(412), forged()], ids=["number", "count", "forged"])
def test_only_a_sealed_figure_is_shown(raw):
    with pytest.raises(ForgedFigureError):
        Shown(raw)


def test_a_copy_with_another_value_is_refused():
    with pytest.raises(ForgedFigureError):
        replace(make_figure(), value=999.0)


def test_a_count_makes_no_text():
    with pytest.raises(RawCountError):
        Paragraph((f"there were {Count(412)}",))


@pytest.mark.parametrize("aspect", ["interval", "denominator"])
def test_an_aspect_that_a_figure_has_not_is_refused(aspect):
    with pytest.raises(ValueError, match=f"has no {aspect}"):
        Shown(make_figure(), aspect)


def test_an_aspect_of_a_withheld_figure_says_so():
    assert Shown(rate(1.0, state="withheld"), "interval").text == "withheld"


def force_number() -> Document:
    paragraph = Paragraph(("There were some.",))
    object.__setattr__(paragraph, "spans", ("There were ", 412))
    return replace(DOCUMENT, blocks=(paragraph,))


def force_words() -> Document:
    paragraph = Paragraph(("There were some.",))
    object.__setattr__(paragraph, "spans", ("There were 412.",))
    return replace(DOCUMENT, blocks=(paragraph,))


def force_cell() -> Document:
    forced = table(make_figure())
    object.__setattr__(forced, "rows", ((Count(412),),))
    return replace(DOCUMENT, blocks=(forced,))


def force_figure() -> Document:
    figure = make_figure()
    document = replace(DOCUMENT, blocks=(Paragraph(("There were ", Shown(figure))),))
    object.__setattr__(figure, "numerator", 999)
    return document


def force_block() -> Document:
    document = replace(DOCUMENT, blocks=())
    object.__setattr__(document, "blocks", ("There were some.",))
    return document


@pytest.mark.parametrize(
    "force", [force_number, force_words, force_cell, force_figure, force_block]
)
@pytest.mark.parametrize(
    "render",
    [
        lambda document: render_html(document, drawings=DRAWINGS, supplies=SUPPLIES),
        lambda document: render_pdf(document, drawings=DRAWINGS, font_directory=font_folder()),
        lambda document: render_docx(document, drawings_png=PNG),
        document_to_json,
    ],
    ids=["HTML", "PDF", "DOCX", "JSON"],
)
def test_no_format_shows_what_was_forced_in(force, render):
    with pytest.raises(REFUSALS):
        render(force())


# Keys, links and notes


@pytest.mark.parametrize("key", ["", "Trends", "a b", "paragraph-1", "figure-0", "x-note-1", '"'])
def test_a_key_is_a_plain_address(key):
    with pytest.raises(ValueError, match="cannot be the key"):
        Heading("Trends", key)


def test_two_parts_do_not_share_a_key():
    with pytest.raises(ValueError, match="share the key trends"):
        replace(DOCUMENT, blocks=(Heading("A", "trends"), Heading("B", "trends")))


@pytest.mark.parametrize("address", ["javascript:alert()", "data:text/html,x", "//x.example", "x"])
def test_a_link_leads_to_a_page_or_a_part(address):
    with pytest.raises(ValueError, match="leads to"):
        Link("words", address)


def test_a_link_to_no_part_is_found_before_anything_is_written():
    document = replace(DOCUMENT, findings=(), blocks=(Paragraph((Link("nowhere", "#nowhere"),)),))
    with pytest.raises(ValueError, match=r"'#nowhere'.*key-findings"):
        check_document(document)


def test_notes_are_numbered_in_the_order_of_reading_and_once_each():
    numbers = note_numbers(DOCUMENT)
    assert list(numbers.values()) == [1, 2, 3, 4]
    assert [note.spans[0] for note in numbers][:2] == [
        "Recorded by the police; see ",
        "Recorded crime is not all crime: of ",
    ]


@pytest.mark.parametrize("field", ["subtitle", "licence"])
def test_no_note_where_no_foot_is(field):
    with pytest.raises(ValueError, match="takes no note"):
        replace(DOCUMENT, **{field: (Note(("Words.",)),)})


# Where figures are used


def test_every_use_of_a_figure_has_its_place():
    places = [place for place, _ in uses_of(DOCUMENT)]
    assert places[:2] == ["key finding 1", "key finding 2"]
    assert {"paragraph 1", "after paragraph 1", "figure 1", "figure 2", "table 1"} <= set(places)
    assert len(figures_of(DOCUMENT)) == len({figure.id for _, figure in uses_of(DOCUMENT)})


def test_a_document_is_as_narrow_as_its_narrowest_figure():
    figure = make_figure(clearance=Clearance.PARTNER)
    assert replace(DOCUMENT, findings=((Shown(figure),),)).clearance is Clearance.PARTNER
    assert DOCUMENT.clearance is Clearance.OPEN
    assert replace(DOCUMENT, findings=(), blocks=()).clearance is Clearance.OPEN


def test_what_no_page_can_hold_is_replaced():
    assert printable("a\x00b\ud800c\u202ed\tŵ") == "a\ufffdb\ufffdc\ufffdd\tŵ"
