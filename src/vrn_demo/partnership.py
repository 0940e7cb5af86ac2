"""The made-up police area as a partnership's folder wants it: its name, force and districts."""

from __future__ import annotations

from vrn.partnership.reference import PoliceArea
from vrn.terms import Area, Level
from vrn_demo.area import DISTRICTS, FORCE, NAME


def police_area() -> PoliceArea:
    """The made-up police area, its force as its files name it, and its districts."""
    districts = (Area(code, name, Level.DISTRICT) for code, name in DISTRICTS.items())
    return PoliceArea(NAME, (FORCE,), tuple(districts))
