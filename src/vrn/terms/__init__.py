"""The value types that every other room shares; nothing here reads a file or knows a method."""

from vrn.terms.area import Area, Level
from vrn.terms.clearance import Clearance
from vrn.terms.count import Count, CountTable, RawCountError
from vrn.terms.period import Period, following_month, month_label, months_between

__all__ = [
    "Area",
    "Clearance",
    "Count",
    "CountTable",
    "Level",
    "Period",
    "RawCountError",
    "following_month",
    "month_label",
    "months_between",
]
