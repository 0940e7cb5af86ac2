"""Composes the open data profile from released cubes: the findings, then the chapters in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Box, Document, Heading, Name, Paragraph, Span
from vrn.publish.profile.deprivation import ratio_sentence, write_deprivation
from vrn.publish.profile.ground import write_methods, write_placing, write_sources
from vrn.publish.profile.places import (
    MAPPED,
    concentration_sentence,
    highest_sentence,
    write_places,
)
from vrn.publish.profile.plan import WATCHED
from vrn.publish.profile.trends import change_sentence, write_trends
from vrn.publish.profile.writing import Brief, period_name, value

if TYPE_CHECKING:
    from vrn.publish.document import Block


def compose_profile(brief: Brief) -> Document:
    """The profile as a document; what cannot be said of the months received is left out aloud."""
    blocks: tuple[Block, ...] = (*_about(brief), *write_trends(brief))
    if brief.periods.year is not None:
        blocks += (*write_places(brief), *write_deprivation(brief))
    blocks += (*write_placing(brief), *write_methods(brief), *write_sources(brief))
    return Document(
        name="profile",
        title=f"Open data profile: {brief.area.name}",
        subtitle=(
            "Violence in the police's published street-level crime files, ",
            period_name(brief.periods.whole),
        ),
        organisation=brief.organisation,
        language=brief.language,
        made_up=brief.made_up,
        findings=_findings(brief),
        blocks=blocks,
    )


def _findings(brief: Brief) -> tuple[tuple[Span, ...], ...]:
    findings = [change_sentence(brief, name) for name in WATCHED]
    if brief.periods.year is not None:
        findings.append(highest_sentence(brief, MAPPED))
        findings.append(concentration_sentence(brief, MAPPED))
        findings.append(ratio_sentence(brief, MAPPED))
    return tuple(findings)


def _about(brief: Brief) -> tuple[Block, ...]:
    residents, young = brief.figure("residents"), brief.figure("share_under_25")
    return (
        Heading("About this profile", "about"),
        Paragraph(
            (
                f"This profile says what the police's published files of street-level crime show "
                f"for {brief.area.name}, where ",
                value(residents),
                " people live (",
                Name(brief.residents_label),
                "), ",
                value(young),
                " per cent of them under ",
                Name("25"),
                ". It is made from open data alone, so anyone can make it again. ",
            )
        ),
        Paragraph(
            (
                "Months received: ",
                period_name(brief.periods.whole),
                ". Yearly figures are for the latest twelve months in a row that were received. ",
            )
        ),
        Box(
            "What is counted",
            (
                (
                    "Crimes and incidents as the police published them, by the month they were "
                    "reported in, under the published name of their category.",
                ),
                (
                    "Violence and sexual offences are one published category. It is wider than "
                    "serious violence in public places: it holds offences in homes, domestic "
                    "abuse, harassment and sexual offences.",
                ),
            ),
        ),
    )
