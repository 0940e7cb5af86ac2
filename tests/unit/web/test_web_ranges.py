"""A figure that rests on linkage shows its range wherever its interval stands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.figures import make_figure
from vrn_web.paging import cut_page

RANGE = "405 to 420 over three thresholds of linkage"
LINKED = make_figure(lower=400.0, upper=425.0, range_lower=405.0, range_upper=420.0)
PLAIN = make_figure(lower=400.0, upper=425.0)


def tile(figure: Any) -> dict[str, Any]:
    about = {"title": "Victims", "question": "Who?", "sentence": ("So it is.",), "when": ""}
    return {"tile": SimpleNamespace(figure=figure, **about)}


def grid(figure: Any) -> dict[str, Any]:
    return {
        "grid": SimpleNamespace(heads=("District",), across=()),
        "rows": (SimpleNamespace(labels=("Hollow Vale",), figures=(figure,)),),
        "first": figure,
        "has_interval": True,
        "has_range": bool(figure.linkage_range),
        "page": cut_page(None, total=1, size=10),
        "view": SimpleNamespace(address={}),
        "sentence": "Victims by district.",
    }


@pytest.mark.parametrize(
    ("template", "held"),
    [
        ("parts/tile.html", tile),
        ("violence/tile.html", tile),
        ("parts/grid.html", grid),
        ("papers/changed_value.html", lambda figure: {"figure": figure}),
    ],
)
def test_the_range_stands_with_the_interval(template: str, held: Any) -> None:
    page = render_to_string(template, held(LINKED))
    assert page.index("etween 400 and 425") < page.index(RANGE)
    assert "thresholds of linkage" not in render_to_string(template, held(PLAIN))
