"""The police's two files as their system writes them: one of offences, one of people, by year.

Comma, a byte-order mark, CRLF, headers in capitals; times as 31/12/2020 23:59; flags Y and N; the
same offence class in several forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.codes import CODES, PLACES
from vrn_demo.agencies.names import UNDER_SECOND_ID, name_everybody, write_untidily
from vrn_demo.agencies.people import ELSEWHERE, MALE
from vrn_demo.agencies.second_records import births_of, draw_second_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.people import People
    from vrn_demo.agencies.records import Records

OFFENCE_HEADER = (
    *("CRIME REF", "HO CLASS", "HO SUBCLASS", "OFFENCE TITLE", "COMMITTED FROM", "COMMITTED TO"),
    *("RECORDED AT", "STATUS", "LOCATION TYPE", "POSTCODE", "EASTING", "NORTHING", "BEAT", "NPA"),
    *("KNIFE FLAG", "DOMESTIC FLAG", "ALCOHOL FLAG", "OUTCOME"),
)
PEOPLE_HEADER = (
    *("CRIME REF", "ROLE", "NOMINAL ID", "SURNAME", "FORENAME", "DOB", "SEX", "ETHNICITY SELF"),
    *("ETHNICITY OFFICER", "HOME POSTCODE", "RELATIONSHIP"),
)
STATUSES = ("Recorded", "Reclassified", "Cancelled")
LOCATIONS = tuple(name.upper() for name in PLACES)
"""As the police's system writes the kinds of place; an empty one was not recorded."""
_OUTCOMES = (
    "Charged",
    "Community resolution",
    "No suspect identified",
    "Evidential difficulties",
    "",
)
_SELF = (("A1", "A2", "A3", "A9"), ("B1", "B2", "B9"), ("M1", "M2", "M3", "M9"))
_SELF_OF_GROUP = (*_SELF, ("W1", "W1", "W1", "W2", "W9"), ("O1", "O9"))
"""16+1 codes by ethnic group, in the order of the residents' groups."""
_OFFICER_OF_GROUP = ("IC4", "IC3", "IC3", "IC1", "IC6")
_RELATIONS = ("Stranger", "Acquaintance", "")
_RELATIONS_AT_HOME = ("Partner", "Ex-partner", "Family")


def list_offences(
    records: Records, refs: np.ndarray, ground: Ground, rng: np.random.Generator
) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the file of offences of each year of recording, by year."""
    table = records.offences
    columns = [
        refs.tolist(),
        *_spell_codes(table["code"], rng),
        spell_minutes(table["stated_from"]),
        spell_minutes(table["stated_to"]),
        spell_minutes(table["recorded"]),
        _name(STATUSES, table["status"]),
        _name(LOCATIONS, table["place"]),
        *_spell_places(table, ground, rng),
        _flag(table["knife"], rng, blank=0.02),
        _flag(table["domestic"], rng, blank=0.01),
        _flag(rng.random(len(refs)) < 0.22, rng, blank=0.1),
        _name(_OUTCOMES, rng.choice(5, len(refs), p=[0.16, 0.08, 0.3, 0.36, 0.1])),
    ]
    return _part_by_year(columns, _years(table["recorded"]))


def list_people(
    records: Records,
    refs: np.ndarray,
    ground: Ground,
    rng: np.random.Generator,
    *,
    again: np.random.Generator,
) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the file of people of each year of recording, by year.

    `again` draws what stands under a person's second number, apart from all else.
    """
    table, people, rows = records.offences, records.people, records.rows
    offence, person = rows.offence, rows.person
    named = name_everybody(people, rng)
    second = draw_second_records(named, people, again)
    is_second = (named.second_id[person] != "") & (rng.random(len(person)) < UNDER_SECOND_ID)
    stated = table["stated_from"][offence]
    born = births_of(stated, second.born[person], people.born[person], is_second)
    # Victims are looked for where they live: their homes are what hospitals know, too.
    home = np.where(is_second & rows.is_suspect, second.home[person], people.home[person])
    columns = [
        refs[offence].tolist(),
        _name(("Victim", "Suspect"), rows.is_suspect.astype(int)),
        np.where(is_second, named.second_id[person], named.nominal[person]).tolist(),
        write_untidily(np.where(is_second, second.surname[person], named.surname[person]), rng),
        write_untidily(np.where(is_second, second.forename[person], named.forename[person]), rng),
        _spell_births(born, rows.no_birth),
        _spell_sexes(people.sex[person], rows.no_sex, rng),
        *_spell_groups(people, person, rng),
        _spell_homes(home, person, ground, rng),
        _spell_relations(table["domestic"][offence], rows.is_suspect, rng),
    ]
    return _part_by_year(columns, _years(table["recorded"][offence]))


def number_offences(recorded: np.ndarray) -> np.ndarray:
    """A crime reference for each offence, in the order given: year and a running number."""
    years = _years(recorded)
    refs = np.empty(len(recorded), dtype=object)
    for year in np.unique(years):
        here = np.flatnonzero(years == year)
        refs[here] = [f"{str(year)[2:]}-{7 * n + 13:07d}" for n in range(len(here))]
    return refs


def spell_minutes(times: np.ndarray) -> list[str]:
    """Local times as 31/12/2020 23:59; an unknown one is empty."""
    return [
        "" if one == "NaT" else f"{one[8:10]}/{one[5:7]}/{one[:4]} {one[11:16]}"
        for one in np.datetime_as_string(times, unit="m").tolist()
    ]


