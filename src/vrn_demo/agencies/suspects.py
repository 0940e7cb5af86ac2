"""Who is suspected of what, and who of more than one offence: repeat involvement as planted.

Persons are made first, each with the number of offences it has in a run of months; then offences
are found for them. An offence of somebody with several has only such suspects, so that both ways
of counting (by offence, by suspect) come to the same share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.dealing import apportion, pick
from vrn_demo.agencies.people import (
    YOUNGEST_SUSPECT,
    draw_ages,
    draw_births,
    draw_sexes,
    find_ages,
    keep_under_25,
)
from vrn_demo.agencies.sizes import SECOND_SUSPECT, plan_suspects, split_sides
from vrn_demo.agencies.times import SCHOOL
from vrn_demo.agencies.violence import is_robbery

if TYPE_CHECKING:
    from vrn_demo.agencies.people import People
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Involved, Living

_ROBBERIES_WITH_SUSPECT = 0.42
_ROBS_AGAIN = 0.3
"""Of the other offences of somebody with a robbery, those that are robberies, too."""
_YOUNG_AMONG_YOUNG = 3.0
"""How much likelier a suspect is under 25 where the victim is, or school is just over."""
_SEEN_BEFORE = 0.3
"""Of the suspects of the other months, those who are suspects of the period, too."""


@dataclass(frozen=True)
class Suspects:
    """One entry for each suspect of an offence: the offence and the person, both by place."""

    offence: np.ndarray
    person: np.ndarray


@dataclass(frozen=True)
class _Slots:
    """One entry for each involvement that needs an offence; those of a person stand together."""

    person: np.ndarray
    young: np.ndarray
    again: np.ndarray
    robbery: np.ndarray


def draw_suspects(
    planted: Planted,
    living: Living,
    found: dict[str, np.ndarray],
    *,
    people: People,
    rng: np.random.Generator,
) -> tuple[Suspects, np.ndarray]:
    """The suspects of serious violence, and the numbers of the persons who have several.

    The period is drawn first: some of its people are then met in the months before and after.
    """
    in_period = int((found["era"] == 1).sum())
    offences, persons = [], []
    known: tuple[np.ndarray, np.ndarray] | None = None
    for era in (1, 0, 2):
        here = np.flatnonzero(found["era"] == era)
        involved = plan_suspects(planted, living, part=len(here) / in_period)
        slots = _lay_slots(planted, living, involved, found["code"][here], rng=rng)
        chosen = here[_find_offences(slots, {k: v[here] for k, v in found.items()}, rng)]
        days = found["committed"][chosen].astype("datetime64[D]")
        numbers = _put_people(planted, slots, days, people=people, known=known, rng=rng)
        offences.append(chosen)
        persons.append(numbers[slots.person])
        if known is None:
            first = np.unique(slots.person, return_index=True)[1]
            known = (numbers, slots.again[first])
    if known is None:
        raise ValueError("there is no period to draw suspects for")
    return Suspects(np.concatenate(offences), np.concatenate(persons)), known[0][known[1]]


def _lay_slots(
    planted: Planted,
    living: Living,
    involved: Involved,
    codes: np.ndarray,
    *,
    rng: np.random.Generator,
) -> _Slots:
    """How many offences each person has, and which of them are robberies."""
    counts, young, again = _count_offences(involved, rng)
    person = np.repeat(np.arange(len(counts)), counts)
    return _Slots(
        person=person,
        young=young[person],
        again=again[person],
        robbery=_choose_robbers(planted, living, counts, young, codes=codes, rng=rng),
    )


def _count_offences(
    involved: Involved, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offences of each person, whether it is under 25, whether it has several."""
    counts, young, again = [], [], []
    for side in (0, 1):
        once, several = involved.once[side], involved.repeaters[side]
        more = rng.multinomial(involved.again[side] - 2 * several, _share_unevenly(several, rng))
        counts += [np.ones(once, dtype=int), 2 + more]
        young.append(np.full(once + several, side == 0))
        again += [np.zeros(once, dtype=bool), np.ones(several, dtype=bool)]
    return np.concatenate(counts), np.concatenate(young), np.concatenate(again)


def _share_unevenly(count: int, rng: np.random.Generator) -> np.ndarray:
    """Shares of a few who have many and many who have few; they add up to 1."""
    weights = rng.lognormal(0, 1.0, count)
    return np.asarray(weights / weights.sum())


