"""A place with a code: the whole area, a district, a police neighbourhood or a small area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How large a place is; small areas are the statistical ones (LSOA) of one vintage."""

    WHOLE = "whole area"
    DISTRICT = "district"
    NEIGHBOURHOOD = "police neighbourhood"
    SMALL_AREA = "small area"


@dataclass(frozen=True, order=True)
class Area:
    """A place by its published code and name; the whole area's code is the partnership's own."""

    code: str
    name: str
    level: Level

    def __post_init__(self) -> None:
        if not self.code or not self.name:
            raise ValueError(f"an area needs a code and a name; got {self.code!r}, {self.name!r}")
