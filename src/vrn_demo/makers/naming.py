"""Names of several communities: our own lists for the common ones, syllables for the long tail."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from vrn_demo.makers.reading_settings import Group

GROUPS = (
    "british", "caribbean", "pakistani", "bengali", "punjabi", "gujarati", "polish", "chinese",
    "somali", "african",
)  # fmt: skip
MALE = 1
_FLATTENS_HEAD, _FLATTENS_TAIL = 2.7, 60.0
_STRIDE = 7919
"""A prime: steps through a tail so that names of one beginning are not all common."""


class Names(NamedTuple):
    """The names of a group; lists are commonest first."""

    label: str
    convention: str
    male: np.ndarray
    female: np.ndarray
    surnames: np.ndarray
    tail_forenames: np.ndarray
    tail_surnames: np.ndarray
    first: np.ndarray
    female_last: np.ndarray


@cache
def names_of(group: str) -> Names:
    """The names of a group, read from its text."""
    told = _read(group)
    return Names(
        told["label"],
        told["convention"],
        *(_listed(told[key]) for key in ("male", "female", "surnames")),
        *(_syllables(told[key]) for key in ("tail_forename", "tail_surname")),
        *(_listed(told.get(key, "")) for key in ("first", "female_last")),
    )


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Short forms by full forename."""
    return {name: tuple(forms.split()) for name, forms in _read("nicknames").items()}


def _read(name: str) -> dict[str, Any]:
    folder = files("vrn_demo.makers") / "names"
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def _listed(text: str) -> np.ndarray:
    return np.array(list(dict.fromkeys(text.split())), dtype=object)


def _syllables(text: str) -> np.ndarray:
    """Every name that the parts before, between and after the strokes make, well mixed."""
    slots = [slot.split() for slot in text.split("/")]
    made = list(dict.fromkeys("".join(parts) for parts in product(*slots)))
    return np.array(made, dtype=object)[np.arange(len(made)) * _STRIDE % len(made)]


def draw_skewed(
    pool: np.ndarray, count: int, rng: np.random.Generator, *, exponent: float, flat: float
) -> np.ndarray:
    """Names of a pool whose first are drawn most: weights (rank + flat) to the minus exponent."""
    steps = np.cumsum((np.arange(len(pool)) + 1 + flat) ** -exponent)
    return pool[np.searchsorted(steps, rng.random(count) * steps[-1])]


def draw_forenames(
    group: str, sex: np.ndarray, shape: Group, rng: np.random.Generator
) -> np.ndarray:
    """A forename for each person of one group."""
    names = names_of(group)
    count = len(sex)
    drawn = [
        draw_skewed(pool, count, rng, exponent=shape.forename_exponent, flat=_FLATTENS_HEAD)
        for pool in (names.male, names.female)
    ]
    tail = draw_skewed(names.tail_forenames, count, rng, exponent=1, flat=_FLATTENS_TAIL)
    head = np.where(sex == MALE, *drawn)
    return np.where(rng.random(count) < shape.tail_forename, tail, head)


def draw_surnames(group: str, count: int, shape: Group, rng: np.random.Generator) -> np.ndarray:
    """A surname for each of `count` families of one group."""
    names = names_of(group)
    head = draw_skewed(
        names.surnames, count, rng, exponent=shape.surname_exponent, flat=_FLATTENS_HEAD
    )
    tail = draw_skewed(names.tail_surnames, count, rng, exponent=1, flat=_FLATTENS_TAIL)
    return np.where(rng.random(count) < shape.tail_surname, tail, head)


def for_woman(surname: str) -> str:
    """The form of a Polish surname that a woman bears: -ska for -ski."""
    return f"{surname[:-1]}a" if surname.endswith(("ski", "cki", "dzki")) else surname


def for_man(surname: str) -> str:
    """The form of a Polish surname that a man bears: -ski for -ska."""
    return f"{surname[:-1]}i" if surname.endswith(("ska", "cka", "dzka")) else surname
