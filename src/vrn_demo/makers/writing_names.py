"""How agencies write a name down: short forms, parts left out or exchanged, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.customs import Parts, follow_custom, forename_of
from vrn_demo.makers.identities import rows_by_group
from vrn_demo.makers.naming import names_of, nicknames
from vrn_demo.makers.spelling import as_column, mistype, plain, spell_by_ear

if TYPE_CHECKING:
    from vrn_demo.makers.luck import Luck

NOBODY = np.array(
    ["Unknown", "Unk", "Male", "Female", "Baby", "Patient", "Not Known"], dtype=object
)
"""What is written for a forename that nobody asked."""


class Told(NamedTuple):
    """What somebody tells an agency, a row for each record."""

    parts: Parts
    middle: np.ndarray
    sex: np.ndarray


class Written(NamedTuple):
    """Forename and surname of each record, changed in place."""

    forename: np.ndarray
    surname: np.ndarray


def write_names(luck: Luck, told: Told) -> Written:
    """Both names as the records have them."""
    written = _usual(luck, told)
    _write_forms(luck, told, written)
    _leave_out(luck, written)
    _spell(luck, written)
    for column in written:
        rows = luck.befalls("upper_case")
        column[rows] = [name.upper() for name in column[rows].tolist()]
    rows = luck.befalls("unnamed")
    written.forename[rows] = NOBODY[luck.how("unnamed").integers(len(NOBODY), size=len(rows))]
    for name, column in zip(Written._fields, written, strict=True):
        column[luck.befalls(f"{name}_missing")] = ""
    return written


def _usual(luck: Luck, told: Told) -> Written:
    """The usual two names, or what the group's custom gives instead."""
    written = Written(told.parts.own.copy(), told.parts.family.copy())
    struck = luck.befalls("own_custom")
    is_struck = np.zeros(len(told.sex), dtype=bool)
    is_struck[struck] = True
    for name, rows in rows_by_group(luck.group):
        convention = names_of(name).convention
        written.forename[rows] = forename_of(convention, _at(told.parts, rows))
        here = rows[is_struck[rows]]
        rng = luck.streams[f"how own_custom {name}"]
        written.forename[here], written.surname[here] = follow_custom(
            convention, told.sex[here], _at(told.parts, here), rng
        )
    return written


def _at(parts: Parts, rows: np.ndarray) -> Parts:
    return Parts(*(column[rows] for column in parts))


def _write_forms(luck: Luck, told: Told, written: Written) -> None:
    """Middle names, short forms and initials."""
    forename = written.forename
    has_middle = told.middle != ""
    rows = luck.befalls("middle_written", has_middle & (forename != ""))
    forename[rows] = forename[rows] + " " + told.middle[rows]
    rows = luck.befalls("middle_instead", has_middle)
    forename[rows] = told.middle[rows]
    forms = nicknames()
    has_form = np.array([name.partition(" ")[0] in forms for name in forename.tolist()], dtype=bool)
    rows = luck.befalls("nickname", has_form)
    draws = luck.how("nickname").random(len(forename))[rows].tolist()
    forename[rows] = as_column(
        _shorten(name, forms, draw)
        for name, draw in zip(forename[rows].tolist(), draws, strict=True)
    )
    rows = luck.befalls("initial_only")
    forename[rows] = as_column(name[:1] for name in forename[rows].tolist())


def _shorten(name: str, forms: dict[str, tuple[str, ...]], draw: float) -> str:
    """The name with a short form for its first word; what follows goes half of the time."""
    first, _, rest = name.partition(" ")
    place = draw * len(forms[first])
    short = forms[first][int(place)]
    return f"{short} {rest}" if rest and place % 1 < 0.5 else short


def _leave_out(luck: Luck, written: Written) -> None:
    """One part of a double surname, and names in each other's place."""
    forename, surname = written
    is_double = np.array(["-" in name for name in surname.tolist()], dtype=bool)
    rows = luck.befalls("part_left_out", is_double)
    place = luck.how("part_left_out").integers(2, size=len(surname))[rows].tolist()
    surname[rows] = as_column(
        name.split("-")[-one] for name, one in zip(surname[rows].tolist(), place, strict=True)
    )
    rows = luck.befalls("names_swapped")
    forename[rows], surname[rows] = surname[rows], forename[rows].copy()


def _spell(luck: Luck, written: Written) -> None:
    """Accents, apostrophes, and errors of hand and ear."""
    keeps = np.zeros(len(written.forename), dtype=bool)
    keeps[luck.befalls("accents_kept")] = True
    for column in written:
        column[:] = np.where(keeps, column, plain(column))
    surname = written.surname
    marked = np.array([not name.isalpha() for name in surname.tolist()], dtype=bool)
    rows = luck.befalls("apostrophe_lost", marked)
    blank = luck.how("apostrophe_lost").choice(("", " "), len(surname))[rows].tolist()
    surname[rows] = as_column(
        name.replace("'", put).replace("-", " ")
        for name, put in zip(surname[rows].tolist(), blank, strict=True)
    )
    for name, column in zip(Written._fields, written, strict=True):
        rows = luck.befalls(f"by_ear_{name}")
        column[rows] = spell_by_ear(column[rows], luck.how(f"by_ear_{name}"))
        rows = luck.befalls(f"typing_{name}")
        column[rows] = mistype(column[rows], luck.how(f"typing_{name}"))
