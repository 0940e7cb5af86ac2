"""Tables that were counted elsewhere: one row is one cell of one of them, kept as supplied.

What is counted, by whose definition, and how small numbers are treated stands in the text of the
table (tables/ in the partnership's folder). No cell is ever added to another or taken apart.
"""

from __future__ import annotations

import polars as pl

from vrn.sharing.cell_states import STATES
from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, RowRule
from vrn.sharing.country import AREA_CODE


def _named(name: str, meaning: str, *examples: str) -> Column:
    return Column(name=name, kind=Kind.TEXT, meaning=meaning, examples=examples)


def _words(name: str, meaning: str, *examples: str) -> Column:
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        required=False,
        may_be_absent=True,
        examples=examples,
    )


CONTRACT = Contract(
    feed="supplied-tables",
    title="Tables counted elsewhere",
    unit="one cell of a table, as the supplier counts it and lets others see it",
    slice_form="{table}",
    key=(
        *("table", "counted", "area", "period", "within_period"),
        *("group", "further_group"),
    ),
    columns=(
        Column(
            name="table",
            kind=Kind.CODE,
            meaning="Which table it is of: the name of its text.",
            pattern=r"^[a-z0-9][a-z0-9-]{0,79}$",
            form="lower-case letters, digits and hyphens",
            examples=("assaults-treated",),
        ),
        _named("counted", "What is counted, in the supplier's words.", "Attendances"),
        _named(
            "area",
            "Which area, as the supplier names it.",
            "Midbury",
            "Quillmere",
            "Tansby",
            "Wexcombe",
        ),
        Column(
            name="area_code",
            kind=Kind.CODE,
            meaning="Its published code, where the supplier gives it.",
            required=False,
            may_be_absent=True,
            pattern=AREA_CODE,
            form="a published area code: one of E, W, S, N and eight digits",
            examples=("E07099001",),
        ),
        _named("period", "When, as the supplier writes it.", "2018-19", "2019-20", "2020-21"),
        _words("within_period", "Which part of it, where it is parted.", "April", "May"),
        _words("group", "Whom or what, where the table is broken down.", "Under 25", "25 and over"),
        _words("further_group", "A second breakdown, where there is one.", "Female", "Male"),
        Column(
            name="written",
            kind=Kind.TEXT,
            meaning="What stands in the cell, sign by sign.",
            required=False,
            examples=("45",),
        ),
        _words("mark", "A mark beside it, where marks have a column of their own.", "r"),
        Column(
            name="value",
            kind=Kind.DECIMAL,
            meaning="The number in the cell; nothing where there is none.",
            required=False,
            examples=("45",),
        ),
        Column(
            name="state",
            kind=Kind.CODE,
            meaning="Whether there is a number, or why there is none: each of them is another.",
            allowed=STATES,
            examples=("shown",),
        ),
    ),
    rules=(
        RowRule(
            "a number or a state",
            ("value", "state"),
            "do not belong together: a number, or a mark that says why there is none",
            lambda _: pl.col("value").is_not_null() == pl.col("state").is_in(["shown", "zero"]),
        ),
        RowRule(
            "zero is 0",
            ("value", "state"),
            "do not belong together: 'zero' is for 0, and 0 for nothing else",
            lambda _: (pl.col("value") == 0) == (pl.col("state") == "zero"),
        ),
    ),
)
