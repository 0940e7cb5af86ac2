"""Figures in words: what one is of, and what one says that has no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from vrn.release.figure import Figure

_SAID_OTHERWISE = ("month", "district", "small_area")


def name_of(figure: Figure) -> str:
    """What a figure is of: its measure, the rest of its cell, where and when."""
    parts = [label for name, _, label in figure.by if name not in _SAID_OTHERWISE]
    when = figure.period.label if figure.period else ""
    return ", ".join(part for part in (figure.title, *parts, figure.place.name, when) if part)


def state_words(figure: Figure) -> str:
    """What a figure without a value says instead, with its reason where one is given."""
    words = {
        "withheld": gettext("Withheld, so that no person can be told from it."),
        "not available": gettext("Not available."),
    }
    return " ".join(part for part in (words.get(figure.state.value, ""), figure.reason) if part)
