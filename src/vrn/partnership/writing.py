"""Writes a new partnership's folder: its text, agreements, mappings, reference lists and keys."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.partnership.new_limits import HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from vrn.partnership.reference import PoliceArea

_NOTHING: Mapping[str, str] = MappingProxyType({})
_PUBLISHED = "definitions/published.csv"
_TOWN_CENTRES = "small_area,town_centre,provenance\n"
"""The list of small areas whose streets count as a town centre's: for the partnership to fill."""
_TEXT = """\
# The partnership, in its own words. This text is the master: edit it, then make a new cut.
name = {name}
area_code = {area_code}
area_name = {area_name}
made_up = {made_up}

# How the published street-level files name the force or forces of the area ("Falls within").
forces = {forces}

# Small areas of every vintage are brought to this one by the published lookup.
small_area_vintage = "2021"
# The edition of residents that rates are per. Age shares are of it where it has ages, else of the
# latest edition that has.
residents = "census-2021"
# The edition of the Index of Multiple Deprivation that documents use.
deprivation = "2025"

# The live definitions of serious violence (texts in definitions/), the partnership's own first.
definitions = ["vrn-2019", "duty-2023"]

# What counts rows and weighs pairs: "duckdb" inside this machine, or "spark" over many.
engine = "duckdb"

language = "en"
brand_colour = "#12436D"

# The periods that the assessment speaks of. What is not named is worked out from the months held.
[assessment]
{assessment}"""


def write_partnership(
    folder: Path,
    *,
    area: PoliceArea,
    name: str,
    made_up: bool = False,
    periods: Mapping[str, str] = _NOTHING,
) -> tuple[Path, ...]:
    """Writes the folder's texts and gives their paths; FileExistsError where one is there.

    `periods` are the assessment's: "period", "police_series", "attendance_series" -> "YYYY-MM..".
    """
    about = _partnership_text(area, name=name, made_up=made_up, periods=periods)
    texts = {"partnership.toml": about}
    texts |= _template_texts(files("vrn.partnership") / "template", "")
    texts[_PUBLISHED] = _resource(f"template/{_PUBLISHED}")
    texts["reference/restrictions.csv"] = _restrictions(area)
    texts["reference/town_centres.csv"] = _TOWN_CENTRES
    texts["reference/new_limits.csv"] = HEADER
    texts["reference/injury_codes.csv"] = _resource("reference/injury_codes.csv")
    texts[".gitignore"] = "store/\nreleased/\npublished/\nkeys/\n"
    present = [name for name in texts if (folder / name).exists()]
    if present:
        raise FileExistsError(
            f"{folder} already holds {', '.join(present[:3])}: a partnership's texts are never "
            "overwritten; choose another folder"
        )
    for relative, text in texts.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    keys = folder / "keys"
    keys.mkdir(exist_ok=True)
    os.chmod(keys, 0o700)  # noqa: PTH101 - pathlib's chmod follows the same call
    return tuple(folder / relative for relative in texts)


def _partnership_text(
    area: PoliceArea, *, name: str, made_up: bool, periods: Mapping[str, str]
) -> str:
    text = _TEXT.format(
        assessment="".join(f"{key} = {_quote(text)}\n" for key, text in periods.items()),
        name=_quote(name),
        area_code=_quote(_area_code(area)),
        area_name=_quote(area.name),
        made_up=str(made_up).lower(),
        forces=json.dumps(list(area.forces), ensure_ascii=False),
    )
    parts = [
        f"\n[[districts]]\ncode = {_quote(district.code)}\nname = {_quote(district.name)}\n"
        for district in area.districts
    ]
    return text + "".join(parts)


def _restrictions(area: PoliceArea) -> str:
    """The national restrictions of England, or an empty list to fill in for an area elsewhere."""
    text = _resource("reference/restrictions.csv")
    is_in_england = all(district.code.startswith("E") for district in area.districts)
    return text if is_in_england else text.splitlines()[0] + "\n"


def _area_code(area: PoliceArea) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in area.name.lower()).split())


def _quote(text: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _resource(name: str) -> str:
    return (files("vrn.partnership") / name).read_text(encoding="utf-8")


def _template_texts(folder: Traversable, prefix: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            texts |= _template_texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            texts[prefix + entry.name] = entry.read_text(encoding="utf-8")
    return texts
