"""A document as it is kept: `document.json`, from which the same document comes again.

The text holds the whole model. Each figure stands in it once, with what was released, and wherever
it is used by its id; on the way back every figure is asked for by its id in the signed register, so
a figure that was changed or added in the file does not come back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vrn.publish.document import (
    Band,
    Box,
    Bullets,
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
)
from vrn.publish.funnelled import Funnelled
from vrn.publish.judged import Judged
from vrn.publish.numbers import check_document
from vrn.release.figure import Figure, ForgedFigureError, check_seal
from vrn.release.outline import Outline
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
Resolve = Callable[[str], Figure]


class StoredDocumentError(ValueError):
    """What was kept is not a document, or holds a figure that the register does not know so."""


def edition_of(kept: bytes) -> str:
    """The edition that the bytes of a document.json are: twelve hex digits of their sha-256."""
    return hashlib.sha256(kept).hexdigest()[:12]


def document_to_json(document: Document) -> bytes:
    """The document as canonical JSON: the same document, the same bytes.

    The edition is left out, for it is made of these bytes (`edition_of`).
    """
    check_document(document)
    outlines: list[Outline] = []
    for block in document.blocks:
        if isinstance(block, Chart):
            outlines += [o for o in (block.outline, block.overlay) if o and o not in outlines]
    kept = {
        "format": FORMAT,
        "document": {
            "name": document.name,
            "title": _keep(document.title, outlines),
            "organisation": document.organisation,
            "language": document.language,
            "made_up": document.made_up,
            **{
                name: _keep(getattr(document, name), outlines)
                for name in ("subtitle", "summary", "findings", "blocks", "licence")
            },
        },
        "figures": {figure.id: figure.as_json() for figure in figures_of(document)},
        "outlines": [_keep_outline(outline) for outline in outlines],
    }
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


_FIELDS: dict[type, tuple[str, ...]] = {
    Heading: ("text", "key", "level"),
    Paragraph: ("spans",),
    Bullets: ("items",),
    Box: ("title", "items"),
    Table: ("key", "title", "columns", "rows", "numeric", "source"),
    Band: ("label", "period"),
    Series: ("label", "figures", "is_dashed"),
    Chart: (
        *("key", "kind", "title", "subtitle", "sentence", "source", "table", "series", "bands"),
        *("by", "outline", "overlay", "frame", "judged", "funnelled", "labels"),
    ),
    Judged: ("lines", "marks", "rules", "steps", "quoted"),
    Funnelled: ("centre", "sizes", "limits", "sides"),
    Link: ("text", "address"),
    Note: ("spans",),
    Period: ("first", "last"),
}
# Bare numbers: the level of a heading, and lines that are drawn and never printed.
_PLAIN = frozenset({"level", "steps", "centre", "sizes", "limits"})
_TYPES = {kind.__name__.lower(): kind for kind in _FIELDS}


def _keep(part: object, outlines: list[Outline]) -> Any:
    """A part of the model as plain values: a name, a figure and a block say which they are."""
    if isinstance(part, Name):
        return {"name": str(part)}
    if part is None or isinstance(part, str | bool):
        return part
    if isinstance(part, tuple):
        return [_keep(inner, outlines) for inner in part]
    if isinstance(part, Figure | Shown):
        return _keep_figure(part)
    if isinstance(part, Outline):
        return {"outline": outlines.index(part)}
    return _keep_fields(part, outlines)


def _keep_figure(part: Figure | Shown) -> dict[str, str]:
    if isinstance(part, Shown):
        return {**_keep_figure(part.figure), "aspect": part.aspect}
    check_seal(part)
    return {"figure": part.id}


def _keep_fields(part: object, outlines: list[Outline]) -> dict[str, Any]:
    if type(part) not in _FIELDS:
        raise UnreleasedNumberError(f"a document cannot keep a {type(part).__name__}")
    values = {name: getattr(part, name) for name in _FIELDS[type(part)]}
    plain = {name: value for name, value in values.items() if name in _PLAIN}
    kept = {name: _keep(value, outlines) for name, value in values.items() if name not in _PLAIN}
    return {"type": type(part).__name__.lower(), **kept, **plain}


def _keep_outline(outline: Outline) -> dict[str, Any]:
    return {
        "level": outline.level,
        "vintage": outline.vintage,
        "width": outline.width,
        "height": outline.height,
        "areas": outline.areas,
        "supplies": outline.supplies,
    }


def document_from_json(kept: bytes, figure_by_id: Resolve) -> Document:
    """The document that was kept, with its edition; each figure is got from `figure_by_id`.

    Raises StoredDocumentError where the bytes are no document, where `figure_by_id` knows no such
    figure (it raises LookupError), or where the register's figure is not what the file says.
    """
    try:
        plain = json.loads(kept)
        if plain["format"] != FORMAT:
            raise StoredDocumentError(
                f"this document.json is of format {plain['format']}; this version reads {FORMAT}"
            )
        outlines = [_make_outline(one) for one in plain["outlines"]]
        figures = {
            key: _resolve(key, facts, figure_by_id) for key, facts in plain["figures"].items()
        }
        fields = _bring(plain["document"], figures, outlines)
        return replace(Document(**fields), edition=edition_of(kept))
    except (UnreleasedNumberError, ForgedFigureError, StoredDocumentError):
        raise
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise StoredDocumentError(
            f"this is not a document.json of format {FORMAT} ({type(error).__name__}: {error}): "
            "publish the document again"
        ) from error


def _resolve(key: str, facts: Mapping[str, object], figure_by_id: Resolve) -> Figure:
    """The register's figure of that id, once it is known to be what the file says it is."""
    try:
        figure = figure_by_id(key)
    except LookupError as error:
        raise StoredDocumentError(
            f"the document uses a figure {key} ({facts.get('title')}) that the register of "
            "released figures does not hold: the file was changed, or belongs to another register"
        ) from error
    check_seal(figure)
    if json.loads(json.dumps(figure.as_json())) != facts:
        raise StoredDocumentError(
            f"the figure {key} ({figure.title}) in the document is not as it was released: "
            "the file was changed; publish the document again"
        )
    return figure


def _bring(part: Any, figures: Mapping[str, Figure], outlines: list[Outline]) -> Any:
    """A kept part as the model has it; the constructors ask again what they ask at birth."""
    if isinstance(part, list):
        return tuple(_bring(inner, figures, outlines) for inner in part)
    if not isinstance(part, dict):
        return part
    if part.keys() == {"name"}:
        return Name(part["name"])
    if "figure" in part:
        if part["figure"] not in figures:
            raise StoredDocumentError(f"a figure {part['figure']} is used, and not listed, in it")
        figure = figures[part["figure"]]
        return Shown(figure, part["aspect"]) if "aspect" in part else figure
    if part.keys() == {"outline"}:
        return outlines[part["outline"]]
    fields = {
        name: _bring(inner, figures, outlines) for name, inner in part.items() if name != "type"
    }
    return _TYPES[part["type"]](**fields) if "type" in part else fields


def _make_outline(plain: dict[str, Any]) -> Outline:
    areas = tuple(
        (code, name, district, tuple(tuple((x, y) for x, y in ring) for ring in rings))
        for code, name, district, rings in plain["areas"]
    )
    return Outline(**{**plain, "areas": areas, "supplies": tuple(plain["supplies"])})
