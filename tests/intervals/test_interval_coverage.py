"""Every promise about 95% intervals is kept over the grid, and the page says what was found."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from tests.intervals.page import GRID, PAGE, printed, shares_of
from tests.intervals.simulating import Drawn, Found, Setting

PLATFORMS = 0.3
"""Points by which a share may differ where other mathematics libraries draw other samples."""


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return [each.found() for each in GRID]


@pytest.mark.slow
@pytest.mark.xdist_group("intervals")
def test_every_promise_is_kept(found: list[Found]) -> None:
    broken = [
        f"{each.setting.method}, {each.setting.case}: {each.share:.2f} in 100 held the truth, "
        f"and {each.setting.promise} 95 is promised"
        for each in found
        if not each.is_kept
    ]
    assert broken == []


@pytest.mark.slow
@pytest.mark.xdist_group("intervals")
def test_what_is_not_promised_is_missed_somewhere(found: list[Found]) -> None:
    by_reason: dict[str, list[bool]] = {}
    for each in found:
        if each.setting.limit:
            by_reason.setdefault(each.setting.limit, []).append(each.is_fine)
    untrue = [reason for reason, are_fine in by_reason.items() if all(are_fine)]
    assert untrue == []


@pytest.mark.slow
@pytest.mark.xdist_group("intervals")
def test_the_page_shows_what_is_found(found: list[Found]) -> None:
    kept = shares_of(PAGE.read_text(encoding="utf-8"))
    again = shares_of(printed(found))
    assert kept.keys() == again.keys()
    for setting, (_, share) in again.items():
        assert kept[setting][1] == pytest.approx(share, abs=PLATFORMS), setting


def test_the_page_has_the_promises_of_the_grid() -> None:
    on_page = {
        key: promise for key, (promise, _) in shares_of(PAGE.read_text(encoding="utf-8")).items()
    }
    assert on_page == {(each.method, each.case): each.promise for each in GRID}


def test_a_setting_is_named_once_and_says_why_it_promises_nothing() -> None:
    names = sorted((each.method, each.case) for each in GRID)
    assert [name for name, same in groupby(names) if len([*same]) > 1] == []
    with pytest.raises(ValueError, match="a reason where nothing is promised"):
        Setting(method="m", case="c", promise="not promised", draw=_always)


def test_shares_are_of_the_intervals_given() -> None:
    three = Drawn(np.array([True, True, False]), np.array([True, False, True]))
    one = Setting(method="m", case="c", promise="about", draw=lambda _rng: three).found()
    assert (one.samples, one.given, one.held, one.share) == (3, 2, 1, 50)
    assert [one.is_near, one.is_fine, one.is_kept] == [False] * 3


def _always(_rng: object) -> Drawn:
    raise NotImplementedError
