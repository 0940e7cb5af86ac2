"""Published documents as they lie on disk: which edition is current, its model and its files.

Each document has a name, which is its folder and the start of its addresses. The profile is for
anybody; every other one is for people who have signed in.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse

from vrn.publish.formats.body import render_body
from vrn.publish.numbers import place_keys
from vrn.publish.stored import StoredDocumentError, document_from_json
from vrn.release.figure import ForgedFigureError
from vrn.release.signing import BrokenSignatureError
from vrn_web.addresses import EditionConverter, figure_address
from vrn_web.reading import NotReleasedError, released
from vrn_web.site import current_site

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.document import Document
    from vrn.publish.formats.body import Section
    from vrn.terms import Clearance

# What reading raises where something is not what was released.
BROKEN = (BrokenSignatureError, ForgedFigureError, StoredDocumentError)
PROFILE, ASSESSMENT, QUESTIONS = "profile", "assessment", "questions"
PAPERS = (PROFILE, ASSESSMENT, QUESTIONS)
_LOG = logging.getLogger("django.request")
EDITION = re.compile(EditionConverter.regex)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The current edition of a document: its model, and its chapters as HTML in order.

    `clearance` is the narrowest of any figure in it.
    """

    name: str
    edition: str
    document: Document
    sections: tuple[Section, ...]
    clearance: Clearance

    def section_of(self, key: str) -> str | None:
        """The key of the chapter in which a key of the document stands; None where in none."""
        for section in self.sections:
            if section.key == key or f'id="{key}"' in section.html:
                return section.key
        return None

    def address_of(self, place: str) -> str | None:
        """Where a place such as "paragraph 12" stands on this site; None for one it has not."""
        key = place_keys(self.document).get(place)
        section = self.section_of(key) if key else None
        if key is None or section is None:
            return None
        return f"{address_in(self.name, 'section', section)}#{key}"


def address_in(name: str, what: str, *args: str) -> str:
    """An address of a document: its contents (what is ""), a section, a part, edition or file."""
    return reverse(f"{name}_{what}" if what else name, args=args)


def current_paper(name: str = PROFILE) -> Paper | None:
    """The edition that is current now; None where nothing was published yet.

    The pointer is read at each call, so that a new edition shows without a restart.
    """
    edition = current_edition(name)
    return None if edition is None else _read(edition_folder(edition, name))


def readable_paper(name: str = PROFILE) -> Paper | None:
    """The current edition for a page that can do without; None also where it fails its checks.

    The pages of the document itself say so; the figures do not hang on it.
    """
    try:
        return current_paper(name)
    except (NotReleasedError, *BROKEN) as error:
        _LOG.error("the current edition is left out: %s", error)
        return None


def current_edition(name: str = PROFILE) -> str | None:
    """The name of the current edition; None where nothing was published yet."""
    pointer = current_site().published / name / "current"
    try:
        edition = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return edition if EDITION.fullmatch(edition) and (pointer.parent / edition).is_dir() else None


def edition_folder(edition: str, name: str = PROFILE) -> Path:
    """The folder of an edition, current or not; NotReleasedError where it was not published."""
    folder = current_site().published / name / edition
    if name not in PAPERS or not EDITION.fullmatch(edition) or not folder.is_dir():
        raise NotReleasedError(f"no edition {edition} of {name} was published")
    return folder


@lru_cache(maxsize=8)
def _read(folder: Path) -> Paper:
    """An edition never changes once it is written, so its folder's name is enough to keep it by."""
    name = folder.parent.name
    document = document_from_json((folder / "document.json").read_bytes(), released().figure)
    sections = render_body(
        _without_banner(document),
        drawings=_drawings(folder / "charts"),
        figure_address=figure_address,
        part_address=lambda key: address_in(name, "part", key),
        csv_address=lambda key: _csv_address(folder, key),
    )
    return Paper(
        name=name,
        edition=folder.name,
        document=document,
        sections=tuple(sections),
        clearance=document.clearance,
    )


def _without_banner(document: Document) -> Document:
    """The document without the mark on each chapter, where the site's own frame bears it."""
    return replace(document, made_up=False) if current_site().made_up else document


def _drawings(folder: Path) -> dict[str, tuple[str, str]]:
    wide = sorted(folder.glob("*-wide.svg"))
    keys = [path.name.removesuffix("-wide.svg") for path in wide]
    return {
        key: (
            path.read_text(encoding="utf-8"),
            (folder / f"{key}-narrow.svg").read_text(encoding="utf-8"),
        )
        for key, path in zip(keys, wide, strict=True)
    }


def _csv_address(folder: Path, key: str) -> str | None:
    if not (folder / "charts" / f"{key}.csv").is_file():
        return None
    return address_in(folder.parent.name, "file", folder.name, f"{key}.csv")
