"""Rules of the last reading that look at figures alone: three ways in which they cannot be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.terms import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vrn.release.figure import Figure

SMALLEST_BASE = 10
HEAP = 1.5
CHANGES = ("_change", "_trend")


def find_same_as_parent(figures: Iterable[Figure]) -> Iterator[str]:
    """A place with the very value of the whole area, where it has neighbours that have one too.

    Counts and rates are compared, by value and numerator. A nought is like any other nought.
    """
    whole: dict[tuple[object, ...], Figure] = {}
    parts: dict[tuple[tuple[object, ...], Level], list[Figure]] = {}
    for figure in figures:
        if figure.is_shown and figure.numerator:
            if figure.place.level is Level.WHOLE:
                whole.setdefault(_alike(figure), figure)
            else:
                parts.setdefault((_alike(figure), figure.place.level), []).append(figure)
    for (key, level), found in parts.items():
        parent = whole.get(key)
        for figure in found:
            if parent and len(found) > 1 and _same(figure, parent):
                yield (
                    f"{figure.title}: {figure.place.name} has the very value of "
                    f"{parent.place.name} ({figure}), and so no other {level.value} could have any"
                )


def _alike(figure: Figure) -> tuple[object, ...]:
    """What a figure is of but its place: the same for a place and for what contains it."""
    by = [part for part in figure.by if part[1] != figure.place.code]
    return (figure.measure, figure.period, figure.unit, tuple(by))


def _same(figure: Figure, parent: Figure) -> bool:
    return (figure.value, figure.numerator) == (parent.value, parent.numerator)


def find_small_bases(figures: Iterable[Figure]) -> Iterator[str]:
    """A change against fewer than ten: it says more of the small number than of any change."""
    for figure in figures:
        base = figure.denominator if figure.is_shown else None
        if figure.measure.endswith(CHANGES) and base is not None and base < SMALLEST_BASE:
            yield (
                f"{figure.title}, {figure.place.name}: a change is shown against a base of "
                f"{base:g}, and a base needs {SMALLEST_BASE}"
            )


def find_midnight_heaps(figures: Iterable[Figure]) -> Iterator[str]:
    """More at midnight than around it: times that nobody knew were written as 00:00."""
    rows: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in figures:
        for name, code, _ in figure.by:
            if name in {"hour", "day_hour"} and code[-2:].isdigit() and figure.is_shown:
                others = tuple(part for part in figure.by if part[0] != name)
                key = (figure.measure, figure.period, figure.place, others, code[:-2])
                rows.setdefault(key, {})[code[-2:]] = figure
    for hours in rows.values():
        if all(hour in hours for hour in ("23", "00", "01")):
            before, midnight, after = (hours[hour].value or 0.0 for hour in ("23", "00", "01"))
            count = hours["00"].numerator or 0
            if count >= SMALLEST_BASE and midnight > HEAP * max(before, after):
                yield (
                    f"{hours['00'].title}: 00:00 holds {hours['00']}, far more than 23:00 "
                    f"({hours['23']}) and 01:00 ({hours['01']}): times that were not known may "
                    "stand as midnight"
                )
