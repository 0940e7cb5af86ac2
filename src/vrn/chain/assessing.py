"""From a cut to a published assessment: its cubes released, the document composed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.defining import read_live
from vrn.chain.early import NotReadyError
from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.chain.releasing import keep_document, key_of, release_cubes, release_outlines
from vrn.terms import sentence_case, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from vrn.problem.definitions import Clause
    from vrn.problem.definitions import Definition as Text
    from vrn.publish.assessment.plan import Periods
    from vrn.publish.assessment.writing import Brief, Definition
    from vrn.publish.editions import Edition
    from vrn.release.cube import Cube
    from vrn.release.outline import Outline
    from vrn.terms import Period, Progress


@on_chosen_engine
def publish_assessment(folder: Path, *, today: date, on_progress: Progress = unwatched) -> Edition:
    """Publishes the Strategic Needs Assessment of the newest cut as HTML, PDF and Word.

    The same cut gives the same bytes. What was published before stays. NotReadyError where the cut
    holds no police offences, or the folder no live definition.
    """
    from vrn.publish.assessment.composing import compose_assessment
    from vrn.publish.assessment.plan import all_shapes

    measuring = Measuring(folder, today=today)
    periods = find_periods(measuring)
    feeds = find_feeds(measuring)
    cubes = release_cubes(measuring, all_shapes(periods, feeds=feeds), on_progress)
    _, districts = release_outlines(measuring)
    document = compose_assessment(brief_of(measuring, periods, cubes=cubes, districts=districts))
    return keep_document(measuring, document, on_progress=on_progress)


def find_periods(measuring: Measuring) -> Periods:
    """The periods that an assessment of this cut speaks of, as the partnership chose them."""
    from vrn.publish.assessment.plan import OFFENCES, find_periods

    held = measuring.months_held
    if not held.get(OFFENCES):
        raise NotReadyError(
            "this cut holds no month of police offences: receive the police's files, then make a "
            "cut"
        )
    chosen = measuring.partnership.assessment
    wanted = {OFFENCES: chosen.police_series, "ae-attendances": chosen.attendance_series}
    return find_periods(
        {feed: _within(months, wanted.get(feed)) for feed, months in held.items()},
        period=chosen.period,
    )


def find_feeds(measuring: Measuring) -> frozenset[str]:
    """The feeds that an assessment of this cut can count, and those of places to set beside them.

    Deprivation counts as held in the edition that the measures are made with.
    """
    from vrn.factors.deprivation import LATEST
    from vrn.publish.assessment.plan import DEPRIVATION, SETTLEMENT

    held = set(measuring.months_held)
    if "deprivation" in measuring.tables:
        editions = measuring.table("deprivation")["edition"].cast(str)
        held |= {DEPRIVATION} if LATEST in editions else set()
    if "rural_urban" in measuring.tables:
        held.add(SETTLEMENT)
    return frozenset(held)


def _within(months: tuple[str, ...], period: Period | None) -> tuple[str, ...]:
    if period is None:
        return months
    return tuple(month for month in months if period.first <= month <= period.last)


def brief_of(
    measuring: Measuring,
    periods: Periods,
    *,
    cubes: Mapping[tuple[object, ...], Cube],
    districts: Outline,
) -> Brief:
    """What a document of the agencies' figures is written from: cubes and the folder's texts.

    NotReadyError where the folder names no live definition, or a text is not there any more.
    """
    from vrn.publish.assessment.writing import Brief
    from vrn.release.charting import judge
    from vrn.release.funnelling import funnel

    partnership = measuring.partnership
    live = partnership.definitions
    if not live:
        raise NotReadyError('partnership.toml names no live definition: fill in "definitions"')
    return Brief(
        cube=lambda measure, split=(), period=None: cubes[key_of(measure, split, period)],
        judge=judge,
        funnel=funnel,
        definition=live[0],
        beside=live[-1],
        definitions={text.id: _as_printed(text) for text in _texts(measuring)},
        districts=districts,
        supplies=measuring.ground.supplies,
        organisation=partnership.name,
        area=partnership.area,
        periods=periods,
        feeds=find_feeds(measuring),
        restrictions=partnership.restrictions(),
        new_limits=partnership.new_limits(),
        residents_label=measuring.ages_label(),
        made_up=partnership.made_up,
        language=partnership.language,
        cut=measuring.cut.number,
    )


def _texts(measuring: Measuring) -> Iterator[Text]:
    """The texts by which the cut was made; NotReadyError where one is not there any more."""
    held = {(each.id, each.version): each for each in read_live(measuring.partnership).texts}
    for name, facts in measuring.cut.facts.get("definitions", {}).items():
        text = held.get((name, facts["version"]))
        if text is None or text.sha256 != facts["sha256"]:
            raise NotReadyError(
                f"the cut was made by {name} version {facts['version']}, whose text is not in the "
                "folder as it was: put it back, or make a new cut"
            )
        yield text


def _as_printed(text: Text) -> Definition:
    from vrn.publish.assessment.writing import Definition

    return Definition(
        id=text.id,
        version=text.version,
        kind=text.kind,
        title=text.title,
        statement=" ".join(text.statement.split()),
        published_on=text.published_on,
        sha256=text.sha256,
        clauses=tuple(_words(clause) for clause in text.clauses),
    )


_COLUMNS = {
    "code": "offence code",
    "offence": "offence",
    "offence_group": "offence group",
    "domestic": "domestic mark",
    "place_type": "kind of place",
    "knife_flag": "knife flag",
    "hour": "hour of the day",
    "night_place": "kind of place at night",
    "offences_in_period": "offences of the suspect in the period",
    "nth": "which offence of the suspect it is",
    "days_since": "days since the suspect's last offence",
}


def _words(clause: Clause) -> tuple[str, str]:
    """A clause as a reader sees it: what it looks at, and what it takes or leaves out."""
    label = sentence_case(_COLUMNS.get(clause.column, clause.column.replace("_", " ")))
    named = clause.any_of or clause.none_of
    codes = ", ".join(_titled(named) if clause.column == "code" else named)
    if clause.any_of:
        return label, f"one of {codes}"
    if clause.none_of:
        is_said = clause.reason in clause.none_of
        return f"{label}, left out", codes if is_said else f"{codes} ({clause.reason})"
    if clause.at_least is not None:
        return label, f"{clause.at_least} or more"
    return label, f"{clause.at_most} or fewer"


def _titled(codes: Sequence[str]) -> list[str]:
    """Offence codes with their titles, where the list has one."""
    from vrn.partnership.reference import read_list

    titles = {row["code"]: row["title"] for row in read_list("offence_codes.csv")}
    return [f"{titles[code]} ({code})" if code in titles else code for code in codes]
