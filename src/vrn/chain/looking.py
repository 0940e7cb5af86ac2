"""Exact numbers for a named person with a purpose: written down first, then measured and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from vrn.release.cube import Cube


@on_chosen_engine
def look(  # noqa: PLR0913 - all but the first two by keyword
    folder: Path,
    name: str,
    *,
    actor: str,
    purpose: str,
    now: datetime,
    split: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
    period: str = "",
    cut: int | None = None,
) -> Cube:
    """The exact figures of a measure, operational: no register keeps them, no document takes them.

    Who looks, and what for, is on the disk before anything is measured; NotWrittenDownError where
    it cannot be, and nothing is shown.
    """
    from vrn.release.operational import Look
    from vrn.release.operational import look as look_first

    measuring = Measuring(folder, cut)
    asked = {
        "measure": name,
        "split": list(split),
        "where": dict(where or {}),
        "period": period,
        "cut": measuring.cut.number,
    }
    about = Look(actor=actor, purpose=purpose, at=now, asked=asked)

    def show() -> Cube:
        from vrn.release.making import release_exact

        measured = measuring.exactly(
            name, split=split, where=where, period=Period.parse(period) if period else None
        )
        return release_exact(
            measured,
            ground=measuring.ground,
            whole=measuring.partnership.area,
            feeds=measuring.feeds_of(measured),
        )

    return look_first(measuring.partnership.audit, about, show)
