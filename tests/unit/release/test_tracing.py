"""The walk back from a figure and forward from a supply: the facts that lines and pages share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure
from kept_folder import NORTH, SUPPLIES, YEAR, by_district, by_month, filled_home, new_home

from vrn.release.recording import record_cubes
from vrn.release.register import NotReleasedError
from vrn.release.signing import read_private_key
from vrn.release.tracing import (
    SupplyBehind,
    cell_words,
    ended_words,
    name_of,
    trace_figure,
    trace_supply,
)

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.cube import Cube


def archive(*months: str) -> list[dict[str, Any]]:
    """The files of an archive, one a month."""
    return [
        {"name": f"{month}.csv", "sha256": "0" * 64, "rows": 1, "slices": [f"{month} Westmere"]}
        for month in months
    ]


def members_of(home: Path, cube: Cube, months: tuple[str, ...]) -> list[str]:
    """Which files of January's supply, an archive of these months, stand behind a first figure."""
    kept = new_home(home)
    supplies = {**SUPPLIES, "jan": {**SUPPLIES["jan"], "members": archive(*months)}}
    record_cubes(kept.folder, [cube], supplies=supplies, key=read_private_key(kept.private))
    found = trace_figure(kept.open(), cube.figures[0].id)
    (january,) = (one for one in found.supplies if one.id == "jan")
    return [member["name"] for member in january.members]


def test_a_figure_leads_to_its_supplies_by_file_and_to_its_uses(tmp_path: Path) -> None:
    kept, figure = filled_home(tmp_path), by_district().figures[0]
    kept.publish("e1", ("paragraph 3", figure))
    found = trace_figure(kept.open(), figure.id)
    assert found.figure == figure
    assert [one.id for one in found.supplies] == ["census", "jan"]
    assert [one.facts["file"] for one in found.supplies] == ["census.csv", "jan.csv"]
    assert [use.place for use in found.uses] == ["paragraph 3"]


def test_of_an_archive_only_the_files_of_the_figures_months_are_named(tmp_path: Path) -> None:
    months = ("2021-01", "2021-02", "2022-01")
    assert members_of(tmp_path / "month", by_month(), months) == ["2021-01.csv"]
    assert members_of(tmp_path / "year", by_district(), months) == ["2021-01.csv", "2021-02.csv"]
    alone = members_of(tmp_path / "alone", by_month(), ("2021-01",))
    assert alone == [], "a single file is the supply itself"


def test_a_supply_leads_to_its_figures_a_part_of_them_at_a_time(tmp_path: Path) -> None:
    released = filled_home(tmp_path).open()
    every = trace_supply(released, "jan")
    assert every.facts["file"] == "jan.csv"
    assert every.total == len(every.figures) == 3
    part = trace_supply(released, "jan", start=1, limit=1)
    assert part.total == 3
    assert part.figures == every.figures[1:2]


def test_what_was_not_released_leads_nowhere(tmp_path: Path) -> None:
    released = filled_home(tmp_path).open()
    with pytest.raises(NotReleasedError, match="0123456789abcdef"):
        trace_figure(released, "0123456789abcdef")
    with pytest.raises(NotReleasedError, match="nowhere"):
        trace_supply(released, "nowhere")


def test_a_figure_is_named_by_its_measure_its_cell_its_place_and_its_months() -> None:
    by = (("district", NORTH.code, NORTH.name), ("placement", "no location", "no location"))
    figure = make_figure(place=NORTH, by=by, period=YEAR)
    assert cell_words(figure) == ("no location", "Nørth", "January 2021 to December 2021")
    assert name_of(figure) == (
        "Violence offences, no location, Nørth, January 2021 to December 2021"
    )
    assert name_of(make_figure(period=None)) == "Violence offences, Westmere"


def test_a_figure_is_marked_where_an_agreement_behind_it_has_ended() -> None:
    supplies = [
        SupplyBehind("aa", {"agreement": "ended"}, ()),
        SupplyBehind("bb", {"agreement": "in-force"}, ()),
        SupplyBehind("cc", {}, ()),
    ]
    marks = ended_words(supplies, {"ended": date(2024, 5, 31)})
    assert marks == (("aa", "rests on a supply whose agreement ended on 2024-05-31"),)
    assert ended_words(supplies, {}) == ()
