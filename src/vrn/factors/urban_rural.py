"""How serious violence goes with living in town or country: an association of places."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from vrn.factors import words
from vrn.factors.two_rates import ratio_of_rates, side_of
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator
from vrn.problem.places import RURAL_URBAN, read_places
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE
from vrn.problem.violence.words import POLICE, UNDER_DEFINITION

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables


def urban_over_rural(frame: pl.DataFrame, *, tables: Tables) -> pl.DataFrame:
    """The rate of the urban small areas over that of the rural ones, with exact 95% limits.

    `frame` has `count` and `residents` by `small_area`; unclassified ones are in neither.
    """
    if not tables.get(RURAL_URBAN):
        return answer(reason="this cut does not hold which small areas are urban and which rural")
    classes = read_places(tables, [RURAL_URBAN]).select("small_area", RURAL_URBAN)
    classed = frame.join(classes.drop_nulls(), on="small_area")
    urban, rural = (
        side_of(classed, f"{code} small areas", column=RURAL_URBAN, code=code)
        for code in ("urban", "rural")
    )
    events = {f"offences in {side.name}": side.count for side in (urban, rural)}
    return ratio_of_rates(urban, rural, events=events)


_URBAN = Estimate(
    indicator=Indicator(
        name="serious_violence_urban_ratio",
        title="Serious violence: urban against rural areas",
        definition=(
            "The number of offences of serious violence, per resident, in the small areas that are "
            "urban by the Rural Urban Classification, over the same in those that are rural: 2 "
            f"means twice the rate. {UNDER_DEFINITION.rstrip()}"
        ),
        rationale="Says how much less is recorded in the countryside, which is not nothing.",
        unit="times the rate",
        method=f"{words.GIVEN_SUM}.",
        source=f"{POLICE} {words.RURAL_URBAN}",
        caveats=(
            words.OF_PLACES
            + "The classes of settlement go by their size, not by what is there: a market town may "
            "be rural. What is reported may differ between town and country. "
            + words.LEFT_OUT
            + words.INDEPENDENT
        ),
        numerator="Offences placed in urban small areas, per resident",
        denominator="Offences placed in rural small areas, per resident",
        decimals=1,
    ),
    over=SERIOUS_VIOLENCE,
    frame=("small_area",),
    function=urban_over_rural,
    dimensions=("definition",),
    has_residents=True,
    reads=("areas", RURAL_URBAN),
)


@cache
def urban_rural_measures() -> Mapping[str, Measure]:
    """The rate of urban small areas over that of rural ones."""
    return MappingProxyType({_URBAN.indicator.name: _URBAN})
