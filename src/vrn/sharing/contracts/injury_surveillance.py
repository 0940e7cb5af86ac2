"""Assaults told at an emergency department (ISTV): one row is one arrival, and nobody's name.

The minimum data set has no age, sex or identity. Methods and kinds of place are two-character
codes; what they mean stands in the partnership's own dated list, never here.
"""

from __future__ import annotations

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule, Setting
from vrn.sharing.person_columns import PERSONAL, moment, month
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

CODE_PATTERN = r"^[A-Z0-9]{2}$"
_CODE_FORM = "two letters or digits, as the partnership's list of injury codes has them"


def _header_day(name: str, meaning: str, example: str) -> Column:
    return Column(name=name, kind=Kind.DAY, meaning=meaning, examples=(example,))


def _code(name: str, meaning: str, *examples: str) -> Column:
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        pattern=CODE_PATTERN,
        form=_CODE_FORM,
        examples=examples,
    )


def _told(name: str, meaning: str, longest: int, *examples: str) -> Column:
    """A free text of the data set: it may hold anything, so it counts as personal."""
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        required=False,
        may_be_absent=True,
        longest=longest,
        examples=examples,
        sensitivity=PERSONAL,
    )


def _in_reporting_period(_: Setting) -> pl.Expr:
    arrived = pl.col("arrived_at").str.head(10)
    return arrived.is_between(pl.col("period_start"), pl.col("period_end"))


_SITE = Column(
    name="site_code",
    kind=Kind.CODE,
    meaning="Header: the code of the site of treatment.",
    pattern=r"^[A-Z0-9]{3,12}$",
    form="three to twelve capital letters or digits",
    examples=("RXL01", "RXM02"),
)
_START = _header_day("period_start", "Header: the first day of the reporting period.", "2020-05-01")
_END = _header_day("period_end", "Header: the last day of the reporting period.", "2020-05-31")
_ARRIVED_AT = moment(
    "arrived_at", "When the patient arrived, where it is told.", "2020-05-23T23:10"
)
_ASSAULTED_AT = moment("assaulted_at", "When it happened.", "2020-05-23T22:10", required=True)
_CODES = (
    _code("assault_method", "How, by the list of injury codes.", "01", "02"),
    _told(
        "method_description", "How, in words, where the code says 'other'.", 25, "a thrown glass"
    ),
    _code("location_type", "What kind of place, by the list of injury codes.", "01", "05"),
    _told(
        *("location_description", "Where, in words."),
        255,
        "outside the Quillmere Arms",
    ),
)
_HEADER = (_SITE, _START, _END)
_ROW = (_ARRIVED_AT, _ASSAULTED_AT, *_CODES)

CONTRACT = Contract(
    feed="injury-surveillance",
    title="Assaults told at emergency departments",
    unit="one arrival of somebody who was assaulted; the header stands in every row",
    slice_form="{month} {site_code}",
    period="month",
    columns=(*_HEADER, *_ROW),
    stored=(month("The month in which the reporting period starts."), *_HEADER, *_ROW),
    treatments=(Treatment("month", How.MONTH, ("period_start",)),),
    rules=(
        in_order("period_start", "period_end", "are in the wrong order: it ends before it starts"),
        not_future("period_start"),
        in_agreed_time("period_start"),
        not_future("assaulted_at"),
        in_order(
            "assaulted_at", "arrived_at", "are in the wrong order: arrived before the assault"
        ),
        RowRule(
            "outside the reporting period",
            ("arrived_at", "period_start", "period_end"),
            "do not belong together: the arrival lies outside the reporting period",
            _in_reporting_period,
        ),
    ),
)
