"""An example of every address of the site, found in a published folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.register import CubeEntry, Released

VIOLENCE = "violence_and_sexual_offences"
NOWHERE = "/nowhere/"


@dataclass(frozen=True)
class Published:
    """What a published folder holds that an address can name."""

    edition: str
    chapters: tuple[str, ...]
    register: Released


def read_published(folder: Path) -> Published:
    """The current edition of the folder's profile, with its chapters and the register."""
    home = folder / "published" / "profile"
    edition = (home / "current").read_text(encoding="ascii").strip()
    plain = json.loads((home / edition / "document.json").read_text(encoding="utf-8"))
    blocks = plain["document"]["blocks"]
    chapters = [one["key"] for one in blocks if one["type"] == "heading" and one["level"] == 1]
    register = open_released(folder / "released", folder / "release.pub")
    return Published(edition, ("key-findings", *chapters), register)


def example_addresses(folder: Path) -> dict[str, tuple[str, ...]]:
    """For each name of the URL conf, addresses that stand for every state of its page."""
    published = read_published(folder)
    figures = example_figures(published.register)
    files = f"/profile/files/{published.edition}"
    return {
        "home": ("/",),
        "profile": ("/profile/",),
        "profile_section": tuple(f"/profile/{key}/" for key in published.chapters),
        "profile_part": (f"/profile/parts/{published.chapters[-1]}/",),
        "profile_edition": (f"/profile/editions/{published.edition}/",),
        "profile_file": tuple(
            f"{files}/{name}"
            for name in ("profile.pdf", "profile.docx", "profile.html", "document.json")
        ),
        "dashboard": ("/dashboard/", "/dashboard/?measure=x&split=y", *views(published.register)),
        "cube_csv": (f"/cubes/{VIOLENCE}.csv?split=month",),
        "figure": tuple(f"/figures/{one}/" for one in figures),
        "figure_json": (f"/figures/{figures[0]}.json",),
        "figure_csv": (f"/figures/{figures[0]}.csv",),
        "supply": tuple(f"/supplies/{one}/" for one in published.register.supplies()[:2]),
        "methods": ("/methods/",),
        "method": (f"/methods/{VIOLENCE}_rate/",),
        "about": ("/about/",),
        "accessibility": ("/accessibility/",),
        "health": ("/health",),
        "robots": ("/robots.txt",),
        "brand": ("/brand.css",),
        "icon": ("/icon.svg",),
    }


def example_figures(register: Released) -> tuple[str, ...]:
    """A figure with an interval that a document uses, and one of a month without a file."""
    rate = newest(register, f"{VIOLENCE}_rate", ())
    months = register.cube_by_sha(newest(register, VIOLENCE, ("month",)).sha256).figures
    blank = [figure.id for figure in months if not figure.is_shown]
    return (register.cube_by_sha(rate.sha256).only.id, *blank[:1])


def newest(register: Released, measure: str, split: tuple[str, ...]) -> CubeEntry:
    """The entry of that shape with the latest period."""
    found = [one for one in register.entries() if (one.measure, one.split) == (measure, split)]
    return max(found, key=lambda entry: entry.period)


def views(register: Released) -> tuple[str, ...]:
    """One dashboard address for each split that was released, and one with a filter."""
    first = {entry.split: entry for entry in register.entries()}
    shown = [
        f"/dashboard/?measure={entry.measure}&split={','.join(split)}"
        for split, entry in first.items()
    ]
    cube = register.cube_by_sha(newest(register, VIOLENCE, ("district", "month")).sha256)
    district = cube.figures[0].code_of("district")
    return (*shown, f"/dashboard/?measure={VIOLENCE}&split=month&where=district={district}")
