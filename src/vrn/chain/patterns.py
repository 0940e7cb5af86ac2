"""The places of a pattern for a named person with a purpose: written down first, then shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.terms import Period

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from vrn.release.sheets import OperationalSheet


class Shown(NamedTuple):
    """What was shown: the mark that goes before it, what it is of, and the tables."""

    mark: str
    about: str
    sheets: tuple[OperationalSheet, ...]


@on_chosen_engine
def look_at_pattern(
    folder: Path,
    pattern: str,
    *,
    actor: str,
    purpose: str,
    now: datetime,
    definition: str = "",
    period: str = "",
    cut: int | None = None,
) -> Shown:
    """Hot spots, clusters or near repeats of serious violence, exact and operational.

    `pattern` is "hot-spots", "clusters" or "near-repeats"; without a `definition` the partnership's
    first. Who looks, and what for, is on the disk before anything is worked out;
    NotWrittenDownError where it cannot be, and nothing is shown. Nothing that is shown is kept.
    """
    from vrn.release.operational import Look
    from vrn.release.operational import look as look_first

    measuring = Measuring(folder, cut)
    under = definition or next(iter(measuring.definitions), "")
    asked = {
        "pattern": pattern,
        "definition": under,
        "period": period,
        "cut": measuring.cut.number,
    }
    about = Look(actor=actor, purpose=purpose, at=now, asked=asked)
    return look_first(
        measuring.partnership.audit,
        about,
        lambda: _show(measuring, pattern, definition=under, period=period),
    )


def _show(measuring: Measuring, pattern: str, *, definition: str, period: str) -> Shown:
    from vrn.problem.patterns.looking import see_pattern
    from vrn.release.sheets import MARK, seal_sheet

    seen = see_pattern(
        pattern,
        measuring.tables,
        definition=definition,
        period=Period.parse(period) if period else None,
        edition=measuring.partnership.residents,
        months_held=measuring.months_held,
        definitions=measuring.definitions,
    )
    return Shown(
        MARK,
        f"{definition}, {seen.period.label}, cut {measuring.cut.number}",
        tuple(seal_sheet(*sheet) for sheet in seen.sheets),
    )
