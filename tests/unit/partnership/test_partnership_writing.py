"""Starting a partnership: any area gets the same texts, and none that is there is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vrn.partnership.folder import read_partnership
from vrn.partnership.reference import PoliceArea, find_police_area
from vrn.partnership.writing import write_partnership
from vrn.terms import Area, Level

if TYPE_CHECKING:
    from pathlib import Path

AREAS = ("Cleveland", "Devon & Cornwall", "South Wales", "Cleveland; Durham")
IN_WALES = "South Wales"
MADE_UP = PoliceArea(
    'Wëst "mere"\\ & Co', ("Westmere Police",), (Area("Z06000001", "Nørthby", Level.DISTRICT),)
)


def written(folder: Path, area: PoliceArea, name: str = "A partnership") -> dict[str, str]:
    paths = write_partnership(folder, area=area, name=name)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


@pytest.mark.parametrize("area", AREAS)
def test_a_new_folder_is_read_back_as_the_area_asked_for(area: str, tmp_path: Path) -> None:
    wanted = find_police_area(area)
    write_partnership(tmp_path / "new" / "folder", area=wanted, name="A partnership")
    found = read_partnership(tmp_path / "new" / "folder")
    assert found.name == "A partnership"
    assert found.area.name == wanted.name
    assert found.districts == wanted.districts
    assert found.forces == wanted.forces
    assert found.made_up is False
    assert bool(found.restrictions()) is (area != IN_WALES), "those of England are no others'"


def test_only_the_partnerships_own_text_differs_from_area_to_area(tmp_path: Path) -> None:
    texts = {area: written(tmp_path / area, find_police_area(area)) for area in AREAS}
    own = {text.pop("partnership.toml") for text in texts.values()}
    assert len(own) == len(AREAS)
    dated = {area: text.pop("reference/restrictions.csv") for area, text in texts.items()}
    assert {text.count("\n") for area, text in dated.items() if area == IN_WALES} == {1}
    assert len({text for area, text in dated.items() if area != IN_WALES}) == 1
    assert all(text == texts[AREAS[0]] for text in texts.values())


def test_a_new_folder_has_agreements_mappings_and_its_own_restrictions(tmp_path: Path) -> None:
    names = set(written(tmp_path, MADE_UP))
    assert {"partnership.toml", "reference/restrictions.csv", ".gitignore"} <= names
    assert any(name.startswith("agreements/") for name in names)
    assert any(name.startswith("mappings/") for name in names)


def test_names_with_quotes_and_accents_come_back_as_they_were(tmp_path: Path) -> None:
    written(tmp_path, MADE_UP, 'The "open"\tpartnership \\ Ŵ')
    found = read_partnership(tmp_path)
    assert found.name == 'The "open"\tpartnership \\ Ŵ'
    assert found.area == Area("wëst-mere-co", 'Wëst "mere"\\ & Co', Level.WHOLE)
    assert found.districts == MADE_UP.districts


def test_a_made_up_area_says_so(tmp_path: Path) -> None:
    write_partnership(tmp_path, area=MADE_UP, name="A partnership", made_up=True)
    assert read_partnership(tmp_path).made_up is True


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    before = written(tmp_path, MADE_UP)
    with pytest.raises(FileExistsError, match=r"already holds partnership\.toml"):
        write_partnership(tmp_path, area=find_police_area("Cleveland"), name="Another")
    assert {name: (tmp_path / name).read_text("utf-8") for name in before} == before


def test_one_text_that_is_there_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match="never overwritten; choose another folder"):
        write_partnership(tmp_path, area=MADE_UP, name="A partnership")
    assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]


def test_rows_and_keys_stay_out_of_a_repository_and_keys_with_their_owner(tmp_path: Path) -> None:
    ignored = written(tmp_path, MADE_UP)[".gitignore"].split()
    assert {"store/", "keys/"} <= set(ignored)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
