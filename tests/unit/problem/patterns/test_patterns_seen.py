"""Where nothing can be told of a pattern, the finding and the look both say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn_agencies import DEFINITIONS, make_agencies_cut
from gridded import AREAS, SQUARES

from vrn.problem.measuring import measure
from vrn.problem.patterns.hot_spots import NO_TEST
from vrn.problem.patterns.looking import PATTERNS, see_pattern
from vrn.problem.violence.catalogue import violence_measures
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

LIVE = "edition | level | area_code | residents\ncensus-2021 | small area 2021 | S1..S100 | 1000"
OFFENCES = "month | district | small_area | times\n2021-01 | D1 | S45 | 9"
ONE_MONTH = Period("2021-01", "2021-01")
NO_LENGTH = "too few periods"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("hot-spots", NO_TEST), ("clusters", NO_LENGTH), ("near-repeats", "no quarter has two")],
)
def test_what_cannot_be_told_is_said_by_the_finding_and_by_the_look(
    tmp_path: Path, pattern: str, said: str
) -> None:
    tables = make_agencies_cut(
        tmp_path, areas=AREAS, boundaries=SQUARES, residents=LIVE, police_offences=OFFENCES
    )
    held = ("2021-01",)
    found = measure(
        violence_measures()[PATTERNS[pattern]],
        tables,
        where={"definition": "vrn-2019"},
        period=ONE_MONTH,
        residents_edition="census-2021",
        months_held=held,
        definitions=DEFINITIONS,
    )
    assert said in found.table.exact["reason"].item()
    with pytest.raises(ValueError, match=said):
        see_pattern(
            pattern,
            tables,
            definition="vrn-2019",
            period=ONE_MONTH,
            edition="census-2021",
            months_held=dict.fromkeys(("police-offences", "police-people"), held),
            definitions=DEFINITIONS,
        )


def test_the_share_in_clusters_has_the_same_reason_as_their_number(tmp_path: Path) -> None:
    tables = make_agencies_cut(
        tmp_path, areas=AREAS, boundaries=SQUARES, residents=LIVE, police_offences=OFFENCES
    )
    found = measure(
        violence_measures()["serious_violence_cluster_share"],
        tables,
        where={"definition": "vrn-2019"},
        period=ONE_MONTH,
        residents_edition="census-2021",
        months_held=("2021-01",),
        definitions=DEFINITIONS,
    )
    assert NO_LENGTH in found.table.exact["reason"].item()
