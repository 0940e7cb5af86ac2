"""A drawing is read once while it is the same text, and refused every time it is harmful."""

from __future__ import annotations

import pytest

from vrn.publish.drawings.embedding import check_svg, embed_svg

HARMFUL = '<svg><a href="https://somewhere.example/">x</a></svg>'


def test_a_harmful_drawing_is_refused_again_and_again() -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="it may run nothing and fetch nothing"):
            check_svg(HARMFUL)


def test_a_drawing_like_one_that_passed_is_read_for_itself() -> None:
    svg = '<svg><path d="M0 0H5"/></svg>'
    check_svg(svg)
    check_svg("".join(svg))
    for changed in (svg.replace("<path", '<path onload="x()"'), svg.replace("svg>", "p>")):
        with pytest.raises(ValueError, match="a drawing"):
            check_svg(changed)
        with pytest.raises(ValueError, match="a drawing"):
            embed_svg(changed, "x")