def _choose_robbers(
    planted: Planted,
    living: Living,
    counts: np.ndarray,
    young: np.ndarray,
    *,
    codes: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Which offences of each person are robberies, so that the sides of 25 are as planted."""
    with_suspect = _ROBBERIES_WITH_SUSPECT * is_robbery(codes).sum()
    of_robber = 1 + _ROBS_AGAIN * 0.6
    wanted = split_sides(
        with_suspect * (1 + SECOND_SUSPECT) / of_robber, planted.robbery_suspects_ratio, living
    )
    robs = np.zeros(len(counts), dtype=bool)
    for side, number in zip((True, False), wanted, strict=True):
        robs |= pick(rng, np.where(young == side, counts, 0).astype(float), round(number))
    person = np.repeat(np.arange(len(counts)), counts)
    is_first = np.r_[True, person[1:] != person[:-1]]
    return robs[person] & (is_first | (rng.random(len(person)) < _ROBS_AGAIN))


def _find_offences(
    slots: _Slots, found: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """An offence for each involvement; two of one person are never the same offence."""
    robberies = is_robbery(found["code"])
    chosen = np.zeros(len(slots.person), dtype=int)
    for of_robbery in (True, False):
        able = np.flatnonzero(robberies == of_robbery)
        own = slots.robbery == of_robbery
        groups = [
            [np.flatnonzero(own & (slots.young == side) & (slots.again == more)) for more in (0, 1)]
            for side in (True, False)
        ]
        pull = np.where(found["young"] | (found["kind"] == SCHOOL), _YOUNG_AMONG_YOUNG, 1.0)[able]
        for pair in groups:
            sizes = [_count_needed(slots.person[group]) for group in pair]
            taken = pick(rng, pull, sum(sizes))
            mixed = rng.permutation(able[taken])
            for group, offences in zip(pair, np.split(mixed, [sizes[0]]), strict=True):
                # a person's places follow each other, so walking round never meets it twice
                chosen[group] = offences[np.arange(len(group)) % max(len(offences), 1)]
            able, pull = able[~taken], np.ones(int((~taken).sum()))
    return chosen


def _count_needed(persons: np.ndarray) -> int:
    """The offences that these involvements need: some have a second suspect."""
    if not len(persons):
        return 0
    most = int(np.unique(persons, return_counts=True)[1].max())
    return max(round(len(persons) / (1 + SECOND_SUSPECT)), most)


def _put_people(
    planted: Planted,
    slots: _Slots,
    days: np.ndarray,
    *,
    people: People,
    known: tuple[np.ndarray, np.ndarray] | None,
    rng: np.random.Generator,
) -> np.ndarray:
    """The number of a made-up person for each person of the slots."""
    count = int(slots.person[-1]) + 1
    first, last = _span(slots.person, days, count)
    young = np.zeros(count, dtype=bool)
    again = np.zeros(count, dtype=bool)
    young[slots.person], again[slots.person] = slots.young, slots.again
    numbers = np.full(count, -1)
    if known is not None:
        run = (first.min(), last.max())
        numbers = _find_known(known, young, again, run, people=people, rng=rng)
    new = numbers < 0
    weights = _weigh_bands(planted, people)
    ages = draw_ages(young[new], weights, people.by_age(), rng, youngest=YOUNGEST_SUSPECT)
    born = draw_births(ages, first[new], rng)
    born = np.where(young[new], keep_under_25(born, last[new], rng), born)
    numbers[new] = people.add(
        draw_sexes(int(new.sum()), planted.suspects_male / (1 - gaps.NO_SEX), rng), born
    )
    return numbers


def _weigh_bands(planted: Planted, people: People) -> np.ndarray:
    """Persons of each age band, up to a factor for each side of 25."""
    return np.array(planted.suspect_rates) * people.living.of_bands()


def _span(person: np.ndarray, days: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of each person's offences."""
    first = np.full(count, np.datetime64("2100-01-01", "D"))
    last = np.full(count, np.datetime64("1900-01-01", "D"))
    np.minimum.at(first, person, days)
    np.maximum.at(last, person, days)
    return first, last


def _find_known(
    known: tuple[np.ndarray, np.ndarray],
    young: np.ndarray,
    again: np.ndarray,
    run: tuple[np.datetime64, np.datetime64],
    *,
    people: People,
    rng: np.random.Generator,
) -> np.ndarray:
    """For some persons the number of one of the period who is on the same side of 25; else -1.

    `run` is the first and last day: the side must be the same on both.
    """
    numbers, has_several = known
    born = people.born[numbers]
    age_first, age_last = (find_ages(born, np.full(len(born), day)) for day in run)
    met = np.full(len(young), -1)
    for side in (True, False):
        fits = (age_last < 25) & (age_first >= YOUNGEST_SUSPECT) if side else age_first >= 25
        for more in (True, False):
            wanted = np.flatnonzero((young == side) & (again == more))
            able = rng.permutation(numbers[fits & (has_several == more)])
            count = min(round(_SEEN_BEFORE * len(wanted)), len(able))
            met[rng.permutation(wanted)[:count]] = able[:count]
    return met


def meet_again(rows: int, again: float, rng: np.random.Generator) -> np.ndarray:
    """Rows given to fewer persons, 0 and on: the part `again` of them is somebody's further row."""
    distinct = max(rows - round(again * rows), 1)
    further = np.repeat(
        np.arange(distinct), apportion(rows - distinct, _share_unevenly(distinct, rng))
    )
    return rng.permutation(np.concatenate([np.arange(distinct), further]))
