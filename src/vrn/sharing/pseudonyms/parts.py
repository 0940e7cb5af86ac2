"""Parts of identifiers, written alike before they become tokens; they came with version 2.

One letter wrong makes another token of a whole name, and one figure another of a day of birth. The
parts let two spellings still meet: the group of a forename, its sound, its first and last letters;
the year, month and day of a birth. Each function gives the part of one text, or None.
"""

from __future__ import annotations

import re
from functools import cache

from vrn.partnership.reference import read_list
from vrn.sharing.pseudonyms.recipe import DEFAULT_DAYS, normalise_name
from vrn.sharing.pseudonyms.sounds import sound_of

LETTERS_OF_AN_END = 4
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@cache
def _group_of_forename() -> dict[str, str]:
    rows = read_list("forename_groups.csv")
    return {
        name: str(normalise_name(row["group"]))
        for row in rows
        for name in map(normalise_name, (row["group"], *row["forenames"].split()))
        if name
    }


def group_of(text: str) -> str | None:
    """The group that a forename is of, by the reference list; itself where it is in none.

    Of several forenames the first counts.

    >>> group_of("Bill"), group_of("William John"), group_of("Mohd"), group_of("Zebedee")
    ('WILLIAM', 'WILLIAM', 'MOHAMMED', 'ZEBEDEE')
    """
    first = _first_word(text)
    return _group_of_forename().get(first, first) if first else None


def sound_of_name(text: str) -> str | None:
    """The sound of a name; of several words the first.

    >>> sound_of_name("Smyth"), sound_of_name("SMITH"), sound_of_name("unknown")
    ('SMT', 'SMT', None)
    """
    first = _first_word(text)
    return (sound_of(first) or None) if first else None


def head_of(text: str) -> str | None:
    """The first four letters of a name: an error further on leaves them as they were.

    >>> head_of("Robertson"), head_of("Li")
    ('ROBE', 'LI')
    """
    name = normalise_name(text)
    return name[:LETTERS_OF_AN_END] if name else None


def tail_of(text: str) -> str | None:
    """The last four letters of a name: an error before them leaves them as they were.

    >>> tail_of("Robertson"), tail_of("Smith-Jones")
    ('TSON', 'ONES')
    """
    name = normalise_name(text)
    return name[-LETTERS_OF_AN_END:] if name else None


def _first_word(text: str) -> str | None:
    """The first word of a name, normalised; the whole where it has no blank and no hyphen."""
    whole = normalise_name(text)
    if whole is None:
        return None
    words = [name for word in re.split(r"[\s-]+", text) if (name := normalise_name(word))]
    return next((word for word in words if len(word) > 1), whole)


def year_of_birth(text: str) -> str | None:
    """The year of a day of birth that may be written in part: YYYY, YYYY-MM or YYYY-MM-DD.

    >>> year_of_birth("1999-03-04"), year_of_birth("1999"), year_of_birth("1900-01-01")
    ('1999', '1999', None)
    """
    return _part(text, 1)


def month_of_birth(text: str) -> str | None:
    """The month of a day of birth, where it is written.

    >>> month_of_birth("1999-03"), month_of_birth("1999")
    ('03', None)
    """
    return _part(text, 2)


def day_of_birth(text: str) -> str | None:
    """The day of the month of a day of birth, where it is written.

    >>> day_of_birth("1999-03-04"), day_of_birth("1999-03")
    ('04', None)
    """
    return _part(text, 3)


def _part(text: str, number: int) -> str | None:
    found = _DAY.fullmatch(text.strip())
    return None if found is None or text.strip() in DEFAULT_DAYS else found[number]
