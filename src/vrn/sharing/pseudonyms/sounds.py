"""How a name sounds: one code for the spellings that a clerk may choose among when writing it down.

Our own few rules over letters, in the manner of Soundex and Metaphone: what is spelt differently
and said alike in English comes first, then in names from South Asia, Poland and the Arab world.
Vowels count where a name begins, and then only as one.
"""

from __future__ import annotations

import re

_BEGINNINGS = (
    ("KN", "N"),
    ("GN", "N"),
    ("PN", "N"),
    ("WR", "R"),
    ("RH", "R"),
    ("PS", "S"),
    ("WH", "W"),
    ("MAC", "MK"),
    ("MC", "MK"),
    ("X", "S"),
)
_ANYWHERE = (
    ("SZCZ", "S"),
    ("TSCH", "S"),
    ("CHR", "KR"),
    ("SCH", "S"),
    ("SH", "S"),
    ("SZ", "S"),
    ("CZ", "S"),
    ("CH", "S"),
    ("ZH", "S"),
    ("RZ", "S"),
    ("PH", "F"),
    ("BH", "B"),
    ("DH", "D"),
    ("TH", "T"),
    ("KH", "K"),
    ("GHT", "T"),
    ("GH", "G"),
    ("DG", "J"),
    ("CK", "K"),
    ("CQ", "K"),
    ("QU", "K"),
    ("X", "KS"),
)
_SOFT_C, _SOFT_G = re.compile("C(?=[EIY])"), re.compile("G(?=[EIY])")
_ALIKE = str.maketrans({"C": "K", "Q": "K", "Z": "S", "V": "F", "W": "F", "J": "G", "D": "T"})
_VOWELS = re.compile("[AEIOUYH]")
_DOUBLED = re.compile(r"(.)\1+")


def sound_of(letters: str) -> str:
    """The code of a name that is written in the capitals A to Z alone; "" for an empty one.

    >>> [sound_of(name) for name in ("MOHAMMED", "MUHAMMAD", "MOHAMED")]
    ['MMT', 'MMT', 'MMT']
    >>> sound_of("CATHERINE"), sound_of("KATHRYN"), sound_of("STEPHEN"), sound_of("STEVEN")
    ('KTRN', 'KTRN', 'STFN', 'STFN')
    """
    said = letters
    for spelt, sounded in _BEGINNINGS:
        if said.startswith(spelt):
            said = sounded + said[len(spelt) :]
            break
    for spelt, sounded in _ANYWHERE:
        said = said.replace(spelt, sounded)
    said = _SOFT_G.sub("J", _SOFT_C.sub("S", said)).translate(_ALIKE)
    first, rest = said[:1], said[1:]
    first = "A" if first and first in "AEIOUY" else first
    return _DOUBLED.sub(r"\1", first + _VOWELS.sub("", rest))
