"""Makes the scorecard of an agreement from its receipts, its stored rows and the served cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vrn.sharing.quality.card import MonthCard, RowFacts, Scorecard, Usual
from vrn.sharing.quality.expecting import (
    due_on,
    last_day,
    month_of,
    months_between,
    overdue_months,
    usual_rows,
)
from vrn.sharing.quality.reading import agreed_columns, read_receipts, read_rows, slices_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.contract import Contract
    from vrn.sharing.store import Part

NOT_HELD = Usual(None, None, None, "nothing of this month is held")


@dataclass(frozen=True)
class InCut:
    """What the served cut says of an agreement's rows, by month.

    placed    rows by how sure their place is, surest first
    persons   rows with a person key, and how many of them have another row of the same person
    """

    placed: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    persons: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is held of an agreement: its receipts, the oldest first, and its live parts."""

    receipts: Sequence[Mapping[str, Any]]
    parts: Sequence[Part]
    in_cut: InCut = InCut()


def score(agreement: Agreement, contract: Contract, held: Held, *, today: date) -> Scorecard:
    """The scorecard of an agreement whose feed has months; without any month held it has none.

    Months between the first and the newest of which nothing is held have a card without rows; so
    have later ones that are overdue, where a day is agreed.
    """
    parts = _by_month(held.parts)
    columns = agreed_columns(contract, agreement)
    rows = {
        month: read_rows([part.path for part in of], contract, columns)
        for month, of in parts.items()
    }
    usual = usual_rows({month: of.rows for month, of in rows.items() if of.rows})
    cards = [
        _card(month, agreement, contract, held, rows=rows.get(month), usual=usual)
        for month in _months(agreement, sorted(rows), today)
    ]
    return Scorecard(
        agreement=agreement.id,
        title=agreement.title,
        supplier=agreement.supplier,
        feed=agreement.feed,
        due_day=agreement.due_day,
        tolerance=agreement.tolerance,
        made_on=today.isoformat(),
        months=tuple(cards),
        refused=tuple(
            (receipt["received_on"], receipt["file"])
            for receipt in held.receipts
            if receipt["state"] == "refused"
        ),
    )


def _by_month(parts: Sequence[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        if month := month_of(part.slice):
            found.setdefault(month, []).append(part)
    return found


def _months(agreement: Agreement, held: Sequence[str], today: date) -> list[str]:
    if not held:
        return []
    overdue = overdue_months(agreement, held[-1], today)
    return [*months_between(held[0], held[-1]), *overdue]


def _card(
    month: str,
    agreement: Agreement,
    contract: Contract,
    held: Held,
    *,
    rows: RowFacts | None,
    usual: Mapping[str, Usual],
) -> MonthCard:
    live = {part.receipt for part in held.parts if month_of(part.slice) == month}
    first = _first_day(held.receipts, month)
    persons, linked = held.in_cut.persons.get(month, (0, 0))
    return MonthCard(
        month=month,
        received_on=first.isoformat() if first else "",
        days_after_end=(first - last_day(month)).days if first else None,
        days_late=_days_late(agreement, month, first),
        usual=usual.get(month, NOT_HELD),
        supplies=read_receipts([one for one in held.receipts if one["id"] in live], contract),
        rows=rows or RowFacts(),
        placed=held.in_cut.placed.get(month, ()),
        persons=persons,
        linked=linked,
    )


def _first_day(receipts: Sequence[Mapping[str, Any]], month: str) -> date | None:
    """The day on which the first accepted supply came that held the month."""
    from datetime import date

    days = (
        date.fromisoformat(receipt["received_on"])
        for receipt in receipts
        if receipt["state"] == "accepted" and month in map(month_of, slices_of(receipt))
    )
    return min(days, default=None)


def _days_late(agreement: Agreement, month: str, first: date | None) -> int | None:
    due = due_on(agreement, month)
    return None if due is None or first is None else (first - due).days
