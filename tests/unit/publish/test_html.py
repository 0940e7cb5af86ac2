"""The stand-alone page: whole in one file, escaped, readable by machine, each figure explained."""

from __future__ import annotations

import base64
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.documents import AWKWARD, SUPPLIES, example_document, example_drawings
from tests.figures import make_figure
from vrn.publish.document import Heading, Name, Paragraph, Shown, figures_of
from vrn.publish.drawings.embedding import embed_svg
from vrn.publish.formats.bases import bases_of, which_supplies
from vrn.publish.formats.body import render_body
from vrn.publish.formats.html import render_html

DOCUMENT = example_document()
DRAWINGS = example_drawings()
CSV = b"Month,Offences\r\n"
HTML = render_html(DOCUMENT, drawings=DRAWINGS, supplies=SUPPLIES, chart_files={"by-month": CSV})
_VOID = {"meta", "link", "br", "path", "rect", "img"}


class Page(HTMLParser):
    """What a page holds: its elements in order, and whether every one that opens closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title", "desc"} & set(self.open[-1:]):
            self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [a["id"] or "" for _, a in self.elements if "id" in a]

    @property
    def addresses(self) -> list[str]:
        """Every address that a link or a drawing's part leads to."""
        return [a["href"] or "" for _, a in self.elements if "href" in a]


PAGE = Page(HTML)


def test_every_element_closes_and_every_id_is_its_own():
    assert PAGE.open == []
    assert len(PAGE.ids) == len(set(PAGE.ids))


def test_every_link_within_the_page_has_its_target():
    inside = {address[1:] for address in PAGE.addresses if address.startswith("#")}
    assert inside <= set(PAGE.ids)


