"""Slope and relative index of inequality across ordered quantiles, with their limits.

A line is fitted through the quantiles, each at the middle of the share of people that it holds. The
slope index is how far the line goes from one end to the other, in the unit of the values; the
relative index is the ratio of its two ends.

Sources: J. P. Mackenbach and A. E. Kunst, Measuring the magnitude of socio-economic inequalities in
health, Social Science and Medicine 44 (1997); A. Low and A. Low, Measuring the gap: quantifying and
comparing local health inequalities, Journal of Public Health 26 (2004); E. Regidor, Measures of
health inequalities: part 2, Journal of Epidemiology and Community Health 58 (2004); simulated
limits: Public Health England, Technical guide: slope index of inequality (2017).

Limits: the line assumes a steady gradient; where the quantiles bend, read them one by one. Both
indices compare the ends of a line that no person stands at. Limits carry the uncertainty of each
quantile's value, taken as independent of the others', and not the scatter about the line. The
normal limits are poor where a value rests on few events, and so are those of a ratio of which an
end comes near 0.

>>> events = quantile_values([20, 10], se=[1, 1])
>>> found = inequality_indices([1, 2], [500, 500], events, line=Line(contrast="first_to_last"))
>>> found.select("index", "value").rows()
[('slope', 20.0), ('relative', 5.0)]
"""

from vrn.statistics.inequality.indices import inequality_indices
from vrn.statistics.inequality.lines import Line, ridit_ranks
from vrn.statistics.inequality.quantile_values import (
    QuantileValues,
    quantile_proportions,
    quantile_rates,
    quantile_values,
)
from vrn.statistics.inequality.simulation import Simulation

__all__ = [
    "Line",
    "QuantileValues",
    "Simulation",
    "inequality_indices",
    "quantile_proportions",
    "quantile_rates",
    "quantile_values",
    "ridit_ranks",
]
