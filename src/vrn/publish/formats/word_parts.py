"""Parts of a Word file that python-docx has no words for: footnotes, links, fields, a still zip."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

from vrn.publish.formats.word_styles import LINK, NOTE_MARK, NOTE_TEXT, style_id
from vrn.publish.numbers import printable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FOOTNOTES_NAME = "/word/footnotes.xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote>"
)
_NOT_OURS = ("/thumbnail", "/stylesWithEffects", "/extended-properties")


def add_footnotes_part(word: Any) -> Any:
    """A part for footnotes, with its separators, joined to the document."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml
    from docx.parts.story import StoryPart

    root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{_SEPARATORS}</w:footnotes>")
    kind = CONTENT_TYPE.WML_FOOTNOTES
    part = StoryPart(PackURI(_FOOTNOTES_NAME), kind, root, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    known = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    word.settings.element.find(qn("w:compat")).addprevious(known)
    return part


def add_footnote(part: Any, number: int) -> Any:
    """A new footnote of that number, as the paragraph to write its text into."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml
    from docx.text.paragraph import Paragraph

    text, mark = style_id(NOTE_TEXT), style_id(NOTE_MARK)
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
    )
    part.element.append(note)
    return Paragraph(note[0], part)


def add_note_mark(paragraph: Any, number: int) -> None:
    """The mark of a footnote at its first place, within a bookmark for later marks."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    name, mark = f"note_{number}", style_id(NOTE_MARK)
    identity = 100_000 + number
    for xml in (
        f'<w:bookmarkStart {nsdecls("w")} w:id="{identity}" w:name="{name}"/>',
        f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="{mark}"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>',
        f'<w:bookmarkEnd {nsdecls("w")} w:id="{identity}"/>',
    ):
        paragraph._p.append(parse_xml(xml))


def add_later_mark(paragraph: Any, number: int) -> None:
    """A later mark of the same footnote: a field that shows its number and leads to it."""
    add_field(paragraph, f"NOTEREF note_{number} \\f \\h", str(number), style=NOTE_MARK)


def add_run(paragraph: Any, text: str, style: str | None = None) -> Any:
    """Words at the end of a paragraph, in a character style where one is named."""
    run = paragraph.add_run(printable(text))
    if style is not None:
        run._r.style = style_id(style)
    return run


def add_field(paragraph: Any, code: str, shown: str, *, style: str | None = None) -> None:
    """A field such as PAGE, with the text that stands until Word counts it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for step in ("begin", "code", "separate", "shown", "end"):
        run = add_run(paragraph, shown if step == "shown" else "", style)
        if step == "code":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            run._r.append(words)
        elif step != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), step)
            run._r.append(mark)


def add_link(paragraph: Any, text: str, address: str) -> None:
    """Words that lead outside, or to a bookmark where the address begins with "#"."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    link = OxmlElement("w:hyperlink")
    if address.startswith("#"):
        link.set(qn("w:anchor"), bookmark_name(address[1:]))
    else:
        part = paragraph.part
        identity = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), identity)
    run = add_run(paragraph, text, LINK)
    link.append(run._r)
    paragraph._p.append(link)


def add_bookmark(paragraph: Any, key: str, number: int) -> None:
    """Makes the paragraph the target of links to the key; `number` is unlike any other's."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(key))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def bookmark_name(key: str) -> str:
    """A key as Word allows a bookmark: letters, digits and _, at most forty of them."""
    name = re.sub(r"[^A-Za-z0-9]", "_", key)
    return f"key_{name[:26]}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def drop_template_parts(word: Any) -> None:
    """Takes out what the template brings and no document of ours needs: it names another author."""
    for rels in (word.part.package.rels, word.part.rels):
        for identity in [key for key, rel in rels.items() if rel.reltype.endswith(_NOT_OURS)]:
            del rels[identity]


def save_still(word: Any) -> bytes:
    """The file's bytes without a clock: entries in order, one date, no date of making."""
    _drop_dates(word)
    moving, still = io.BytesIO(), io.BytesIO()
    word.save(moving)
    with zipfile.ZipFile(moving) as source, zipfile.ZipFile(still, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return still.getvalue()


def _drop_dates(word: Any) -> None:
    from docx.oxml.ns import qn

    properties = word.part.package.core_properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
