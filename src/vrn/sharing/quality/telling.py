"""A scorecard as plain values for a page: every month in words, with its letter and the CSV."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from vrn.sharing.quality.advising import advise
from vrn.sharing.quality.card import share
from vrn.sharing.quality.trending import MEASURED, show, trend
from vrn.sharing.quality.writing import tell_lateness, tell_usual, write_csv, write_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.quality.card import MonthCard, Scorecard


def tell_card(whole: Scorecard, *, to: str, sender: str, made_up: bool) -> dict[str, Any]:
    """All that a page shows of a scorecard; the newest month stands last."""
    months = [
        _tell_month(whole, card)
        | {"letter": write_letter(whole, card.month, to=to, sender=sender, made_up=made_up)}
        for card in whole.months
    ]
    return {
        "agreement": whole.agreement,
        "title": whole.title,
        "supplier": whole.supplier,
        "made_on": whole.made_on,
        "newest": whole.newest.month if whole.newest else "",
        "words": [one.words for one in MEASURED],
        "months": months,
        "refused": [list(one) for one in whole.refused],
        "csv": write_csv(whole),
    }


def _tell_month(whole: Scorecard, card: MonthCard) -> dict[str, Any]:
    supplies = card.supplies
    return {
        "month": card.month,
        "is_here": card.is_here,
        "lateness": tell_lateness(whole, card),
        "usual": tell_usual(card),
        "advice": [one.says for one in advise(whole, card.month)],
        "values": [show(one, card) for one in MEASURED],
        "trends": [trend(whole, card.month, one) for one in MEASURED],
        "columns": list(_columns(whole, card)),
        "receipts": list(supplies.receipts),
        "months_in_file": supplies.months,
        "read": supplies.read,
        "held": supplies.held,
        "reasons": [list(one) for one in supplies.reasons],
        "placed": [
            [grade, rows, f"{rows / sum(n for _, n in card.placed):.1%}"]
            for grade, rows in card.placed
        ],
    }


def _columns(whole: Scorecard, card: MonthCard) -> Iterator[dict[str, Any]]:
    """Each stored column with the share of rows that have a value, and what is usual."""
    before = [one for one in whole.before(card.month) if one.is_here]
    for name, filled in card.rows.filled.items():
        earlier = [share(one.rows.filled.get(name, 0), one.rows.rows) or 0 for one in before]
        of = share(filled, card.rows.rows)
        yield {
            "name": name,
            "rows": filled,
            "share": "–" if of is None else f"{of:.1%}",
            "usual": f"{median(earlier):.1%}" if earlier else "–",
        }
