"""A partnership is a folder of texts: this reads the one that names the area and its choices."""

from __future__ import annotations

import csv
import tomllib
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
    residents_by_age: str
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
        """Labelled periods drawn behind time charts, from the folder's own editable list."""
        path = self.folder / "reference" / "restrictions.csv"
        if not path.is_file():
            return ()
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        return tuple((row["label"], Period(row["first_month"], row["last_month"])) for row in rows)


_CHOICES = ("small_area_vintage", "residents", "residents_by_age", "deprivation")
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
    faults = [
        f'"{name}" must be a text in quotes'
        for name in _TEXTS
        if not isinstance(plain.get(name), str) or not plain[name]
    ]
    if not isinstance(plain.get("made_up"), bool):
        faults.append('"made_up" must be true or false')
    if not isinstance(plain.get("forces"), list) or not plain["forces"]:
        faults.append('"forces" must list at least one force as the published files name it')
    districts = plain.get("districts")
    if not isinstance(districts, list) or not districts:
        faults.append("there must be at least one [[districts]] with code and name")
    elif any(not {"code", "name"} <= set(district) for district in districts):
        faults.append("each [[districts]] needs a code and a name")
    if faults:
        raise PartnershipError("partnership.toml: " + "; ".join(faults))
