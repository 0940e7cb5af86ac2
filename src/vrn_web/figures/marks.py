"""The marks that figures bear in files: that an agreement behind them has ended, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.release.tracing import ended_words, supplies_behind
from vrn_web.stewardship.asking import ended_agreements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.release.figure import Figure
    from vrn.release.register import Released


def marks_of(register: Released, figures: Iterable[Figure]) -> list[str]:
    """Each mark once, in order: "rests on a supply whose agreement ended on 2024-05-31"."""
    ended = ended_agreements()
    if not ended:
        return []
    receipts = {receipt for figure in figures for receipt in figure.provenance.supplies}
    return sorted({words for _, words in ended_words(supplies_behind(register, receipts), ended)})


def marked(register: Released, figures: Iterable[Figure]) -> dict[str, str]:
    """What a file of these figures says of their marks; nothing where they have none."""
    marks = marks_of(register, figures)
    return {"Mark": "; ".join(marks)} if marks else {}