def _spell_codes(codes: np.ndarray, rng: np.random.Generator) -> tuple[list[str], ...]:
    """Class in one of its forms, subclass, title."""
    forms = [spell_class_forms(one.code) for one in CODES]
    which = rng.integers(0, 12, len(codes)).tolist()
    numbers = codes.tolist()
    classes = [forms[code][n % len(forms[code])] for code, n in zip(numbers, which, strict=True)]
    subclasses = [CODES[code].subclass for code in numbers]
    return classes, subclasses, [CODES[code].title for code in numbers]


def spell_class_forms(code: str) -> list[str]:
    """The ways in which one class is written: 8N and 008N; 4/1, 4.1 and 004/01."""
    if "/" in code:
        first, second = code.split("/")
        return [code, f"{first}.{second}", f"{int(first):03d}/{int(second):02d}"]
    digits = code.rstrip("ABCDEFGHJKLMNPQRSTX")
    return [code, code, f"{int(digits):03d}{code[len(digits) :]}"]


def _spell_places(
    table: dict[str, np.ndarray], ground: Ground, rng: np.random.Generator
) -> list[list[str]]:
    """Postcode, easting, northing, beat and neighbourhood; all but the last two may be missing."""
    piece, point, placed = table["piece"], table["point"], table["placed"]
    postcodes = np.where(placed, ground.postcodes[piece, point], "")
    dropped = rng.random(len(piece)) < gaps.NO_POSTCODE
    hood = ground.neighbourhood[piece]
    beats = [f"B{n % 240 + 1:03d}" for n in piece.tolist()]
    return [
        _write_postcodes(np.where(dropped, "", postcodes), rng),
        np.where(placed, ground.eastings[piece, point].astype(str), "").tolist(),
        np.where(placed, ground.northings[piece, point].astype(str), "").tolist(),
        np.where(placed, beats, "").tolist(),
        np.where(placed, np.array(ground.codes)[hood], "").tolist(),
    ]


def _write_postcodes(postcodes: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Postcodes as clerks write them: some without the blank, some in small letters."""
    habit = rng.random(len(postcodes))
    return [
        one.replace(" ", "") if n < 0.05 else one.lower() if n < 0.08 else one
        for one, n in zip(postcodes.tolist(), habit.tolist(), strict=True)
    ]


def _flag(is_set: np.ndarray, rng: np.random.Generator, *, blank: float) -> list[str]:
    """Y, N, or nothing for a part of those that are not set."""
    empty = ~is_set & (rng.random(len(is_set)) < blank)
    return np.where(empty, "", np.where(is_set, "Y", "N")).tolist()


def _spell_births(born: np.ndarray, missing: np.ndarray) -> list[str]:
    """Days of birth as 31/12/2001; empty where missing."""
    return [
        "" if gone else f"{one[8:10]}/{one[5:7]}/{one[:4]}"
        for one, gone in zip(np.datetime_as_string(born).tolist(), missing.tolist(), strict=True)
    ]


def _spell_sexes(sexes: np.ndarray, missing: np.ndarray, rng: np.random.Generator) -> list[str]:
    """M, F, and U or nothing where it was not recorded."""
    unknown = np.where(rng.random(len(sexes)) < 0.5, "U", "")
    return np.where(missing, unknown, np.where(sexes == MALE, "M", "F")).tolist()


def _spell_groups(
    people: People, person: np.ndarray, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Ethnicity as people say it (16+1 codes) and as officers see it; both with gaps."""
    group = people.group[person]
    kept = rng.integers(0, 60, people.count)[person].tolist()
    chance = rng.random(len(person))
    said = [_SELF_OF_GROUP[g][n % len(_SELF_OF_GROUP[g])] for g, n in zip(group, kept, strict=True)]
    self_said = np.where(chance < 0.14, "", np.where(chance < 0.2, "NS", said))
    seen = np.array(_OFFICER_OF_GROUP)[group]
    return self_said.tolist(), np.where(chance > 0.9, "", seen).tolist()


def _spell_homes(
    homes: np.ndarray, person: np.ndarray, ground: Ground, rng: np.random.Generator
) -> list[str]:
    """Home postcodes: of the area, of elsewhere, of nowhere (ZZ99 3VZ), or missing.

    A person's postcode in a piece of ground is that of their first row.
    """
    _, firsts, which = np.unique(person, return_index=True, return_inverse=True)
    first = firsts[which]
    points = rng.integers(0, ground.postcodes.shape[1], len(homes))[first]
    inside = ground.postcodes[np.maximum(homes, 0), points]
    outside = np.array(ground.outside)[rng.integers(0, len(ground.outside), len(homes))[first]]
    chance = rng.random(len(homes))
    spelt = np.where(homes == ELSEWHERE, outside, inside)
    spelt = np.where(chance < 0.01, "ZZ99 3VZ", np.where(chance > 0.97, "", spelt))
    return _write_postcodes(spelt, rng)


def _spell_relations(
    domestic: np.ndarray, is_suspect: np.ndarray, rng: np.random.Generator
) -> list[str]:
    """What a suspect is to the victim; nothing for victims."""
    at_home = np.array(_RELATIONS_AT_HOME)[rng.integers(0, 3, len(domestic))]
    outside = np.array(_RELATIONS)[rng.choice(3, len(domestic), p=[0.4, 0.35, 0.25])]
    return np.where(is_suspect, np.where(domestic, at_home, outside), "").tolist()


def _name(names: Sequence[str], numbers: np.ndarray) -> list[str]:
    return np.array(names)[numbers].tolist()


def _years(times: np.ndarray) -> np.ndarray:
    return times.astype("datetime64[Y]").astype(int) + 1970


def _part_by_year(
    columns: Sequence[Sequence[str]], years: np.ndarray
) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each year, in their order."""
    rows = list(zip(*columns, strict=True))
    return {
        str(year): [rows[n] for n in np.flatnonzero(years == year)] for year in np.unique(years)
    }
