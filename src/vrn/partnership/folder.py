"""A partnership is a folder of texts: this reads the one that names the area and its choices."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from pathlib import Path


class PartnershipError(ValueError):
    """The folder is not a partnership's, or its text has faults; the message lists them all."""


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What a partnership says of itself: names, districts, forces, vintages, brand.

    `residents` is the edition of the population that rates are per; `small_area_vintage` the
    vintage that all small areas are brought to.
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
    if faults:
        raise PartnershipError("partnership.toml: " + "; ".join(faults))


def _district_faults(districts: object) -> list[str]:
    if not isinstance(districts, list) or not districts:
        return ["there must be at least one [[districts]] with code and name"]
    if not all(_is_text(district, "code") and _is_text(district, "name") for district in districts):
        return ["each [[districts]] needs a code and a name"]
    codes = Counter(district["code"] for district in districts)
    return [f"[[districts]] names {code} twice" for code in codes if codes[code] > 1]


def _is_text(plain: object, name: str) -> bool:
    return isinstance(plain, dict) and _is_words(plain.get(name))


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
