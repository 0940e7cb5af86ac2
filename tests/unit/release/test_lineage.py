"""Which supplies a cell rests on: the files of its own months, and all of what it was placed by."""

from __future__ import annotations

import pytest

from vrn.release.lineage import Ground, rests_on
from vrn.terms import Period

GROUND = Ground(
    number=3,
    row_hash="h",
    supplies={},
    slices={
        "street-crime": {
            "2021-01 Westmere Police": "jan",
            "2021-02 Westmere Police": "feb",
            "2021-02 Eastmere Police": "feb-east",
            "2021-04 Westmere Police": "apr",
        },
        "residents": {"census-2021 district": "census", "mid-2020 district": "mid"},
        "boundaries": {"small area 2021": "shapes"},
    },
)


@pytest.mark.parametrize(
    ("feeds", "period", "expected"),
    [
        (["street-crime"], Period("2021-01", "2021-01"), ("jan",)),
        (["street-crime"], Period("2021-02", "2021-02"), ("feb", "feb-east")),
        (["street-crime"], Period("2021-01", "2021-03"), ("feb", "feb-east", "jan")),
        (["street-crime"], Period("2021-03", "2021-03"), ()),
        (["street-crime"], None, ("apr", "feb", "feb-east", "jan")),
        (["residents"], Period("2021-01", "2021-01"), ("census", "mid")),
        (["residents:census-2021"], Period("2021-01", "2021-01"), ("census",)),
        (["residents:census-2031"], None, ()),
        (["street-crime", "boundaries"], Period("2021-04", "2021-04"), ("apr", "shapes")),
        (["no-such-feed"], None, ()),
        ([], None, ()),
    ],
)
def test_what_a_cell_rests_on(
    feeds: list[str], period: Period | None, expected: tuple[str, ...]
) -> None:
    assert rests_on(GROUND, feeds, period) == expected
