"""The stated rules for words such as "rose" and "highest": each reads released figures alone.

The methods chapter of every document prints `RULES`, so the words and the code cannot part.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from vrn.release.wording import as_printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.release.figure import Figure

RULES = (
    'A number "rose" when the whole interval of its ratio to the year before lies above one, and '
    '"fell" when the whole interval lies below one; otherwise there is "no clear change".',
    'A place is "the highest" only when the lower end of its interval lies above the upper end of '
    'every other; otherwise it is "among the highest", with those whose intervals overlap its own.',
    'A place is "above" or "below" the whole area when its interval does not hold the whole '
    'area\'s value; otherwise it is "similar".',
    "No line, trend or comparison is drawn across a month for which no file was received.",
    'Offences "go with" deprivation when the whole interval of the ratio of the most to the least '
    'deprived tenth lies above one, are "fewer" when it lies below one, and otherwise "do not '
    'clearly go with" it. That is an association of places; nothing here shows a cause.',
    "Intervals take offences as independent of one another; repeats make the true ones wider.",
)


class Direction(StrEnum):
    """What may be said of a ratio to the year before."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "showed no clear change"
    CANNOT_TELL = "cannot be compared"


def direction(ratio: Figure) -> Direction:
    """The word for a ratio with its interval; CANNOT_TELL where there is no value or interval."""
    if not ratio.is_shown or ratio.lower is None or ratio.upper is None:
        return Direction.CANNOT_TELL
    lower, upper = printed_limits(ratio)
    if lower > 1:
        return Direction.ROSE
    if upper < 1:
        return Direction.FELL
    return Direction.NO_CLEAR_CHANGE


def printed_limits(figure: Figure) -> tuple[float, float]:
    """The interval as it is printed, so that a word never contradicts the numbers beside it.

    Without an interval both are the printed value.
    """
    value = figure.value or 0.0
    lower = value if figure.lower is None else figure.lower
    upper = value if figure.upper is None else figure.upper
    return as_printed(lower, figure.decimals), as_printed(upper, figure.decimals)


def ranked(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The shown figures from the highest value to the lowest; ties by the place's name."""
    shown = [figure for figure in figures if figure.is_shown]
    return tuple(sorted(shown, key=lambda figure: (-(figure.value or 0), figure.place.name)))


def highest(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The highest and all whose intervals overlap its own; one alone is clearly the highest."""
    order = ranked(figures)
    if not order:
        return ()
    top = order[0]
    if top.lower is None:
        return tuple(figure for figure in order if figure.value == top.value)
    floor, _ = printed_limits(top)
    return tuple(f for f in order if f.upper is None or printed_limits(f)[1] >= floor)


def against(figure: Figure, whole: Figure) -> str:
    """ "above", "below" or "similar to" the whole area's value, by the figure's own interval."""
    if not figure.is_shown or not whole.is_shown or figure.lower is None or figure.upper is None:
        return "not comparable with"
    lower, upper = printed_limits(figure)
    middle = as_printed(whole.value or 0.0, whole.decimals)
    if lower <= middle <= upper:
        return "similar to"
    return "above" if lower > middle else "below"
