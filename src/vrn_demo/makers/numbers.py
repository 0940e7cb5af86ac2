"""NHS numbers that check but belong to nobody, and the police's nominal ids with their faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.makers.meetings import POLICE
from vrn_demo.makers.spelling import mistype

if TYPE_CHECKING:
    from vrn_demo.makers.households import People
    from vrn_demo.makers.luck import Luck

_BODIES = 999_000_000
"""Numbers that begin with 999 are given to nobody (memory); large runs take those below, too."""
_WEIGHTS = np.arange(10, 1, -1)
_NOMINALS = 1_000_000


def check_digit(bodies: np.ndarray) -> np.ndarray:
    """The last digit of an NHS number by its first nine; 10 where no number has these nine."""
    digits = bodies[:, None] // 10 ** np.arange(8, -1, -1) % 10
    return np.asarray((11 - (digits * _WEIGHTS).sum(axis=1) % 11) % 11)


def make_nhs_numbers(count: int, rng: np.random.Generator) -> np.ndarray:
    """Distinct ten-digit numbers with a right check digit."""
    enough = int(count * 1.2) + 50
    drawn = rng.permutation(max(1_000_000, enough))[:enough]
    bodies = _BODIES + 1_000_000 - 1 - drawn
    checks = check_digit(bodies)
    numbers = (bodies * 10 + checks)[checks < 10]
    return numbers[:count].astype(str).astype(object)


def share_numbers(luck: Luck, people: People, own: np.ndarray) -> np.ndarray:
    """The number by which each person is known; a few are known by another member's."""
    rows = np.arange(len(own))
    follows = np.append(people.household[1:] == people.household[:-1], False)
    other = np.where(follows, np.minimum(rows + 1, len(rows) - 1), people.first)
    shared = luck.befalls("nhs_shared", other != rows)
    known = own.copy()
    known[shared] = own[other[shared]]
    return known


def spoil_nhs_numbers(luck: Luck, written: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """Numbers as records have them: wrong ones that check, mistyped, the last four, or none."""
    rng = luck.how("nhs_of_another")
    wrong = luck.befalls("nhs_of_another")
    written[wrong] = spare[rng.integers(len(spare), size=len(written))[wrong]]
    typed = luck.befalls("nhs_mistyped")
    written[typed] = mistype(written[typed], luck.how("nhs_mistyped"), kinds=(1, 0, 0, 0))
    part = luck.befalls("nhs_partial")
    written[part] = [text[-4:] for text in written[part].tolist()]
    written[luck.befalls("nhs_missing")] = ""
    return written


class Nominals:
    """Nominal ids of persons: one each, a second for some, another person's for a few."""

    def __init__(self, luck: Luck) -> None:
        count = len(luck.group)
        ids = _NOMINALS + luck.streams["nominal ids"].permutation(3 * count)
        self.of_false = ids[2 * count :]
        self.first = ids[:count].copy()
        shared = luck.befalls("shared_nominal")
        lent = luck.how("shared_nominal").integers(count, size=count)
        self.first[shared] = ids[:count][lent[shared]]
        self.second = self.first.copy()
        twice = luck.befalls("second_nominal")
        self.second[twice] = ids[count : 2 * count][twice]

    def write(self, luck: Luck, person: np.ndarray, is_false: np.ndarray) -> np.ndarray:
        """The id on each record: the police's alone; a false identity has its own."""
        takes_second = luck.how("second_nominal").random(len(person)) < 0.5
        number = np.where(takes_second, self.second[person], self.first[person])
        number = np.where(is_false, self.of_false[person], number)
        written = np.full(len(person), "", dtype=object)
        police = np.flatnonzero(luck.source == POLICE)
        written[police] = [f"N{one}" for one in number[police].tolist()]
        written[luck.befalls("nominal_missing")] = ""
        return written
