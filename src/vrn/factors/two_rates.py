"""One rate over another, as the answer of an estimate: the form that most factors share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.problem.estimating import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


@dataclass(frozen=True)
class Side:
    """One side of a ratio of rates: what it is called, its events and its residents, if known."""

    name: str
    count: int
    residents: int | None


def side_of(frame: pl.DataFrame, name: str, *, column: str, code: str) -> Side:
    """The side of one code of a frame with `count` and `residents` by `column`."""
    own = frame.filter(frame[column] == code)
    known = bool(own.height) and not own["residents"].null_count()
    return Side(name, int(own["count"].sum()), int(own["residents"].sum()) if known else None)


def ratio_of_rates(
    first: Side,
    second: Side,
    *,
    events: Mapping[str, int],
    widen: float = 1.0,
    also: str = "",
) -> pl.DataFrame:
    """The first rate over the second with exact 95% limits, or the reason for none.

    `events` are all that the answer stands on. `widen` times the upper limit and divides the lower
    one; `also` is said behind the method.
    """
    people = [side.residents or 0 for side in (first, second)]
    for side, residents in zip((first, second), people, strict=True):
        if not residents:
            return answer(reason=f"no resident is counted among {side.name}")
    if not second.count:
        return answer(reason=f"nothing was recorded among {second.name}")
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([first.count], [second.count]), ([people[0]], [people[1]]))
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]) / widen, float(found.upper[0]) * widen),
        counts=(first.count, float(second.count)),
        method=(
            "ratio of two rates with exact 95% limits given the sum of their counts; "
            f"{people[0]:,} and {people[1]:,} residents{also}"
        ),
        events=events,
    )
