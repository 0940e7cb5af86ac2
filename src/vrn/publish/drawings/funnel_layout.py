"""Where everything in a funnel stands: the plot, the name of each place outside, and the key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from vrn.publish.drawings.chart_key import KeyEntry, key_height, place_key
from vrn.publish.drawings.fonts import NO_BREAK, text_width
from vrn.publish.drawings.plots import Plot, Sheet, nice_ticks, tick_labels
from vrn.publish.funnelled import HIGH, LOW, WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vrn.publish.document import Chart
    from vrn.publish.funnelled import Funnelled

_HEIGHT = {"wide": 340, "narrow": 330}
_TICKS = {"wide": 5, "narrow": 3}
_AROUND = 10.0
# On a narrow sheet more names than these would cover the funnel: they get numbers instead.
_MOST_NAMES = 3
Mark = Literal["usual", "outside", "far above", "far below", "unjudged"]
Sample = Literal[Mark, "band", "dashed", "solid", "mean", "none"]
_SAID: dict[Mark, str] = {
    "usual": "within what chance gives",
    "outside": "outside what chance gives",
    "far above": "above what districts differ by anyway",
    "far below": "below what districts differ by anyway",
    "unjudged": "not judged",
}


@dataclass(frozen=True)
class Place:
    """One place of the funnel: its name, where it stands, by which mark, and the number it bears.

    The number is 0 where its name stands beside it, or nothing.
    """

    name: str
    people: float
    rate: float
    kind: Mark
    number: int = 0

    @property
    def is_named(self) -> bool:
        """Whether it lies outside, and so is told by name."""
        return self.kind not in {"usual", "unjudged"}

    @property
    def is_far(self) -> bool:
        """Whether it lies outside the wider limits too."""
        return self.kind.startswith("far")


@dataclass(frozen=True)
class Label:
    """A place's name at pixels of the plot: its left edge and middle, and where it is led from."""

    place: Place
    text: str
    x: float
    y: float
    lead: bool = False


@dataclass(frozen=True, kw_only=True)
class FunnelLayout:
    """A funnel before it is drawn; `across` and `up` are the ticks of residents and of rates."""

    plot: Plot
    across: tuple[float, ...]
    up: tuple[float, ...]
    places: tuple[Place, ...]
    labels: tuple[Label, ...]
    key: tuple[KeyEntry, ...]


def lay_out_funnel(chart: Chart, found: Funnelled, sheet: Sheet) -> FunnelLayout:
    """The layout of a funnel on a sheet, with room for every name and the key."""
    places = _numbered(_places(chart, found), sheet)
    up = nice_ticks(_highest(places, found), _TICKS[sheet.name] + 1)
    across = nice_ticks(max(found.sizes), _TICKS[sheet.name])
    across = tuple(tick for tick in across if tick <= max(found.sizes))
    key = tuple(place_key(_key(places, found), sheet))
    widest = max(text_width(label, sheet.letter) for label in tick_labels(up))
    last = text_width(tick_labels(across)[-1], sheet.letter) / 2
    plot = Plot(
        sheet=sheet,
        left=widest + 10,
        right=max(8.0, last),
        top=sheet.line / 2 + 2,
        bottom=2 * sheet.line + 16 + key_height(key, sheet) + 12,
        height=_HEIGHT[sheet.name],
        across=(0.0, max(found.sizes)),
        up=(0.0, up[-1]),
    )
    labels = tuple(_place_labels(places, plot))
    return FunnelLayout(plot=plot, across=across, up=up, places=places, labels=labels, key=key)


def _places(chart: Chart, found: Funnelled) -> tuple[Place, ...]:
    pairs = zip(chart.series[0].figures, found.sides, strict=True)
    return tuple(
        Place(
            figure.place.name,
            float(figure.denominator or 0),
            float(figure.value or 0),
            _kind(*sides),
        )
        for figure, sides in pairs
        if figure.is_shown
    )


