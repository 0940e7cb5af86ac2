"""One declaration of a column: it makes the check, the data dictionary and made-up sample rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from vrn.sharing.fault import check_faultless, listed

MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
DAY_PATTERN = r"^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
MOMENT_PATTERN = DAY_PATTERN[:-1] + r"T([01]\d|2[0-3]):[0-5]\d$"
WHOLE_PATTERN = r"^-?\d{1,15}$"
DECIMAL_PATTERN = r"^-?\d{1,15}(\.\d{1,20})?$"


class Kind(StrEnum):
    """What a column holds once its text has been read."""

    TEXT = "text"
    CODE = "code"
    MONTH = "month"
    DAY = "day"
    MOMENT = "local time"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    SHAPE = "shape"


class Sensitivity(StrEnum):
    """Whether a value may stand in a message: plain may, personal and special never."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SPECIAL = "special"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A canonical column: its name, what it means and which values it may hold.

    required       every row needs a value
    may_be_absent  the whole column may be missing from a file (read as empty, and flagged)
    pattern, form  a regular expression and the same in words
    allowed        the only values there are; another one is held back
    known          the values published so far; another one is loaded and flagged
    least, most    bounds of a number, both in
    longest        characters of a text at most
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    may_be_absent: bool = False
    pattern: str | None = None
    form: str | None = None
    allowed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    longest: int = 200
    examples: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PLAIN

    def __post_init__(self) -> None:
        check_faultless(f"column {self.name!r}", list(_faults(self)))

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in (Kind.WHOLE, Kind.DECIMAL)

    @property
    def is_plain(self) -> bool:
        """Whether a message may quote its values."""
        return self.sensitivity is Sensitivity.PLAIN

    @property
    def is_time(self) -> bool:
        """Whether its values are days or times on the clock, kept as text: 2021-11-30T23:05."""
        return self.kind in (Kind.DAY, Kind.MOMENT)

    @property
    def expected(self) -> str:
        """What a cell may hold, in the sender's words."""
        return _form(self) + ("" if self.required else ", or nothing")

    @property
    def regex(self) -> str | None:
        """The whole form of a text as one regular expression, where it has one."""
        if self.allowed:
            return "^(" + "|".join(re.escape(value) for value in self.allowed) + ")$"
        return _PATTERNS.get(self.kind, self.pattern)


_PATTERNS = {Kind.MONTH: MONTH_PATTERN, Kind.DAY: DAY_PATTERN, Kind.MOMENT: MOMENT_PATTERN}
_FORMS = {
    Kind.MONTH: "a month written YYYY-MM, such as 2021-11",
    Kind.DAY: "a day from 1900 on that exists, in the form that the mapping names",
    Kind.MOMENT: "a day that exists and a time on the clock, from 1900 on, in the form that the "
    "mapping names",
    Kind.SHAPE: "an outline (Polygon or MultiPolygon) in longitude and latitude",
}


def _form(column: Column) -> str:
    if column.allowed:
        return "one of " + listed([f"'{value}'" for value in column.allowed])
    if column.form:
        return column.form
    if column.kind in _FORMS:
        return _FORMS[column.kind]
    if column.is_number:
        digits = "digits only" if column.kind is Kind.WHOLE else "with a point before decimals"
        return f"a {column.kind}{_range(column)}, {digits}"
    return f"text of at most {column.longest} characters"


def _range(column: Column) -> str:
    if column.least is not None and column.most is not None:
        return f" from {column.least:g} to {column.most:,.12g}"
    return f" of at least {column.least:g}" if column.least is not None else ""


def _faults(column: Column) -> list[str]:
    bounded = column.least is not None or column.most is not None
    found = {
        "its name is lower-case letters, digits and underscores": not re.fullmatch(
            r"[a-z][a-z0-9_]*", column.name
        ),
        "it says what it means": not column.meaning.strip(),
        "a pattern needs its form in words": bool(column.pattern) and not column.form,
        "allowed and known values exclude each other": bool(column.allowed and column.known),
        "only numbers have bounds": bounded and not column.is_number,
        "only texts and codes have patterns or lists": bool(
            column.pattern or column.allowed or column.known
        )
        and column.kind not in (Kind.TEXT, Kind.CODE),
        "a code has a pattern or a list": column.kind is Kind.CODE
        and not (column.pattern or column.allowed),
        "a required column cannot be absent": column.required and column.may_be_absent,
    }
    misfits = [e for e in column.examples if column.regex and not re.search(column.regex, e)]
    faults = [words for words, is_wrong in found.items() if is_wrong]
    return faults + [f"the example {example!r} does not fit" for example in misfits]
