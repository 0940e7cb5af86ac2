"""Whether districts differ by more than chance: over-dispersion, and districts outside a funnel.

The districts' own numbers of a period are headline figures. What is worked out from them here needs
at least ten offences in each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.violence import words
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE

if TYPE_CHECKING:
    from vrn.statistics.funnels import Overdispersion

LIMITS = 0.998
NO_RESIDENTS = "residents of the districts are not held"
TOO_FEW = "fewer than {} districts: too few to tell how much they differ"


def dispersion(frame: pl.DataFrame) -> pl.DataFrame:
    """phi, the mean square of the districts' z-scores about the whole area's rate; no interval.

    `frame` has `count` and `residents` by `district`.
    """
    from vrn.statistics.funnels import Overdispersion

    refused = _why_not(frame)
    if refused:
        return answer(reason=refused)
    found = _funnel(frame, Overdispersion("multiplicative", winsorised=0)).row(0, named=True)
    return answer(
        value=found["phi"],
        counts=(int(frame["count"].sum()), float(frame.height)),
        method=(
            f"chi-square test of {frame.height} districts about the whole area's rate, "
            f"{say_p(found['dispersion_p'])}"
        ),
        events=_behind(frame),
    )


def outside(frame: pl.DataFrame) -> pl.DataFrame:
    """How many districts lie outside 99.8% limits that allow for over-dispersion; no interval.

    `frame` has `count` and `residents` by `district`.
    """
    from vrn.statistics.funnels import Overdispersion

    refused = _why_not(frame)
    if refused:
        return answer(reason=refused)
    found = _funnel(frame, Overdispersion())
    beyond = int((found["position"] != "within").sum())
    return answer(
        value=float(beyond),
        counts=(beyond, float(frame.height)),
        method=(
            f"funnel of {frame.height} districts about the whole area's rate, 99.8% limits, "
            "additive over-dispersion from z-scores with a tenth drawn in at each end"
        ),
        events=_behind(frame),
    )


def say_p(p: float) -> str:
    """A p-value to two decimals, or that it is below 0.01.

    >>> say_p(0.0004), say_p(0.231)
    ('p below 0.01', 'p 0.23')
    """
    return "p below 0.01" if p < 0.01 else f"p {p:.2f}"


def _funnel(frame: pl.DataFrame, allowed: Overdispersion) -> pl.DataFrame:
    from vrn.statistics.funnels import rate_funnel

    return rate_funnel(
        frame["count"],
        frame["residents"],
        by=frame.select("district"),
        multiplier=1_000.0,
        confidence=LIMITS,
        overdispersion=allowed,
    )


def _why_not(frame: pl.DataFrame) -> str:
    from vrn.statistics.funnels.dispersion import FEWEST_AREAS

    if frame.height < FEWEST_AREAS:
        return TOO_FEW.format(FEWEST_AREAS)
    if frame["residents"].null_count() or not (frame["residents"] > 0).all():
        return NO_RESIDENTS
    return "" if frame["count"].sum() else "nothing was recorded and placed here"


def _behind(frame: pl.DataFrame) -> dict[str, int]:
    return {
        "offences of all districts": int(frame["count"].sum()),
        "offences of the district with fewest": int(frame.select(pl.col("count").min()).item()),
    }


_DEFINITION = (
    "A funnel asks whether districts differ from the whole area's rate of offences per resident by "
    "more than the chance in numbers of their size. "
)
_RESIDENTS = "Residents: Office for National Statistics, in the edition named."
_CAVEATS = (
    "Rates are for all ages, over residents alone, and a town draws people from outside: a "
    "district may lie outside for who comes there, how old its residents are, or what is reported. "
    "It says that districts differ, never why, and no district is better or worse by it. "
)


def _estimate(ending: str, *, title: str, what: str, **differing: str) -> Estimate:
    is_count = ending.endswith("outside")
    return Estimate(
        indicator=Indicator(
            name=f"serious_violence_{ending}",
            title=title,
            definition=f"{what} {_DEFINITION}{words.UNDER_DEFINITION}".rstrip(),
            source=f"{words.POLICE} {_RESIDENTS}",
            caveats=(_CAVEATS + words.RECORDED_ONLY).rstrip(),
            denominator="All districts of the area",
            decimals=0 if is_count else 1,
            **differing,
        ),
        over=SERIOUS_VIOLENCE,
        frame=("district",),
        function=outside if is_count else dispersion,
        dimensions=("definition",),
        has_residents=True,
    )


FUNNELS = (
    _estimate(
        "district_dispersion",
        title="How much districts differ beyond chance",
        what=(
            "The mean square of how far districts lie from the whole area's rate, in standard "
            "deviations by chance: 1 is what chance alone gives, 9 means they lie three such "
            "deviations off."
        ),
        rationale="Says whether a comparison of districts is worth making at all.",
        unit="times what chance gives",
        method="Square roots of observed over expected; chi-square test with one fewer than areas.",
    ),
    _estimate(
        "districts_outside",
        title="Districts outside the funnel",
        what=(
            "How many districts lie outside 99.8% limits about the whole area's rate, once the "
            "limits allow for how much districts differ anyway."
        ),
        rationale="Says whether one district stands out from how much all of them differ.",
        unit="districts",
        method=(
            "Limits of square roots with additive over-dispersion (DerSimonian and Laird), from "
            "z-scores of which a tenth at each end is drawn in."
        ),
    ),
)
