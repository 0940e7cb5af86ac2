"""Hospital admissions by month, counted elsewhere: one row is one published cell, as supplied."""

from __future__ import annotations

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule, Setting
from vrn.sharing.country import area_code
from vrn.sharing.person_columns import choice, month
from vrn.sharing.time_rules import in_agreed_time


def _not_future(setting: Setting) -> pl.Expr:
    return pl.col("month") <= f"{setting.today:%Y-%m}"


CONTRACT = Contract(
    feed="hospital-admissions",
    title="Hospital admissions for assault, by month",
    unit="the admissions of one month, area, kind and age group, as the supplier counts them",
    slice_form="{month}",
    key=("month", "area_code", "kind", "age_group"),
    period="month",
    columns=(
        month("The month of admission."),
        area_code("area_code", "The published code of the area of residence.", "E07099001"),
        choice(
            *("kind", "Admissions for any assault, or for assault by a sharp object."),
            *("assault", "sharp object"),
            required=True,
        ),
        choice(
            *("age_group", "Whose admissions they are."), *("all ages", "under 25"), required=True
        ),
        Column(
            name="admissions",
            kind=Kind.WHOLE,
            meaning="Admissions as supplied: rounded, and nothing where the supplier withholds it.",
            required=False,
            least=0,
            most=1_000_000,
            examples=("0", "10", "25"),
        ),
        choice(
            *("withheld", "Whether the supplier withholds the number."),
            *("yes", "no"),
            required=True,
        ),
    ),
    rules=(
        RowRule("future", ("month",), "is later than today's month", _not_future),
        in_agreed_time("month"),
        RowRule(
            "a number or its mark",
            ("admissions", "withheld"),
            "do not belong together: a number, or the supplier's mark that it is withheld",
            lambda _: pl.col("admissions").is_null() == (pl.col("withheld") == "yes"),
        ),
    ),
)
