"""From a cut to the worked questions: their cubes released, the document composed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.assessing import brief_of, find_periods
from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.chain.releasing import keep_document, release_cubes, release_outlines
from vrn.terms import unwatched

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.publish.editions import Edition
    from vrn.terms import Progress


@on_chosen_engine
def publish_questions(folder: Path, *, today: date, on_progress: Progress = unwatched) -> Edition:
    """Publishes the worked questions of the newest cut as HTML, PDF and Word; gives their edition.

    The same cut gives the same bytes. What was published before stays. NotReadyError where the cut
    holds no police offences, or the folder no live definition.
    """
    from vrn.publish.questions.composing import compose_questions
    from vrn.publish.questions.plan import question_shapes

    measuring = Measuring(folder, today=today)
    periods = find_periods(measuring)
    shapes = question_shapes(periods, feeds=frozenset(measuring.months_held))
    cubes = release_cubes(measuring, shapes, on_progress)
    _, districts = release_outlines(measuring)
    brief = brief_of(measuring, periods, cubes=cubes, districts=districts)
    return keep_document(measuring, compose_questions(brief), on_progress=on_progress)
