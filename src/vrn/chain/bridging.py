"""From one definition's number to another's, class by class, in released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.chain.defining import read_live
from vrn.chain.measuring import Measuring
from vrn.chain.on_engine import on_chosen_engine
from vrn.terms import Period

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.release.figure import Figure

BRIDGED = "serious_violence"


@on_chosen_engine
def bridge(
    folder: Path, first: str, second: str, *, today: date, period: str = "", cut: int | None = None
) -> list[tuple[str, Figure]]:
    """Lines of (what, figure): the first total, each class taken away or added, the second total.

    Over the assessment's period where none is named. Raises ValueError for a definition that is
    not live.
    """
    from vrn.chain.assessing import find_periods
    from vrn.problem.definitions import live_definitions, make_partition, steps_between

    measuring = Measuring(folder, cut, today=today)
    live = read_live(measuring.partnership)
    partition = make_partition(live_definitions(live.texts, measuring.partnership.definitions))
    steps = steps_between(partition, first, second)
    asked = Period.parse(period) if period else find_periods(measuring).period
    cube = measuring.cube(
        BRIDGED, split=("definition",), where={"age_group": "all ages"}, period=asked
    )
    measuring.record([cube])
    lines = [(first, cube.at(definition=first))]
    for step in steps:
        sign = "added" if step.is_added else "taken away"
        lines.append((f"{sign}: {step.reason}", cube.at(definition=step.definition_class)))
    return [*lines, (second, cube.at(definition=second))]
