"""Methods on plain arrays, to the reference; knows nothing of violence and could live alone."""

from vrn.statistics.concentration import (
    Top,
    count_in_top,
    places_in_top,
    share_in_top_by_chance,
)
from vrn.statistics.counts import byars_limits, count_limits, exact_limits, rate
from vrn.statistics.limits import Limits
from vrn.statistics.proportions import wilson
from vrn.statistics.ratios import rate_ratio

__all__ = [
    "Limits",
    "Top",
    "byars_limits",
    "count_in_top",
    "count_limits",
    "exact_limits",
    "places_in_top",
    "rate",
    "rate_ratio",
    "share_in_top_by_chance",
    "wilson",
]
