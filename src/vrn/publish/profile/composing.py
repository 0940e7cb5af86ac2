"""Composes the open data profile from released cubes: the findings, then the chapters in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Box, Document, Heading, Name, Note, Paragraph, Span
from vrn.publish.phrases import listed, period_name, value
from vrn.publish.profile.deprivation import ratio_sentence, write_deprivation
from vrn.publish.profile.ground import (
    licence_line,
    write_methods,
    write_placing,
    write_sources,
)
from vrn.publish.profile.places import (
    MAPPED,
    concentration_sentence,
    highest_sentence,
    write_places,
)
from vrn.publish.profile.plan import WATCHED
from vrn.publish.profile.trends import NO_YEAR, change_sentence, write_trends

if TYPE_CHECKING:
    from vrn.publish.document import Block
    from vrn.publish.profile.writing import Brief


def compose_profile(brief: Brief) -> Document:
    """The profile as a document; what cannot be said of the months received is left out aloud."""
    blocks: tuple[Block, ...] = (*_about(brief), *write_trends(brief))
    if brief.periods.year is not None:
        blocks += (*write_places(brief), *write_deprivation(brief))
    blocks += (*write_placing(brief), *write_methods(brief), *write_sources(brief))
    return Document(
        name="profile",
        title=Name(f"Open data profile: {brief.area.name}"),
        subtitle=(
            "Violence in the police's published street-level crime files, ",
            period_name(brief.periods.whole),
        ),
        organisation=brief.organisation,
        language=brief.language,
        made_up=brief.made_up,
        findings=_findings(brief),
        licence=licence_line(brief),
        blocks=blocks,
    )


def _findings(brief: Brief) -> tuple[tuple[Span, ...], ...]:
    if brief.periods.year is None:
        return (NO_YEAR,)
    findings = [change_sentence(brief, name) for name in WATCHED]
    findings.append(highest_sentence(brief, MAPPED))
    findings.append(concentration_sentence(brief, MAPPED))
    findings.append(ratio_sentence(brief, MAPPED))
    return tuple(finding for finding in findings if finding)


def _about(brief: Brief) -> tuple[Block, ...]:
    return (
        Heading("About this profile", "about"),
        Paragraph(
            (
                "This profile says what the police's published files of street-level crime show "
                "for ",
                Name(brief.area.name),
                *_people(brief),
                ". It is made from open data alone, so anyone can make it again. ",
            )
        ),
        Paragraph(
            (
                "Months received: ",
                *listed([(period_name(run),) for run in brief.periods.runs]),
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


def _people(brief: Brief) -> tuple[Span, ...]:
    residents, young = brief.figure("residents"), brief.figure("share_under_25")
    if not residents.is_shown:
        return ()
    people: tuple[Span, ...] = (
        ", where ",
        value(residents),
        " people live (",
        Name(brief.residents_label),
        ")",
        Note(
            (
                "Usual residents. Those who work, study or go out in an area and live elsewhere "
                "are not in it; students are counted where they live in term.",
            )
        ),
    )
    if not young.is_shown:
        return people
    return (
        *people,
        ", ",
        value(young),
        " per cent of them under ",
        Name("25"),
        " (",
        Name(brief.ages_label),
        ")",
    )
