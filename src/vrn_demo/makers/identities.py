"""Who people say they are: names in families, new surnames, middle names and false identities."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.births import find_ages
from vrn_demo.makers.customs import Parts, name_by_custom
from vrn_demo.makers.households import CHILD, PARTNER, YEAR, People
from vrn_demo.makers.naming import GROUPS, MALE, draw_forenames, draw_surnames, names_of

if TYPE_CHECKING:
    from vrn_demo.makers.luck import Luck

WITHOUT_FAMILY_NAME = ("patronymic", "single_name", "singh_kaur")
_ALIAS_YEARS = 4


class Identity(NamedTuple):
    """A row for each person; `old_family` holds up to `changed_at`; `alias_own` may be empty."""

    own: np.ndarray
    further: np.ndarray
    family: np.ndarray
    old_family: np.ndarray
    changed_at: np.ndarray
    middle: np.ndarray
    born: np.ndarray
    alias_own: np.ndarray
    alias_family: np.ndarray
    alias_born: np.ndarray


class Drawn(NamedTuple):
    """Names drawn without regard to kin, of which families then take."""

    forename: np.ndarray
    mans_name: np.ndarray
    surname: np.ndarray


def name_people(luck: Luck, people: People) -> Identity:
    """An identity for everybody."""
    drawn = draw_names(luck, people, "names")
    own = _own_names(luck, people, drawn)
    further, family = _family_names(luck, people, drawn, own=own)
    own, further, family = _by_custom(luck, people, Parts(own, further, family))
    again, alias = (draw_names(luck, people, name) for name in ("names again", "aliases"))
    middle = np.full(len(own), "", dtype=object)
    rows = luck.befalls("middle_name")
    middle[rows] = again.forename[rows]
    new, changed_at = _marry(luck, people, family, new=again.surname)
    has_alias = np.zeros(len(own), dtype=bool)
    has_alias[luck.befalls("alias")] = True
    step = luck.how("alias").integers(-_ALIAS_YEARS * 365, _ALIAS_YEARS * 365, size=len(own))
    return Identity(
        own, further, new, family, changed_at, middle, people.born,
        np.where(has_alias, alias.forename, ""), alias.surname, people.born + step,
    )  # fmt: skip


def rows_by_group(group: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Each group that occurs, with its rows."""
    found = [(name, np.flatnonzero(group == place)) for place, name in enumerate(GROUPS)]
    return [(name, rows) for name, rows in found if len(rows)]


def draw_names(luck: Luck, people: People, stream: str) -> Drawn:
    """A forename by sex, a man's name and a surname for each person, by group."""
    made = Drawn(*(np.full(len(people.sex), "", dtype=object) for _ in Drawn._fields))
    for name, rows in rows_by_group(people.group):
        rng, shape = luck.streams[f"{stream} {name}"], luck.settings.groups[name]
        made.forename[rows] = draw_forenames(name, people.sex[rows], shape, rng)
        men = np.full(len(rows), MALE)
        made.mans_name[rows] = draw_forenames(name, men, shape, rng)
        made.surname[rows] = draw_surnames(name, len(rows), shape, rng)
    return made


def _own_names(luck: Luck, people: People, drawn: Drawn) -> np.ndarray:
    """Forenames; a few sons bear their father's."""
    own = drawn.forename.copy()
    is_son = (people.role == CHILD) & (people.sex == MALE) & (people.sex[people.first] == MALE)
    rows = luck.befalls("same_name_as_father", is_son)
    own[rows] = own[people.first[rows]]
    return own


def _family_names(
    luck: Luck, people: People, drawn: Drawn, *, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fathers' names and surnames; the household's, but for partners with one of their own."""
    rows = np.arange(len(own))
    is_partner = people.role == PARTNER
    shares = np.zeros(len(own), dtype=bool)
    shares[luck.befalls("partner_same_surname", is_partner)] = True
    whose = np.where(is_partner & ~shares, rows, people.first)
    of_father = (people.role == CHILD) & (people.sex[people.first] == MALE)
    father = np.where(of_father, own[people.first], drawn.mans_name[whose])
    family = _double(luck, people, drawn.surname)[whose]
    for name, here in rows_by_group(people.group):
        if names_of(name).convention == "patronymic":
            father[here] = np.where(is_partner[here], drawn.mans_name[here], father[here])
            grandfather = np.where(of_father, drawn.mans_name[people.first], family)
            family[here] = np.where(is_partner, drawn.surname, grandfather)[here]
    return father, family


def _double(luck: Luck, people: People, surname: np.ndarray) -> np.ndarray:
    """Surnames, some of them two with a hyphen, where the group has family names."""
    can = np.ones(len(surname), dtype=bool)
    other = surname.copy()
    for name, rows in rows_by_group(people.group):
        can[rows] = names_of(name).convention not in WITHOUT_FAMILY_NAME
        other[rows] = luck.streams[f"second surname {name}"].permutation(surname[rows])
    rows = luck.befalls("double_surname", can & (other != surname))
    doubled = surname.copy()
    doubled[rows] = surname[rows] + "-" + other[rows]
    return doubled


def _by_custom(luck: Luck, people: People, parts: Parts) -> Parts:
    """The parts of everybody's name after the custom of the group."""
    made = Parts(*(column.copy() for column in parts))
    for name, rows in rows_by_group(people.group):
        told = Parts(*(column[rows] for column in parts))
        rng = luck.streams[f"custom {name}"]
        for column, one in zip(made, name_by_custom(name, people.sex[rows], told, rng),
                               strict=True):  # fmt: skip
            column[rows] = one
    return made


def _marry(
    luck: Luck, people: People, family: np.ndarray, *, new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Surnames at the end, and the day from which they hold, for women who change theirs."""
    first, last = (np.datetime64(day) for day in (luck.settings.first_day, luck.settings.last_day))
    ages = find_ages(people.born, np.full(len(family), first))
    rows = luck.befalls("marries_in_period", (people.sex != MALE) & (ages >= 18) & (ages <= 45))
    length = int((last - first).astype(np.int64)) + 1
    changed_at = np.full(len(family), first - int(YEAR))
    changed_at[rows] = (
        first + luck.how("marries_in_period").integers(length, size=len(family))[rows]
    )
    at_end = family.copy()
    at_end[rows] = new[rows]
    return at_end, changed_at
