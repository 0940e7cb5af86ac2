"""Reading a partnership's folder: what it says of itself, and every fault of its text at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vrn.partnership.folder import PartnershipError, read_partnership
from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
name = "Westmere partnership"
area_code = "westmere"
area_name = "Westmere"
made_up = true
forces = ["Westmere Police"]
small_area_vintage = "2021"
residents = "census-2021"
deprivation = "2025"
language = "en"
brand_colour = "#12436D"

[[districts]]
code = "Z06000001"
name = "Northby"

[[districts]]
code = "Z06000002"
name = "Southby"
"""
RESTRICTIONS = "label,first_month,last_month,provenance\nFirst closing,2020-03,2020-06,made up\n"


def write(folder: Path, text: str = GOOD) -> Path:
    (folder / "partnership.toml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> str:
    with pytest.raises(PartnershipError) as told:
        read_partnership(folder)
    return str(told.value)


def test_a_good_folder_is_read_whole(tmp_path: Path) -> None:
    found = read_partnership(write(tmp_path))
    assert found.name == "Westmere partnership"
    assert found.area == Area("westmere", "Westmere", Level.WHOLE)
    assert found.districts == (
        Area("Z06000001", "Northby", Level.DISTRICT),
        Area("Z06000002", "Southby", Level.DISTRICT),
    )
    assert found.forces == ("Westmere Police",)
    assert found.made_up is True
    assert found.residents == "census-2021"
    assert (found.small_area_vintage, found.deprivation) == ("2021", "2025")
    assert (found.language, found.brand_colour) == ("en", "#12436D")


def test_everything_of_a_partnership_lies_in_its_folder(tmp_path: Path) -> None:
    found = read_partnership(write(tmp_path))
    paths = (found.store, found.released, found.published, found.private_key, found.public_key)
    assert all(path.is_relative_to(tmp_path) for path in paths)
    assert len(set(paths)) == 5
    # The web may open what is released and published: no key and no row lies under those.
    for closed in (found.store, found.private_key):
        assert not closed.is_relative_to(found.released)
        assert not closed.is_relative_to(found.published)


def test_a_folder_without_the_text_is_not_a_partnerships(tmp_path: Path) -> None:
    assert "is not a partnership's folder" in faults_of(tmp_path)
    assert "vrn init" in faults_of(tmp_path)


def test_a_text_that_is_not_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    assert "line 2" in faults_of(write(tmp_path, 'name = "Westmere"\narea = Westmere\n'))


def test_a_text_in_another_encoding_is_refused_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "partnership.toml").write_bytes(GOOD.replace("Northby", "Nørby").encode("cp1252"))
    assert "UTF-8" in faults_of(tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults_of(write(tmp_path, 'name = ""\nmade_up = "no"\nforces = []\n'))
    for name in ("name", "area_code", "area_name", "residents", "deprivation", "language"):
        assert f'"{name}" must be a text' in told
    assert '"made_up" must be true or false' in told
    assert '"forces" must list at least one force' in told
    assert "at least one [[districts]]" in told


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('name = "Westmere partnership"', "name = 3", '"name" must be a text'),
        ('forces = ["Westmere Police"]', 'forces = "Westmere Police"', '"forces" must list'),
        ('forces = ["Westmere Police"]', "forces = [1]", '"forces" must list'),
        ('code = "Z06000001"', "", "needs a code and a name"),
        ('code = "Z06000001"', "code = 6", "needs a code and a name"),
        ('code = "Z06000001"', 'code = ""', "needs a code and a name"),
        ('code = "Z06000002"', 'code = "Z06000001"', "Z06000001 twice"),
        ("made_up = true", "made_up = 1", '"made_up" must be true or false'),
        ('brand_colour = "#12436D"', 'brand_colour = "blue"', '"brand_colour" must be written'),
        ('language = "en"', 'langauge = "en"', '"language" must be a text'),
    ],
)
def test_each_fault_is_named(before: str, after: str, fault: str, tmp_path: Path) -> None:
    assert GOOD.count(before) == 1
    assert fault in faults_of(write(tmp_path, GOOD.replace(before, after)))


@pytest.mark.parametrize("districts", ["districts = 3", "districts = [3]", "districts = []"])
def test_districts_that_are_no_list_of_districts(districts: str, tmp_path: Path) -> None:
    plain = GOOD.partition("[[districts]]")[0] + districts + "\n"
    assert "[[districts]]" in faults_of(write(tmp_path, plain))


def test_restrictions_are_the_folders_own_list(tmp_path: Path) -> None:
    found = read_partnership(write(tmp_path))
    assert found.restrictions() == ()
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "restrictions.csv").write_text(RESTRICTIONS, encoding="utf-8")
    assert found.restrictions() == (("First closing", Period("2020-03", "2020-06")),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("label,first_month\nFirst,2020-03\n", "last_month"),
        (RESTRICTIONS + "Second closing,2020-11,2020-10,made up\n", "line 3"),
        (RESTRICTIONS + "Second closing,March 2020,2020-10,made up\n", "line 3"),
    ],
)
def test_a_wrong_list_of_restrictions_says_where(text: str, fault: str, tmp_path: Path) -> None:
    found = read_partnership(write(tmp_path))
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "restrictions.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PartnershipError, match=r"restrictions\.csv") as told:
        found.restrictions()
    assert fault in str(told.value)
