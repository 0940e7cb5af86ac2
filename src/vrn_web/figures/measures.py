"""How each measure is made: the catalogue as it was released with the cubes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from vrn.release.register import filter_key
from vrn.terms import Clearance, sentence_case
from vrn_web.figures.choices import View, period_label, smallest
from vrn_web.guard import clearance_of
from vrn_web.reading import entries, entries_of, released
from vrn_web.words import split_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from vrn.release.register import CubeEntry


@dataclass(frozen=True)
class ReleasedShape:
    """One shape in which a measure was released: words for it, and its address on the dashboard."""

    words: str
    period: str
    address: Mapping[str, str]


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Every measure that was released, by what it is in."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    register = released() if (found := entries(clearance_of(request))) else None
    for entry in smallest(found):
        words = register.cube_by_sha(entry.sha256).indicator if register else {}
        groups.setdefault(sentence_case(str(words["unit"])), []).append(words)
    return render(request, "figures/methods.html", {"groups": groups})


@require_safe
def method(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure: what it counts, why, how, from what, and what it cannot show."""
    shapes = entries_of(measure, clearance_of(request))
    return render(
        request,
        "figures/method.html",
        {"indicator": indicator_of(measure), "shapes": [_shape(entry) for entry in shapes]},
    )


def indicator_of(measure: str) -> Mapping[str, Any]:
    """The words of a measure; NotReleasedError where no cube of it was released.

    For whoever may see a figure of it: what the reader may see is checked on the figures.
    """
    shapes = smallest(entries_of(measure, Clearance.OPERATIONAL))
    return released().cube_by_sha(shapes[0].sha256).indicator


def _shape(entry: CubeEntry) -> ReleasedShape:
    view = View(entry=entry, split=entry.split, where=filter_key(dict(entry.where)))
    words = sentence_case(split_words(entry.split))
    return ReleasedShape(words, period_label(entry.period), view.address)
