"""The stated rules for words such as "rose" and "highest": each reads released figures alone.

The methods chapter of every document prints `RULES`, so the words and the code cannot part.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from vrn.release.wording import as_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

RULES_OF_THE_ASSESSMENT = (
    'A series "rose" when the whole interval of the ratio of its last twelve months to its first '
    'twelve lies above one, and "fell" when the whole interval lies below one; otherwise there is '
    '"no clear change".',
    'One group is "higher" or "lower" than another, and one trend "steeper", only when their '
    'intervals do not overlap; otherwise there is "no clear difference".',
    'A place, age band or kind is "the highest" only when the lower end of its interval lies above '
    'the upper end of every other; otherwise it is "among the highest". The second is named only '
    "where the first stands alone, by the same rule among the rest.",
    'Offences "go with" a factor when the whole interval of its ratio lies above one, are "fewer" '
    'with it when it lies below one, and otherwise "do not clearly go with" it: an association of '
    "places, never a cause. A line has a gradient by the same rule.",
    'Half lies in "fewer than by chance" only when its share lies below the whole interval of what '
    'chance gives. Offences follow each other "closer than chance" only when the whole interval of '
    "their ratio lies above one.",
    'A district lies outside "what chance gives" only when its rate is beyond the outer limits of '
    "the funnel about the rate of all districts together; it stands out from how much districts "
    'differ "anyway" only when it is beyond the wider limits too.',
    'A share is the majority "whatever is supposed" only when the low one\'s interval lies above a '
    "half too.",
    'An experience is "rare" when fewer than one resident in a hundred is recorded with it.',
    'An hour is a "peak" when the lower end of its interval lies above one and a half times the '
    "mean of all hours, and no hour within two of it has a larger share. Where hours are withheld, "
    "a peak is named only if all that they can hold is too little for one.",
    'Most of a whole is "the majority" only when the interval lies above a half.',
    "No line or trend is drawn across a month that is not held, and a withheld month is a gap. "
    'Withheld is written "withheld", never as nought and never as a blank.',
    "That two things come together is said as that. No cause is named: these figures were not made "
    "to find one.",
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


def parted(one: Figure, other: Figure) -> int:
    """1 where one's interval lies above the other's, -1 where below, 0 where they overlap.

    0 too where either is not shown: nothing is said of what is not seen.
    """
    if not one.is_shown or not other.is_shown:
        return 0
    lower, upper = printed_limits(one)
    other_lower, other_upper = printed_limits(other)
    return int(lower > other_upper) - int(upper < other_lower)


def leaders(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The highest with all whose intervals overlap its own, and who comes next where it is alone.

    The second is empty where several share the first place, or where nobody is left.
    """
    order = ranked(figures)
    first = highest(order)
    if len(first) != 1:
        return first, ()
    return first, highest(figure for figure in order if figure not in first)


def peaks(hours: Sequence[Figure], *, rest: float | None = None) -> tuple[Figure, ...]:
    """The peaks among the hours of a day, in their order, by the stated rule; midnight joins 23.

    `rest` is the most that hours which are not shown can hold between them, in the same unit. Empty
    where one of them might be a peak: there is such an hour, and `rest` is not known or too much.
    """
    hidden = not all(figure.is_shown for figure in hours)
    if not hours or (hidden and rest is None):
        return ()
    values = [figure.value or 0.0 for figure in hours]
    left = rest if hidden and rest is not None else 0.0
    least = 1.5 * (sum(values) + left) / len(values)
    if left > least:
        return ()
    found = []
    for place, figure in enumerate(hours):
        near = [values[(place + step) % len(values)] for step in (-2, -1, 1, 2)]
        if figure.is_shown and printed_limits(figure)[0] > least and values[place] >= max(near):
            found.append(figure)
    return tuple(found)


def is_majority(share: Figure) -> bool:
    """Whether a share in per cent lies above a half with its whole interval."""
    return share.is_shown and printed_limits(share)[0] > 50
