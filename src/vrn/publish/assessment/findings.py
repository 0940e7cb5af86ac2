"""The key findings, each a sentence or two: eleven numbered as the network's report has them, and
two after them, of what goes with it and of what the police do not know of.

A finding whose feed is not held stays in its place and says so: the numbers never shift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.factors import deprivation_finding
from vrn.publish.assessment.plan import CALLOUTS, DEPRIVATION, PEOPLE
from vrn.publish.assessment.unknown import unknown_finding
from vrn.publish.assessment.writing import (
    ALL,
    UNDER,
    UNDER_25,
    Brief,
    aside,
    hour_name,
    label_in,
    labelled,
    left_of_hundred,
    of_age,
    plainly,
    said,
)
from vrn.publish.document import Link, Name, Note, Span
from vrn.publish.phrases import listed, period_name
from vrn.publish.rules import (
    Direction,
    direction,
    is_majority,
    leaders,
    peaks,
    printed_limits,
    ranked,
)
from vrn.terms import AGE_BANDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.publish.document import Spans
    from vrn.release.figure import Figure

_PER_CENT = " per cent"


def key_findings(brief: Brief) -> tuple[Spans, ...]:
    """The findings in their order; each can be read alone."""
    return tuple(
        write(brief) if not feed or brief.holds(feed) else not_available(feed, what=what)
        for write, feed, what in _FINDINGS
    )


def prevalence(brief: Brief) -> Spans:
    """Finding 1: what part of residents were recorded as victims and as suspects."""
    victims, suspects = brief.one("victims_prevalence"), brief.one("suspects_prevalence")
    opening = "Serious violence was recorded for a part of residents: "
    if all(figure.is_shown and printed_limits(figure)[1] < 1 for figure in (victims, suspects)):
        opening = "Serious violence is a rare direct experience for residents: "
    return (
        opening,
        *said(victims, after=_PER_CENT),
        " were recorded as victims and ",
        *said(suspects, after=_PER_CENT),
        " as suspects in ",
        period_name(brief.periods.period),
        Note(
            (
                "Distinct people, each counted once however often recorded, over residents (",
                Name(brief.residents_label),
                "). Some of them live elsewhere, so the true part of residents is smaller.",
            )
        ),
        ". Some people and places bear far more of it than others. ",
    )


def sexes(brief: Brief) -> Spans:
    """Finding 2: the shares of males and females among suspects and victims."""
    suspects, victims = brief.row("suspects_share", "sex"), brief.row("victims_share", "sex")
    return (
        "Of the people recorded as suspects, ",
        *said(labelled(suspects, "sex", "male"), after=_PER_CENT),
        " are male; of victims, ",
        *said(labelled(victims, "sex", "male"), after=_PER_CENT),
        ". ",
        *_others(suspects, victims, code="female", opening="Females are "),
        *_others(suspects, victims, code="not recorded", opening="The sex is not recorded of "),
    )


def _others(
    suspects: tuple[Figure, ...], victims: tuple[Figure, ...], *, code: str, opening: str
) -> Spans:
    """The shares of one further code in a sentence; left to the table where one is not shown."""
    pair = [f for row in (suspects, victims) for f in row if f.code_of("sex") == code]
    if len(pair) != 2 or not all(figure.is_shown for figure in pair):
        return ()
    return (
        opening,
        *plainly(pair[0], after=_PER_CENT),
        " of suspects and ",
        *plainly(pair[1], after=_PER_CENT),
        " of victims. ",
    )


def young_rates(brief: Brief) -> Spans:
    """Finding 3: how the rate of suspects under 25 stands to that of older people."""
    ratio = brief.one("suspects_under_25_ratio")
    robbery = brief.one("robbery_suspects_under_25_ratio")
    word = {Direction.ROSE: "higher", Direction.FELL: "lower"}.get(direction(ratio))
    opening: Spans = ("The rates of suspects of the two age groups show no clear difference: ",)
    if word:
        opening = (
            "People ",
            UNDER_25,
            f" are recorded as suspects at a {word} rate than those aged ",
            Name("25 and over"),
            ": ",
        )
    return (
        *opening,
        *said(ratio, after=" times the rate"),
        ". For robbery it is ",
        *said(robbery, after=" times"),
        ". ",
    )


def age_bands(brief: Brief) -> Spans:
    """Finding 4: the age bands with the highest rates, of suspects and of victims."""
    return (
        "By rate for residents of the same age, ",
        *_leading_bands(brief, "suspects"),
        " among suspects, and ",
        *_leading_bands(brief, "victims"),
        " among victims. ",
    )


def _leading_bands(brief: Brief, role: str) -> Spans:
    rates = [f for f in brief.row(f"{role}_rate", "age_band") if f.code_of("age_band") in AGE_BANDS]
    first, second = leaders(rates)
    if not first:
        return ("no age band can be ranked",)
    parts = listed([_band(figure) for figure in first])
    if len(first) > 1:
        return ("the ages ", *parts, " are among the highest")
    if not second:
        return ("the ages ", *parts, " have the highest rate")
    after = listed([_band(figure) for figure in second])
    return ("the ages ", *parts, " have the highest rate, followed by ", *after)


def _band(figure: Figure) -> Spans:
    return (label_in(figure, "age_band"), " (", *plainly(figure), ")")


def callouts(brief: Brief) -> Spans:
    """Finding 5: the share under 25 of call-outs that led to a hospital."""
    share = brief.one("conveyed_under_25_share")
    return (
        "Of the ambulance call-outs for injuries arising from violence after which the person was "
        "taken to hospital, ",
        *said(share, after=_PER_CENT),
        " were for people ",
        UNDER_25,
        Note(
            (
                "This measure has been printed elsewhere as of ",
                Name("“25 year olds”"),
                ". Here, and in every figure of this document, it is of people under ",
                Name("25"),
                ": those who had not reached that birthday at the time of the call.",
            )
        ),
        ". ",
    )


def kinds(brief: Brief) -> Spans:
    """Finding 6: the commonest group of offences, and what most of it is."""
    first, _ = leaders(brief.row("serious_violence_share", "offence_group"))
    if not first:
        return ("Which group of offences is the commonest cannot be said here. ",)
    parts = [(label_in(f, "offence_group"), *aside(f, after=_PER_CENT)) for f in first]
    verb = "is the most common group of offences" if len(first) == 1 else "are among the commonest"
    share = brief.one("abh_share")
    majority = ", the majority" if is_majority(share) else ""
    return (
        *listed(parts),
        f" {verb}. Assault occasioning actual bodily harm makes up ",
        *said(share, after=_PER_CENT),
        f" of assaults with injury{majority}. ",
    )


def knives(brief: Brief) -> Spans:
    """Finding 7: the share of offences that were flagged as involving a knife."""
    share = labelled(brief.row("serious_violence_share", "knife"), "knife", "knife")
    return (
        "A knife or other sharp instrument was flagged in ",
        *said(share, after=_PER_CENT),
        " of offences",
        Note(
            (
                "Also where the instrument was only threatened with and believed to be there. "
                "It need not have been used.",
            )
        ),
        ". ",
    )


def peak_times(brief: Brief) -> Spans:
    """Finding 8: the peak hours by the stated rule, and how many offences have no known time."""
    row = brief.row("serious_violence_share", "hour")
    hours = sorted(
        (figure for figure in row if figure.code_of("hour").isdigit()),
        key=lambda figure: figure.code_of("hour"),
    )
    found = peaks(hours, rest=left_of_hundred(row))
    told: tuple[Span, ...] = ("No hour of the day stands out as a peak. ",)
    if found:
        parts = [(hour_name(f), " (", *plainly(f, after=_PER_CENT), ")") for f in found]
        told = ("Offences peak in the hours ", *listed(parts), ". ")
    unknown = brief.one("share_time_not_known")
    return (*told, "No hour can be given to ", *said(unknown, after=_PER_CENT), " of offences. ")


def night_time(brief: Brief) -> Spans:
    """Finding 9: the share of the night-time economy, and how it moves with the rule."""
    share = labelled(
        brief.row("serious_violence_share", "night_time"), "night_time", "night-time economy"
    )
    late, premises = brief.one("night_time_share_late"), brief.one("night_time_share_premises")
    first: tuple[Span, ...] = (
        *said(share, after=_PER_CENT),
        " of offences can be linked to the night-time economy by our rule. ",
    )
    if not share.is_shown:
        first = ("The share of the night-time economy by our rule is ", *said(share), ". ")
    return (
        *first,
        "By other rules it would be ",
        *said(late, after=_PER_CENT),
        " with the later hours of ",
        Name("20:00 to 03:59"),
        ", and ",
        *said(premises, after=_PER_CENT),
        " without the streets of town centres. ",
    )


def areas(brief: Brief) -> Spans:
    """Finding 10: the district with the highest rate, its share, and where under-25s' lie."""
    rates = brief.row("serious_violence_rate", "district")
    first, _ = leaders(rates)
    told: tuple[Span, ...] = ("The districts cannot be ranked here. ",)
    if first:
        names = listed([(Name(figure.place.name),) for figure in first])
        verb = " had the highest rate" if len(first) == 1 else " were among the highest"
        share = labelled(
            brief.row("serious_violence_share", "district"), "district", first[0].place.code
        )
        told = (
            *names,
            f"{verb} of serious violence, and ",
            *said(share, after=_PER_CENT),
            " of it was recorded in ",
            Name(first[0].place.name),
            ". ",
        )
    return (*told, *_young_neighbourhoods(brief))