def _numbered(places: tuple[Place, ...], sheet: Sheet) -> tuple[Place, ...]:
    """The places, with numbers for names where a narrow sheet has no room for all of them."""
    told = [place for place in places if place.is_named and not place.is_far]
    if sheet.name == "wide" or len(told) <= _MOST_NAMES:
        return places
    numbers = {place.name: number for number, place in enumerate(told, 1)}
    return tuple(replace(place, number=numbers.get(place.name, 0)) for place in places)


def _kind(by_chance: str, beyond: str) -> Mark:
    if beyond in {HIGH, LOW}:
        return "far above" if beyond == HIGH else "far below"
    if by_chance in {HIGH, LOW}:
        return "outside"
    return "usual" if by_chance == WITHIN else "unjudged"


def _highest(places: Sequence[Place], found: Funnelled) -> float:
    """The highest of the rates, and of the limits from the smallest place on."""
    least = min((place.people for place in places), default=0.0)
    ends = [
        end
        for row in found.limits
        for size, end in zip(found.sizes, row, strict=False)
        if size >= least
    ]
    return max((*ends, *(place.rate for place in places)))


# -- the names of places outside ------------------------------------------------------------------


def _place_labels(places: Sequence[Place], plot: Plot) -> Iterator[Label]:
    """A name for each place outside, clear of marks and other names; led to where it is far."""
    line = plot.sheet.line
    marks = [(plot.pixel_x(p.people) - 7, plot.pixel_y(p.rate) - 7, 14.0, 14.0) for p in places]
    taken: list[tuple[float, float, float, float]] = list(marks)
    told = [place for place in places if place.is_named]
    for place in sorted(told, key=lambda each: (not each.is_far, -each.rate)):
        text = str(place.number) if place.number else place.name
        wide = text_width(text, plot.sheet.letter, is_bold=place.is_far)
        at = (plot.pixel_x(place.people), plot.pixel_y(place.rate))
        for label in _tried(place, text, at, line):
            box = (label.x, label.y - line / 2, wide, float(line))
            if _is_inside(box, plot) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield label
                break


def _tried(place: Place, text: str, at: tuple[float, float], line: int) -> Iterator[Label]:
    """Where a name may stand: beside its mark, above, below, then further off with a leader."""
    (x, y), wide = at, text_width(text, line - 5, is_bold=place.is_far)
    beside = (x + _AROUND, x - _AROUND - wide)
    for left in beside:
        yield Label(place, text, left, y)
    for down in (-line + 2, line - 2):
        yield Label(place, text, x - wide / 2, y + down)
    for step in range(1, 13):
        for left in (*(each + (8 if each > x else -8) for each in beside), x - wide / 2):
            for sign in (-1, 1):
                yield Label(place, text, left, y + sign * step * line, lead=True)


def _is_inside(box: tuple[float, float, float, float], plot: Plot) -> bool:
    x, y, wide, high = box
    return x >= 2 and x + wide <= plot.width + plot.right - 2 and y >= 0 and y + high <= plot.height


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


# -- the key --------------------------------------------------------------------------------------


def _key(places: Iterable[Place], found: Funnelled) -> list[KeyEntry]:
    """Marks that occur, then the lines."""
    kinds = {place.kind for place in places}
    entries = [KeyEntry(kind, (said,)) for kind, said in _SAID.items() if kind in kinds]
    entries.append(KeyEntry("mean", ("rate of all districts together",)))
    entries.append(KeyEntry("band", ("95% limits of chance",)))
    entries.append(KeyEntry("dashed", ("99.8% limits of chance",)))
    if found.has_wider:
        words = "99.8% limits that allow for how much districts differ anyway"
        entries.append(KeyEntry("solid", (words,)))
    return [*_numbers(places), *entries]


def _numbers(places: Iterable[Place]) -> list[KeyEntry]:
    """Whose numbers they are, in one run of words."""
    told = [f"{place.number}{NO_BREAK}{place.name}" for place in places if place.number]
    return [KeyEntry("none", (", ".join(told),))] if told else []
