"""The executive summary: a page that can be read alone, each paragraph with its own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import MODULES
from vrn.publish.assessment.findings import age_bands, areas, knives, peak_times, young_rates
from vrn.publish.assessment.plan import ATTENDANCES, FEEDS, PEOPLE
from vrn.publish.assessment.trends import (
    attendances_sentence,
    peak_sentence,
    trend_sentence,
)
from vrn.publish.assessment.writing import Brief, plainly
from vrn.publish.document import Link, Name, Span
from vrn.publish.phrases import listed, period_name
from vrn.terms import lower_first

if TYPE_CHECKING:
    from vrn.publish.document import Spans


def write_summary(brief: Brief) -> tuple[Spans, ...]:
    """What it is about; which way it goes; whom; where and when; and what is not known."""
    return (
        _scope(brief),
        trend_sentence(brief),
        *_hospitals(brief),
        *_who(brief),
        (*areas(brief), *peak_times(brief), *knives(brief)),
        _limits(brief),
    )


def _scope(brief: Brief) -> Spans:
    text = brief.definitions[brief.definition]
    return (
        "This assessment says what is known of ",
        Name(lower_first(text.short_title)),
        " in ",
        Name(brief.area.name),
        " from the records of ",
        *listed([(Name(name),) for name in _suppliers(brief)]),
        ". In ",
        period_name(brief.periods.period),
        " the police recorded ",
        *plainly(brief.one("serious_violence"), after=" offences"),
        " under ",
        Link(Name(f"the definition {text.id}"), "#definition"),
        ". ",
    )


def _suppliers(brief: Brief) -> list[str]:
    """Who sent the feeds that the assessment counts, once each."""
    counted = brief.feeds.intersection(FEEDS)
    names = (str(s["supplier"]) for s in brief.supplies.values() if s.get("feed") in counted)
    return sorted({f"the {name[4:]}" if name.startswith("The ") else name for name in names})


def _hospitals(brief: Brief) -> tuple[Spans, ...]:
    if not brief.holds(ATTENDANCES):
        return ()
    return ((*attendances_sentence(brief), *peak_sentence(brief)),)


def _who(brief: Brief) -> tuple[Spans, ...]:
    return ((*young_rates(brief), *age_bands(brief)),) if brief.holds(PEOPLE) else ()


def _limits(brief: Brief) -> Spans:
    """What the numbers are not, and which modules are missing."""
    missing = [lower_first(m.tells) for feed, m in MODULES.items() if not brief.holds(feed)]
    absent: tuple[Span, ...] = (f"Not available: {'; '.join(missing)}. ",) if missing else ()
    return (
        "These are recorded events: they say what agencies saw, not all that happened, and not "
        "why. ",
        *absent,
        "What is missing, and who holds it, stands under ",
        Link("what we cannot say yet", "#gaps"),
        ". ",
    )
