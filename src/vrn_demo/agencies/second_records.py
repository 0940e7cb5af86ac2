"""Second records: the other number that a force gives to somebody whom its clerk did not find.

The name was written otherwise that day, the birthday taken down wrong, or the home a new one: that
is why nobody was found. So exact keys count these people twice, and only linkage finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.names import SHARE_TWO_IDS
from vrn_demo.agencies.people import MALE, find_ages
from vrn_demo.makers.spelling import mistype, spell_by_ear

if TYPE_CHECKING:
    from vrn_demo.agencies.names import Named
    from vrn_demo.agencies.people import People

REASONS = {
    "surname mistyped": 0.20,
    "surname as heard": 0.12,
    "another surname": 0.04,
    "forename mistyped": 0.16,
    "forename as heard": 0.10,
    "short form": 0.18,
    "day of birth off": 0.08,
    "day and month exchanged": 0.04,
    "moved": 0.08,
}
"""Why nobody was found, of all second records (ours). Another surname is for women alone."""
TWO_REASONS = 0.1
"""Second records with a second such reason, which may be the first once more."""
_SHORTEST, _MONTHS, _VOWELS = 4, 12, "aeiouyàáâäåæèéêëíîïòóôöøùúûü"


@dataclass(frozen=True)
class SecondRecords:
    """What stands under each person's second number; as under the first for who has but one."""

    forename: np.ndarray
    surname: np.ndarray
    born: np.ndarray
    home: np.ndarray


def draw_second_records(named: Named, people: People, rng: np.random.Generator) -> SecondRecords:
    """The second record of everybody who has two numbers, each with one reason or two."""
    two = np.flatnonzero(named.second_id != "")
    of = _draw_reasons(two, rng)
    forename, surname, home = named.forename.copy(), named.surname.copy(), people.home.copy()
    married = of["another surname"][people.sex[of["another surname"]] != MALE]
    surname[married] = named.surname[rng.choice(two, len(married))]
    short = of["short form"]
    forename[short] = np.array([shorten(name) for name in forename[short].tolist()], dtype=object)
    for names, what in ((surname, "surname"), (forename, "forename")):
        for how, change in (("as heard", spell_by_ear), ("mistyped", mistype)):
            here = of[f"{what} {how}"]
            names[here] = change(names[here], rng)
    home[of["moved"]] = people.home[rng.choice(two, len(of["moved"]))]
    born = people.born.copy()
    _take_down(born, of["day of birth off"], rng)
    _turn_round(born, of["day and month exchanged"])
    return SecondRecords(forename, surname, born, home)


def _draw_reasons(two: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Whose second record has each reason."""
    shares = list(REASONS.values())
    first, second = (rng.choice(len(shares), len(two), p=shares) for _ in range(2))
    has_two = rng.random(len(two)) < TWO_REASONS
    return {
        reason: two[(first == number) | (has_two & (second == number))]
        for number, reason in enumerate(REASONS)
    }


def shorten(name: str) -> str:
    """A short form: up to the sounds after the first vowel ("Corvan" to "Corv"), four at least.

    Of names that nobody bears no list knows the short forms: these still begin as the names do.
    """
    first = next((n for n, letter in enumerate(name) if n and letter.lower() in _VOWELS), 0)
    later = (n for n, letter in enumerate(name) if n > first and letter.lower() in _VOWELS)
    return name[: max(next(later, len(name)), _SHORTEST)]


def _take_down(born: np.ndarray, whose: np.ndarray, rng: np.random.Generator) -> None:
    """Takes days of birth down a day or ten off."""
    off = rng.choice([-10, -1, 1, 10], len(whose))
    born[whose] = born[whose] + off.astype("timedelta64[D]")


def _turn_round(born: np.ndarray, whose: np.ndarray) -> None:
    """Takes day and month down in each other's place, where that is a day at all."""
    month = born[whose].astype("datetime64[M]")
    day_of_month = (born[whose] - month).astype(int) + 1
    can = day_of_month <= _MONTHS
    january = born[whose].astype("datetime64[Y]").astype("datetime64[M]")
    other = (january + (day_of_month - 1)).astype("datetime64[D]") + month.astype(int) % _MONTHS
    born[whose[can]] = other[can]


def births_of(
    stated: np.ndarray, second: np.ndarray, born: np.ndarray, is_second: np.ndarray
) -> np.ndarray:
    """The day of birth of each row: the second record's where it makes nobody older or younger.

    A clerk asks for the age as well, so that what is counted by age stays as it was planted.
    """
    same = find_ages(second, stated) == find_ages(born, stated)
    return np.where(is_second & same, second, born)


def tell_second_records() -> dict[str, object]:
    """Who has a second record and what is wrong in it, as shares, for the truth file."""
    return {"of_persons": SHARE_TWO_IDS, "because": REASONS, "two_reasons": TWO_REASONS}
