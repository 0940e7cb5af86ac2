"""How areas where something was changed compare with areas where nothing was.

`compare_areas` is the whole of it for counts: a difference in differences with every check;
`difference_in_differences` the comparison by itself; `synthetic_controls` sets the treated areas
beside a mix of others, for several outcomes. `difference_power` says beforehand what could be seen.

Sources: those of each module.

>>> panel = panel_of([100, 120, 200, 120], area=[1, 1, 2, 2], month=[1, 2, 1, 2],
...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
>>> difference_in_differences(panel, errors="model").effect["value"].round(3).to_list()
[0.5]
"""

from vrn.statistics.comparison.differences import Difference, difference_in_differences
from vrn.statistics.comparison.outcomes import SyntheticControls, holm, synthetic_controls
from vrn.statistics.comparison.panel import Panel, Table, panel_of, whole_panels_of
from vrn.statistics.comparison.placebo import PlaceboAreas, placebo_areas, placebo_dates
from vrn.statistics.comparison.power import (
    difference_power,
    least_detectable_fall,
    power_of_ratio,
)
from vrn.statistics.comparison.recipe import AreaComparison, compare_areas
from vrn.statistics.comparison.trends import event_study, pre_trend

__all__ = [
    "AreaComparison",
    "Difference",
    "Panel",
    "PlaceboAreas",
    "SyntheticControls",
    "Table",
    "compare_areas",
    "difference_in_differences",
    "difference_power",
    "event_study",
    "holm",
    "least_detectable_fall",
    "panel_of",
    "placebo_areas",
    "placebo_dates",
    "power_of_ratio",
    "pre_trend",
    "synthetic_controls",
    "whole_panels_of",
]
