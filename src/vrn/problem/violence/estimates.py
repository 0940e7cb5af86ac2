"""The functions behind the findings: each takes a declared frame and gives one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.estimating import answer
from vrn.problem.violence.dimensions import NIGHT
from vrn.terms import Period, month_label
from vrn.terms.ages import FROM, UNDER

if TYPE_CHECKING:
    from vrn.statistics import Limits

TWELVE = 12
_GIVEN_SUM = "exact 95% limits of the ratio of two Poisson counts, given their sum"


def ratio_under_25(frame: pl.DataFrame) -> pl.DataFrame:
    """The rate of people under 25 over that of people of 25 and over, with exact 95% limits.

    `frame` has `count` (distinct people) and `residents` by `under_25`; those whose age was not
    recorded are in neither.
    """
    counts = dict(frame.select("under_25", "count").iter_rows())
    people = dict(frame.select("under_25", "residents").iter_rows())
    young, old = int(counts.get(UNDER, 0)), int(counts.get(FROM, 0))
    if not people.get(UNDER) or not people.get(FROM):
        return answer(reason="residents under 25 and of 25 and over are not both held")
    if not old:
        return answer(counts=(young, old), reason="nobody of 25 and over was recorded")
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([young], [old]), ([people[UNDER]], [people[FROM]]))
    return _answer(
        found,
        counts=(young, old),
        method=(
            "ratio of two rates with exact 95% limits given the sum of their counts; "
            f"{people[UNDER]:,} and {people[FROM]:,} residents"
        ),
        events={"suspects under 25": young, "suspects of 25 and over": old},
    )


def repeat_in_period(frame: pl.DataFrame) -> pl.DataFrame:
    """Per cent of offences with a suspect asked about who has two or more in the frame.

    `frame` has a row for each suspect of each offence: crime_ref, person, is_asked. A person's
    offences count also where that row is not asked about; an offence counts once.
    """
    offences = frame.unique(["crime_ref", "person"]).group_by("person").len("offences")
    again = frame.join(offences, on="person").with_columns(again=pl.col("offences") > 1)
    return _share_of_offences(again)


def repeat_within(frame: pl.DataFrame, *, days: int | None) -> pl.DataFrame:
    """Per cent of offences with a suspect asked about who had another at most `days` before.

    `frame` has a row for each suspect of each offence: crime_ref, nth, days_since, is_asked. With
    no `days`: at any time before, in what is held.
    """
    earlier = pl.col("nth") > 1
    near = pl.lit(value=True) if days is None else pl.col("days_since") <= days
    return _share_of_offences(frame.with_columns(again=(earlier & near).fill_null(value=False)))


def _share_of_offences(rows: pl.DataFrame) -> pl.DataFrame:
    each = rows.filter("is_asked").group_by("crime_ref").agg(pl.col("again").any())
    return share_of(int(each["again"].sum()), each.height, what="offences by a repeat suspect")


def share_of_night(frame: pl.DataFrame, *, column: str) -> pl.DataFrame:
    """Per cent of the counted offences that are linked to the night-time economy by a rule."""
    linked = frame.filter(pl.col(column) == NIGHT)["count"].sum()
    return share_of(int(linked), int(frame["count"].sum()), what="offences linked by this rule")


def share_of(part: int, whole: int, *, what: str) -> pl.DataFrame:
    """A part of a whole in per cent with Wilson's limits; a reason where the whole is 0."""
    if not whole:
        return answer(counts=(0, 0), reason="nothing was recorded to take a share of")
    from vrn.statistics.proportions import wilson_limits

    return _answer(
        wilson_limits([part], [whole], multiplier=100.0),
        counts=(part, whole),
        method="Wilson's 95% limits",
        events={what: part, "all others": whole - part},
    )


def trend(frame: pl.DataFrame) -> pl.DataFrame:
    """The count of the last twelve months over that of the first twelve, with exact 95% limits.

    `frame` has `count` by `month`; the two years must not overlap.
    """
    counts = frame.sort("month")["count"].to_list()
    if len(counts) < 2 * TWELVE:
        return answer(reason="the series is shorter than two years")
    first, last = sum(counts[:TWELVE]), sum(counts[-TWELVE:])
    if not first:
        return answer(counts=(last, 0), reason="nothing was recorded in the first twelve months")
    from vrn.statistics.ratios import rate_ratio_limits

    return _answer(
        rate_ratio_limits(([last], [first])),
        counts=(last, first),
        method=_GIVEN_SUM,
        events={"last twelve months": last, "first twelve months": first},
    )


def peak_share(frame: pl.DataFrame, *, before: Period) -> pl.DataFrame:
    """The highest month as per cent of the monthly mean of the months `before`, with limits.

    `frame` has `count` by `month`, those of `before` too. The earliest of equal months is named; a
    month of `before` is never the highest, also where the period asked for holds it.
    """
    frame = frame.unique("month")
    is_before = pl.col("month").is_in(before.months)
    base = int(frame.filter(is_before)["count"].sum())
    after = frame.filter(~is_before).sort(["count", "month"], descending=[True, False])
    if not base or after.is_empty():
        return answer(reason=f"nothing was recorded in {before.label}")
    month, peak = after["month"][0], int(after["count"][0])
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([peak], [base]), ([1.0], [float(len(before.months))]))
    return _answer(
        type(found)(*(100.0 * each for each in found)),
        counts=(peak, base),
        method=f"{_GIVEN_SUM}; the highest month was {month_label(month)}",
        events={"highest month": peak, "year before": base},
    )


def _answer(
    found: Limits,
    *,
    counts: tuple[int, int],
    method: str,
    events: dict[str, int],
) -> pl.DataFrame:
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]), float(found.upper[0])),
        counts=(counts[0], float(counts[1])),
        method=method,
        events=events,
    )
