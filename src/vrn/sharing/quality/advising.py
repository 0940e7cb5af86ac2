"""What the supplier should do about a month: a table of rules, a sentence each, the worst first.

A severity of 1 is where a thing begins to matter; 2 is twice that. The thresholds are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from vrn.sharing.fault import listed, plural
from vrn.sharing.quality.card import Advice, MonthCard, Scorecard, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SURE = "by its point or code"
MOST_NAMED = 3
ENOUGH_ROWS = 20
"""Of fewer rows no share is judged: one row more or less would turn it."""
EXACT = 9
"""Decimals to which a share is judged: a tenth is a tenth, however it came about."""


@dataclass(frozen=True)
class Looked:
    """A month, the months held before it, and the whole card that they stand in."""

    card: MonthCard
    before: tuple[MonthCard, ...]
    whole: Scorecard


@dataclass(frozen=True)
class Rule:
    """One rule: what it is about and measures, from where on it matters, value and sentence."""

    name: str
    measures: str
    matters_from: float
    value: Callable[[Looked], float]
    says: Callable[[Looked], str]


def advise(whole: Scorecard, month: str, *, most: int = 3) -> tuple[Advice, ...]:
    """The things to do about a month, the worst first, at most so many; none where all is well."""
    card = whole.month(month)
    if card is None:
        return ()
    looked = Looked(card, whole.before(month), whole)
    found = [
        Advice(rule.name, value / rule.matters_from, rule.says(looked))
        for rule in RULES
        if (value := round(rule.value(looked), EXACT)) >= rule.matters_from
    ]
    return tuple(sorted(found, key=lambda one: -one.severity)[:most])


def _absent(looked: Looked) -> list[str]:
    """The months up to this one of which nothing is held."""
    cards = looked.whole.months
    return [one.month for one in cards if not one.is_here and one.month <= looked.card.month]


def _say_absent(looked: Looked) -> str:
    months = _absent(looked)
    named = listed(months[-MOST_NAMED:])
    if len(months) > MOST_NAMED:
        return f"Send the {len(months)} months that did not come, {named} the latest of them."
    return f"Send {named}: nothing of {'it' if len(months) == 1 else 'them'} is held."


def _late(looked: Looked) -> float:
    return max(0, looked.card.days_late or 0)


def _say_late(looked: Looked) -> str:
    return (
        f"Send each month by day {looked.whole.due_day} of the next: {looked.card.month} came "
        f"{plural(looked.card.days_late or 0, 'day')} late."
    )


def _volume(looked: Looked) -> float:
    usual, rows = looked.card.usual, looked.card.rows.rows
    if usual.judge(rows) not in {"fewer", "more"} or not usual.median:
        return 0
    return max(1.0, abs(rows - usual.median) / usual.median / 0.2)


def _say_volume(looked: Looked) -> str:
    usual, rows = looked.card.usual, looked.card.rows.rows
    whole = "whole" if usual.judge(rows) == "fewer" else "put together once, and of this area alone"
    return (
        f"Look whether {looked.card.month} is {whole}: it has {plural(rows, 'row')} where about "
        f"{usual.median:,.0f} are usual."
    )


def _held(looked: Looked) -> float:
    supplies = looked.card.supplies
    return (share(supplies.held, supplies.read) or 0) / max(looked.whole.tolerance, 0.001)


def _say_held(looked: Looked) -> str:
    reason, rows = looked.card.supplies.reasons[0]
    held = plural(looked.card.supplies.held, "row")
    were = "was" if looked.card.supplies.held == 1 else "were"
    return f"Mend what held rows back: {held} {were}, most often because {reason} ({rows:,})."


def _codes(looked: Looked) -> int:
    return looked.card.supplies.codes + looked.card.rows.titles


def _in_thousand(rows: int, looked: Looked) -> float:
    """Rows a thousand of the month's, and 1 at least where there is any."""
    return max(1.0, 1000 * rows / max(looked.card.rows.rows, 1)) if rows else 0


def _say_codes(looked: Looked) -> str:
    return (
        "Send the list of your codes with their meanings, so that the mapping can name them: "
        f"{plural(_codes(looked), 'row')} came with a code that is in no list."
    )


def _drops(looked: Looked) -> list[tuple[float, str]]:
    """By how much the share of rows with a value fell below the usual, by column, most first."""
    rows = looked.card.rows
    if rows.rows < ENOUGH_ROWS or not looked.before:
        return []
    found = []
    for name, filled in rows.filled.items():
        before = [share(one.rows.filled.get(name, 0), one.rows.rows) or 0 for one in looked.before]
        found.append((round(median(before) - filled / rows.rows, EXACT), name))
    return sorted((drop, name) for drop, name in found if drop > 0)[::-1]


def _say_drops(looked: Looked) -> str:
    worst = [name for drop, name in _drops(looked) if drop >= FALLS_BY][:MOST_NAMED]
    named = listed([f"{name} ({_filled(looked.card, name)})" for name in worst])
    return f"Find out why fewer rows than usual have a value in {named}."


