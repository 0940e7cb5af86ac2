"""The reference lists that ship with the platform: districts, police forces, restriction dates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

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
    """The rows of a shipped list, each cell as text; see reference/SOURCES.md for its source."""
    text = (files("vrn.partnership") / "reference" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def find_police_area(wanted: str) -> PoliceArea:
    """The police force area of that name, or made of the districts named (separated by ;).

    Raises UnknownAreaError with the nearest names where nothing matches.
    """
    rows = read_list("districts.csv")
    areas = {row["police_force_area_name"] for row in rows}
    by_fold = {area.casefold(): area for area in areas}
    if wanted.casefold() in by_fold:
        name = by_fold[wanted.casefold()]
        chosen = [row for row in rows if row["police_force_area_name"] == name]
        return _police_area(name, chosen)
    parts = [part.strip() for part in wanted.split(";") if part.strip()]
    found = [_find_district(rows, part) for part in parts]
    chosen = list({row["district_code"]: row for row in found}.values())
    if not chosen:
        raise UnknownAreaError("name a police force area, or districts separated by semicolons")
    return _police_area(", ".join(row["district_name"] for row in chosen), chosen)


def _find_district(rows: tuple[dict[str, str], ...], wanted: str) -> dict[str, str]:
    for row in rows:
        if wanted.casefold() in {row["district_name"].casefold(), row["district_code"].casefold()}:
            return row
    names = {row["district_name"] for row in rows} | {row["police_force_area_name"] for row in rows}
    near = _near_names(wanted.casefold(), {name.casefold(): name for name in sorted(names)})
    hint = f"; try one of: {', '.join(near)}" if near else ""
    raise UnknownAreaError(f"no police force area or district is called {wanted!r}{hint}")


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
