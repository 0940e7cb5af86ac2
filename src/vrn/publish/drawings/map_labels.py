"""Names on a map: each near the middle of its area, and none over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.drawings.fonts import text_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM = 120.0
_GAP = 3.0


@dataclass(frozen=True)
class Label:
    """Lines of text centred on a point, in pixels."""

    x: float
    y: float
    lines: tuple[str, ...]

    def box(self, letter: int) -> tuple[float, float, float, float]:
        """The label's left, top, right and bottom."""
        wide = max(text_width(line, letter, is_bold=True) for line in self.lines) / 2
        high = len(self.lines) * (letter + 2) / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high


def place_labels(
    wanted: Sequence[tuple[tuple[float, float], Sequence[str]]],
    size: tuple[float, float],
    letter: int,
) -> tuple[Label, ...]:
    """Each label at its point or as near as it stands free, within a sheet of (width, height).

    `wanted` holds (point, texts), the most important first: each text begins a line of its own, and
    a long one is wrapped. Where no place nearby is free a label stays at its point.
    """
    placed: list[Label] = []
    for point, texts in wanted:
        lines = tuple(
            line for text in texts for line in wrap_text(text, _ROOM, letter, is_bold=True)
        )
        places = [_inside(Label(x, y, lines), size, letter) for x, y in _places(point, letter)]
        taken = [label.box(letter) for label in placed]
        free = (label for label in places if not _meets(label.box(letter), taken))
        placed.append(next(free, places[0]))
    return tuple(placed)


def _places(point: tuple[float, float], letter: int) -> list[tuple[float, float]]:
    """The point and places around it, nearest first."""
    steps = [number * letter / 2 for number in range(-8, 9)]
    around = [(across, down) for across in steps for down in steps]
    around.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
    return [(point[0] + across, point[1] + down) for across, down in around]


def _inside(label: Label, size: tuple[float, float], letter: int) -> Label:
    """The label moved so far that it lies within the sheet."""
    left, top, right, bottom = label.box(letter)
    across = max(0.0, -left) - max(0.0, right - size[0])
    down = max(0.0, -top) - max(0.0, bottom - size[1])
    return Label(round(label.x + across, 1), round(label.y + down, 1), label.lines)


def _meets(
    box: tuple[float, float, float, float], others: Sequence[tuple[float, float, float, float]]
) -> bool:
    left, top, right, bottom = box
    return any(
        left < other[2] + _GAP
        and other[0] < right + _GAP
        and top < other[3] + _GAP
        and other[1] < bottom + _GAP
        for other in others
    )
