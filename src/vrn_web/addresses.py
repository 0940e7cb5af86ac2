"""The parts of addresses, which text may stand in each, and where a figure is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from vrn.release.figure import Figure


class _Text:
    """A part that is used as it stands."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FigureConverter(_Text):
    """A figure's id: sixteen hex digits."""

    regex = "[0-9a-f]{16}"


class EditionConverter(_Text):
    """An edition of a document: twelve hex digits."""

    regex = "[0-9a-f]{12}"


class MeasureConverter(_Text):
    """A measure's catalogue name."""

    regex = "[a-z0-9_]{1,80}"


class KeyConverter(_Text):
    """The key of a chapter: small letters, digits, hyphens and low lines."""

    regex = "[a-z][a-z0-9_-]{0,79}"


class ReceiptConverter(_Text):
    """A receipt's id."""

    regex = "[0-9a-zA-Z_-]{1,64}"


class RequestConverter(_Text):
    """A request's id: thirty-two hex digits, drawn at random."""

    regex = "[0-9a-f]{32}"


class AgreementConverter(_Text):
    """An agreement's id: small letters, digits and hyphens."""

    regex = "[a-z0-9][a-z0-9-]{0,79}"


def figure_address(figure: Figure) -> str:
    """Where a figure is explained."""
    return reverse("figure", args=[figure.id])
