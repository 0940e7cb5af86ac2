"""The first maker: people in households, each error drawn apart at a rate of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.makers.addresses import find_homes, settle
from vrn_demo.makers.births import write_births
from vrn_demo.makers.customs import Parts
from vrn_demo.makers.framing import frame_records, write_postcodes, write_sexes
from vrn_demo.makers.households import draw_people, find_double
from vrn_demo.makers.identities import name_people
from vrn_demo.makers.luck import Luck
from vrn_demo.makers.made import Made, Streams
from vrn_demo.makers.meetings import draw_meetings
from vrn_demo.makers.numbers import Nominals, make_nhs_numbers, share_numbers, spoil_nhs_numbers
from vrn_demo.makers.writing_names import Told, write_names

if TYPE_CHECKING:
    from vrn_demo.makers.households import People
    from vrn_demo.makers.identities import Identity
    from vrn_demo.makers.meetings import Met
    from vrn_demo.makers.reading_settings import Settings


def make_people(settings: Settings, rng: np.random.Generator) -> Made:
    """Records of four agencies and the truth about them, as many as the settings say."""
    if settings.maker != "first":
        raise ValueError(f'make_people takes settings with maker = "first", not "{settings.maker}"')
    streams = Streams(rng)
    people = draw_people(settings, streams, settings.records)
    met = draw_meetings(settings, streams, people.born)
    people = people.up_to(int(met.person.max()) + 1)
    of_people = Luck(settings, streams, people.group)
    luck = Luck(settings, streams, people.group[met.person], met.source)
    told, born, is_false, is_of_sibling = _tell(luck, met, people, name_people(of_people, people))
    names = write_names(luck, told)
    written = {
        "forename": names.forename,
        "surname": names.surname,
        "day_of_birth": write_births(luck, born, met.at),
        "sex": write_sexes(luck, people.sex[met.person]),
        "postcode": _place(luck, of_people, people, met),
        "nhs_number": _number(luck, of_people, people, met),
        "nominal_id": _nominate(luck, of_people, met, is_false | is_of_sibling),
    }
    written["day_of_birth"][luck.befalls("birth_missing")] = ""
    return frame_records(met, people, written)


def _tell(
    luck: Luck, met: Met, people: People, who: Identity
) -> tuple[Told, np.ndarray, np.ndarray, np.ndarray]:
    """What is told at each meeting, the birth told, and whether it is an alias or another's."""
    double = find_double(people)[met.person]
    false = np.zeros(len(met.person), dtype=bool)
    false[luck.befalls("alias_given", (who.alias_own != "")[met.person])] = True
    of_other = np.zeros(len(met.person), dtype=bool)
    of_other[luck.befalls("sibling_given", (double >= 0) & ~false)] = True
    person = np.where(of_other, double, met.person)
    late = np.zeros(len(met.person), dtype=bool)
    late[luck.befalls("old_surname")] = True
    has_new = (met.at >= who.changed_at[person]) & ~late
    family = np.where(has_new, who.family[person], who.old_family[person])
    parts = Parts(
        np.where(false, who.alias_own[person], who.own[person]),
        np.where(false, "", who.further[person]),
        np.where(false, who.alias_family[person], family),
    )
    middle = np.where(false, "", who.middle[person])
    born = np.where(false, who.alias_born[person], who.born[person])
    return Told(parts, middle, people.sex[met.person]), born, false, of_other


def _place(luck: Luck, of_people: Luck, people: People, met: Met) -> np.ndarray:
    """Postcodes of the records."""
    homes = settle(of_people, people)
    whose = (met.person, people.household[met.person], met.at)
    return write_postcodes(luck, find_homes(luck, homes, whose, stale="old_address"))


def _number(luck: Luck, of_people: Luck, people: People, met: Met) -> np.ndarray:
    """NHS numbers of the records; wrong ones are other persons' or nobody's."""
    count = len(people.sex)
    every = make_nhs_numbers(count + count // 4 + 1, luck.streams["nhs numbers"])
    known = share_numbers(of_people, people, every[:count])
    return spoil_nhs_numbers(luck, known[met.person], every)


def _nominate(luck: Luck, of_people: Luck, met: Met, is_false: np.ndarray) -> np.ndarray:
    """Nominal ids of the records; a false identity has its own, unless it is found out."""
    found_out = np.zeros(len(met.person), dtype=bool)
    found_out[luck.befalls("alias_found_out", is_false)] = True
    return Nominals(of_people).write(luck, met.person, is_false & ~found_out)
