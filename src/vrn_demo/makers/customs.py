"""Naming customs of communities: what a record may have instead of the usual two names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.naming import MALE, for_man, for_woman, names_of
from vrn_demo.makers.spelling import as_column

if TYPE_CHECKING:
    from collections.abc import Callable


_RELIGIOUS_FIRST, _MALE_BENGALI = 0.45, 0.35
_OWN_LAST = {"pakistani": 0.35, "bengali": 0.75}
"""Women who bear a name such as Bibi or Begum instead of the family's."""
_SINGH_KAUR, _SECOND_NAME, _WESTERN = 0.75, 0.6, 0.4
"""Shares of persons of a group who have such a further name (all ours)."""


class Parts(NamedTuple):
    """A person's name: the own forename, a further one that custom gives, and the surname."""

    own: np.ndarray
    further: np.ndarray
    family: np.ndarray


def name_by_custom(group: str, sex: np.ndarray, parts: Parts, rng: np.random.Generator) -> Parts:
    """The parts of names of one group after its custom; `further` comes in as a father's name."""
    names = names_of(group)
    count = len(sex)
    is_male, draw = sex == MALE, rng.random(count)
    none = np.full(count, "", dtype=object)
    family, further = parts.family, parts.further
    if names.convention in ("religious_first", "single_name"):
        share = _RELIGIOUS_FIRST if names.convention == "religious_first" else _MALE_BENGALI
        further = np.where(is_male & (draw < share), _any_of(names.first, count, rng), none)
        own_last = ~is_male & (draw < _OWN_LAST[group])
        family = np.where(own_last, _any_of(names.female_last, count, rng), family)
    elif names.convention == "singh_kaur":
        further = np.where(draw < _SINGH_KAUR, np.where(is_male, "Singh", "Kaur"), none)
        further = further.astype(object)
    elif names.convention == "ends_by_sex":
        bend = zip(family.tolist(), is_male.tolist(), strict=True)
        family = as_column(one if male else for_woman(one) for one, male in bend)
        further = none
    elif names.convention in ("family_first", "second_name"):
        share = _WESTERN if names.convention == "family_first" else _SECOND_NAME
        further = np.where(draw < share, _any_of(names.first, count, rng), none)
    elif names.convention == "plain":
        further = none
    return Parts(parts.own, further, family)


def _any_of(pool: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Names of a short list, the first ones oftener."""
    return pool[(rng.random(count) ** 1.6 * len(pool)).astype(np.int64)]


def forename_of(convention: str, parts: Parts) -> np.ndarray:
    """The forename as a record usually has it: with Mohammed before it where that is borne."""
    if convention in ("religious_first", "single_name"):
        return np.where(parts.further != "", parts.further + " " + parts.own, parts.own)
    return parts.own


def follow_custom(
    convention: str, sex: np.ndarray, parts: Parts, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Forename and surname of records that follow the custom of their group instead."""
    own, further, family = parts
    draw = rng.random(len(own))
    usual = forename_of(convention, parts)
    has = further != ""
    custom = _CUSTOMS[convention]
    forename, surname = custom(own, further, family, draw, sex == MALE)
    needs_further = convention in ("singh_kaur", "second_name")
    if needs_further:
        forename, surname = np.where(has, forename, usual), np.where(has, surname, family)
    return forename, surname


_Column = np.ndarray


def _religious_first(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """Mohammed left out, or alone, or the own name as surname; a woman's own last name alone."""
    has = further != ""
    forename = np.where(has & (draw >= 0.5), further, own)
    surname = np.where(has & (draw >= 0.75), own, family)
    return forename, np.where(~has & ~male & (draw < 0.5), own, surname)


def _single_name(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """One name alone, as forename or as surname, or Mohammed left out."""
    forename = np.where(draw < 0.55, own, np.where(draw < 0.8, "", own)).astype(object)
    surname = np.where(draw < 0.55, "", np.where(draw < 0.8, own, family)).astype(object)
    return forename, surname


def _singh_kaur(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """Singh or Kaur as the surname, or after the forename, or before the surname."""
    forename = np.where((draw >= 0.5) & (draw < 0.8), own + " " + further, own)
    return forename, np.where(
        draw < 0.5, further, np.where(draw < 0.8, family, further + " " + family)
    )


def _fathers_name_between(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """The father's name after the own or as surname, or -bhai or -ben after the own."""
    polite = own + np.where(male, "bhai", "ben").astype(object)
    forename = np.where(draw < 0.4, own + " " + further, np.where(draw < 0.7, own, polite))
    return forename, np.where((draw >= 0.4) & (draw < 0.7), further, family)


def _ends_by_sex(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """The surname's ending of the other sex."""
    bent = zip(family.tolist(), male.tolist(), strict=True)
    return own, as_column(for_woman(one) if man else for_man(one) for one, man in bent)


def _family_first(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """Family name first, or a Western forename, or two syllables written as one or cut to one."""
    western = np.where(further != "", further, own)
    joined = as_column(name.replace("-", "").capitalize() for name in own.tolist())
    short = as_column(name.partition("-")[0] for name in own.tolist())
    choices = [draw < 0.4, draw < 0.65, draw < 0.85]
    forename = np.select(choices, [family, western, joined], short)
    return forename, np.where(draw < 0.4, own, family)


def _patronymic(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """The father's name as surname, or all three names."""
    forename = np.where(draw < 0.6, own, own + " " + further)
    return forename, np.where(draw < 0.6, further, family)


def _second_name(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """The English name instead of the own, or both."""
    return np.where(draw < 0.6, further, further + " " + own), family


def _plain(
    own: _Column, further: _Column, family: _Column, draw: _Column, male: _Column
) -> tuple[_Column, _Column]:
    """Nothing else: the group has no such custom."""
    return own, family


_CUSTOMS: dict[str, Callable[..., tuple[np.ndarray, np.ndarray]]] = {
    "plain": _plain,
    "religious_first": _religious_first,
    "single_name": _single_name,
    "singh_kaur": _singh_kaur,
    "fathers_name_between": _fathers_name_between,
    "ends_by_sex": _ends_by_sex,
    "family_first": _family_first,
    "patronymic": _patronymic,
    "second_name": _second_name,
}
