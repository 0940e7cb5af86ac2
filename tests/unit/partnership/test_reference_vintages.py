"""Each reference list has a version, dates and a digest; a change is a new version beside it."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vrn.partnership import vintages
from vrn.partnership.reference import find_police_area, read_list
from vrn.partnership.vintages import (
    EditedListError,
    newest,
    own_vintages,
    shipped_vintages,
    vintages_used,
)
from vrn.partnership.writing import write_partnership

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHIPPED = files("vrn.partnership") / "reference"


@pytest.fixture
def fresh() -> Iterator[None]:
    shipped_vintages.cache_clear()
    yield
    shipped_vintages.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_partnership(tmp_path, area=find_police_area("Norfolk"), name="A partnership")
    return tmp_path


def test_every_shipped_list_has_a_vintage_with_source_and_day() -> None:
    lists = {each.name for each in SHIPPED.iterdir() if each.name.endswith(".csv")}
    assert {each.file for each in shipped_vintages()} == lists - {vintages.VINTAGES}
    for each in shipped_vintages():
        assert each.source
        assert each.provenance
        assert each.dated <= "2026-12-31"
        assert len(each.sha256) == 64
        assert newest(each.name).label.startswith(f"{each.name} ")


def test_an_edited_list_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    read = vintages._shipped
    edited = {"unit_costs.csv": b"crime\n"}
    monkeypatch.setattr(vintages, "_shipped", lambda name: edited.get(name, read(name)))
    with pytest.raises(EditedListError, match=r"^unit_costs\.csv \(now .*new file beside it"):
        shipped_vintages()


def test_the_newest_version_is_read_and_the_old_one_stays(
    monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    lines = (SHIPPED / vintages.VINTAGES).read_text(encoding="utf-8")
    digest = newest("place_types").sha256
    later = f"unit_costs,2,place_types.csv,s,p,2027-01-01,2027-01-01,,{digest}\n"
    read = vintages._shipped
    texts = {vintages.VINTAGES: (lines + later).encode()}
    shipped_vintages.cache_clear()
    monkeypatch.setattr(vintages, "_shipped", lambda name: texts.get(name) or read(name))
    assert newest("unit_costs").version == 2
    assert read_list("unit_costs.csv") == read_list("place_types.csv")
    assert [each.version for each in shipped_vintages() if each.name == "unit_costs"] == [1, 2]


def test_a_list_that_there_is_not_is_named() -> None:
    with pytest.raises(KeyError, match="no reference list 'moons'"):
        newest("moons")


def test_a_unit_cost_says_its_price_base_and_where_it_is_from() -> None:
    rows = {row["crime"]: row for row in read_list("unit_costs.csv")}
    assert rows["Violence with injury"]["unit_cost_pounds"] == "14050"
    assert {row["price_base"] for row in rows.values()} == {"2015/16"}
    assert all(row["source"] and row["provenance"] for row in rows.values())
    assert "memory" in rows["Violence without injury"]["provenance"]
    assert {row["per"] for row in rows.values()} == {"actual crime"}


def test_the_codes_of_injury_surveillance_are_local_and_dated(folder: Path) -> None:
    path = folder / "reference" / "injury_codes.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert {row["provenance"] for row in rows} == {"local mapping"}
    assert all(len(row["code"]) == 2 and row["valid_from"] for row in rows)
    listed = {(row["list"], row["code"]) for row in rows}
    for name in ("infirmary", "general"):
        text = (folder / "mappings" / f"injury-surveillance-{name}.toml").read_bytes()
        for column, codes in tomllib.loads(text.decode())["codes"].items():
            assert {(column, code) for code in codes.values()} <= listed, name


def test_an_edit_of_the_folders_own_list_shows_in_what_a_cut_keeps(folder: Path) -> None:
    before = vintages_used(folder)
    assert before["unit_costs"]["version"] == 1
    assert before["own/injury_codes"]["version"] == 1
    path = folder / "reference" / "injury_codes.csv"
    line = "assault_method,AC,Acid,2,2027-01-05,2027-01-01,,local mapping\n"
    path.write_text(path.read_text("utf-8") + line, encoding="utf-8")
    after = vintages_used(folder)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"own/injury_codes"}
    assert after["own/injury_codes"]["version"] == 2
    assert after["own/injury_codes"]["dated"] == "2027-01-05"
    assert before["mappings/probation"] == after["mappings/probation"]


def test_a_list_of_the_folder_without_such_columns_is_listed_all_the_same(folder: Path) -> None:
    (folder / "reference" / "moons.csv").write_text("moon,version\nIo,first\n", encoding="utf-8")
    (found,) = [each for each in own_vintages(folder) if each.name == "moons"]
    assert (found.version, found.dated, found.source) == (1, "", vintages.OWN)
