"""Concentration: how few places or people hold half of serious violence, and how few by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.places import read_places
from vrn.problem.residents import edition_with_ages, read_residents
from vrn.problem.violence import words
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE, SUSPECTS, VICTIMS

if TYPE_CHECKING:
    import polars as pl

    from vrn.problem.places import Tables

HALF = 0.5
# Scatterings, and the seed that each cell's own generator starts from: equal cuts, equal figures.
DRAWS, DRAWS_OF_PEOPLE = 1_000, 200
SEED = 20_240_301
NOTHING = "nothing was recorded and placed here"
NOBODY = "nobody was recorded"
NO_RESIDENTS = "residents of the area are not held"
_NO_LIMITS = "no interval, because the same records choose the {0} and are counted in them"
_SCATTERED = "mean of {:,} scatterings on residents; the limits hold 95% of them"


def half_of_places(frame: pl.DataFrame) -> pl.DataFrame:
    """The fewest small areas that hold half of the placed offences, per cent of all small areas.

    `frame` has one row a small area with `count`, those with 0 too.
    """
    if not frame["count"].sum():
        return answer(reason=NOTHING)
    from vrn.statistics.concentration import fewest_that_hold

    found = fewest_that_hold(frame["count"].to_numpy(), HALF)
    return answer(
        value=100 * found.fewest / found.places,
        counts=(found.fewest, float(found.places)),
        method=f"{found.places:,} small areas; {_NO_LIMITS.format('areas')}",
        events={
            "offences in these small areas": found.events,
            "all others": found.total - found.events,
        },
    )


def half_of_places_by_chance(frame: pl.DataFrame) -> pl.DataFrame:
    """The same if each offence fell on a resident picked by lot: the mean of scatterings.

    `frame` has `count` and `residents` by small area. The limits hold 95% of the scatterings.
    """
    total = int(frame["count"].sum())
    if not total:
        return answer(reason=NOTHING)
    if frame["residents"].null_count() or not frame["residents"].sum():
        return answer(reason=NO_RESIDENTS)
    import numpy as np

    from vrn.statistics.concentration import fewest_that_hold_by_chance

    chance = fewest_that_hold_by_chance(
        total,
        frame["residents"].to_numpy(),
        share=HALF,
        draws=DRAWS,
        rng=np.random.default_rng(SEED),
    )
    value, lower, upper = (100 * float(each) / frame.height for each in chance)
    return answer(
        value=value,
        limits=(lower, upper),
        counts=(None, float(total)),
        method=_SCATTERED.format(DRAWS),
        events={"offences scattered": total},
    )


def half_of_people(rows: pl.DataFrame) -> pl.DataFrame:
    """The fewest people that hold half of what was recorded, per cent of all people recorded.

    `rows` has a row for each person of each offence: crime_ref, person, is_asked. An offence of two
    people counts for each of them.
    """
    counts = _offences_of_each(rows)
    if counts.is_empty():
        return answer(reason=NOBODY)
    from vrn.statistics.concentration import fewest_that_hold

    found = fewest_that_hold(counts.to_numpy(), HALF)
    return answer(
        value=100 * found.fewest / found.places,
        counts=(found.fewest, float(found.places)),
        method=_NO_LIMITS.format("people"),
        events={"people that hold half": found.fewest, "all others": found.places - found.fewest},
    )


def half_of_people_by_chance(rows: pl.DataFrame, *, tables: Tables) -> pl.DataFrame:
    """The same if each offence had fallen on a resident picked by lot: the mean of scatterings.

    The share is of those whom an offence fell on. The limits hold 95% of the scatterings. `tables`
    has the cut's residents and areas; the newest edition with single years of age is taken.
    """
    total = int(_offences_of_each(rows).sum())
    if not total:
        return answer(reason=NOBODY)
    if not tables.get("residents"):
        return answer(reason=NO_RESIDENTS)
    import numpy as np

    from vrn.statistics.concentration import fewest_that_hold

    rng, living = np.random.default_rng(SEED), _residents(tables)
    shares = []
    for _ in range(DRAWS_OF_PEOPLE):
        _, counts = np.unique(rng.integers(living, size=total), return_counts=True)
        found = fewest_that_hold(counts, HALF)
        shares.append(100 * found.fewest / found.places)
    lower, upper = np.quantile(shares, (0.025, 0.975))
    return answer(
        value=float(np.mean(shares)),
        limits=(float(lower), float(upper)),
        counts=(None, float(total)),
        method=_SCATTERED.format(DRAWS_OF_PEOPLE),
        events={"offences scattered": total},
    )


def _residents(tables: Tables) -> int:
    """Everybody who lives in the area, by the newest edition with single years of age."""
    places = read_places(tables)
    known = read_residents(tables, edition_with_ages(tables, ""), places)
    return int(known.summed(places, ())["residents"].item())


def _offences_of_each(rows: pl.DataFrame) -> pl.Series:
    each = rows.filter("is_asked").unique(["crime_ref", "person"])
    return each.group_by("person").len("offences").sort("person")["offences"]


_BY_CHANCE = (
    "The mean of {:,} scatterings by a generator started from a fixed seed; the limits hold 95% of "
    "them."
)
_COUNTED = "{} ordered by their number of offences and taken from the top until half is reached."
_RATIONALE = "Where few {} hold much, work with these few can reach much of it."
_BESIDE = "Few records look concentrated even when scattered at random: read it beside `{}`. "
_NOT_PLACED = "`share_not_placed` says how many offences have no place. "

_PLACES = Estimate(
    indicator=Indicator(
        name="serious_violence_half_of_places",
        title="Small areas that hold half of serious violence",
        definition=(
            "Of every hundred small areas, how few hold half of the offences of the definition "
            f"that are placed in the area. {words.UNDER_DEFINITION}".rstrip()
        ),
        rationale=_RATIONALE.format("places"),
        unit="per cent of small areas",
        method=_COUNTED.format("Small areas") + " No interval: the same records choose the areas.",
        source=words.POLICE,
        caveats=(
            _BESIDE.format("serious_violence_half_of_places_by_chance")
            + "Small areas are drawn by residents: a town centre with few of them draws people "
            "from everywhere. The places that hold half change from year to year. "
            + _NOT_PLACED
            + words.RECORDED_ONLY
        ).rstrip(),
        numerator="The fewest small areas that hold half of the offences",
        denominator="All small areas",
        decimals=1,
    ),
    over=SERIOUS_VIOLENCE,
    frame=("small_area",),
    function=half_of_places,
    dimensions=("definition",),
)
_PLACES_BY_CHANCE = Estimate(
    indicator=Indicator(
        name="serious_violence_half_of_places_by_chance",
        title="Small areas that would hold half of serious violence by chance",
        definition=(
            "Of every hundred small areas, how few would hold half of as many offences if each had "
            "fallen on a resident picked by lot, in that resident's small area. "
            f"{words.UNDER_DEFINITION}".rstrip()
        ),
        rationale="The part of a concentration that chance and where people live explain.",
        unit="per cent of small areas",
        method=_BY_CHANCE.format(DRAWS),
        source=(f"{words.POLICE} Residents: Office for National Statistics, in the edition named."),
        caveats=(
            "A comparison, not a model: people are also harmed where they do not live, and one "
            "person's repeats lie in one place."
        ),
        denominator="All small areas",
        decimals=1,
    ),
    over=SERIOUS_VIOLENCE,
    frame=("small_area",),
    function=half_of_places_by_chance,
    dimensions=("definition",),
    has_residents=True,
)


def _people(over: Tally, who: str) -> Estimate:
    name = f"{over.indicator.name}_half"
    return Estimate(
        indicator=Indicator(
            name=name,
            title=f"{over.indicator.title}: how few make half",
            definition=(
                f"Of every hundred {who} of the period, how few are the {who} of half of the "
                f"offences of the definition. An offence of several {who} counts for each of them. "
                f"{words.UNDER_DEFINITION}".rstrip()
            ),
            rationale=_RATIONALE.format("people"),
            unit=f"per cent of {who}",
            method=_COUNTED.format("People") + " No interval: the same records choose the people.",
            source=words.POLICE,
            caveats=(
                f"If nobody came twice it would be 50. {_BESIDE.format(name + '_by_chance')}It "
                "falls with the length of the period, which must be said with it. A person known "
                "under two names is two people here, so the true share is lower. "
                + (words.NO_SUSPECT if over is SUSPECTS else "")
                + words.RECORDED_ONLY
            ).rstrip(),
            numerator=f"The fewest {who} that have half of the offences",
            denominator=f"All {who} recorded in the period",
            decimals=0,
        ),
        over=over,
        frame=(),
        function=half_of_people,
        dimensions=("definition",),
        columns=("crime_ref", "person"),
    )


def _people_by_chance(over: Tally, who: str) -> Estimate:
    return Estimate(
        indicator=Indicator(
            name=f"{over.indicator.name}_half_by_chance",
            title=f"{over.indicator.title}: how few would make half by chance",
            definition=(
                f"Of every hundred {who}, how few would be the {who} of half of as many offences, "
                "if each had fallen on a resident picked by lot. "
                f"{words.UNDER_DEFINITION}".rstrip()
            ),
            rationale="How often chance alone would meet the same people again: hardly ever.",
            unit=f"per cent of {who}",
            method=_BY_CHANCE.format(DRAWS_OF_PEOPLE),
            source=f"{words.POLICE} {words.PEOPLE}",
            caveats=(
                "A comparison, not a model: nobody is as likely as anybody else to be harmed or "
                "suspected, whatever the place, the hour or the age."
            ),
            denominator=f"All {who} that offences would fall on",
            decimals=0,
        ),
        over=over,
        frame=(),
        function=half_of_people_by_chance,
        dimensions=("definition",),
        columns=("crime_ref", "person"),
        reads=("areas", "residents"),
    )


HALVES = (
    _PLACES,
    _PLACES_BY_CHANCE,
    *(
        make(over, who)
        for over, who in ((VICTIMS, "victims"), (SUSPECTS, "suspects"))
        for make in (_people, _people_by_chance)
    ),
)
