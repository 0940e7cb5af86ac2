"""Home Office offence codes: every form brought to one, and each looked up with its group by date.

A class is what recorded crime is listed under ("8N", "4/1"), a full code adds the subclass where
there is one ("8N/06"). The lists are the project's own reference files, each line with its source:
offence_codes.csv, offence_crosswalk.csv and offence_subclasses.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.partnership.reference import read_list

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_CLASSIFIED = "not classified"
ABH, NOT_ABH = "actual bodily harm", "other"
GROUPS = (
    *("homicide", "attempted murder", "assault with intent to cause serious harm"),
    *("endangering life", "assault with injury", "robbery", "rape", "sexual assault"),
    *("threats to kill", "violence without injury", "possession of weapons", "public order"),
    *("burglary", "theft", "criminal damage", "drugs", "other"),
)
"""The offence groups, in the order of tables; an unknown code's group is "not classified"."""

_FORM = re.compile(r"0*(\d+)([A-Z]?)(?:[/.](\d+))?(?:[/.](\d+))?")


@dataclass(frozen=True)
class OffenceCode:
    """One class of recorded crime: code, title, group, its first and last day (both in), source."""

    code: str
    title: str
    offence_group: str
    valid_from: str
    valid_to: str
    source: str

    def __post_init__(self) -> None:
        if self.offence_group not in GROUPS:
            raise ValueError(
                f"offence code {self.code} has the group {self.offence_group!r}; it must be one of "
                f"{', '.join(GROUPS)}"
            )


@cache
def offence_codes() -> Mapping[str, OffenceCode]:
    """The listed classes by code, old ones included."""
    return {row["code"]: OffenceCode(**row) for row in read_list("offence_codes.csv")}


@cache
def crosswalk() -> Mapping[str, tuple[str, str]]:
    """Old classes -> (the class that took their place, the day of the change)."""
    rows = read_list("offence_crosswalk.csv")
    return {row["old_code"]: (row["new_code"], row["changed_on"]) for row in rows}


def normalise_code(text: str) -> str:
    """The full code in its one form; what is no code at all comes back in capitals as it is.

    Homicide, deaths by driving and vehicle taking have classes with a number after the stroke, one
    to two digits without a nought; other such numbers are subclasses, two digits. "00" stands for
    no subclass and falls away.

    >>> [normalise_code(form) for form in ("4/1", "4.1", "004/01", "8n", "008N", "8N/06", "8N.6")]
    ['4/1', '4/1', '4/1', '8N', '8N', '8N/06', '8N/06']
    >>> normalise_code("004/01/01"), normalise_code("4.10"), normalise_code("34A/00")
    ('4/1/01', '4/10', '34A')
    """
    folded = re.sub(r"\s+", "", text).upper()
    found = _FORM.fullmatch(folded)
    if not found:
        return folded
    base, second, third = f"{found[1]}{found[2]}", found[3], found[4]
    if base in _stroked() and second is not None:
        base, second = f"{base}/{int(second)}", third
    elif third is not None:
        return folded
    return f"{base}/{int(second):02d}" if int(second or 0) else base


def class_of(text: str) -> str:
    """The class of a code in any form, before any crosswalk.

    >>> class_of("008N/06"), class_of("004/01/01"), class_of("34B")
    ('8N', '4/1', '34B')
    """
    code = normalise_code(text)
    parts = code.split("/")
    return "/".join(parts[:2]) if parts[0] in _stroked() else parts[0]


@cache
def _stroked() -> frozenset[str]:
    """The numbers whose classes have a stroke, such as 4 (4/1, 4/2)."""
    return frozenset(code.partition("/")[0] for code in offence_codes() if "/" in code)


def read_as(code: str, *, on: str = "") -> str:
    """The class that stands today for a listed class; with `on` (a day), the one of that day.

    >>> read_as("8G"), read_as("8G", on="2011-05-01"), read_as("8K")
    ('8N', '8G', '8K')
    """
    while code in crosswalk() and (not on or crosswalk()[code][1] <= on):
        code = crosswalk()[code][0]
    return code


def classify_offences(offences: pl.DataFrame) -> pl.DataFrame:
    """The rows with `code`, `offence`, `offence_group`, `abh` and `is_code_out_of_time` in place.

    From `ho_code` in any form, `month` (of recording) and `committed_from` (local time). `code` is
    the class that stands today, `offence` the full code with it: an old class keeps no subclass,
    for those were numbered anew. A code that is not listed keeps its own form and has the group
    "not classified". A class recorded before its first day, or of an offence committed after its
    last, is read as it is, and marked.
    """
    offences = offences.with_columns(pl.col("ho_code").fill_null(""))
    rows = [_classified(code) for code in offences["ho_code"].unique().sort()]
    found = pl.DataFrame(rows, schema=dict.fromkeys(_CLASSIFIED, pl.String), orient="row")
    joined = offences.join(found, on="ho_code", how="left", maintain_order="left", validate="m:1")
    is_early = pl.col("month") < pl.col("__first").str.slice(0, 7)
    is_late = pl.col("committed_from").str.slice(0, 10) > pl.col("__last")
    return joined.with_columns(
        is_code_out_of_time=is_early.fill_null(value=False) | is_late.fill_null(value=False)
    ).drop("__first", "__last")


_CLASSIFIED = ("ho_code", "code", "offence", "offence_group", "abh", "__first", "__last")


def _classified(text: str) -> tuple[str | None, ...]:
    full, written = normalise_code(text), class_of(text)
    code = read_as(written)
    listed, as_written = offence_codes().get(code), offence_codes().get(written)
    offence = full if code == written else code
    group = listed.offence_group if listed else NOT_CLASSIFIED
    dates = (as_written.valid_from, as_written.valid_to) if as_written else ("", "")
    return text, code, offence, group, _abh(offence), *(day or None for day in dates)


@cache
def _abh_codes() -> frozenset[str]:
    rows = read_list("offence_subclasses.csv")
    return frozenset(row["code"] for row in rows if row["kind"] == ABH)


def _abh(offence: str) -> str:
    return ABH if offence in _abh_codes() else NOT_ABH
