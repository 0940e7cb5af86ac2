"""The stated rules of the worked questions: each reads released figures alone.

The last chapter prints `RULES_OF_THE_QUESTIONS`, so the words and the code cannot part.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from vrn.publish.rules import Direction, direction, parted, printed_limits
from vrn.release.wording import as_printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure

POWER_WANTED = 80.0
MOST_ROUNDED_OFF = 2
"""How far off a number is at most that a supplier rounded to fives."""

RULES_OF_THE_QUESTIONS = (
    'A series held "fewer" than expected under restrictions when the whole interval of its ratio '
    'lies below one, and "more" when the whole interval lies above one. Otherwise it is "no change '
    'seen" where a fall of a fifth would have been seen with a chance of four in five or more, and '
    '"cannot be told" where the chance is less.',
    'An explanation "fits" when the figures look as they would if it were so. That does not show '
    "that it is so: several explanations can fit at once.",
    'An explanation "does not fit" when a figure with its whole interval lies on the other side of '
    "what it asks.",
    'Chance "does not fit" when the control chart of each series in question marks a month, and '
    '"fits" when none marks any.',
    'That the police know of more "does not fit" as the only explanation when the share that they '
    "know grew, at the most that its interval allows, by less than the two highest months are "
    "apart at the least.",
    'Rounding "does not fit" when a fall is left with every month two off: the earlier ones lower, '
    "the later ones higher.",
    'Everything else "cannot be told" from these figures: the intervals are too wide, or nothing '
    "that was received would show it.",
    "Two figures are apart only when their intervals do not overlap. Two that overlap are not "
    "shown to be equal.",
    "No cause is named. What restrictions changed, and what else changed with them, cannot be told "
    "apart by one series.",
)


class Verdict(StrEnum):
    """What a series shows against what its months before led to expect."""

    FEWER = "fewer"
    MORE = "more"
    NO_CHANGE = "no change seen"
    CANNOT_TELL = "cannot be told"


class Told(StrEnum):
    """Whether an explanation can be told from the figures, and how it stands."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    CANNOT_BE_TOLD = "cannot be told"


def verdict(ratio: Figure, power: Figure) -> Verdict:
    """The verdict on a series by its ratio's limits, and by the chance to see a fall of a fifth."""
    word = direction(ratio)
    if word is Direction.ROSE:
        return Verdict.MORE
    if word is Direction.FELL:
        return Verdict.FEWER
    if word is Direction.NO_CLEAR_CHANGE and is_enough(power):
        return Verdict.NO_CHANGE
    return Verdict.CANNOT_TELL


def is_enough(power: Figure) -> bool:
    """Whether a chance in per cent to see a fall of a fifth is four in five or more."""
    return power.is_shown and as_printed(power.value or 0.0, power.decimals) >= POWER_WANTED


def told_of_rule(police: Figure, hospitals: Figure) -> Told:
    """Whether another rule makes the gap: by one rule for both, it would be gone."""
    if not police.is_shown or not hospitals.is_shown:
        return Told.CANNOT_BE_TOLD
    return Told.DOES_NOT_FIT if parted(police, hospitals) > 0 else Told.FITS


def told_of_chance(marked: Sequence[Figure]) -> Told:
    """Whether chance makes it: then no month of any series would be unusual."""
    if not marked or not all(figure.is_shown for figure in marked):
        return Told.CANNOT_BE_TOLD
    if all(figure.value for figure in marked):
        return Told.DOES_NOT_FIT
    return Told.CANNOT_BE_TOLD if any(figure.value for figure in marked) else Told.FITS


def told_of_staying_away(hospitals: Verdict, ratios: tuple[Figure, Figure] | None) -> Told:
    """Whether fewer of the hurt went to hospital: then attendances lack more than call-outs do.

    `ratios` are those of attendances and call-outs; None where no call-outs are held.
    """
    if hospitals in {Verdict.NO_CHANGE, Verdict.MORE}:
        return Told.DOES_NOT_FIT
    if hospitals is Verdict.CANNOT_TELL or ratios is None:
        return Told.CANNOT_BE_TOLD
    attendances, callouts = ratios
    return Told.FITS if parted(callouts, attendances) > 0 else Told.CANNOT_BE_TOLD


def told_of_recording(unknown: tuple[Figure, Figure], peaks: tuple[Figure, Figure]) -> Told:
    """Whether the police came to know of more: the share unknown to them would have fallen.

    It does not fit as the only explanation where the share that they know, its interval and all,
    grew by less than the two highest months (police, hospitals) grew apart.
    """
    before, after = unknown
    if not before.is_shown or not after.is_shown:
        return Told.CANNOT_BE_TOLD
    if way := parted(before, after):
        return Told.FITS if way > 0 else Told.DOES_NOT_FIT
    police, hospitals = peaks
    if not police.is_shown or not hospitals.is_shown or parted(police, hospitals) <= 0:
        return Told.CANNOT_BE_TOLD
    apart = printed_limits(police)[0] / printed_limits(hospitals)[1]
    least_before = 100 - printed_limits(before)[1]
    most_after = 100 - printed_limits(after)[0]
    return Told.DOES_NOT_FIT if most_after < apart * least_before else Told.CANNOT_BE_TOLD


def told_of_part(police: Figure, hospitals: Figure) -> Told:
    """Whether a part alone makes the gap (a definition, an age): asked elsewhere, it would go.

    Two that are not apart are not shown to be equal, so it never fits.
    """
    if not police.is_shown or not hospitals.is_shown:
        return Told.CANNOT_BE_TOLD
    return Told.DOES_NOT_FIT if parted(police, hospitals) > 0 else Told.CANNOT_BE_TOLD


def told_of_difference(ratio: Figure) -> Told:
    """Whether chance in the numbers alone makes a fall: its ratio's interval would hold one."""
    return {
        Direction.CANNOT_TELL: Told.CANNOT_BE_TOLD,
        Direction.NO_CLEAR_CHANGE: Told.FITS,
    }.get(direction(ratio), Told.DOES_NOT_FIT)


def told_of_season(same_months: Figure) -> Told:
    """Whether the season makes a fall: against the same months of a year there would be none."""
    word = direction(same_months)
    if word is Direction.FELL:
        return Told.DOES_NOT_FIT
    return Told.FITS if word is Direction.ROSE else Told.CANNOT_BE_TOLD


def told_of_restrictions(found: Verdict) -> Told:
    """Whether the months under restrictions make a fall: they would hold fewer than expected."""
    if found is Verdict.FEWER:
        return Told.FITS
    return Told.CANNOT_BE_TOLD if found is Verdict.CANNOT_TELL else Told.DOES_NOT_FIT


def told_of_rounding(before: Sequence[Figure], latest: Sequence[Figure]) -> Told:
    """Whether rounding makes a fall: with every month of each run as far off as it can be."""
    runs = (before, latest)
    if not all(runs) or not all(figure.is_shown for run in runs for figure in run):
        return Told.CANNOT_BE_TOLD
    first, last = (sum(figure.value or 0.0 for figure in run) / len(run) for run in runs)
    is_left = last + MOST_ROUNDED_OFF < first - MOST_ROUNDED_OFF
    return Told.DOES_NOT_FIT if is_left else Told.CANNOT_BE_TOLD
