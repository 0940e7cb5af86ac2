"""The months of the files, what was closed in each, and the shape that gives to every series.

Dates of restrictions are dated reference text elsewhere; here they are made into how far each
month's schools and night-time economy were open, which is made up.
"""

from __future__ import annotations

from math import cos, pi

import numpy as np

from vrn.terms import following_month

FIRST_POLICE, LAST_POLICE = "2019-02", "2022-02"
FIRST_HEALTH, LAST_HEALTH = "2018-10", "2021-10"
PERIOD = ("2020-04", "2021-09")
"""First and last month of the period that the findings are about; both in."""

STRICTNESS = {
    "2020-03": 0.3,
    "2020-04": 1.0,
    "2020-05": 0.9,
    "2020-06": 0.6,
    "2020-07": 0.2,
    "2020-09": 0.05,
    "2020-10": 0.15,
    "2020-11": 0.7,
    "2020-12": 0.5,
    "2021-01": 1.0,
    "2021-02": 0.95,
    "2021-03": 0.75,
    "2021-04": 0.4,
    "2021-05": 0.2,
    "2021-06": 0.05,
}
"""How far a month was under the strictest rules; 0 where it is not named."""

NIGHTS_OPEN = {
    "2020-03": 0.7,
    "2020-04": 0.05,
    "2020-05": 0.05,
    "2020-06": 0.08,
    "2020-07": 0.55,
    "2020-08": 0.8,
    "2020-09": 0.75,
    "2020-10": 0.65,
    "2020-11": 0.12,
    "2020-12": 0.35,
    "2021-01": 0.05,
    "2021-02": 0.05,
    "2021-03": 0.08,
    "2021-04": 0.4,
    "2021-05": 0.65,
    "2021-06": 0.85,
}
"""How far the night-time economy was open; 1 where a month is not named."""

_HOLIDAYS = (
    *(("2019-02-18", "2019-02-22"), ("2019-04-15", "2019-04-26"), ("2019-05-27", "2019-05-31")),
    *(("2019-07-15", "2019-08-27"), ("2019-10-14", "2019-10-18"), ("2019-12-23", "2020-01-03")),
    *(("2020-02-17", "2020-02-21"), ("2020-03-23", "2020-08-31"), ("2020-10-12", "2020-10-16")),
    *(("2020-12-21", "2021-03-07"), ("2021-04-02", "2021-04-16"), ("2021-05-31", "2021-06-04")),
    *(("2021-07-14", "2021-08-27"), ("2021-10-11", "2021-10-15"), ("2021-12-20", "2022-01-04")),
    ("2022-02-14", "2022-02-18"),
)
"""First and last day without school, made up but for the two closures; both in."""


def list_months(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both in."""
    months = [first]
    while months[-1] != last:
        months.append(following_month(months[-1], 1))
    return tuple(months)


POLICE_MONTHS = list_months(FIRST_POLICE, LAST_POLICE)
HEALTH_MONTHS = list_months(FIRST_HEALTH, LAST_HEALTH)
IN_PERIOD = np.array([PERIOD[0] <= month <= PERIOD[1] for month in POLICE_MONTHS])
ERAS = np.where(IN_PERIOD, 1, np.array([2 * (month > PERIOD[1]) for month in POLICE_MONTHS]))
"""For each police month 0 before the period, 1 in it, 2 after it."""


CLOSED = tuple(month for month, level in STRICTNESS.items() if level >= 0.9)
"""Months of the strictest rules: neither schools nor the night-time economy were open."""


def strictness(months: tuple[str, ...]) -> np.ndarray:
    """How far each month was under the strictest rules, 0 to 1."""
    return np.array([STRICTNESS.get(month, 0.0) for month in months])


def nights_open(months: tuple[str, ...]) -> np.ndarray:
    """How far the night-time economy of each month was open, 0 to 1."""
    return np.array([NIGHTS_OPEN.get(month, 1.0) for month in months])


def days_of(month: str) -> np.ndarray:
    """The days of a month."""
    first = np.datetime64(month, "M")
    return np.arange(first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]"))


def weekday_of(days: np.ndarray) -> np.ndarray:
    """0 for Monday to 6 for Sunday."""
    return (days.astype("datetime64[D]").astype(int) + 3) % 7


def has_school(days: np.ndarray) -> np.ndarray:
    """Whether each day is a school day: a weekday in term while schools were open."""
    is_open = weekday_of(days) < 5
    for first, last in _HOLIDAYS:
        is_open &= (days < np.datetime64(first)) | (days > np.datetime64(last))
    return is_open


def school_days(months: tuple[str, ...]) -> np.ndarray:
    """The number of school days in each month."""
    return np.array([int(has_school(days_of(month)).sum()) for month in months])


def season(months: tuple[str, ...], swing: float) -> np.ndarray:
    """A yearly wave around 1, highest in July and lowest in January."""
    return np.array([1 + swing * cos(2 * pi * (int(month[5:]) - 7) / 12) for month in months])


def bend_to_trend(shape: np.ndarray, trend: float) -> np.ndarray:
    """The shape with a straight slope laid on it, so that its last year over its first is `trend`.

    Raises ValueError where the slope would have to take a month below nothing.
    """
    slope = np.linspace(0, 1, len(shape))
    first, last = shape[:12].sum(), shape[-12:].sum()
    first_slope, last_slope = (shape * slope)[:12].sum(), (shape * slope)[-12:].sum()
    steep = (trend * first - last) / (last_slope - trend * first_slope)
    bent = shape * (1 + steep * slope)
    if bent.min() <= 0:
        raise ValueError(f"a trend of {trend} would leave months with less than nothing")
    return np.asarray(bent)
