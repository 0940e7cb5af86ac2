"""Control charts (XmR): limits, special causes by named rule sets, variation and assurance.

>>> chart = control_chart([4, 5, 4, 5, 4, 9], [1, 2, 3, 4, 5, 6], baseline=Baseline(points=5))
>>> chart.select("date", "value", "special_cause").row(5)
(6, 9.0, 'above upper limit')
>>> chart_summary(chart).select("variation", "rule_set").row(0)
('neutral, high', 'NHS England Making Data Count 1')
"""

from vrn.statistics.control_charts.baseline import Baseline
from vrn.statistics.control_charts.chart import control_chart
from vrn.statistics.control_charts.rule_sets import (
    HEALTH_CARE_DATA_GUIDE,
    LIMITS_ALONE,
    MAKING_DATA_COUNT,
    WESTERN_ELECTRIC,
    RuleSet,
    Zone,
    vary,
)
from vrn.statistics.control_charts.summary import chart_summary

__all__ = [
    "HEALTH_CARE_DATA_GUIDE",
    "LIMITS_ALONE",
    "MAKING_DATA_COUNT",
    "WESTERN_ELECTRIC",
    "Baseline",
    "RuleSet",
    "Zone",
    "chart_summary",
    "control_chart",
    "vary",
]
