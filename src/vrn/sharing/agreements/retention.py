"""How long what came under an agreement is kept, and which supplies are due for deletion."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vrn.sharing.agreement import Agreement


@dataclass(frozen=True, order=True)
class Due:
    """A supply whose time is over: the day on which it is to go, its receipt, and by which clause.

    The supply may be kept on that day no more.
    """

    day: date
    receipt: str
    agreement: str
    clause: str


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def due_days(
    agreement: Agreement, received_on: date, ended_on: date | None
) -> Iterator[tuple[date, str]]:
    """Each day on which a supply is to go, with its clause; none where the text names no time."""
    terms = agreement.conditions
    if terms.keep_months is not None:
        yield add_months(received_on, terms.keep_months), f"keep_months = {terms.keep_months}"
    if terms.keep_months_after_end is not None and ended_on is not None:
        clause = f"keep_months_after_end = {terms.keep_months_after_end}"
        yield add_months(ended_on, terms.keep_months_after_end), f"{clause}, ended on {ended_on}"


def due_for_deletion(
    agreements: Iterable[tuple[Agreement, date | None]],
    receipts: Iterable[Mapping[str, Any]],
    today: date,
) -> tuple[Due, ...]:
    """The supplies that may be kept no longer today, the longest overdue first.

    `agreements` come each with the day on which it ended, None while it has not. A refused supply
    has no rows, one that was removed has none any more, and one of an agreement that is not named
    here is left out. Where two clauses set a day, the earlier one counts.
    """
    known = {agreement.id: (agreement, ended) for agreement, ended in agreements}
    found = []
    for receipt in receipts:
        if receipt["state"] != "accepted" or receipt["agreement"] not in known:
            continue
        if "removed" in receipt:
            continue
        agreement, ended = known[receipt["agreement"]]
        days = due_days(agreement, date.fromisoformat(receipt["received_on"]), ended)
        day, clause = min(days, default=(date.max, ""))
        if day <= today:
            found.append(Due(day, str(receipt["id"]), agreement.id, clause))
    return tuple(sorted(found))
