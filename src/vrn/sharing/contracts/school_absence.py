"""Absence of pupils from school: one row is one pupil in one school and month."""

from __future__ import annotations

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule, Setting
from vrn.sharing.contracts.school_exclusions import SCHOOL
from vrn.sharing.orders import born_before, who_arrives, who_is_kept, who_is_treated
from vrn.sharing.person_columns import PERSONAL, month
from vrn.sharing.time_rules import in_agreed_time

MOST_SESSIONS = 62
"""Two sessions a day in the longest month."""


def _sessions(name: str, meaning: str, *examples: str) -> Column:
    return Column(
        name=name,
        kind=Kind.WHOLE,
        meaning=meaning,
        least=0,
        most=MOST_SESSIONS,
        examples=examples,
        sensitivity=PERSONAL,
    )


def _not_future(setting: Setting) -> pl.Expr:
    return pl.col("month") <= f"{setting.today:%Y-%m}"


def _no_more_than_possible(_: Setting) -> pl.Expr:
    return pl.col("authorised") + pl.col("unauthorised") <= pl.col("possible")


_REST = (
    SCHOOL,
    _sessions("possible", "Half days on which the pupil could have been there.", "38", "40"),
    _sessions("authorised", "Half days missed with leave.", "0", "2"),
    _sessions("unauthorised", "Half days missed without leave.", "0", "1", "6"),
)
_MONTH = month("The month.")

CONTRACT = Contract(
    feed="school-absence",
    title="Absence from school",
    unit="one pupil in one school and one month",
    slice_form="{month}",
    key=("pupil", "school", "month"),
    period="month",
    columns=(
        *who_arrives("pupil", "The sender's number of the pupil, under a pseudonym or not."),
        _MONTH,
        *_REST,
    ),
    stored=(
        _MONTH,
        *who_is_kept("pupil", "Token of the pupil's number.", aged_on="on the first of the month"),
        *_REST,
    ),
    treatments=who_is_treated("pupil", on="month"),
    rules=(
        RowRule("future", ("month",), "is later than today's month", _not_future),
        in_agreed_time("month"),
        RowRule(
            "more missed than possible",
            ("authorised", "unauthorised", "possible"),
            "do not belong together: more half days are missed than there were",
            _no_more_than_possible,
        ),
        *born_before("month", "are in the wrong order: the birth is after the month's first day"),
    ),
)
