"""How a day of birth comes out wrong, in part or by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.meetings import add_years

if TYPE_CHECKING:
    from vrn_demo.makers.luck import Luck

DEFAULT_DAY = "1900-01-01"
_LOOKS_LIKE = {"1": "7", "7": "1", "0": "6", "6": "0", "3": "8", "8": "3", "4": "9", "9": "4",
               "5": "6", "2": "7"}  # fmt: skip
"""Digits that a handwritten form gives for one another."""


class Birth(NamedTuple):
    """Year, month and day of the month, changed in place."""

    year: np.ndarray
    month: np.ndarray
    day: np.ndarray

    @classmethod
    def of(cls, born: np.ndarray) -> Birth:
        """The three parts of each date."""
        months = born.astype("datetime64[M]")
        number = months.astype(np.int64)
        day = (born - months.astype("datetime64[D]")).astype(np.int64) + 1
        return cls(1970 + number // 12, number % 12 + 1, day)

    def spell(self) -> np.ndarray:
        """YYYY-MM-DD; a day that its month lacks becomes the month's last."""
        months = ((self.year - 1970) * 12 + self.month - 1).astype("datetime64[M]")
        last = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int)
        days = months.astype("datetime64[D]") + np.minimum(self.day, last) - 1
        return np.datetime_as_string(days, unit="D").astype(object)


def write_births(luck: Luck, born: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The day of birth that each record has, before any is left out."""
    birth = Birth.of(born)
    _swap(luck, birth)
    _move(luck, birth)
    written = birth.spell()
    _misread(luck, written)
    january = luck.befalls("first_of_january")
    written[january] = [f"{text[:4]}-01-01" for text in written[january].tolist()]
    month_only = luck.befalls("year_month_only")
    written[month_only] = [text[:7] for text in written[month_only].tolist()]
    guessed = luck.befalls("year_from_age")
    written[guessed] = _guess_years(luck, born[guessed], at[guessed])
    written[luck.befalls("default_1900")] = DEFAULT_DAY
    return written


def _swap(luck: Luck, birth: Birth) -> None:
    """Day and month change places where the day could be a month."""
    rows = luck.befalls("day_month_swapped", (birth.day <= 12) & (birth.day != birth.month))
    birth.day[rows], birth.month[rows] = birth.month[rows], birth.day[rows].copy()


def _move(luck: Luck, birth: Birth) -> None:
    """Another day, or a year or a decade off, before or after by chance."""
    rows = luck.befalls("day_mistyped")
    step = luck.how("day_mistyped").integers(1, 28, size=len(birth.day))[rows]
    birth.day[rows] = (np.minimum(birth.day[rows], 28) - 1 + step) % 28 + 1
    for name, years in (("year_off_by_one", 1), ("year_off_by_ten", 10)):
        rows = luck.befalls(name)
        sign = luck.how(name).choice((-1, 1), len(birth.year))[rows]
        birth.year[rows] += sign * years


def _misread(luck: Luck, written: np.ndarray) -> None:
    """One digit of the last eight read as one that looks alike, if a date results."""
    rows = luck.befalls("digit_misread")
    places = luck.how("digit_misread").permuted(
        np.tile([2, 3, 5, 6, 8, 9], (len(written), 1)), axis=1
    )[rows]
    for row, order in zip(rows.tolist(), places.tolist(), strict=True):
        tries = (_put(written[row], place) for place in order)
        written[row] = next((text for text in tries if is_date(text)), written[row])


def _put(text: str, place: int) -> str:
    return text[:place] + _LOOKS_LIKE[text[place]] + text[place + 1 :]


def is_date(text: str) -> bool:
    """Whether YYYY-MM-DD is a day of the calendar."""
    try:
        np.datetime64(text, "D")
    except ValueError:
        return False
    return True


def _guess_years(luck: Luck, born: np.ndarray, at: np.ndarray) -> list[str]:
    """The year that a guessed age gives: at most two off, taken from the record's year."""
    ages = find_ages(born, at)
    off = luck.how("year_from_age").choice((-2, -1, 0, 0, 0, 1, 2), len(born))
    years = at.astype("datetime64[Y]").astype(np.int64) + 1970 - np.maximum(ages + off, 0)
    return [str(year) for year in years.tolist()]


def find_ages(born: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Age in completed years on each day."""
    ages = at.astype("datetime64[Y]").astype(np.int64) - born.astype("datetime64[Y]").astype(
        np.int64
    )
    birthday = add_years(born, 0)
    return np.asarray(ages - (_within_year(at) < _within_year(birthday)))


def _within_year(days: np.ndarray) -> np.ndarray:
    """Month and day as one number, so that leap years change nothing."""
    months = days.astype("datetime64[M]")
    day = (days - months.astype("datetime64[D]")).astype(np.int64)
    return np.asarray(months.astype(np.int64) % 12 * 100 + day)
