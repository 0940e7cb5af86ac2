"""Two makers of people whom several agencies record untidily, with the truth known, and a score.

They were written without a look at how records are linked, and are meant to be kind to no method.
"""

from vrn_demo.makers.made import SOURCES, Made
from vrn_demo.makers.otherwise import make_people_otherwise
from vrn_demo.makers.people import make_people
from vrn_demo.makers.reading_settings import Settings, default_settings, read_settings

__all__ = [
    "SOURCES",
    "Made",
    "Settings",
    "default_settings",
    "make_people",
    "make_people_otherwise",
    "read_settings",
]
