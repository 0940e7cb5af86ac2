"""Worked questions in a made-up folder: their cubes released beside the assessment's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.unit.publish.made_assessment import PERIODS, _cube, make_assessment
from tests.unit.publish.made_questions import AS_FOUND
from tests.unit.web.made_up_assessment import PUBLIC_SUPPLIES, _provenance
from vrn.publish.assessment.plan import FEEDS
from vrn.publish.editions import publish
from vrn.publish.questions.composing import compose_questions
from vrn.publish.questions.plan import question_shapes
from vrn.release.figure import _make, contents
from vrn.release.recording import record_cubes, record_document
from vrn.release.signing import read_private_key

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.cube import Cube
    from vrn.terms import Period


def build_questions(folder: Path) -> str:
    """Releases and publishes the worked questions in a folder with an assessment; their edition."""
    cubes = {}
    for shape in question_shapes(PERIODS, feeds=FEEDS):
        made, rests = _cube(shape, AS_FOUND), _provenance(shape.measure, FEEDS)
        figures = tuple(_make({**contents(f), "provenance": rests}) for f in made.figures)
        cubes[shape.measure, shape.split, shape.period] = replace(made, figures=figures)

    def find(measure: str, split: tuple[str, ...] = (), period: Period | None = None) -> Cube:
        return cubes[measure, split, period]

    supplies = {key: facts for key, facts in PUBLIC_SUPPLIES.items() if facts["feed"] in FEEDS}
    private = read_private_key(folder / "keys" / "release.key")
    record_cubes(folder / "released", cubes.values(), supplies=supplies, key=private)
    document = compose_questions(make_assessment(feeds=FEEDS, cut=1, cube=find).brief)
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