def _young_neighbourhoods(brief: Brief) -> Spans:
    if UNDER not in brief.ages:
        return ()
    shares = ranked(brief.row("serious_violence_share", "neighbourhood", age=UNDER))[:4]
    if not shares:
        return ()
    parts = [
        (label_in(f, "neighbourhood"), " (", *plainly(f, after=_PER_CENT), ")") for f in shares
    ]
    return ("For people ", *of_age(UNDER), ", the largest shares lie in ", *listed(parts), ". ")


def repeats(brief: Brief) -> Spans:
    """Finding 11: the share of offences by people recorded more than once, under three rules."""
    return (
        "People suspected of two or more offences in the period account for ",
        *said(brief.one("repeat_share", age=ALL), after=_PER_CENT),
        " of offences with an identified suspect, and for ",
        *said(brief.one("repeat_share", age=UNDER), after=_PER_CENT),
        " of those whose suspect is ",
        *of_age(UNDER),
        ". Counting only a further offence within a year the shares are ",
        *_pair(brief, "repeat_share_within_year"),
        "; counting any earlier one that is held, ",
        *_pair(brief, "repeat_share_ever"),
        ". See ",
        Link("the three rules", "#repeats"),
        ". ",
    )


def _pair(brief: Brief, measure: str) -> Spans:
    every, young = (brief.one(measure, age=age) for age in (ALL, UNDER))
    return (*plainly(every), " and ", *plainly(young, after=_PER_CENT))


_FINDINGS: tuple[tuple[Callable[[Brief], Spans], str, str], ...] = (
    (prevalence, PEOPLE, "What part of residents are victims or suspects"),
    (sexes, PEOPLE, "How many victims and suspects are male"),
    (young_rates, PEOPLE, "Whether the young are suspects at a higher rate"),
    (age_bands, PEOPLE, "Which ages have the highest rates"),
    (callouts, CALLOUTS, "How many ambulance call-outs for violence are for the young"),
    (kinds, "", ""),
    (knives, "", ""),
    (peak_times, "", ""),
    (night_time, "", ""),
    (areas, "", ""),
    (repeats, PEOPLE, "How much is by people recorded more than once"),
    (deprivation_finding, DEPRIVATION, "Whether serious violence goes with deprivation"),
    (unknown_finding, "", ""),
)
"""What writes each finding in its place, the feed it needs, and what is missing without it."""
