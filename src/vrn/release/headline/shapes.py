"""The closed list of headline shapes: which place goes with which time and which dimension.

A number on data that is not open leaves by the headline lane in one of these shapes or not at all.
The list has a digest, which two people approve (`vrn.release.approvals`); whoever changes a shape
changes the digest, and the lane is closed until they approve again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from vrn.terms import AGE_BANDS, AGE_GROUPS

LEAST_PERSONS = 10
"""The fewest people behind a number that is shown, or behind a difference; else it is nobody."""

WHOLE, DISTRICT, NEIGHBOURHOOD = "whole area", "district", "neighbourhood"
MONTH, QUARTER, YEAR, PERIOD = "month", "quarter", "year", "period"

ANYWHERE = ("offence_group", "knife", "sex", "age_band", "place_type", "night_time")
WHOLE_AREA = ("code", "hour", "day_type", "day_hour", "age_sex", "ethnic_group")
"""The one more dimension of places of every size, and those of the whole area alone."""
FINE = ("code", "day_hour", "age_sex")
"""Those that part the codes of another: offence group, hour and day, age band and sex."""


@dataclass(frozen=True)
class Shape:
    """A table that may be shown: its place, its times, and the one more dimension it may have.

    Each is for every definition and each of its classes, and for all ages and those under 25.
    A table without a further dimension is always among them.
    """

    place: str
    times: tuple[str, ...]
    dimensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.dimensions and not {YEAR, PERIOD} >= {*self.times}:
            raise ValueError("a shape with a further dimension is by year or by period, no shorter")

    @property
    def label(self) -> str:
        """The shape in words, for who asked for one that is not on the list."""
        text = f"{self.place} by {' or '.join(self.times)}"
        return (
            f"{text}, by none or one of {', '.join(self.dimensions)}" if self.dimensions else text
        )


SHAPES: tuple[Shape, ...] = (
    Shape(WHOLE, (MONTH,)),
    Shape(DISTRICT, (QUARTER,)),
    Shape(DISTRICT, (YEAR,)),
    Shape(NEIGHBOURHOOD, (YEAR,)),
    Shape(WHOLE, (YEAR,)),
    Shape(DISTRICT, (PERIOD,), ANYWHERE),
    Shape(NEIGHBOURHOOD, (PERIOD,), ANYWHERE),
    Shape(WHOLE, (PERIOD,), (*ANYWHERE, *WHOLE_AREA)),
)


def digest_of(shapes: tuple[Shape, ...] = SHAPES) -> str:
    """The SHA-256 of a list of shapes with the rule they are shown by: what two people approve."""
    plain = {
        "least_persons": LEAST_PERSONS,
        "age_bands": AGE_BANDS,
        "age_groups": AGE_GROUPS,
        "shapes": [asdict(shape) for shape in shapes],
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def is_listed(place: str, time: str, dimension: str, shapes: tuple[Shape, ...] = SHAPES) -> bool:
    """Whether a table of this place, time and one more dimension ("" for none) is on the list."""
    return any(
        shape.place == place and time in shape.times and dimension in ("", *shape.dimensions)
        for shape in shapes
    )


def nearest_shapes(
    place: str, time: str, dimension: str, shapes: tuple[Shape, ...] = SHAPES
) -> tuple[str, ...]:
    """Three shapes in words: those of the same place first, then dimension, then time."""

    def shared(shape: Shape) -> tuple[bool, ...]:
        return (shape.place == place, dimension in ("", *shape.dimensions), time in shape.times)

    return tuple(shape.label for shape in sorted(shapes, key=shared, reverse=True))[:3]
