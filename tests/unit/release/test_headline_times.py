"""Times that overlap are parted into what they share and what they do not."""

from __future__ import annotations

from vrn.release.headline.times import BY_MONTH, COARSE, FINE, Times, times_of
from vrn.terms import Period, months_between

HELD = months_between("2019-02", "2021-12")


def runs(times: Times, positions: tuple[int, ...]) -> set[str]:
    return {f"{min(times.sets[at])}..{max(times.sets[at])}" for at in positions}


def test_only_times_held_whole_are_times() -> None:
    times = times_of(HELD, [Period("2020-04", "2021-09"), Period("2021-11", "2022-01")])
    named = {f"{min(s)}..{max(s)}": kinds for s, kinds in zip(times.sets, times.kinds, strict=True)}
    assert named["2019-04..2020-03"] == {"year"}
    assert named["2020-04..2021-09"] == {"period"}
    assert named["2019-04..2019-06"] == {"quarter"}
    assert "2018-04..2019-03" not in named  # January 2019 is not held
    assert "2021-04..2022-03" not in named
    assert "2019-01..2019-03" not in named
    assert "2021-11..2022-01" not in named


def test_a_time_of_two_kinds_is_one_time() -> None:
    times = times_of(HELD, [Period("2020-04", "2021-03"), Period("2020-07", "2020-09")])
    at = times.find(Period("2020-04", "2021-03"))
    assert at is not None
    assert times.kinds[at] == {"year", "period"}
    quarter = times.find(Period("2020-07", "2020-09"))
    assert quarter is not None
    assert times.kinds[quarter] == {"quarter", "period"}


def test_a_period_and_a_year_within_it_leave_a_part_that_nobody_is_shown() -> None:
    times = times_of(HELD, [Period("2020-04", "2021-09")])
    whole = times.find(Period("2020-04", "2021-09"))
    rest = times.find(Period("2021-04", "2021-09"))
    assert rest is not None
    assert times.kinds[rest] == frozenset()
    (parts,) = [parts for among, total, parts in times.splits if (among, total) == (COARSE, whole)]
    assert runs(times, parts) == {"2020-04..2021-03", "2021-04..2021-09"}


def test_a_quarter_that_a_period_cuts_through_is_parted_there() -> None:
    times = times_of(HELD, [Period("2020-04", "2021-08")])
    quarter = times.find(Period("2021-07", "2021-09"))
    (parts,) = [parts for among, total, parts in times.splits if (among, total) == (FINE, quarter)]
    assert runs(times, parts) == {"2021-07..2021-08", "2021-09..2021-09"}


def test_every_longer_time_is_the_sum_of_its_months() -> None:
    times = times_of(HELD, [Period("2020-04", "2021-09")])
    totals = {total for among, total, _ in times.splits if among == BY_MONTH}
    for position, months in enumerate(times.sets):
        assert (position in totals) == (len(months) > 1)
    for _, total, parts in times.splits:
        assert sorted(m for part in parts for m in times.sets[part]) == sorted(times.sets[total])


def test_a_time_that_is_not_there_is_not_found() -> None:
    times = times_of(HELD, [])
    assert times.find(Period("2020-05", "2020-06")) is None
    assert times.codes[times.find(Period("2020-05", "2020-05")) or 0] == "2020-05"


def test_without_months_there_are_no_times() -> None:
    times = times_of([], [Period("2020-04", "2021-09")])
    assert (times.sets, times.coarse, times.splits) == ((), (), ())
