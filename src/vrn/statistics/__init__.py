"""Methods of public health analysis on columns, each to its reference; it could live alone.

Rates and their limits, standardised rates, inequality, funnels and control charts; interrupted
series, comparisons of areas, scans, spatial statistics, near repeats, alarms, and what two lists
leave out. Columns go in, a frame comes out: `value`, `lower`, `upper`, `confidence`, `method` and
`reason`, which says why there is no value. It knows nothing of its users' matter.
"""

from vrn.statistics.alarms import Ears, Farrington, ears, farrington
from vrn.statistics.answers import answer
from vrn.statistics.association import associate
from vrn.statistics.benchmarks import (
    compare_with_benchmark,
    proportion_against_benchmark,
    rate_against_benchmark,
)
from vrn.statistics.capture_recapture import share_not_on_second
from vrn.statistics.comparison import (
    compare_areas,
    difference_in_differences,
    panel_of,
    synthetic_controls,
)
from vrn.statistics.concentration import (
    Top,
    count_in_top,
    places_in_top,
    share_in_top_by_chance,
)
from vrn.statistics.control_charts import Baseline, RuleSet, chart_summary, control_chart
from vrn.statistics.counts import byars_limits, count_limits, exact_limits
from vrn.statistics.funnels import Overdispersion, proportion_funnel, rate_funnel, ratio_funnel
from vrn.statistics.indirect import indirectly_standardised_rate, indirectly_standardised_ratio
from vrn.statistics.inequality import (
    Line,
    Simulation,
    inequality_indices,
    quantile_proportions,
    quantile_rates,
    quantile_values,
)
from vrn.statistics.knox_moments import knox_moments
from vrn.statistics.limits import Limits
from vrn.statistics.means import mean
from vrn.statistics.near_repeat import knox
from vrn.statistics.proportions import proportion
from vrn.statistics.quantiles import quantile_of
from vrn.statistics.rates import rate
from vrn.statistics.ratios import rate_ratio
from vrn.statistics.repeat_events import standardised_rate_of_repeats
from vrn.statistics.scan import Scan, Windows, kulldorff_scan, scan_statistics
from vrn.statistics.series import InterruptedSeries, Recipe, interrupted_series
from vrn.statistics.spatial import (
    Weights,
    contiguity,
    empirical_bayes,
    gi_star,
    local_empirical_bayes,
    local_moran,
    moran,
)
from vrn.statistics.standardising import directly_standardised_rate

__all__ = [
    "Baseline",
    "Ears",
    "Farrington",
    "InterruptedSeries",
    "Limits",
    "Line",
    "Overdispersion",
    "Recipe",
    "RuleSet",
    "Scan",
    "Simulation",
    "Top",
    "Weights",
    "Windows",
    "answer",
    "associate",
    "byars_limits",
    "chart_summary",
    "compare_areas",
    "compare_with_benchmark",
    "contiguity",
    "control_chart",
    "count_in_top",
    "count_limits",
    "difference_in_differences",
    "directly_standardised_rate",
    "ears",
    "empirical_bayes",
    "exact_limits",
    "farrington",
    "gi_star",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "inequality_indices",
    "interrupted_series",
    "knox",
    "knox_moments",
    "kulldorff_scan",
    "local_empirical_bayes",
    "local_moran",
    "mean",
    "moran",
    "panel_of",
    "places_in_top",
    "proportion",
    "proportion_against_benchmark",
    "proportion_funnel",
    "quantile_of",
    "quantile_proportions",
    "quantile_rates",
    "quantile_values",
    "rate",
    "rate_against_benchmark",
    "rate_funnel",
    "rate_ratio",
    "ratio_funnel",
    "scan_statistics",
    "share_in_top_by_chance",
    "share_not_on_second",
    "standardised_rate_of_repeats",
    "synthetic_controls",
]
