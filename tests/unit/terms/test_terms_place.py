"""Areas and clearances: a place has a code and a name; clearances run from wide to narrow."""

from __future__ import annotations

import pytest

from vrn.terms import Area, Clearance, Level


def test_an_area_holds_its_code_name_and_level() -> None:
    area = Area("Z06000001", "Westmere", Level.DISTRICT)
    assert (area.code, area.name, area.level.value) == ("Z06000001", "Westmere", "district")


@pytest.mark.parametrize(("code", "name"), [("", "Westmere"), ("Z06000001", ""), ("", "")])
def test_an_area_without_a_code_or_name_is_refused(code: str, name: str) -> None:
    with pytest.raises(ValueError, match="needs a code and a name"):
        Area(code, name, Level.DISTRICT)


def test_the_levels_are_the_four_of_the_glossary() -> None:
    levels = ["whole area", "district", "police neighbourhood", "small area"]
    assert [level.value for level in Level] == levels


def test_the_narrowest_clearance_is_the_highest() -> None:
    assert max(Clearance.OPEN, Clearance.PARTNER, Clearance.PUBLIC) is Clearance.PARTNER
    assert sorted(Clearance) == list(Clearance)


def test_every_clearance_has_a_name_for_readers() -> None:
    labels = [clearance.label for clearance in Clearance]
    assert labels == ["open data", "public", "partners", "operational"]
