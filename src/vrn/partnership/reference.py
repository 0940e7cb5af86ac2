"""The reference lists that ship with the platform: districts, police forces, restriction dates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

from vrn.partnership.vintages import newest
from vrn.terms import Area, Level


class UnknownAreaError(ValueError):
    """No police force area or district has that name or code."""


@dataclass(frozen=True)
class PoliceArea:
    """A police force area: its name, its districts, and the force's name in published files."""

    name: str
    forces: tuple[str, ...]
    districts: tuple[Area, ...]


def read_list(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the newest version of a shipped list ("unit_costs.csv"), each cell as text.

    Where it comes from stands in reference/SOURCES.md, and its dates in vintages.csv.
    """
    file = newest(name.removesuffix(".csv")).file
    text = (files("vrn.partnership") / "reference" / file).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def find_police_area(wanted: str) -> PoliceArea:
    """The police force area of that name, or several with ";" between, by any case and with "and".

    Whole force areas only: the published files hold a whole force, and a count of a part of it
    would leave out what has no place. Raises UnknownAreaError with the nearest names.
    """
    rows = read_list("districts.csv")
    by_fold = {_fold(row["police_force_area_name"]): row["police_force_area_name"] for row in rows}
    parts = [part.strip() for part in wanted.split(";") if part.strip()]
    if not parts:
        raise UnknownAreaError("name a police force area, or several with semicolons between")
    for part in parts:
        if _fold(part) not in by_fold:
            raise UnknownAreaError(_unknown(part, rows, by_fold))
    names = list(dict.fromkeys(by_fold[_fold(part)] for part in parts))
    chosen = [row for row in rows if row["police_force_area_name"] in names]
    return _police_area(", ".join(names), chosen)


def _fold(name: str) -> str:
    return name.casefold().replace(" & ", " and ")


def _unknown(wanted: str, rows: tuple[dict[str, str], ...], by_fold: dict[str, str]) -> str:
    """Why a name is none of a police force area, with what to write instead."""
    for row in rows:
        if wanted.casefold() in (row["district_name"].casefold(), row["district_code"].casefold()):
            home = row["police_force_area_name"]
            return (
                f"{row['district_name']} is a district of the police force area {home}, and a "
                f"partnership covers whole force areas: try {home}"
            )
    near = _near_names(_fold(wanted), by_fold)
    hint = f"; try one of: {', '.join(near)}" if near else ""
    return f"no police force area is called {wanted!r}{hint}"


def _near_names(wanted: str, by_fold: dict[str, str]) -> list[str]:
    """Names spelt nearly so; else those that stand inside it, as in a force's full name."""
    near = get_close_matches(wanted, by_fold, n=5, cutoff=0.5)
    return [by_fold[fold] for fold in near or by_fold if near or fold in wanted]


def _police_area(name: str, rows: list[dict[str, str]]) -> PoliceArea:
    codes = {row["police_force_area_code"] for row in rows}
    forces = [
        row["published_name"]
        for row in read_list("police_forces.csv")
        if row["police_force_area_code"] in codes
    ]
    districts = tuple(
        Area(row["district_code"], row["district_name"], Level.DISTRICT)
        for row in sorted(rows, key=lambda row: row["district_code"])
    )
    return PoliceArea(name, tuple(forces), districts)
