"""The few tags and filters that the site's templates use beside Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from vrn.publish.drawings.embedding import check_svg
from vrn.publish.formats.markup import Page, mark_spans
from vrn.release.tracing import name_of
from vrn.release.wording import show_number
from vrn.terms import Period, sentence_case
from vrn_web.addresses import figure_address
from vrn_web.front import built_names
from vrn_web.papers.editions import address_in
from vrn_web.words import dimension_word, state_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.publish.document import Spans

register = template.Library()
register.filter("dimension", dimension_word)
register.filter("sentence_case", sentence_case)
register.filter("name_of", name_of)
register.filter("state_words", state_words)

_PAGE = Page(notes={}, drawings={}, figure_address=figure_address, known_address=figure_address)


@register.simple_tag
def built(name: str) -> str:
    """The address of a built file, such as the stylesheet; empty where it was not built."""
    found = built_names().get(name)
    return static(f"built/{found}") if found else ""


@register.simple_tag
def paper_address(name: str, what: str, *args: str) -> str:
    """An address of a document: its contents (what is ""), a section, a part, edition or file."""
    return address_in(name, what, *args)


@register.simple_tag
def show_spans(spans: Spans) -> SafeString:
    """A sentence of a document, each figure in it a link to how it is known."""
    return mark_safe(mark_spans(spans, _PAGE))  # noqa: S308 - every text in it was escaped


@register.simple_tag
def drawn(svg: str) -> SafeString:
    """A drawing set into the page, once it is known to run nothing and fetch nothing."""
    check_svg(svg)
    return mark_safe(svg)  # noqa: S308 - made by vrn.publish.drawings.charts and checked just above


@register.filter
def query(address: Mapping[str, str]) -> str:
    """Names and values as the query part of an address, "measure=robbery&split=month"."""
    return urlencode(address)


@register.filter
def thousands(number: float | None) -> str:
    """A whole number of rows, offences or residents with thousands commas; empty for none."""
    return show_number(number, 0)


@register.filter
def months_of(facts: Mapping[str, Any]) -> str:
    """The months that a supply covers, both in: "November 2021 to October 2022"."""
    return Period(facts["period_from"], facts["period_to"]).label
