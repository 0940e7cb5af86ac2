"""Age bands, and which side of 25 an age lies on: the bands of the headline shapes."""

from __future__ import annotations

BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 9),
    (10, 14),
    (15, 19),
    (20, 24),
    (25, 34),
    (35, 49),
    (50, 64),
    (65, None),
)
"""First and last age of each band, both in; the last band is open."""

NOT_RECORDED = "age not recorded"
UNDER, FROM = "under 25", "25 and over"
AGE_GROUPS = ("all ages", UNDER)


def band_label(first: int, last: int | None) -> str:
    """A band as tables name it: "10-14", "65 and over"."""
    return f"{first} and over" if last is None else f"{first}-{last}"


AGE_BANDS: tuple[str, ...] = tuple(band_label(*band) for band in BANDS)


def band_of(age: int | None) -> str:
    """The band that an age in completed years lies in; "age not recorded" without one.

    >>> band_of(14), band_of(65), band_of(None)
    ('10-14', '65 and over', 'age not recorded')
    """
    if age is None:
        return NOT_RECORDED
    if age < 0:
        raise ValueError("an age is at least 0")
    return next(band_label(first, last) for first, last in BANDS if last is None or age <= last)


def side_of_25(age: int | None) -> str:
    """ "under 25", "25 and over" or "age not recorded"."""
    if age is None:
        return NOT_RECORDED
    return UNDER if age < 25 else FROM
