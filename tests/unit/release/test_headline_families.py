"""Which tallies share a lattice: those whose numbers could give one another away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from vrn.problem.violence.left_out import LEFT_OUT
from vrn.problem.violence.ratios import RATIOS
from vrn.problem.violence.tallies import (
    ASSAULT_ADMISSIONS,
    ASSAULT_ATTENDANCES,
    CALLED,
    CONVEYED,
    NOT_CLASSIFIED,
    OFFENCES_ALL,
    SERIOUS_VIOLENCE,
    SUSPECTS,
    TALLIES,
    VICTIMS,
)
from vrn.release.headline.axes import Address
from vrn.release.headline.families import Corner, corner_of, family_of
from vrn.release.headline.shelf import Shelf, family_rows
from vrn.release.lanes import NoLaneError
from vrn.terms import Period, months_between

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.problem.measure import Tally

HELD = months_between("2020-04", "2021-03")
YEAR = Period("2020-04", "2021-03")


@pytest.mark.parametrize(
    ("tally", "name", "label"),
    [
        (SERIOUS_VIOLENCE, "offences", "recorded"),
        (OFFENCES_ALL, "offences", "recorded"),
        (NOT_CLASSIFIED, "offences", "not classified"),
        (VICTIMS, "victims", ""),
        (SUSPECTS, "suspects", ""),
        (ASSAULT_ATTENDANCES, "attendances", ""),
        (CALLED, "call-outs", "violence"),
        (CONVEYED, "call-outs", "conveyed"),
    ],
)
def test_each_tally_has_its_family_and_label(tally: Tally, name: str, label: str) -> None:
    family = family_of(tally)
    assert family is not None
    assert family.name == name
    assert corner_of(tally) == Corner(label=label)


def test_every_tally_of_records_has_a_family() -> None:
    without = [each for each in TALLIES if each.unit == ASSAULT_ADMISSIONS.unit]
    for tally in TALLIES:
        if tally not in without:
            assert family_of(tally)


@pytest.mark.parametrize(
    ("name", "corner"),
    [
        ("share_time_not_known", Corner(dimension="hour", code="time not known")),
        (
            "share_victim_age_not_recorded",
            Corner(dimension="age_band", code="age not recorded"),
        ),
        ("share_place_not_recorded", Corner(dimension="place_type", code="not recorded")),
        ("share_not_placed", Corner(level="district", place="not placed")),
        ("share_without_neighbourhood", Corner(level="neighbourhood", place="not placed")),
        ("share_not_classified", Corner(label="not classified")),
        ("conveyed_under_25_share", Corner(label="conveyed", age="under 25")),
        ("share_without_suspect", None),
        ("abh_share", None),
    ],
)
def test_a_share_of_what_a_shape_counts_lies_in_a_corner_of_it(
    name: str, corner: Corner | None
) -> None:
    """As a finding it would tell, nearly, a number that the headline lane withholds."""
    (ratio,) = [each for each in (*RATIOS, *LEFT_OUT) if each.indicator.name == name]
    found = corner_of(ratio.numerator)
    assert (found and replace(found, label=found.label.replace("recorded", ""))) == corner


def test_a_tally_of_other_records_has_no_family(tmp_path: Path) -> None:
    for tally in (ASSAULT_ADMISSIONS, replace(VICTIMS, where={})):
        assert family_of(tally) is None
        assert corner_of(tally) is None
        with pytest.raises(NoLaneError, match="no headline shape is of"):
            open_shelf(tmp_path, few=15).lattice_of(tally)


@pytest.mark.parametrize(
    "where",
    [
        {"hour": ("22", "23")},
        {"suspect_known": ("no suspect",)},
        {"placement": ("no location",)},
        {"under_25": ("25 and over",)},
        {"hour": ("22",), "knife": ("knife",)},
        {"offence_group": ("robbery",), "abh": ("other",)},
    ],
)
def test_a_filter_that_no_shape_has_leads_to_no_corner(where: dict[str, tuple[str, ...]]) -> None:
    assert corner_of(replace(SERIOUS_VIOLENCE, where=where)) is None


def make_tables(folder: Path, few: int) -> dict[str, tuple[Path, ...]]:
    """Call-outs of which so few were not taken to hospital, offences, and their victims."""
    calls = [
        {
            "callout": f"C{n:03d}",
            "month": "2020-05",
            "quarter": "2020 Q2",
            "year": "2020/21",
            "violent": "violence",
            "conveyed": "not conveyed" if n < few else "conveyed",
            "under_25": "under 25",
            "age_band": "15-19",
            "sex": "male",
            "age_sex": "15-19 male",
            "supply": "s",
            "line": n,
        }
        for n in range(40)
    ]
    pl.DataFrame(calls).write_parquet(folder / "callouts.parquet")
    return {"callouts": (folder / "callouts.parquet",)}


def open_shelf(folder: Path, few: int, *, cut: int = 1) -> Shelf:
    (folder / f"tables-{few}").mkdir(exist_ok=True)
    return Shelf(
        folder=folder / "lattices",
        tables=make_tables(folder / f"tables-{few}", few),
        cut=cut,
        row_hash=f"{few:064d}",
        definitions={"old": ("in both",)},
        texts={"old": "a" * 64},
        months_held={"ambulance": HELD},
        periods=(YEAR,),
    )


def number(shelf: Shelf, label: str) -> int | None:
    months = ",".join(HELD)
    cell = shelf.lattice_of(CALLED).find(Address("whole area", "", months, label, "all ages"))
    assert cell is not None
    return cell.number


def test_call_outs_may_not_tell_how_few_were_not_taken_to_hospital(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path, few=3)
    shown = [number(shelf, "violence"), number(shelf, "conveyed")]
    assert shown.count(None) == 1
    assert number(shelf, "not conveyed") is None


def test_many_who_were_not_may_be_told(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path, few=15)
    labels = ("violence", "conveyed", "not conveyed")
    assert [number(shelf, label) for label in labels] == [40, 25, 15]


def test_a_family_is_built_once_and_read_again(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path, few=15)
    lattice = shelf.lattice_of(CALLED)
    assert shelf.lattice_of(CONVEYED) is lattice
    again = open_shelf(tmp_path, few=15).lattice_of(CALLED)
    assert again is not lattice
    assert again.cells.equals(lattice.cells)
    assert len(list((tmp_path / "lattices" / "call-outs").glob("*.json"))) == 1


def test_a_new_cut_is_set_beside_what_was_kept(tmp_path: Path) -> None:
    assert number(open_shelf(tmp_path, few=15), "conveyed") == 25
    second = open_shelf(tmp_path, few=17, cut=2)
    assert number(second, "conveyed") == 25
    assert len(list((tmp_path / "lattices" / "call-outs").glob("*.json"))) == 2


def test_the_rows_of_a_family_are_parted_by_its_own_column(tmp_path: Path) -> None:
    family = family_of(CALLED)
    assert family is not None
    rows = family_rows(make_tables(tmp_path, 15), family)
    assert dict(rows["definition_class"].value_counts().iter_rows()) == {
        "conveyed": 25,
        "not conveyed": 15,
    }


def test_offences_are_parted_by_the_live_definitions(tmp_path: Path) -> None:
    offences = pl.DataFrame(
        {
            "crime_ref": [f"R{n:03d}" for n in range(45)],
            "victim": [f"P{n:03d}" for n in range(45)],
            "month": "2020-05",
            "quarter": "2020 Q2",
            "year": "2020/21",
            "definition_class": ["in both"] * 30 + ["in none"] * 15,
            "under_25": "25 and over",
            "district": "Z1",
            "neighbourhood": "Z1",
            "knife": "no knife",
        }
    )
    offences.write_parquet(tmp_path / "offences.parquet")
    shelf = replace(
        open_shelf(tmp_path, few=15),
        tables={"police_offences": (tmp_path / "offences.parquet",)},
        months_held={"police-offences": HELD},
    )
    lattice = shelf.lattice_of(SERIOUS_VIOLENCE)
    months = ",".join(HELD)
    for label, expected in (("old", 30), ("in both", 30), ("in none", 15), ("recorded", 45)):
        cell = lattice.find(Address("whole area", "", months, label, "all ages"))
        assert cell is not None
        assert cell.number == expected
