"""The police's highest month by the very rule of attendances, so that the two can be compared."""

from __future__ import annotations

from functools import partial

from vrn.problem.measure import Estimate, Indicator
from vrn.problem.violence.estimates import peak_share
from vrn.problem.violence.findings import PEAK_MONTHS, YEAR_BEFORE_RESTRICTIONS
from vrn.problem.violence.tallies import SERIOUS_VIOLENCE, UNDER

_OF = SERIOUS_VIOLENCE.indicator
POLICE_PEAK = Estimate(
    indicator=Indicator(
        name="serious_violence_peak_share",
        title="Highest month of serious violence, beside the year before restrictions",
        definition=(
            "The highest monthly number of the period, by default the latest eighteen months held, "
            "as per cent of the mean monthly number of "
            f"{YEAR_BEFORE_RESTRICTIONS.label}, the last twelve months before the restrictions of "
            f"2020. {_OF.definition}"
        ),
        rationale="Sets the police's series and that of attendances side by side by one rule.",
        unit="per cent of the monthly mean before",
        method="A month's number over a mean of twelve, with exact 95% limits given their sum.",
        source=_OF.source,
        caveats=(
            "The highest of many months is high by chance too, and the limits hold the chance in "
            f"that month alone, not in which month it is. {_OF.caveats}"
        ),
        numerator="Offences in the highest month of the period",
        denominator="Offences in the twelve months before the restrictions",
        decimals=0,
    ),
    over=SERIOUS_VIOLENCE,
    frame=("month",),
    function=partial(peak_share, before=YEAR_BEFORE_RESTRICTIONS),
    dimensions=UNDER,
    beside=YEAR_BEFORE_RESTRICTIONS,
    months=PEAK_MONTHS,
)
