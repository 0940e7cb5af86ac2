"""The value types that every other room shares; nothing here reads a file or knows a method."""

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
from vrn.terms.words import lower_first, sentence_case

__all__ = [
    "Area",
    "Clearance",
    "Count",
    "CountTable",
    "Level",
    "Period",
    "Progress",
    "RawCountError",
    "following_month",
    "gaps_between",
    "lower_first",
    "month_label",
    "months_between",
    "sentence_case",
    "unbroken_runs",
    "unwatched",
]
