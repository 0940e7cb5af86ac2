"""A partnership is a folder of texts: this reads the one that names the area and its choices."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from vrn.partnership.engine import DUCKDB, ENGINES
from vrn.partnership.new_limits import NewLimits, read_new_limits
from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from pathlib import Path


class PartnershipError(ValueError):
    """The folder is not a partnership's, or its text has faults; the message lists them all."""


@dataclass(frozen=True, kw_only=True)
class AssessmentPeriods:
    """The periods that an assessment speaks of: start in, end in; None is worked out from the cut.

    `period` is that of its profile of who, where and when; the series are those of its trends.
    """

    period: Period | None = None
    police_series: Period | None = None
    attendance_series: Period | None = None


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What a partnership says of itself: names, districts, forces, vintages, brand.

    `residents` is the edition of the population that rates are per; `small_area_vintage` the
    vintage that all small areas are brought to; `definitions` the live definitions of serious
    violence by id, the partnership's own first; `engine` what counts rows and weighs pairs.
    """

    folder: Path
    name: str
    area: Area
    districts: tuple[Area, ...]
    forces: tuple[str, ...]
    small_area_vintage: str
    residents: str
    deprivation: str
    made_up: bool
    brand_colour: str
    language: str
    definitions: tuple[str, ...] = ()
    assessment: AssessmentPeriods = AssessmentPeriods()
    engine: str = DUCKDB

    @property
    def store(self) -> Path:
        """Where rows are kept: for the operational process only."""
        return self.folder / "store"

    @property
    def released(self) -> Path:
        """Where figures are kept."""
        return self.folder / "released"

    @property
    def published(self) -> Path:
        """Where documents are kept."""
        return self.folder / "published"

    @property
    def private_key(self) -> Path:
        """The release key: for the releasing process only."""
        return self.folder / "keys" / "release.key"

    @property
    def definition_texts(self) -> Path:
        """Where the texts of definitions are, with the list of those that are published."""
        return self.folder / "definitions"

    @property
    def approvals(self) -> Path:
        """Where it is said which shapes two people have approved."""
        return self.folder / "approvals"

    @property
    def keys(self) -> Path:
        """Where the keys of release and of tokens are kept: never in a store or a backup."""
        return self.folder / "keys"

    @property
    def audit(self) -> Path:
        """Where it is written down who looked at exact numbers."""
        return self.folder / "audit"

    @property
    def linkage(self) -> Path:
        """Where trained models of linkage, its thresholds and the stewards' answers are."""
        return self.folder / "linkage"

    @property
    def public_key(self) -> Path:
        """The half of the release key that readers check signatures with."""
        return self.folder / "release.pub"

    def restrictions(self) -> tuple[tuple[str, Period], ...]:
        """Labelled periods drawn behind time charts, from the folder's own editable list.

        Raises PartnershipError with the line that cannot be read.
        """
        path = self.folder / "reference" / "restrictions.csv"
        if not path.is_file():
            return ()
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        return tuple(_restriction(row, rows.line_num) for row in rows)

    def new_limits(self) -> tuple[NewLimits, ...]:
        """Months at which limits of control charts begin again, from the folder's own list.

        Raises PartnershipError with every line that cannot be read.
        """
        try:
            return read_new_limits(self.folder / "reference" / "new_limits.csv")
        except ValueError as error:
            raise PartnershipError(str(error)) from error

    def town_centres(self) -> tuple[str, ...]:
        """The small areas whose streets count as a town centre's, from the folder's own list."""
        path = self.folder / "reference" / "town_centres.csv"
        if not path.is_file():
            return ()
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        return tuple(row["small_area"] for row in rows if row.get("small_area"))


def _restriction(row: dict[str, str | None], line: int) -> tuple[str, Period]:
    wanted = {name: row.get(name) or "" for name in ("label", "first_month", "last_month")}
    if missing := [name for name, cell in wanted.items() if not cell]:
        raise PartnershipError(f"restrictions.csv, line {line}: no {' and no '.join(missing)}")
    try:
        return wanted["label"], Period(wanted["first_month"], wanted["last_month"])
    except ValueError as error:
        raise PartnershipError(f"restrictions.csv, line {line}: {error}") from error


