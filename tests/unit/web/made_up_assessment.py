"""A made-up partnership with an assessment: its cubes released, the document published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.unit.publish.made_assessment import (
    PERIODS,
    SUPPLIES,
    TEXTS,
    _cube,
    make_assessment,
)
from vrn.publish.assessment.composing import compose_assessment
from vrn.publish.assessment.plan import (
    ADMISSIONS,
    ATTENDANCES,
    CALLOUTS,
    FEEDS,
    OF_PLACES,
    PEOPLE,
    all_shapes,
)
from vrn.publish.editions import publish
from vrn.release.figure import _make, contents
from vrn.release.recording import record_cubes, record_document, record_outline
from vrn.release.signing import make_key, read_private_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.publish.assessment.writing import Brief
    from vrn.release.cube import Cube
    from vrn.terms import Period

_FEED_OF = {
    "assault_attendances": ATTENDANCES,
    "attendances": ATTENDANCES,
    "violent_injuries": ATTENDANCES,
    "violent": CALLOUTS,
    "conveyed": CALLOUTS,
    "assault_admissions": ADMISSIONS,
    "sharp": ADMISSIONS,
    "victims": PEOPLE,
    "suspects": PEOPLE,
}
_LABELS = [TEXTS[name].label for name in ("vrn-2019", "duty-2023")]
WITHHELD = {
    "state": "withheld",
    "reason": "fewer than 10 people, or another number would give it away",
}


def _withheld_place(codes: dict[str, str]) -> dict[str, str]:
    is_small = codes.get("place_type") == "transport" and codes.get("age_group") == "under 25"
    return WITHHELD if is_small else {}


SOME_WITHHELD = dict.fromkeys(("serious_violence", "serious_violence_share"), _withheld_place)
"""Of people under 25, offences on transport are withheld, and their share."""
PUBLIC_SUPPLIES: Mapping[str, Mapping[str, Any]] = {
    key: {
        **facts,
        "bytes": 1_000,
        "agreement": facts["feed"],
        "rows_read": 9_000,
        "rows_loaded": 8_990,
        "rows_held_back": 10,
        "members": [],
    }
    for key, facts in SUPPLIES.items()
}


def build_assessment(
    folder: Path,
    *,
    feeds: tuple[str, ...] = (*FEEDS, *OF_PLACES),
    change: Mapping[str, Any] | None = None,
) -> str:
    """Releases an assessment's cubes into a folder with a partnership's text; gives its edition.

    `change` overrides the figures of the measures it names, as `make_assessment` takes it.
    """
    key = folder / "keys" / "release.key"
    if not key.is_file():
        make_key(key, folder / "release.pub")
    private = read_private_key(key)
    cubes = made_up_cubes(feeds, change or {})
    brief = _brief(cubes, feeds)
    supplies = {k: f for k, f in PUBLIC_SUPPLIES.items() if f["feed"] in feeds}
    record_cubes(folder / "released", cubes.values(), supplies=supplies, key=private)
    outline = replace(brief.districts, supplies=(next(iter(supplies)),))
    record_outline(folder / "released", outline, cut=1, key=private)
    write_definitions(folder)
    return _publish(folder, brief, supplies)


def made_up_cubes(feeds: tuple[str, ...], change: Mapping[str, Any]) -> dict[Any, Cube]:
    """Every cube of an assessment and its dashboard, resting on the supplies of its own feed."""
    found = {}
    for shape in all_shapes(PERIODS, feeds=feeds):
        made = _cube(shape, change)
        rests = _provenance(shape.measure, feeds)
        figures = tuple(_make({**contents(f), "provenance": rests}) for f in made.figures)
        found[shape.measure, shape.split, shape.period] = replace(made, figures=figures)
    return found


def _brief(cubes: Mapping[Any, Cube], feeds: tuple[str, ...]) -> Brief:
    def find(measure: str, split: tuple[str, ...] = (), period: Period | None = None) -> Cube:
        return cubes[measure, split, period]

    return make_assessment(feeds=feeds, cut=1, cube=find).brief


def _provenance(measure: str, feeds: tuple[str, ...]) -> dict[str, Any]:
    starts = [feed for start, feed in _FEED_OF.items() if measure.startswith(start)]
    feed = starts[0] if starts and starts[0] in feeds else "police-offences"
    receipt = next(key for key, facts in SUPPLIES.items() if facts["feed"] == feed)
    return {
        "cut": 1,
        "cut_hash": "c" * 64,
        "definition": "d" * 64,
        "code_version": "test",
        **({"definitions": _LABELS} if feed in (PEOPLE, "police-offences") else {}),
        "supplies": [receipt],
    }


def write_definitions(folder: Path) -> None:
    """Writes the two definitions' texts as far as a page reads them: id and title."""
    home = folder / "definitions"
    home.mkdir(exist_ok=True)
    for name in ("vrn-2019", "duty-2023"):
        text = f'id = "{name}"\ntitle = "{TEXTS[name].title}"\n'
        (home / f"{name}.toml").write_text(text, encoding="utf-8")


def _publish(folder: Path, brief: Brief, supplies: Mapping[str, Mapping[str, Any]]) -> str:
    document = compose_assessment(brief)
    edition = publish(
        document,
        folder=folder / "published",
        supplies=supplies,
        brand="#12436D",
        on_progress=lambda done, total, what: None,
    )
    record_document(
        folder / "released",
        name=document.name,
        edition=edition.name,
        title=document.title,
        files=edition.files,
        uses=edition.uses,
    )
    return edition.name
