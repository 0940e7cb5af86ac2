"""Kulldorff's scan for clusters in place, or in place and time; see `kulldorff_scan`.

>>> Windows("space-time", largest_time=0.5).lengths(7)
(1, 2, 3)
"""

from vrn.statistics.scan.likelihood import log_likelihood_ratio
from vrn.statistics.scan.replications import Sequential
from vrn.statistics.scan.scanning import Scan, kulldorff_scan, scan_statistics
from vrn.statistics.scan.windows import PROSPECTIVE, PURELY_SPATIAL, SPACE_TIME, Windows

__all__ = [
    "PROSPECTIVE",
    "PURELY_SPATIAL",
    "SPACE_TIME",
    "Scan",
    "Sequential",
    "Windows",
    "kulldorff_scan",
    "log_likelihood_ratio",
    "scan_statistics",
]