_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
VINTAGES = ("2021",)
"""The vintages that small areas can be brought to: so far the one that the lookup leads to."""
MOST_DEFINITIONS = 3
"""At most so many definitions live at once: each further one parts the numbers into smaller."""
_CHOICES = ("small_area_vintage", "residents", "deprivation")
_TEXTS = ("name", "area_code", "area_name", "brand_colour", "language", *_CHOICES)


def read_partnership(folder: Path) -> Partnership:
    """The partnership of a folder; PartnershipError with every fault of its text gathered."""
    path = folder / "partnership.toml"
    if not path.is_file():
        raise PartnershipError(
            f"{folder} is not a partnership's folder: it holds no partnership.toml; "
            'write one with `vrn init FOLDER --area "…"`'
        )
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PartnershipError(f"{path.name} cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise PartnershipError(
            f"{path.name} is not UTF-8 text (byte {error.start}): save it again as UTF-8"
        ) from error
    check_partnership(plain)
    return Partnership(
        folder=folder,
        area=Area(plain["area_code"], plain["area_name"], Level.WHOLE),
        districts=tuple(Area(d["code"], d["name"], Level.DISTRICT) for d in plain["districts"]),
        forces=tuple(plain["forces"]),
        made_up=plain["made_up"],
        definitions=tuple(plain.get("definitions", ())),
        assessment=_assessment(plain.get("assessment", {})),
        engine=plain.get("engine", DUCKDB),
        **{name: plain[name] for name in _TEXTS if not name.startswith("area_")},
    )


def check_partnership(plain: dict[str, Any]) -> None:
    """Raises PartnershipError naming every missing or wrong entry of partnership.toml."""
    faults = [f'"{name}" must be a text in quotes' for name in _TEXTS if not _is_text(plain, name)]
    if _is_text(plain, "brand_colour") and not _COLOUR.fullmatch(plain["brand_colour"]):
        faults.append('"brand_colour" must be written like "#12436D"')
    if plain.get("small_area_vintage") not in (None, *VINTAGES):
        faults.append(f'"small_area_vintage" must be one of {", ".join(VINTAGES)}')
    if not isinstance(plain.get("made_up"), bool):
        faults.append('"made_up" must be true or false')
    forces = plain.get("forces")
    if not isinstance(forces, list) or not forces or not all(map(_is_words, forces)):
        faults.append('"forces" must list at least one force as the published files name it')
    faults += _district_faults(plain.get("districts"))
    faults += _definition_faults(plain.get("definitions", []))
    faults += _assessment_faults(plain.get("assessment", {}))
    if plain.get("engine", DUCKDB) not in ENGINES:
        faults.append(f'"engine" must be one of {", ".join(ENGINES)}, in quotes')
    if faults:
        raise PartnershipError("partnership.toml: " + "; ".join(faults))


def _district_faults(districts: object) -> list[str]:
    if not isinstance(districts, list) or not districts:
        return ["there must be at least one [[districts]] with code and name"]
    if not all(_is_text(district, "code") and _is_text(district, "name") for district in districts):
        return ["each [[districts]] needs a code and a name"]
    codes = Counter(district["code"] for district in districts)
    return [f"[[districts]] names {code} twice" for code in codes if codes[code] > 1]


def _definition_faults(definitions: object) -> list[str]:
    if not isinstance(definitions, list) or not all(map(_is_words, definitions)):
        return ['"definitions" must list the ids of the live definitions, each in quotes']
    if len(definitions) > MOST_DEFINITIONS:
        return [f'"definitions" lists more than {MOST_DEFINITIONS}: small numbers would show']
    return []


def _assessment_faults(periods: object) -> list[str]:
    if not isinstance(periods, dict):
        return ["[assessment] must be a table"]
    names = [field.name for field in fields(AssessmentPeriods)]
    faults = [f'[assessment] has no entry "{name}"' for name in periods if name not in names]
    for name in names:
        try:
            Period.parse(periods.get(name, "2020-01"))
        except (ValueError, TypeError, AttributeError):
            faults.append(f'[assessment] "{name}" must be written like "2020-04..2021-09"')
    return faults


def _assessment(periods: dict[str, str]) -> AssessmentPeriods:
    return AssessmentPeriods(**{name: Period.parse(text) for name, text in periods.items()})


def _is_text(plain: object, name: str) -> bool:
    return isinstance(plain, dict) and _is_words(plain.get(name))


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
