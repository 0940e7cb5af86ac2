"""Which pairs of profiles are compared at all: those that one of many narrow rules puts together.

A pair that no rule meets is never linked, so the rules are many, and each asks for parts that
different errors leave alone: whoever misspelt the surname may have the day of birth right. Each
asks for enough that few strangers meet by it: a rule that makes too many pairs costs time and
finds nothing.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Columns that are to agree; `across` pairs a left column with another one on the right."""

    same: tuple[str, ...]
    across: tuple[tuple[str, str], ...] = ()

    @property
    def condition(self) -> str:
        """The rule over a left and a right profile."""
        pairs = [*((name, name) for name in self.same), *self.across]
        return " AND ".join(f"l.{left} = r.{right}" for left, right in pairs)


_BORN = ("birth_year", "birth_month", "birth_day")

RULES = (
    Rule(("nhs_number",)),
    Rule(("nominal", "nominal_source")),
    # The day of birth is right, and something of the name or the home.
    Rule((*_BORN, "surname_sound")),
    Rule((*_BORN, "forename_group")),
    Rule((*_BORN, "forename_sound")),
    Rule((*_BORN, "surname_head")),
    Rule((*_BORN, "home_sector")),
    # The names are right, or nearly; of the birth a part.
    Rule(("forename", "surname", "birth_year")),
    Rule(("forename", "surname", "birth_month", "birth_day")),
    Rule(("forename_group", "surname_sound", "birth_year", "birth_month")),
    Rule(("forename_group", "surname_sound", "birth_year", "birth_day")),
    Rule(("forename_group", "surname_sound", "birth_month", "birth_day")),
    Rule(("forename_sound", "surname_head", "birth_year", "birth_month")),
    # The home is right, or near, and something of the name.
    Rule(("home", "forename_group")),
    Rule(("home", "forename_sound")),
    Rule(("home", "surname_sound", "birth_year")),
    Rule(("home_sector", "forename_group", "surname_sound")),
    Rule(("home_sector", "forename_group", "surname_head")),
    Rule(("home_sector", "forename_sound", "surname")),
    # Names or days that were swapped.
    Rule(("birth_year", "birth_month"), (("forename", "surname"), ("surname", "forename"))),
    Rule(
        ("birth_year", "surname_sound"),
        (("birth_month", "birth_day"), ("birth_day", "birth_month")),
    ),
    Rule(("home",), (("forename", "surname"), ("surname", "forename"))),
)
