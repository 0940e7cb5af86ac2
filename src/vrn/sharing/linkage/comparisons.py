"""How two profiles are compared: what of them, at which levels, from tokens alone.

Each level is a condition over the left (_l) and the right (_r) profile, tried from the top; the
first that holds counts. What a level weighs is no matter of this file: training finds it, and the
model keeps it (see model.py).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Level(NamedTuple):
    """One degree of agreement: the words for it, its condition, and the term frequency it uses.

    `rare` names the column whose rare values weigh more than its common ones.
    """

    words: str
    condition: str
    rare: str | None = None


class Comparison(NamedTuple):
    """One thing compared: its name, when it cannot be, and its levels from most to least agreed."""

    name: str
    not_comparable: str
    levels: tuple[Level, ...]
    otherwise: str


def _same(*columns: str) -> str:
    return " AND ".join(f"{column}_l = {column}_r" for column in columns)


def _either_lacks(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


_SWAPPED = "forename_l = surname_r AND surname_l = forename_r AND forename_l <> surname_l"
_TURNED = (
    "birth_year_l = birth_year_r AND birth_month_l = birth_day_r AND birth_day_l = birth_month_r"
)

COMPARISONS = (
    Comparison(
        "forename",
        _either_lacks("forename"),
        (
            Level("the same forename", _same("forename"), rare="forename"),
            Level("forename and surname swapped", _SWAPPED),
            Level("forenames of one group, such as Bill and William", _same("forename_group")),
            Level("forenames that sound alike", _same("forename_sound")),
            Level(
                "forenames that begin or end alike",
                f"({_same('forename_head')}) OR ({_same('forename_tail')})",
            ),
        ),
        "forenames that differ",
    ),
    Comparison(
        "surname",
        f"{_either_lacks('surname')} OR ({_SWAPPED})",
        (
            Level("the same surname", _same("surname"), rare="surname"),
            Level("surnames that sound alike", _same("surname_sound")),
            Level("surnames that begin alike", _same("surname_head")),
            Level("surnames that end alike", _same("surname_tail")),
        ),
        "surnames that differ",
    ),
    Comparison(
        "born",
        _either_lacks("birth_year"),
        (
            Level("the same day of birth", _same("birth_year", "birth_month", "birth_day")),
            Level("day and month of birth swapped", _TURNED),
            Level(
                "the same year and month of birth, the day not recorded",
                f"{_same('birth_year', 'birth_month')} AND ({_either_lacks('birth_day')})",
            ),
            Level(
                "the same year of birth, the month not recorded",
                f"{_same('birth_year')} AND ({_either_lacks('birth_month')})",
            ),
            Level("the same month and day of birth", _same("birth_month", "birth_day")),
            Level("the same year and month of birth", _same("birth_year", "birth_month")),
            Level("the same year and day of birth", _same("birth_year", "birth_day")),
            Level("the same year of birth", _same("birth_year")),
        ),
        "days of birth that differ",
    ),
    Comparison(
        "home",
        _either_lacks("home_district"),
        (
            Level("the same postcode", _same("home"), rare="home"),
            Level("the same postcode sector", _same("home_sector")),
            Level("the same postcode district", _same("home_district")),
        ),
        "homes in different districts",
    ),
    Comparison(
        "sex", _either_lacks("sex"), (Level("the same sex", _same("sex")),), "the other sex"
    ),
    Comparison(
        "nhs_number",
        _either_lacks("nhs_number"),
        (Level("the same NHS number", _same("nhs_number")),),
        "another NHS number",
    ),
    Comparison(
        "nominal",
        f"{_either_lacks('nominal')} OR nominal_source_l <> nominal_source_r",
        (Level("the same number in one source", _same("nominal")),),
        "another number in one source",
    ),
)


def as_splink(comparison: Comparison) -> dict[str, Any]:
    """A comparison as Splink is told of it; the last level is whatever none of the others is."""
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.not_comparable,
            "label_for_charts": "cannot be compared",
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        made: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.words}
        if level.rare:
            made |= {"tf_adjustment_column": level.rare, "tf_adjustment_weight": 1.0}
        levels.append(made)
    levels.append({"sql_condition": "ELSE", "label_for_charts": comparison.otherwise})
    return {"output_column_name": comparison.name, "comparison_levels": levels}
