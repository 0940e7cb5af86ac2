"""How a name comes out wrong: a key beside, letters exchanged, dropped or doubled, by ear."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS, _HIGHEST = 6, 384
BESIDE, EXCHANGED, DOUBLED, DROPPED = range(4)
_KINDS = (0.36, 0.18, 0.16, 0.30)
"""Shares of the four kinds of typing error (ours)."""

BY_EAR: tuple[tuple[str, str], ...] = (
    ("ph", "f"), ("ck", "k"), ("ey", "y"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("ea", "ee"),
    ("oo", "u"), ("u", "oo"), ("th", "t"), ("gh", "g"), ("kh", "k"), ("bh", "b"), ("dh", "d"),
    ("ll", "l"), ("tt", "t"), ("nn", "n"), ("mm", "m"), ("ss", "s"), ("aa", "a"), ("sz", "sh"),
    ("cz", "ch"), ("sh", "sch"), ("w", "v"), ("v", "w"), ("j", "y"), ("q", "k"), ("c", "k"),
    ("k", "c"), ("s", "z"), ("z", "s"), ("x", "ks"), ("ai", "ay"), ("ay", "ai"), ("ei", "ie"),
    ("er", "a"), ("or", "er"), ("en", "an"), ("an", "en"), ("i", "y"), ("o", "u"), ("e", "i"),
    ("a", "e"),
)  # fmt: skip
"""What is heard, and what is written for it."""


@cache
def keys_beside() -> np.ndarray:
    """Keys beside each sign, some twice, by its code; a sign without a key has itself."""
    table = np.repeat(np.arange(_HIGHEST, dtype=np.uint32)[:, None], _NEIGHBOURS, axis=1)
    for y, row in enumerate(_ROWS):
        for x, key in enumerate(row):
            beside = [row[x - 1 : x], row[x + 1 : x + 2]]
            beside += [r[max(0, x - s) : x - s + 2] for r, s in _rows_near(y)]
            near = "".join(beside) if not key.isdigit() else "".join(beside[:2])
            near = "".join(sign for sign in near if key.isdigit() or not sign.isdigit())
            for case in (str.lower, str.upper):
                codes = [ord(case(sign)) for sign in near]
                table[ord(case(key))] = np.resize(codes, _NEIGHBOURS)
    return table


def _rows_near(y: int) -> list[tuple[str, int]]:
    """The rows above and below, and how far each stands to the side."""
    return [(_ROWS[n], shift) for n, shift in ((y - 1, 0), (y + 1, 1)) if 0 <= n < len(_ROWS)]


def letters_of(names: np.ndarray) -> np.ndarray:
    """Codes of the signs, a row for each name, zeros after its end, room for one more."""
    wide = names.astype(str)
    width = wide.dtype.itemsize // 4 + 1
    codes: np.ndarray = wide.astype(f"U{width}").view(np.uint32).reshape(len(names), width)
    return codes.copy()


def names_from(letters: np.ndarray) -> np.ndarray:
    """Names from the codes of their signs."""
    rows = np.ascontiguousarray(letters, dtype=np.uint32)
    return rows.view(f"U{letters.shape[1]}").ravel().astype(object)


def mistype(
    names: np.ndarray, rng: np.random.Generator, *, kinds: Sequence[float] = _KINDS
) -> np.ndarray:
    """Each name with one typing error; a name of one sign stays."""
    if not len(names):
        return names
    letters = letters_of(names)
    length = (letters != 0).sum(axis=1)
    kind = rng.choice(len(kinds), len(names), p=kinds)
    at = (rng.random(len(names)) * length).astype(np.int64)
    at = np.where(kind == EXCHANGED, np.minimum(at, np.maximum(length - 2, 0)), at)
    choice = rng.integers(_NEIGHBOURS, size=len(names))
    changed = _change(letters, kind, at, choice=choice)
    same = (changed == letters).all(axis=1)
    changed[same] = _drop(letters[same], at[same])
    changed[length < 2] = letters[length < 2]
    return names_from(changed)


def _change(
    letters: np.ndarray, kind: np.ndarray, at: np.ndarray, *, choice: np.ndarray
) -> np.ndarray:
    """The letters after an error of each row's kind at its place."""
    changed = letters.copy()
    rows = np.flatnonzero(kind == BESIDE)
    old = letters[rows, at[rows]]
    known = keys_beside()[np.minimum(old, _HIGHEST - 1), choice[rows]]
    changed[rows, at[rows]] = np.where(old < _HIGHEST, known, old)
    rows = np.flatnonzero(kind == EXCHANGED)
    second = np.where(letters[rows, at[rows] + 1] == 0, at[rows], at[rows] + 1)
    changed[rows, at[rows]] = letters[rows, second]
    changed[rows, second] = letters[rows, at[rows]]
    rows = np.flatnonzero(kind == DOUBLED)
    columns = np.arange(letters.shape[1])[None, :]
    take = columns - (columns > at[rows][:, None])
    changed[rows] = np.take_along_axis(letters[rows], take, axis=1)
    rows = np.flatnonzero(kind == DROPPED)
    changed[rows] = _drop(letters[rows], at[rows])
    return changed


def _drop(letters: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The letters without that at each row's place."""
    columns = np.arange(letters.shape[1])[None, :]
    take = np.minimum(columns + (columns >= at[:, None]), letters.shape[1] - 1)
    return np.take_along_axis(letters, take, axis=1)


def spell_by_ear(names: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each name with one sound written another way, where it has one."""
    draws = rng.random(len(names)).tolist()
    return as_column(_hear(name, draw) for name, draw in zip(names.tolist(), draws, strict=True))


def _hear(name: str, draw: float) -> str:
    low = name.lower()
    able = [(heard, written) for heard, written in BY_EAR if heard in low]
    if not able:
        return name
    heard, written = able[int(draw * len(able))]
    at = low.index(heard)
    put = written.capitalize() if name[at].isupper() else written
    return name[:at] + put + name[at + len(heard) :]


def plain(names: np.ndarray) -> np.ndarray:
    """The names without accents; each distinct name is worked out once."""
    stripped = {name: strip_accents(name) for name in set(names.tolist()) if not name.isascii()}
    return as_column(stripped.get(name, name) for name in names.tolist())


def strip_accents(name: str) -> str:
    """The name without its accents."""
    parts = unicodedata.normalize("NFKD", name).replace("ł", "l").replace("Ł", "L")
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def as_column(names: object) -> np.ndarray:
    """Texts as an array of objects, whatever their number."""
    listed = list(names)  # type: ignore[call-overload]
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column
