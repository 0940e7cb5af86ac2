"""The second maker: families from a tree, names handed on, and records through a noisy channel.

Its errors strike signs of whole records, in haste or with care, and are copied on from one record
to the next; so what suits the first maker's errors, each at a rate of its own, need not suit these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.makers.addresses import find_homes, settle
from vrn_demo.makers.births import Birth, is_date
from vrn_demo.makers.channel import Noise, send
from vrn_demo.makers.framing import frame_records, write_sexes
from vrn_demo.makers.luck import Luck
from vrn_demo.makers.made import SOURCES, Made, Streams
from vrn_demo.makers.meetings import draw_meetings
from vrn_demo.makers.numbers import Nominals, make_nhs_numbers, share_numbers
from vrn_demo.makers.tree import grow_people, hand_on_names

if TYPE_CHECKING:
    from vrn_demo.makers.households import People
    from vrn_demo.makers.meetings import Met
    from vrn_demo.makers.reading_settings import Settings

SENT = ("forename", "surname", "day_of_birth", "postcode", "nhs_number")
_GUESSED_YEARS = 3
_CUT_AT = 6


def make_people_otherwise(settings: Settings, rng: np.random.Generator) -> Made:
    """Records of four agencies and the truth about them, made another way than by `make_people`."""
    if settings.maker != "second":
        raise ValueError(
            f'make_people_otherwise takes settings with maker = "second", not "{settings.maker}"'
        )
    streams = Streams(rng)
    people = grow_people(settings, streams, settings.records)
    met = draw_meetings(settings, streams, people.born)
    people = people.up_to(int(met.person.max()) + 1)
    of_people = Luck(settings, streams, people.group)
    luck = Luck(settings, streams, people.group[met.person], met.source)
    written = _write(luck, of_people, met, people)
    _garble(luck, met, written)
    written["sex"] = write_sexes(luck, people.sex[met.person])
    no_lie = np.zeros(len(met.person), dtype=bool)
    written["nominal_id"] = Nominals(of_people).write(luck, met.person, no_lie)
    _copy(luck, met, written)
    _lose(luck, written)
    return frame_records(met, people, written)


def _write(luck: Luck, of_people: Luck, met: Met, people: People) -> dict[str, np.ndarray]:
    """The fields as they are told, before the channel."""
    borne = hand_on_names(of_people, people)
    person = _who_is_told(luck, met, people)
    forename, surname = borne.forename[person], borne.surname[person]
    rows = luck.befalls("short_form", (borne.short != "")[person])
    forename[rows] = borne.short[person[rows]]
    rows = luck.befalls("cut_short")
    surname[rows] = [name[:_CUT_AT] for name in surname[rows].tolist()]
    rows = luck.befalls("shifted")
    forename[rows], surname[rows] = surname[rows], forename[rows].copy()
    homes = settle(of_people, people)
    whose = (met.person, people.household[met.person], met.at)
    numbers = make_nhs_numbers(len(people.sex), luck.streams["nhs numbers"])
    return {
        "forename": forename,
        "surname": surname,
        "day_of_birth": _write_births(luck, people.born[person]),
        "postcode": find_homes(luck, homes, whose, stale="stale_address"),
        "nhs_number": share_numbers(of_people, people, numbers)[met.person],
    }


def _who_is_told(luck: Luck, met: Met, people: People) -> np.ndarray:
    """The person whose name and birth are told: a relative's for a false identity."""
    rows = np.arange(len(people.sex))
    after = np.minimum(rows + 1, len(rows) - 1)
    relative = np.where(people.household[after] == people.household, after, people.first)
    told = met.person.copy()
    false = luck.befalls("false_identity", (relative != rows)[met.person])
    told[false] = relative[met.person[false]]
    return told


def _write_births(luck: Luck, born: np.ndarray) -> np.ndarray:
    """Days of birth, some rounded to the month or the year, some a guessed year."""
    written = Birth.of(born).spell()
    rows = luck.befalls("birth_rounded")
    long = luck.how("birth_rounded").choice((4, 7), len(born))[rows].tolist()
    written[rows] = [text[:to] for text, to in zip(written[rows].tolist(), long, strict=True)]
    rows = luck.befalls("birth_guessed")
    off = luck.how("birth_guessed").integers(-_GUESSED_YEARS, _GUESSED_YEARS + 1, size=len(born))
    years = born[rows].astype("datetime64[Y]").astype(np.int64) + 1970 + off[rows]
    written[rows] = [str(year) for year in years.tolist()]
    return written


def _garble(luck: Luck, met: Met, written: dict[str, np.ndarray]) -> None:
    """The fields after the channel; a form takes no birth that is no day, or after the record's."""
    haste = _times_of_group(luck)
    haste[luck.befalls("poor_record")] *= luck.settings.rates["haste"]
    for place, name in enumerate(SOURCES):
        rows = np.flatnonzero(met.source == place)
        if not len(rows):
            continue
        noise = Noise(*(luck.settings.rate(one, agency=name) for one in Noise._fields))
        told = [written[column][rows] for column in SENT]
        arrived = send(told, haste[rows], noise, luck.streams[f"channel {name}"])
        arrived[2] = _take_days(told[2], arrived[2], met.at[rows])
        for column, texts in zip(SENT, arrived, strict=True):
            written[column][rows] = texts


def _times_of_group(luck: Luck) -> np.ndarray:
    """How many times the noise strikes each record for its group: as substitution does."""
    base = luck.settings.rates["substituted"]
    plain = Luck(luck.settings, luck.streams, luck.group)
    return plain.chance("substituted") / base if base else np.ones(len(luck.group))


def _take_days(told: np.ndarray, arrived: np.ndarray, at: np.ndarray) -> np.ndarray:
    """What arrived where a form would take it, else what was told."""
    taken = told.copy()
    days = np.datetime_as_string(at, unit="D")
    for row in np.flatnonzero(told != arrived).tolist():
        text = arrived[row]
        if len(text) == len(told[row]) and "1900" <= text <= days[row] and is_date(text):
            taken[row] = text
    return taken


def _copy(luck: Luck, met: Met, written: dict[str, np.ndarray]) -> None:
    """Records that copy the person's last one in the same agency, whatever it says."""
    order = np.lexsort((met.at, met.source, met.person))
    same = (met.person[order][1:] == met.person[order][:-1]) & (
        met.source[order][1:] == met.source[order][:-1]
    )
    before = np.arange(len(order))
    before[order[1:]] = np.where(same, order[:-1], order[1:])
    follows = np.arange(len(order))
    rows = luck.befalls("copied", before != follows)
    follows[rows] = before[rows]
    while (follows[follows] != follows).any():
        follows = follows[follows]
    for name, column in written.items():
        written[name] = column[follows]


def _lose(luck: Luck, written: dict[str, np.ndarray]) -> None:
    """Capitals, the last four digits, and what is missing."""
    rows = luck.befalls("upper_case")
    for name in ("forename", "surname"):
        written[name][rows] = [text.upper() for text in written[name][rows].tolist()]
    rows = luck.befalls("nhs_partial")
    written["nhs_number"][rows] = [text[-4:] for text in written["nhs_number"][rows].tolist()]
    lost = {"day_of_birth": "birth", "nhs_number": "nhs"}
    for column in SENT:
        written[column][luck.befalls(f"{lost.get(column, column)}_missing")] = ""
