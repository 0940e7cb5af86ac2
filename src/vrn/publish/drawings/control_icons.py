"""Icons for control charts, of our own drawing: how a series varies, and whether it meets a target.

Variation stands in a square, assurance in a circle. What is good is filled and bears a tick; what
is a concern is outlined and bears an exclamation mark or a cross; what is usual is a quiet zigzag.
So they are told apart in black and white too, and each has words.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vrn.publish.control_points import (
    COMMON_CAUSE,
    CONCERNING,
    FAILING,
    HIGH,
    IMPROVING,
    LOW,
    PASSING,
)
from vrn.publish.drawings.colours import BRAND, CATEGORIES, INK, QUIET_INK, WHITE

if TYPE_CHECKING:
    from vrn.publish.control_points import ControlPoint

SIDE = 44
CONCERN, NEUTRAL = CATEGORIES[1], CATEGORIES[2]
VARIATION_WORDS = {
    COMMON_CAUSE: "Usual variation",
    IMPROVING: "Unusual: an improvement",
    CONCERNING: "Unusual: a concern",
    HIGH: "Unusually high",
    LOW: "Unusually low",
    "": "Cannot be judged yet",
}
ASSURANCE_WORDS = {
    PASSING: "Every usual month meets the target",
    FAILING: "No usual month meets the target",
    "inconsistent": "Some months meet the target",
}
_RISING = ("above", "trend up")


@dataclass(frozen=True)
class Icon:
    """The shapes of an icon in a square of 44, and its words."""

    shapes: str
    words: str


def variation_icon(point: ControlPoint | None, *, brand: str = BRAND) -> Icon:
    """The icon for what a series' latest point shows; without a judgement three dots."""
    kind = point.point_type if point else ""
    cause = point.special_cause if point else ""
    is_up = any(word in cause for word in _RISING)
    return Icon(_variation_shapes(kind, is_up=is_up, brand=brand), VARIATION_WORDS[kind])


def assurance_icon(assurance: str, *, brand: str = BRAND) -> Icon:
    """The icon for whether a target is met; ValueError for another word."""
    if assurance not in ASSURANCE_WORDS:
        raise ValueError(f"no icon for {assurance!r}; try one of {', '.join(ASSURANCE_WORDS)}")
    if assurance == PASSING:
        shapes = _circle(brand, brand, 2) + _stroke("M12 21L19 28L33 12", WHITE, 4)
        shapes += _stroke("M11 34H33", WHITE, 2.5)
    elif assurance == FAILING:
        shapes = _circle(WHITE, CONCERN, 4) + _stroke("M15 12L29 26M29 12L15 26", INK, 4)
        shapes += _stroke("M12 33H32", INK, 2.5)
    else:
        shapes = _circle(WHITE, QUIET_INK, 2) + _stroke("M8 22H36", INK, 2, dash="4 3")
        shapes += _stroke("M10 29L16 14L22 30L28 13L34 28", QUIET_INK, 2.5)
    return Icon(shapes, ASSURANCE_WORDS[assurance])


def icon_svg(icon: Icon, *, key: str) -> str:
    """The icon as a drawing of its own, for a table or a tile: an image with its words as name."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" '
        f'viewBox="0 0 {SIDE} {SIDE}" role="img" aria-labelledby="{key}-title">'
        f'<title id="{key}-title">{escape(icon.words, quote=False)}</title>{icon.shapes}</svg>'
    )


def _variation_shapes(kind: str, *, is_up: bool, brand: str) -> str:
    if kind == IMPROVING:
        return (
            _square(brand, brand, 2)
            + _arrow(14, is_up=is_up, colour=WHITE)
            + _stroke("M24 23L29 28L37 17", WHITE, 3.5)
        )
    if kind == CONCERNING:
        mark = _stroke("M31 13V25", INK, 4) + f'<path d="M29 29H33V33H29Z" fill="{INK}"/>'
        return _square(WHITE, CONCERN, 4) + _arrow(16, is_up=is_up, colour=INK) + mark
    if kind in {HIGH, LOW}:
        return _square(WHITE, NEUTRAL, 3) + _arrow(22, is_up=is_up, colour=NEUTRAL)
    if kind == COMMON_CAUSE:
        lines = _stroke("M8 12H36M8 32H36", QUIET_INK, 1.5, dash="4 3")
        zigzag = _stroke("M8 24L14 18L20 26L26 17L32 25L36 20", QUIET_INK, 2.5)
        return _square(WHITE, QUIET_INK, 2) + lines + zigzag
    dots = "".join(f'<path d="M{x} 20H{x + 4}V24H{x}Z" fill="{QUIET_INK}"/>' for x in (10, 20, 30))
    return _square(WHITE, QUIET_INK, 2, dash="4 3") + dots


def _arrow(x: int, *, is_up: bool, colour: str) -> str:
    """An arrow with its shaft at x, pointing up or down."""
    tip, tail, wing = (11, 33, 19) if is_up else (33, 11, 25)
    path = f"M{x} {tail}V{tip}M{x - 7} {wing}L{x} {tip}L{x + 7} {wing}"
    return _stroke(path, colour, 3.5)


def _square(fill: str, edge: str, width: float, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    at = width / 2 + 1
    return (
        f'<rect x="{at}" y="{at}" width="{SIDE - 2 * at}" height="{SIDE - 2 * at}" rx="7" '
        f'fill="{fill}" stroke="{edge}" stroke-width="{width}"{dashed}/>'
    )


def _circle(fill: str, edge: str, width: float) -> str:
    radius = SIDE / 2 - width / 2 - 1
    middle = SIDE / 2
    return (
        f'<path d="M{middle - radius} {middle}a{radius} {radius} 0 1 0 {2 * radius} 0'
        f'a{radius} {radius} 0 1 0 {-2 * radius} 0Z" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{width}"/>'
    )


def _stroke(path: str, colour: str, width: float, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-linecap="round" stroke-linejoin="round"{dashed}/>'
    )
