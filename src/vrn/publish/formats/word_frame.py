"""The frame of a Word file: the page, its properties, and the running lines above and below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.formats.word_parts import add_field, drop_template_parts
from vrn.publish.formats.word_styles import set_styles
from vrn.publish.numbers import MADE_UP, printable
from vrn.publish.sentence import plain_words

if TYPE_CHECKING:
    from vrn.publish.document import Document


def open_file(document: Document, brand: str) -> Any:
    """A new A4 file with its styles, and nothing left of the template's own author."""
    import docx
    from docx.shared import Cm

    word = docx.Document()
    drop_template_parts(word)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.1), Cm(2.1)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    set_styles(word, language=document.language, brand=brand)
    return word


def set_properties(word: Any, document: Document) -> None:
    """Title, author, language and the rest of what a file says of itself."""
    properties = word.core_properties
    properties.title = printable(document.title)
    properties.subject = printable(plain_words(document.subtitle))[:255]
    properties.author = properties.last_modified_by = printable(document.organisation)[:255]
    properties.language = document.language
    properties.comments = MADE_UP if document.made_up else ""
    properties.version = document.edition


def set_running_lines(word: Any, document: Document, width_cm: float) -> None:
    """Above: the title, and "Made-up data" where it is; below: who wrote it and the page."""
    section = word.sections[0]
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    _set_tab(above, width_cm)
    above.add_run(printable(document.title))
    if document.made_up:
        above.add_run(f"\t{MADE_UP}").bold = True
    _set_tab(below, width_cm)
    below.add_run(f"{printable(document.organisation)}\tPage ")
    add_field(below, "PAGE", "1")
    below.add_run(" of ")
    add_field(below, "NUMPAGES", "1")


def _set_tab(paragraph: Any, width_cm: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    stops = paragraph.paragraph_format.tab_stops
    for inherited in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(inherited.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT)
