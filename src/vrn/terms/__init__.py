"""The value types that every other room shares; nothing here reads a file or knows a method."""

from vrn.terms.ages import AGE_BANDS, AGE_GROUPS, band_of, side_of_25
from vrn.terms.area import Area, Level
from vrn.terms.clearance import Clearance
from vrn.terms.count import Count, CountTable, RawCountError
from vrn.terms.period import (
    Period,
    following_month,
    gaps_between,
    month_label,
    months_between,
    unbroken_runs,
)
from vrn.terms.progress import Progress, unwatched
from vrn.terms.stretches import label_of, period_of, quarter_of, year_of
from vrn.terms.words import lower_first, sentence_case

__all__ = [
    "AGE_BANDS",
    "AGE_GROUPS",
    "Area",
    "Clearance",
    "Count",
    "CountTable",
    "Level",
    "Period",
    "Progress",
    "RawCountError",
    "band_of",
    "following_month",
    "gaps_between",
    "label_of",
    "lower_first",
    "month_label",
    "months_between",
    "period_of",
    "quarter_of",
    "sentence_case",
    "side_of_25",
    "unbroken_runs",
    "unwatched",
    "year_of",
]