def test_nothing_is_fetched_and_nothing_runs():
    assert not PAGE.of("script")
    assert not PAGE.of("link")
    assert not PAGE.of("img")
    outside = {a for a in PAGE.addresses if not a.startswith(("#", "data:text/csv"))}
    assert outside == {"https://licence.example/v3"}
    assert not re.findall(r"url\((?!#|data:)", HTML)
    policy = next(a["content"] for a in PAGE.of("meta") if "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


def test_it_says_its_language_and_title_and_that_it_is_made_up():
    assert PAGE.of("html")[0]["lang"] == "en-GB"
    assert "<title>An example of Westmere – Westmere Violence Reduction Network</title>" in HTML
    # On top, and at the head of the findings and of each of three chapters.
    assert HTML.count('<p class="vrn-made-up">Made-up data</p>') == 4
    assert "<strong>Made-up data.</strong>" in HTML
    real = render_html(replace(DOCUMENT, made_up=False), drawings=DRAWINGS, supplies=SUPPLIES)
    assert "Made-up data" not in real


def test_names_are_escaped():
    assert AWKWARD not in HTML
    assert "<b>" not in HTML
    assert AWKWARD in "".join(PAGE.words)


def test_text_cannot_leave_an_attribute():
    hostile = '"><script>alert()</script>'
    document = replace(
        DOCUMENT, title=hostile, organisation=hostile, language='en" onload="x', findings=()
    )
    page = Page(render_html(document, drawings=DRAWINGS, supplies=SUPPLIES))
    assert not page.of("script")
    assert "onload" not in page.of("html")[0]


def test_headings_come_in_order():
    levels = [int(tag[1]) for tag, _ in PAGE.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_a_row_that_says_how_it_is_known():
    targets = {a["href"] for a in PAGE.of("a") if a.get("class") == "figure"}
    figures = figures_of(DOCUMENT)
    assert targets <= {f"#figure-{figure.id}" for figure in figures}
    for figure in figures:
        row = re.search(rf'<tr><th scope="row" id="figure-{figure.id}">(.*?)</tr>', HTML)
        assert row is not None
        assert f">{figure}" in row[1]


def test_a_row_shows_interval_numerator_denominator_and_each_use():
    yearly = next(figure for figure in figures_of(DOCUMENT) if str(figure) == "19.6")
    row = re.search(rf'<tr><th scope="row" id="figure-{yearly.id}">(.*?)</tr>', HTML)
    assert row is not None
    for fact in ("between 17.7 and 21.6", "412", "21,000", "January 2021 to December 2021"):
        assert f">{fact}</td>" in row[1]
    assert '<a href="#key-finding-2">key finding 2</a>, <a href="#paragraph-1">' in row[1]


def test_a_basis_shows_method_cut_definition_and_supplies_with_their_digest():
    part = HTML[HTML.index('id="known-2"') :]
    for fact in ("Byar&#x27;s method", "95 per cent", "violence, as published", "c" * 64, "open"):
        assert fact in part
    for number, facts in enumerate(SUPPLIES.values(), 1):
        assert f'<th scope="row">{number}</th><td>{facts["file"]}</td>' in part
        assert f">{facts['sha256']}</td>" in part


def test_a_withheld_figure_says_why():
    withheld = next(figure for figure in figures_of(DOCUMENT) if str(figure) == "withheld")
    assert f">no: {withheld.reason}</td>" in HTML


def test_notes_lead_there_and_back():
    marks = re.findall(r'href="#([a-z-]+-note-\d+)" role="doc-noteref"[^>]*>(\d+)</a>', HTML)
    assert [number for _, number in marks] == ["1", "2", "1", "3", "4"]
    for key, number in marks:
        note = re.search(rf'<li id="{key}" value="(\d+)">(.*?)</li>', HTML)
        assert note is not None
        assert note[1] == number
        assert 'role="doc-backlink"' in note[2]


def test_tables_have_captions_heads_with_scope_and_a_region_that_takes_the_focus():
    assert len(PAGE.of("caption")) == len(PAGE.of("table"))
    assert all(a.get("scope") in {"col", "row"} for a in PAGE.of("th"))
    regions = [a for a in PAGE.of("div") if a.get("class") == "vrn-scroll"]
    assert len(regions) == len(PAGE.of("table"))
    assert all(a["tabindex"] == "0" and a["aria-labelledby"] in PAGE.ids for a in regions)


def test_a_chart_has_both_drawings_its_sentence_table_file_and_source():
    chart = HTML[HTML.index('<figure class="vrn-chart" id="by-month"') :].split("</figure>")[0]
    assert chart.count("<svg") == 2
    order = [
        chart.index(part)
        for part in (
            "<figcaption",
            "vrn-wide",
            "vrn-narrow",
            "vrn-sentence",
            "vrn-source",
            "<table",
        )
    ]
    assert order == sorted(order)
    assert f"data:text/csv;base64,{base64.b64encode(CSV).decode()}" in chart
    assert "How do we know this?" in chart


def test_a_chart_that_was_not_drawn_is_named():
    with pytest.raises(ValueError, match=r"by-month.*draw it first"):
        render_html(DOCUMENT, drawings={}, supplies=SUPPLIES)


def test_the_body_for_the_web_is_the_same_markup_with_the_webs_addresses():
    sections = render_body(
        DOCUMENT,
        drawings=DRAWINGS,
        figure_address=lambda figure: f"/figures/{figure.id}",
        part_address=lambda key: f"/profile/{key}",
        csv_address=lambda key: f"/charts/{key}.csv",
        heading_level=1,
    )
    assert [section.key for section in sections] == ["key-findings", "trends", "where", "methods"]
    assert all(section.html.startswith('<p class="vrn-made-up">') for section in sections)
    trends = sections[1].html
    assert '<h2 class="govuk-heading-m" id="months">By month</h2>' in trends
    assert f'href="/figures/{figures_of(DOCUMENT)[0].id}"' in trends
    assert 'href="/charts/by-month.csv"' in trends
    assert 'href="/profile/trends"' in sections[3].html


def test_words_before_the_first_chapter_stand_with_the_findings():
    document = replace(DOCUMENT, findings=(), blocks=(Paragraph(("Words.",)), Heading("A", "a")))
    sections = render_body(document, drawings={})
    assert [section.key for section in sections] == ["key-findings", "a"]


def test_a_figure_may_lead_to_the_web_and_then_no_appendix_is_written():
    html = render_html(
        DOCUMENT,
        drawings=DRAWINGS,
        supplies={},
        figure_address=lambda f: f"https://x.example/{f.id}",
    )
    assert f'href="https://x.example/{figures_of(DOCUMENT)[0].id}"' in html
    assert "How each figure is known" not in html


def test_the_brand_is_checked():
    with pytest.raises(ValueError, match="brand colour"):
        render_html(DOCUMENT, drawings=DRAWINGS, supplies=SUPPLIES, brand="red")


def test_supplies_unknown_to_the_caller_say_so():
    assert "not given here" in render_html(DOCUMENT, drawings=DRAWINGS, supplies={})


def test_runs_of_supplies_are_drawn_together():
    numbers = {"a": 1, "b": 2, "c": 3, "d": 5}
    provenance = {"cut": 1, "cut_hash": "c", "definition": "d", "code_version": "t"}
    figure = make_figure(provenance={**provenance, "supplies": ["d", "a", "c", "b"]})
    assert which_supplies(figure, numbers) == "1 to 3, 5"


def test_figures_of_one_measure_and_cut_stand_together():
    bases = bases_of(DOCUMENT)
    assert [basis.key for basis in bases] == ["known-1", "known-2"]
    assert sum(len(basis.figures) for basis in bases) == len(figures_of(DOCUMENT))


def test_no_figure_no_appendix_rows():
    document = replace(DOCUMENT, findings=(), blocks=(Paragraph((Name("2021"),)),))
    assert 'id="figure-' not in render_html(document, drawings={}, supplies={})


def test_ids_of_a_drawing_are_its_own_in_the_page():
    svg = (
        '<?xml version="1.0"?>\n<svg aria-labelledby="a b"><title id="a">t</title><desc id="b"/>'
        '<clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/><g id="x-d"/></svg>'
    )
    assert embed_svg(svg, "x") == (
        '<svg aria-labelledby="x-a x-b"><title id="x-a">t</title><desc id="x-b"/>'
        '<clipPath id="x-c"/><g clip-path="url(#x-c)"/><use href="#x-c"/><g id="x-d"/></svg>'
    )


@pytest.mark.parametrize(
    "inner",
    [
        "<script>x</script>",
        '<a href="https://x.example">x</a>',
        '<image xlink:href="data:image/png;base64,x"/>',
        '<rect onclick="x"/>',
        '<rect style="fill:url(https://x.example)"/>',
        "<foreignObject/>",
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(inner):
    with pytest.raises(ValueError, match="run nothing and fetch nothing"):
        embed_svg(f"<svg>{inner}</svg>", "x")


def test_what_is_no_drawing_is_refused():
    with pytest.raises(ValueError, match="does not begin as one"):
        embed_svg("<p>words</p>", "x")


def test_words_in_a_drawing_may_say_anything():
    assert "on time = 5" in embed_svg("<svg><text>on time = 5; href=x</text></svg>", "x")


def test_a_figure_is_shown_as_released():
    document = replace(DOCUMENT, findings=((Shown(make_figure(value=1234567.0)),),))
    assert ">1,234,567</a>" in render_html(document, drawings=DRAWINGS, supplies=SUPPLIES)


def test_a_supply_whose_agreement_ended_says_so():
    ended = {receipt: {**facts, "ended_on": "2024-05-31"} for receipt, facts in SUPPLIES.items()}
    page = render_html(DOCUMENT, drawings=DRAWINGS, supplies=ended, chart_files={"by-month": CSV})
    assert "agreement ended on" not in HTML
    assert page.count("; agreement ended on 2024-05-31</td>") > 1
    bare = {receipt: {"gateway": "An Act", "ended_on": "2024-05-31"} for receipt in SUPPLIES}
    page = render_html(DOCUMENT, drawings=DRAWINGS, supplies=bare, chart_files={"by-month": CSV})
    assert "An Act; agreement ended on 2024-05-31</td>" in page
    plain = {"licence": {"name": "A licence", "url": ""}, "ended_on": "2024-05-31"}
    some = dict.fromkeys(SUPPLIES, plain)
    page = render_html(DOCUMENT, drawings=DRAWINGS, supplies=some, chart_files={"by-month": CSV})
    assert "A licence; agreement ended on 2024-05-31</td>" in page
