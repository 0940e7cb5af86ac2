"""How identifiers are written alike before they become tokens; version 1 of the recipe.

Each function gives the normal form of one text, or None where nothing is recorded. A change here
is a new version (RECIPE in treatment.py): tokens of two versions never meet.
"""

from __future__ import annotations

import re
import unicodedata

NOT_RECORDED_NAMES = frozenset(
    (
        *("UNKNOWN", "NOTKNOWN", "UNK", "NK", "NOTGIVEN", "NOTRECORDED", "NOTSTATED", "REFUSED"),
        *("ANON", "ANONYMOUS", "X", "XX", "XXX"),
    )
)
"""Written where a name is not known; as tokens they would make one person of many."""
DEFAULT_DAYS = frozenset({"1900-01-01", "1901-01-01"})
"""Written by systems where a day is not known."""

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"})
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_NO_FIXED_PLACE = "ZZ99"


def normalise_name(text: str) -> str | None:
    """A name in capitals without accents, blanks, apostrophes, hyphens and points.

    >>> normalise_name(" O’Née-Smith "), normalise_name("o'nee smith"), normalise_name("Not known")
    ('ONEESMITH', 'ONEESMITH', None)
    """
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in bare if sign.isalpha()).upper()
    return letters if letters and letters not in NOT_RECORDED_NAMES else None


def normalise_day(text: str) -> str | None:
    """A day written YYYY-MM-DD; None for the days that systems write where none is known.

    >>> normalise_day("1999-03-04"), normalise_day("1900-01-01")
    ('1999-03-04', None)
    """
    return None if text in DEFAULT_DAYS else text


def normalise_reference(text: str) -> str | None:
    """A supplier's own number in capitals, letters and digits only; leading zeros stay.

    >>> normalise_reference("n 00-12/3")
    'N00123'
    """
    return "".join(sign for sign in text.upper() if sign.isalnum()) or None


def normalise_postcode(text: str) -> str | None:
    """A postcode in capitals with one blank, O and 0 where each belongs; None where it is none.

    None also for ZZ99, which stands for no fixed abode and the like.

    >>> [normalise_postcode(text) for text in ("xl4  7ab", "XL1O OAB", "ZZ99 3VZ", "none")]
    ['XL4 7AB', 'XL10 0AB', None, None]
    """
    found = _POSTCODE.fullmatch(_zeros(re.sub(r"[\s.-]", "", text.upper())))
    if found is None or found[1] == _NO_FIXED_PLACE:
        return None
    return f"{found[1]} {found[2]}"


def _zeros(text: str) -> str:
    """The letters and digits of a postcode with O where a letter stands, 0 where a digit does."""
    if not 5 <= len(text) <= 7:
        return text
    outward, inward = text[:-3], text[-3:]
    first, second, rest = outward[0], outward[1], outward[2:]
    # A second sign before another one is a letter, unless it is the only digit before a letter.
    if rest and second == "0" and rest[0] in "O0123456789":
        second = "O"
    if not rest:
        second = second.replace("O", "0")
    outward = first.replace("0", "O") + second + rest.replace("O", "0")
    return outward + inward[0].replace("O", "0") + inward[1:].replace("0", "O")


def sector_of(text: str) -> str | None:
    """The sector of a postcode, however it is written; None where it is none.

    >>> sector_of("xl47ab"), sector_of("not known")
    ('XL4 7', None)
    """
    whole = normalise_postcode(text)
    return whole[:-2] if whole else None


def normalise_class(text: str) -> str:
    """A class of the counting rules as the reference list writes it.

    >>> [normalise_class(text) for text in ("008n", "4.1", "004/01", "4/10")]
    ['8N', '4/1', '4/1', '4/10']
    """
    head, _, tail = text.upper().replace(".", "/").partition("/")
    head = head.lstrip("0") or "0"
    return f"{head}/{tail.lstrip('0') or '0'}" if tail else head