def _filled(card: MonthCard, name: str) -> str:
    return f"{card.rows.filled[name] / card.rows.rows:.0%}"


def _empty(looked: Looked) -> list[str]:
    """Columns that were agreed on and hold nothing at all, this month or before."""
    months = (looked.card, *looked.before)
    if looked.card.rows.rows < ENOUGH_ROWS:
        return []
    names = looked.card.rows.filled
    return [name for name in names if not any(one.rows.filled.get(name) for one in months)]


def _say_empty(looked: Looked) -> str:
    names = _empty(looked)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (
        f"Fill {listed(names[:MOST_NAMED])}{more}, or agree to send them no longer: no row of the "
        "last months has a value there."
    )


def _midnight(looked: Looked) -> float:
    rows = looked.card.rows
    return (share(rows.midnight, rows.times) or 0) if rows.times >= ENOUGH_ROWS else 0


def _say_midnight(looked: Looked) -> str:
    return (
        f"Leave a time empty where it is not known: {_midnight(looked):.0%} of the times are "
        "00:00, more than chance would bring."
    )


def _defaults(looked: Looked) -> int:
    return looked.card.rows.defaults + looked.card.supplies.births


def _say_defaults(looked: Looked) -> str:
    return (
        f"Leave a day empty where it is not known: {plural(_defaults(looked), 'cell')} of this "
        "month's file hold a day that a system writes instead, such as 1 January 1900."
    )


def _unsure(looked: Looked) -> float:
    of = sum(rows for _, rows in looked.card.placed)
    return 1 - dict(looked.card.placed).get(SURE, 0) / of if of >= ENOUGH_ROWS else 0


def _say_unsure(looked: Looked) -> str:
    return (
        "Send the grid reference or the small area of every row: "
        f"{_unsure(looked):.0%} could be placed roughly, or not at all."
    )


def _unlinked(looked: Looked) -> float:
    """By how much the share of rows linked to another fell below the usual."""
    if looked.card.persons < ENOUGH_ROWS:
        return 0
    before = [one.linked / one.persons for one in looked.before if one.persons >= ENOUGH_ROWS]
    return median(before) - looked.card.linked / looked.card.persons if before else 0


def _say_unlinked(looked: Looked) -> str:
    linked = looked.card.linked / looked.card.persons
    return (
        f"Look whether names and days of birth are whole: {linked:.0%} of the rows are linked to "
        "another of the same person, which is fewer than usual."
    )


def _no_day(looked: Looked) -> float:
    return 1 if looked.whole.due_day is None else 0


def _say_no_day(_looked: Looked) -> str:
    return "Agree on a day by which each month is to be sent: the agreement names none (due_day)."


FALLS_BY = 0.1
RULES: Sequence[Rule] = (
    Rule(
        *("months that did not come", "months of which nothing is held", 0.2),
        *(lambda one: len(_absent(one)), _say_absent),
    ),
    Rule("late", "days after the agreed day", 3, _late, _say_late),
    Rule(
        *("unusual number of rows", "fifths of the median off it, beyond the limits", 1),
        *(_volume, _say_volume),
    ),
    Rule("held back", "share of the agreement's tolerance that is used up", 0.25, _held, _say_held),
    Rule(
        *("codes not known", "rows with such a code in a thousand, any row at least 1", 1),
        *(lambda one: _in_thousand(_codes(one), one), _say_codes),
    ),
    Rule(
        *("emptier columns", "share of rows with a value, below the median before", FALLS_BY),
        *(lambda one: max((drop for drop, _ in _drops(one)), default=0), _say_drops),
    ),
    Rule(
        *("empty columns", "agreed columns without any value in a year, 2 at most", 1),
        *(lambda one: min(len(_empty(one)), 2), _say_empty),
    ),
    Rule("times at midnight", "share of times that are 00:00", 0.02, _midnight, _say_midnight),
    Rule(
        *("default days", "such days in a thousand rows, any at least 1", 1),
        *(lambda one: _in_thousand(_defaults(one), one), _say_defaults),
    ),
    Rule("places not sure", "share of rows not placed by point or code", 0.1, _unsure, _say_unsure),
    Rule(
        *("fewer links", "share of rows linked to another, below the median before", FALLS_BY),
        *(_unlinked, _say_unlinked),
    ),
    Rule("no day agreed", "1 where the agreement names no day", 1, _no_day, _say_no_day),
)
"""Every rule with the value from which it matters: a column of numbers to be argued about."""


def rules_page() -> str:
    """The rules as a page: what each measures, and from which value on it is said."""
    head = ("| rule | what is measured | matters from |", "|---|---|---|")
    rows = [f"| {one.name} | {one.measures} | {one.matters_from:g} |" for one in RULES]
    return "\n".join([_PAGE, *head, *rows, ""])


_PAGE = """# What a scorecard asks a supplier to do

A scorecard looks at one month of one agreement. Each rule below gives a number; divided by the
value from which it matters, it says how bad the thing is, and the three worst are said, one
sentence each. The thresholds are the project's own. Shares of fewer than 20 rows are
not judged. `vrn scorecard` shows one ([how to](how-to/scorecards.md)).
"""
