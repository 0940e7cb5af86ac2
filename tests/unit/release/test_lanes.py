"""The open lane: figures leave only where every supply under them has an open licence."""

from __future__ import annotations

from typing import Any

import pytest

from vrn.release.lanes import OPEN_LICENCES, NoLaneError, lane_for
from vrn.terms import Clearance

OPEN = next(iter(OPEN_LICENCES))


def supply(receipt: str, url: str = OPEN) -> dict[str, Any]:
    return {"id": receipt, "licence": {"name": "named as you like", "url": url, "statement": "s"}}


@pytest.mark.parametrize("url", OPEN_LICENCES)
def test_open_licences_open_the_lane(url: str) -> None:
    assert lane_for([supply("a", url), supply("b")]) is Clearance.OPEN


def test_one_supply_that_is_not_open_closes_it_and_is_named() -> None:
    closed = supply("closed-one", "https://agreements.example/sharing")
    with pytest.raises(NoLaneError, match="supplies closed-one are not under an open licence"):
        lane_for([supply("a"), closed, supply("b")])


@pytest.mark.parametrize("licence", [None, {}, {"url": ""}, {"name": "Open Government Licence"}])
def test_a_supply_that_names_no_licence_closes_it(licence: dict[str, str] | None) -> None:
    with pytest.raises(NoLaneError, match="supplies a are not under an open licence"):
        lane_for([{"id": "a", "licence": licence}])


def test_an_address_that_only_begins_like_an_open_licence_closes_it() -> None:
    with pytest.raises(NoLaneError):
        lane_for([supply("a", OPEN + "/but-not-quite")])


def test_what_rests_on_nothing_has_no_lane() -> None:
    with pytest.raises(NoLaneError, match="rests on no supply"):
        lane_for([])
