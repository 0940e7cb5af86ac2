"""Statistics on areas: neighbours, hot and cold spots, likeness of neighbours, smoothed rates.

>>> from vrn.statistics.spatial import contiguity, gi_star
>>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
>>> gi_star([9, 8, 2, 1], row)["value"].round(2).to_list()
[1.71, 1.13, -1.13, -1.71]
"""

from vrn.statistics.spatial.distances import nearest, within_distance
from vrn.statistics.spatial.empirical_bayes import (
    empirical_bayes,
    local_empirical_bayes,
    standardised_rates,
)
from vrn.statistics.spatial.false_discovery import benjamini_hochberg
from vrn.statistics.spatial.global_statistics import geary, general_g, moran, moran_of_rates
from vrn.statistics.spatial.local_g import gi, gi_star
from vrn.statistics.spatial.local_moran import local_moran
from vrn.statistics.spatial.weights import (
    Weights,
    contiguity,
    row_standardised,
    weighted_pairs,
)

__all__ = [
    "Weights",
    "benjamini_hochberg",
    "contiguity",
    "empirical_bayes",
    "geary",
    "general_g",
    "gi",
    "gi_star",
    "local_empirical_bayes",
    "local_moran",
    "moran",
    "moran_of_rates",
    "nearest",
    "row_standardised",
    "standardised_rates",
    "weighted_pairs",
    "within_distance",
]
