"""Which attendances after assault are police offences too: by who, where from and when, no name.

The rule is `RULE`, and `Rule.in_words` says it clause by clause.

By chance alone some strangers meet the rule. How many is seen by moving the police's times by whole
weeks (`RULE.days_moved`), which keeps the hour and the day of the week, and matching again: none of
those matches can be true. Nothing that tells a person is read: no name, no token, no day of birth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

MATCHED, NOT_MATCHED, NOT_ABLE = "matched", "not matched", "cannot be matched"
INJURY = (
    *("homicide", "attempted murder", "assault with intent to cause serious harm"),
    *("endangering life", "assault with injury"),
)
"""Offence groups that are injuries by themselves."""
OTHER_VIOLENCE = ("robbery", "rape", "sexual assault", "violence without injury")
"""Offence groups of which a victim may be hurt too."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A numbered rule of matching; one that was used is never edited, a new one has a number."""

    number: int
    kinds: tuple[str, ...]
    years_apart: int
    hours_before_arrival: int
    hours_from_injury: int
    longest_stretch_in_hours: int
    days_moved: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a window or stretch of over a day (matches are sought by date), and no moves."""
        if max(2 * self.hours_from_injury, self.hours_before_arrival) > 24:
            raise ValueError("a rule looks at 24 hours at most")
        if not 0 < self.longest_stretch_in_hours <= 24:
            raise ValueError("a stretch of time is longer than 0 and at most 24 hours")
        if not self.days_moved or 0 in self.days_moved:
            raise ValueError("chance is told by times moved by one day or more")

    def in_words(self) -> tuple[str, ...]:
        """The clauses: an attendance and an offence's victim are one where all of them hold."""
        return (
            f"the offence stands, and is one of: {', '.join(self.kinds)}",
            "sex is recorded of both, and equal",
            f"age is recorded of both, and differs by at most {self.years_apart} year: between the "
            "two there may lie a birthday",
            "the sector of the home is recorded of both, and equal; an address that is none (such "
            "as ZZ99 3VZ) is not recorded",
            f"the offence was committed within {self.hours_from_injury} hours of the time of "
            f"injury or, where none was written, from {self.hours_before_arrival} hours before the "
            "arrival to the arrival, both in. An offence with a stretch of time fills it, and one "
            "whose hour nobody knew (00:00 alone) its whole day; a stretch of more than "
            f"{self.longest_stretch_in_hours} hours says no time",
            "one attendance is one victim at most, and the reverse: the nearest in time first, "
            "then the earlier attendance, then the lower reference",
        )


RULE = Rule(
    number=1,
    kinds=(*INJURY, *OTHER_VIOLENCE),
    years_apart=1,
    hours_before_arrival=24,
    hours_from_injury=6,
    longest_stretch_in_hours=24,
    days_moved=(-28, -21, -14, -7, 7, 14, 21, 28),
)
RULE_IN_WORDS = "\n".join(
    (
        f"Matching rule {RULE.number}. An attendance after assault and the victim of a recorded "
        "offence are taken for one where\n",
        *(f"{number}. {clause}." for number, clause in enumerate(RULE.in_words(), 1)),
        "\nStrangers meet the rule by chance. How many is seen by matching again with the police's "
        "times moved by "
        f"{', '.join(str(days) for days in RULE.days_moved if days > 0)} days, forward and back: "
        "hour and day of the week stay, and no such match can be true.",
    )
)
"""The rule as a page prints it."""
WHO = ("sex", "sector", "age")
_DAY = pl.duration(days=1)
_AT = ("starts", "ends")


def match_police(
    attendances: pl.DataFrame, victims: pl.DataFrame, *, months: Iterable[str], rule: Rule = RULE
) -> pl.DataFrame:
    """For each attendance, in its order: police_match, victim and chance_matches.

    attendances   arrived_at and injury_at (local times as text, the latter may be null), and `WHO`:
                  sex, sector and age, null where not recorded
    victims       starts and ends (local times, both in; null where the time is not known) and `WHO`
    months        those whose police records are held; an attendance of another cannot be matched

    `victim` is the matched row of `victims`, counted from 0, or null. `chance_matches` is with how
    many of the rule's moved times the attendance is matched: null where it cannot be, or where a
    moved time lies in a month that is not held. Rows that come first in either frame win ties.
    """
    windows = _windows(attendances, rule)
    able = _is_able(windows, _AT) & _is_held(windows, [0], months)
    tried = able & _is_held(windows, rule.days_moved, months)
    asked, offered = windows.filter(able), _offered(victims)
    true = _one_each(_pairs(asked, offered, rule))
    moved = [_one_each(_pairs(_moved(asked, days), offered, rule)) for days in rule.days_moved]
    chance = pl.concat(moved).group_by("row").len("chance_matches")
    found = windows.select("row", able=able, tried=tried)
    found = found.join(true, on="row", how="left", maintain_order="left")
    found = found.join(chance, on="row", how="left", maintain_order="left")
    return found.select(
        police_match=pl.when(~pl.col("able"))
        .then(pl.lit(NOT_ABLE))
        .when(pl.col("victim").is_null())
        .then(pl.lit(NOT_MATCHED))
        .otherwise(pl.lit(MATCHED)),
        victim="victim",
        chance_matches=pl.when("tried").then(pl.col("chance_matches").fill_null(0).cast(pl.Int64)),
    )


