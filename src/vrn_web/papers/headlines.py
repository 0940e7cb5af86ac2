"""The tiles of the start page: a document's key findings, each led by its first figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.document import Link, Name, Note, Shown
from vrn.terms import Level
from vrn_web.papers.editions import address_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.publish.document import Document, Span, Spans
    from vrn.release.figure import Figure
    from vrn_web.papers.editions import Paper


@dataclass(frozen=True)
class Headline:
    """One finding: the figure that leads it, and the sentence without which it never stands."""

    figure: Figure
    sentence: Spans

    @property
    def title(self) -> str:
        """The figure's title, with its place where that is not the whole area."""
        place = self.figure.place
        title = self.figure.title
        return title if place.level is Level.WHOLE else f"{title}: {place.name}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A key finding as a card: its number, its words, where it stands, and its first figure."""

    number: int
    sentence: Spans
    address: str
    figure: Figure | None


def headlines(document: Document) -> tuple[Headline, ...]:
    """A headline for each key finding that holds a figure, in the document's order."""
    found = []
    for sentence in document.findings:
        figure = _first_figure(sentence)
        if figure is not None:
            found.append(Headline(figure, alone(sentence)))
    return tuple(found)


def findings_of(paper: Paper) -> tuple[Finding, ...]:
    """Every key finding of an edition, those without a figure too: what is missing is said."""
    home = address_in(paper.name, "section", "key-findings")
    return tuple(
        Finding(
            number=number,
            sentence=alone(sentence),
            address=f"{home}#key-finding-{number}",
            figure=_first_figure(sentence),
        )
        for number, sentence in enumerate(paper.document.findings, 1)
    )


def alone(sentence: Spans) -> Spans:
    """The sentence for standing outside its document: no marks of notes, no links within it."""
    return tuple(_outside(sentence))


def _outside(sentence: Spans) -> Iterator[Span]:
    for span in sentence:
        if isinstance(span, Link) and span.address.startswith("#"):
            yield Name(str(span.text))
        elif not isinstance(span, Note):
            yield span


def _first_figure(sentence: Spans) -> Figure | None:
    return next((span.figure for span in sentence if isinstance(span, Shown)), None)
