"""Which way each thing on a scorecard goes: the last three months beside the three before."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING

from vrn.sharing.quality.advising import SURE
from vrn.sharing.quality.card import MonthCard, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vrn.sharing.quality.card import Scorecard

MONTHS = 3
MOVES_BY, LEAST_SHOWN = 0.01, 0.0005
"""A share moves where the two means differ by one hundredth at least."""
RISING, FALLING, LEVEL = "rising", "falling", "level"


@dataclass(frozen=True)
class Measured:
    """One thing that is told of a month: its words, its value (None: not known), and its unit."""

    words: str
    value: Callable[[MonthCard], float | None]
    is_share: bool = True


def _filled(card: MonthCard) -> float | None:
    cells = card.rows.rows * len(card.rows.filled)
    return share(sum(card.rows.filled.values()), cells)


def _sure(card: MonthCard) -> float | None:
    return share(dict(card.placed).get(SURE, 0), sum(rows for _, rows in card.placed))


def _late(card: MonthCard) -> float | None:
    return card.days_after_end


MEASURED: Sequence[Measured] = (
    Measured("Days after the month’s end", _late, is_share=False),
    Measured("Rows", lambda card: card.rows.rows if card.is_here else None, is_share=False),
    Measured("Cells filled", _filled),
    Measured("Rows held back", lambda card: share(card.supplies.held, card.supplies.read)),
    Measured(
        "Codes not known",
        lambda card: card.supplies.codes + card.rows.titles if card.is_here else None,
        is_share=False,
    ),
    Measured(
        "Default days",
        lambda card: card.rows.defaults + card.supplies.births if card.is_here else None,
        is_share=False,
    ),
    Measured("Times at 00:00", lambda card: share(card.rows.midnight, card.rows.times)),
    Measured("Places sure", _sure),
    Measured("Linked to another row", lambda card: share(card.linked, card.persons)),
)
"""What a scorecard tells of every month, in the order of its table."""


def show(measured: Measured, card: MonthCard) -> str:
    """The value of a month as it is printed; a dash where it is not known."""
    value = measured.value(card)
    if value is None:
        return "–"
    if not measured.is_share:
        return f"{value:,.0f}"
    if 0 < value < LEAST_SHOWN:
        return "<0.1%"
    return f"{value:.1%}" if 0 < value < 1 else f"{value:.0%}"


def trend(whole: Scorecard, month: str, measured: Measured) -> str:
    """`rising`, `falling` or `level` up to a month; nothing where six months are not known.

    A number that is no share moves where the two means differ by a tenth of the earlier one.
    """
    card = whole.month(month)
    cards = (*whole.before(month, 2 * MONTHS - 1), *((card,) if card else ()))
    values = [value for one in cards if (value := measured.value(one)) is not None]
    if len(values) < 2 * MONTHS:
        return ""
    before, now = mean(values[:MONTHS]), mean(values[MONTHS:])
    step = MOVES_BY if measured.is_share else max(abs(before) / 10, 0.5)
    if abs(now - before) < step:
        return LEVEL
    return RISING if now > before else FALLING
