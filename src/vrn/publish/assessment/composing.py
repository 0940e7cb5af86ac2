"""Composes the Strategic Needs Assessment: the summary, the key findings, then the chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.appendices import write_appendices, write_methods
from vrn.publish.assessment.bridge import write_bridge
from vrn.publish.assessment.factors import write_factors
from vrn.publish.assessment.findings import key_findings
from vrn.publish.assessment.hours import write_hours
from vrn.publish.assessment.kinds import write_kinds, write_place_types
from vrn.publish.assessment.opening import write_opening
from vrn.publish.assessment.patterns import write_patterns
from vrn.publish.assessment.people import write_people
from vrn.publish.assessment.places import write_places
from vrn.publish.assessment.quality import write_gaps, write_quality
from vrn.publish.assessment.repeats import write_admissions, write_repeats
from vrn.publish.assessment.summary import write_summary
from vrn.publish.assessment.trends import write_trends
from vrn.publish.assessment.unknown import write_unknown
from vrn.publish.document import Document, Name
from vrn.publish.phrases import period_name

if TYPE_CHECKING:
    from vrn.publish.assessment.writing import Brief
    from vrn.publish.document import Block


CHAPTERS = (
    write_opening,
    write_trends,
    write_people,
    write_kinds,
    write_hours,
    write_places,
    write_place_types,
    write_patterns,
    write_factors,
    write_repeats,
    write_admissions,
    write_unknown,
    write_bridge,
    write_quality,
    write_methods,
    write_gaps,
    write_appendices,
)
"""What writes each chapter, in the order of the document."""


def compose_assessment(brief: Brief) -> Document:
    """The assessment as a document; what is missing or withheld is said where it would stand."""
    blocks: tuple[Block, ...] = tuple(block for write in CHAPTERS for block in write(brief))
    return Document(
        name="assessment",
        title="Strategic Needs Assessment",
        subtitle=(Name(brief.area.name), ": serious violence, ", period_name(brief.periods.period)),
        organisation=brief.organisation,
        language=brief.language,
        made_up=brief.made_up,
        summary=write_summary(brief),
        findings=key_findings(brief),
        blocks=blocks,
    )
