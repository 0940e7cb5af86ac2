"""The tiles of the start page: a document's key findings, each led by its first figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.document import Shown
from vrn.terms import Level

if TYPE_CHECKING:
    from vrn.publish.document import Document, Spans
    from vrn.release.figure import Figure


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


def headlines(document: Document) -> tuple[Headline, ...]:
    """A headline for each key finding that holds a figure, in the document's order."""
    found = []
    for sentence in document.findings:
        figure = next((span.figure for span in sentence if isinstance(span, Shown)), None)
        if figure is not None:
            found.append(Headline(figure, sentence))
    return tuple(found)
