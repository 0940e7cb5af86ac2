"""Ethnic groups: residents of the whole area alone, and limits that hold what was not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.factors.people import ethnic_ratio
from vrn.problem.residents_by_ethnic_group import TABLE, residents_by_ethnic_group

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
    area_code | ethnic_group | residents
    S1        | Asian        | 1000
    S2        | White        | 4000
    S3        | White        | 1000
    S4        | White        | 99999
"""
BY_DISTRICT = """
    edition     | level    | area_code | ethnic_group | residents
    census-2021 | district | D1        | White        | 700
    census-2021 | district | D2        | White        | 300
    census-2011 | district | D2        | White        | 9
"""


def counted(**counts: int) -> pl.DataFrame:
    rows = [(name.replace("_", " "), count) for name, count in counts.items()]
    schema = {"ethnic_group": pl.String, "count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_residents_are_those_of_the_partnership_alone(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=WHOLE)
    assert residents_by_ethnic_group(tables) == {"Asian": 1000, "White": 5000}


def test_residents_of_districts_will_do_and_the_newest_census_is_taken(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=BY_DISTRICT)
    assert residents_by_ethnic_group(tables) == {"White": 1000}


def test_a_total_that_lacks_a_place_is_none(tmp_path: Path) -> None:
    lacking = "\n".join(line for line in WHOLE.splitlines() if "S3" not in line)
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=lacking)
    assert residents_by_ethnic_group(tables) == {}
    assert residents_by_ethnic_group({}) == {}


def test_limits_hold_a_group_twice_as_common_among_those_not_recorded(tmp_path: Path) -> None:
    """Of 40 Asian and 100 White people recorded and 60 not, share these out at both bounds."""
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=WHOLE)
    given = {"Asian": 40, "White": 100}
    plain, wide = (
        ethnic_ratio(
            counted(**given, not_recorded=missing), group="Asian", people="victims", tables=tables
        ).row(0, named=True)
        for missing in (0, 60)
    )
    assert wide["value"] == plain["value"] == pytest.approx((40 / 1000) / (100 / 5000))
    # 60 for 140 recorded: of each group so many more, or twice as many of one of them
    more = 60 / 140
    assert wide["upper"] / plain["upper"] == pytest.approx((1 + 2 * more) / (1 + more))
    assert plain["lower"] / wide["lower"] == pytest.approx((1 + 2 * more) / (1 + more))
    assert "30% of people whose group was not recorded" in wide["method"]


def test_every_number_by_group_stands_behind_it(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=WHOLE)
    given = counted(Asian=40, White=100, Mixed=3, Black=0, not_recorded=12)
    found = ethnic_ratio(given, group="Asian", people="victims", tables=tables).row(0, named=True)
    assert {each["what"]: each["events"] for each in found["behind"]} == {
        "victims, Asian": 40,
        "victims, White": 100,
        "victims, Mixed": 3,
        "victims, not recorded": 12,
    }


def test_where_nobody_is_recorded_there_is_a_reason(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, residents_by_ethnic_group=WHOLE)
    found = ethnic_ratio(counted(Asian=0, White=0), group="Asian", people="v", tables=tables)
    assert found["reason"].item() == "nothing was recorded among White residents"
    without = {name: paths for name, paths in tables.items() if name != TABLE}
    found = ethnic_ratio(counted(White=9), group="Asian", people="v", tables=without)
    assert found["reason"].item().startswith("this cut holds no residents by ethnic group")
