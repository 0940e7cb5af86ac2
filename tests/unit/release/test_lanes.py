"""The open lane: figures leave only where every supply under them has an open licence."""

from __future__ import annotations

from typing import Any

import pytest

from vrn.release.lanes import OPEN_LICENCES, NoLaneError, is_open

OPEN = next(iter(OPEN_LICENCES))


def supply(receipt: str, url: str = OPEN) -> dict[str, Any]:
    return {"id": receipt, "licence": {"name": "named as you like", "url": url, "statement": "s"}}


@pytest.mark.parametrize("url", OPEN_LICENCES)
def test_open_licences_open_the_lane(url: str) -> None:
    assert is_open([supply("a", url), supply("b")])


def test_one_supply_that_is_not_open_closes_it() -> None:
    closed = supply("closed-one", "https://agreements.example/sharing")
    assert not is_open([supply("a"), closed, supply("b")])


@pytest.mark.parametrize("licence", [None, {}, {"url": ""}, {"name": "Open Government Licence"}])
def test_a_supply_that_names_no_licence_closes_it(licence: dict[str, str] | None) -> None:
    assert not is_open([{"id": "a", "licence": licence}])


def test_an_address_that_only_begins_like_an_open_licence_closes_it() -> None:
    assert not is_open([supply("a", OPEN + "/but-not-quite")])


def test_what_rests_on_nothing_has_no_lane() -> None:
    with pytest.raises(NoLaneError, match="rests on no supply"):
        is_open([])
