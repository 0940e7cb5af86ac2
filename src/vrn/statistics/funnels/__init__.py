"""Funnels: whether areas differ from a baseline by more than their size lets chance explain.

Sources: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
Medicine 24 (2005) (limits, over-dispersion); D. J. Spiegelhalter and others, Statistical methods
for healthcare regulation, Journal of the Royal Statistical Society A 175 (2012) (square roots and
winsorising); R. DerSimonian and N. Laird, Meta-analysis in clinical trials, Controlled Clinical
Trials 7 (1986) (variance between areas); E. B. Wilson, Journal of the American Statistical
Association 22 (1927) (proportions); F. Garwood, Biometrika 28 (1936) (rates and ratios).

Limits: without over-dispersion, limits say that all areas have one underlying rate, so that nothing
but chance parts them. That is seldom so, and with large counts most areas then lie outside. Where
the test of over-dispersion is plain, ask for it to be taken up. Many areas are compared at once: of
100 that do not differ, five lie outside limits of 95%. Where a baseline times a population is below
about five, the limits of proportions hold poorly.

>>> found = rate_funnel([30, 60, 30], [1_000, 1_000, 1_000], by={"area": ["a", "b", "c"]})
>>> found.select("area", "significance").rows()[:3]
[('a', 'Not significant'), ('b', 'High (0.025)'), ('c', 'Not significant')]
"""

from vrn.statistics.funnels.areas import proportion_funnel, rate_funnel, ratio_funnel
from vrn.statistics.funnels.curves import rate_funnel_curve, ratio_funnel_curve
from vrn.statistics.funnels.dispersion import Overdispersion
from vrn.statistics.funnels.limits import (
    poisson_funnel_limits,
    proportion_funnel_limits,
    rate_funnel_limits,
    ratio_funnel_limits,
    widened_rate_limits,
)

__all__ = [
    "Overdispersion",
    "poisson_funnel_limits",
    "proportion_funnel",
    "proportion_funnel_limits",
    "rate_funnel",
    "rate_funnel_curve",
    "rate_funnel_limits",
    "ratio_funnel",
    "ratio_funnel_curve",
    "ratio_funnel_limits",
    "widened_rate_limits",
]