def times_of_offences(offences: pl.DataFrame, rule: Rule = RULE) -> pl.DataFrame:
    """The offences with `starts` and `ends`, from committed_from and committed_to as written.

    Null both where the time is not known to within the rule's longest stretch. 00:00 by itself
    stands for a day of which no hour is known.
    """
    first, last = read_time("committed_from"), read_time("committed_to")
    is_default = (first.dt.time() == pl.time(0, 0)) & (last.is_null() | (last <= first))
    end_of_day = first + _DAY - pl.duration(minutes=1)
    ends = pl.when(is_default).then(end_of_day).otherwise(pl.max_horizontal(first, last))
    is_short = ends - first <= pl.duration(hours=rule.longest_stretch_in_hours)
    return offences.with_columns(
        starts=pl.when(is_short).then(first), ends=pl.when(is_short).then(ends)
    )


def can_be_matched() -> pl.Expr:
    """Whether a victim with `starts`, `ends` and `WHO` has all that the rule asks."""
    return pl.all_horizontal(pl.col(name).is_not_null() for name in (*_AT, *WHO))


def read_time(column: str) -> pl.Expr:
    """A column of local times as written, to the minute; null where it is none."""
    return pl.col(column).str.slice(0, 16).str.to_datetime("%Y-%m-%dT%H:%M", strict=False)


def _windows(attendances: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """row, `WHO`, the window in which the offence must lie, and the time that it should be near."""
    arrived, injured = read_time("arrived_at"), read_time("injury_at")
    around = pl.duration(hours=rule.hours_from_injury)
    before = pl.duration(hours=rule.hours_before_arrival)
    return attendances.with_row_index("row").select(
        "row",
        *WHO,
        starts=pl.coalesce(injured - around, arrived - before),
        ends=pl.coalesce(injured + around, arrived),
        near=pl.coalesce(injured, arrived),
    )


def _offered(victims: pl.DataFrame) -> pl.DataFrame:
    """The victims that can be matched, once for each date on which their offence may have been."""
    able = victims.with_row_index("victim").filter(can_be_matched())
    dated = able.select("victim", *WHO, began="starts", ended="ends", date=_dates("starts", "ends"))
    return dated.explode("date")


def _pairs(asked: pl.DataFrame, offered: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """row, victim and the minutes between them, of all that meet the rule but its last clause."""
    apart = range(-rule.years_apart, rule.years_apart + 1)
    keyed = asked.with_columns(
        age=pl.concat_list(pl.col("age") + years for years in apart), date=_dates(*_AT)
    )
    met = keyed.explode("age").explode("date").join(offered, on=[*WHO, "date"])
    near = met.filter((pl.col("began") <= pl.col("ends")) & (pl.col("ended") >= pl.col("starts")))
    gap = pl.max_horizontal(
        pl.col("began") - pl.col("near"), pl.col("near") - pl.col("ended"), pl.duration(minutes=0)
    )
    return near.select("row", "victim", gap=gap.dt.total_minutes()).unique()


def _dates(start: str, end: str) -> pl.Expr:
    """The dates that a time of at most 24 hours touches: one or two."""
    first, last = pl.col(start).dt.date(), pl.col(end).dt.date()
    return pl.concat_list(first, last).list.unique()


def _one_each(pairs: pl.DataFrame) -> pl.DataFrame:
    """row and victim, each at most once: the nearest pair first, then the next of those left."""
    left = pairs.sort("gap", "row", "victim").select("row", "victim")
    taken = [left.clear()]
    while not left.is_empty():
        best = left.filter(pl.col("row").is_first_distinct() & pl.col("victim").is_first_distinct())
        taken.append(best)
        left = left.join(best, on="row", how="anti", maintain_order="left")
        left = left.join(best, on="victim", how="anti", maintain_order="left")
    return pl.concat(taken)


def _moved(asked: pl.DataFrame, days: int) -> pl.DataFrame:
    """The windows set against police times that are moved the other way by so many days."""
    return asked.with_columns(pl.col(*_AT, "near") + pl.duration(days=days))


def _is_able(windows: pl.DataFrame, times: Iterable[str]) -> pl.Series:
    return windows.select(
        pl.all_horizontal(pl.col(name).is_not_null() for name in (*WHO, *times))
    ).to_series()


def _is_held(windows: pl.DataFrame, days: Iterable[int], months: Iterable[str]) -> pl.Series:
    """Whether the months of a window's end are held, moved by each of these days."""
    held = list(months)
    tests = [
        (pl.col("ends") + pl.duration(days=each)).dt.strftime("%Y-%m").is_in(held) for each in days
    ]
    return windows.select(pl.all_horizontal(tests).fill_null(value=False)).to_series()
