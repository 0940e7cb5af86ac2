"""The scorecard of one agreement: a card a month, and what the supplier should do.

It counts rows and quotes no value. Counts may be small, so that a card is for the supplier that
sent the rows and for the network's analyst, and for nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Usual:
    """What a month's rows are compared with: the median of earlier months, and two limits.

    `how` says in words what the limits are; all are None and `how` says why where there are too few
    earlier months.
    """

    median: float | None
    least: float | None
    most: float | None
    how: str

    def judge(self, rows: int) -> str:
        """`fewer`, `more` or `as usual`; nothing where there are no limits. On a limit is usual."""
        if self.least is None or self.most is None:
            return ""
        return "fewer" if rows < self.least else "more" if rows > self.most else "as usual"


@dataclass(frozen=True, kw_only=True)
class SupplyFacts:
    """What the receipts say of the supplies that hold a month: all of their rows, not its alone.

    receipts    their ids
    months      how many months they hold
    read, held  rows read and rows held back, with the reasons for the latter, the most frequent
                first
    codes       rows held back for a code that is in no list, or loaded with one not published
    births      days that systems write where none is known, in columns that are not stored
    """

    receipts: tuple[str, ...] = ()
    months: int = 0
    read: int = 0
    held: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    codes: int = 0
    births: int = 0


@dataclass(frozen=True, kw_only=True)
class RowFacts:
    """What the stored rows of a month say.

    filled         rows with a value by stored column, tokens included
    titles         rows whose offence code is in no reference list, where the feed has such a code
    times          stored times on the clock, `midnight` of them at 00:00
    defaults       stored days and times on a day that systems write where none is known
    """

    rows: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    titles: int = 0
    times: int = 0
    midnight: int = 0
    defaults: int = 0


@dataclass(frozen=True, kw_only=True)
class MonthCard:
    """One month of one agreement.

    received_on      the day of the first accepted supply that held it; empty where none came
    days_after_end   from the last day of the month to that day
    days_late        from the agreed day to that day, below 0 where it came before; None where no
                     day is agreed, or it lies before the agreement began
    placed           rows by how sure their place is, surest first; empty where the served cut
                     places none of them
    persons          rows with a person key in the served cut, `linked` of them with another row of
                     the same person
    """

    month: str
    received_on: str = ""
    days_after_end: int | None = None
    days_late: int | None = None
    usual: Usual
    supplies: SupplyFacts = SupplyFacts()
    rows: RowFacts = RowFacts()
    placed: tuple[tuple[str, int], ...] = ()
    persons: int = 0
    linked: int = 0

    @property
    def is_here(self) -> bool:
        """Whether any row of it is held."""
        return self.rows.rows > 0


@dataclass(frozen=True)
class Advice:
    """One thing that the supplier should do, with how bad it is: 1 is where it begins to matter."""

    rule: str
    severity: float
    says: str


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """Every month of one agreement, the oldest first, and the supplies that were refused."""

    agreement: str
    title: str
    supplier: str
    feed: str
    due_day: int | None
    tolerance: float
    made_on: str
    months: tuple[MonthCard, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    def month(self, name: str) -> MonthCard | None:
        """The card of a month written YYYY-MM; None where there is none."""
        return next((card for card in self.months if card.month == name), None)

    @property
    def newest(self) -> MonthCard | None:
        """The newest month of which rows are held, or the newest of all; None without months."""
        held = [card for card in self.months if card.is_here] or list(self.months)
        return held[-1] if held else None

    def before(self, month: str, most: int = 12) -> tuple[MonthCard, ...]:
        """The months held before another, the oldest first, at most so many of the latest."""
        held = [card for card in self.months if card.is_here and card.month < month]
        return tuple(held[-most:])


def share(part: int, of: int) -> float | None:
    """A part of a whole from 0 to 1; None of nothing."""
    return part / of if of else None
