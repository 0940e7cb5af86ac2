"""What was read of a cut is kept for the next question, and never answers for other parts."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from drawn import AREAS, DEPRIVATION, RESIDENTS, make_cut

from vrn.problem import places as places_of_a_cut
from vrn.problem.catalogue import catalogue
from vrn.problem.engines import own_engine
from vrn.problem.places import NotInCutError, marks_of, read_places
from vrn.problem.residents import read_residents
from vrn.problem.tally import count_cells

if TYPE_CHECKING:
    from pathlib import Path

OFFENCES = """
    month   | crime_type | small_area
    2021-01 | Robbery    | S1
    2021-02 | Robbery    | S3
"""


def people_of(tables: Any) -> list[int]:
    places = read_places(tables)
    return read_residents(tables, "census-2021", places).summed(places, []).to_series().to_list()


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every table that is read while the test runs."""
    read: list[str] = []
    real = places_of_a_cut.read_table

    def read_and_tell(tables: Any, name: str) -> pl.DataFrame:
        read.append(name)
        return real(tables, name)

    monkeypatch.setattr(places_of_a_cut, "read_table", read_and_tell)
    return read


def test_the_places_are_read_once_for_many_questions(tmp_path: Path, readings: list[str]) -> None:
    tables = make_cut(tmp_path)
    first = read_places(tables, ["deprivation_2019", "month"])
    assert readings == ["areas", "deprivation", "area_changes"]
    again = read_places(tables, iter(["month", "deprivation_2019", "deprivation_2019"]))
    assert readings == ["areas", "deprivation", "area_changes"]
    assert again.equals(first)
    assert "deprivation_2019" not in read_places(tables).columns


def test_a_caller_that_changes_its_copy_changes_no_other(tmp_path: Path) -> None:
    tables = make_cut(tmp_path)
    first = read_places(tables)
    first.insert_column(0, pl.lit(value=True).alias("changed"))
    first[0, "small_area_name"] = "another name"
    again = read_places(tables)
    assert "changed" not in again.columns
    assert again["small_area_name"].to_list() == ["Area S1", "Area S2", "Area S3"]


def test_parts_written_again_are_read_again(tmp_path: Path) -> None:
    tables = make_cut(tmp_path)
    assert read_places(tables, ["deprivation_2025"])["deprivation_2025"].to_list()[0] == "1"
    assert people_of(tables) == [4000]
    make_cut(
        tmp_path,
        areas=AREAS.replace("S2         | D1", "S2         | D2"),
        residents=RESIDENTS.replace("2000", "2500"),
        deprivation=DEPRIVATION.replace("S1        | 1", "S1        | 7"),
    )
    again = read_places(tables, ["deprivation_2025"])
    assert again["deprivation_2025"].to_list()[0] == "7"
    assert again["district"].to_list() == ["D1", "D2", "D2"]
    assert people_of(tables) == [4500]


def test_two_cuts_in_turn_are_not_taken_for_each_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = make_cut(tmp_path / "one", offences=OFFENCES)
    two = make_cut(tmp_path / "two", areas=AREAS.replace("D2", "D1"))
    robbery = catalogue()["robbery"]
    for _ in range(2):
        assert read_places(one)["district"].n_unique() == 2
        assert read_places(two)["district"].n_unique() == 1
        assert count_cells(one, robbery).rows() == [(2,)]
        assert count_cells(two, robbery).rows() == [(0,)]


def test_the_engine_is_told_of_a_table_once_while_its_parts_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, robbery = make_cut(tmp_path, offences=OFFENCES), catalogue()["robbery"]
    assert count_cells(tables, robbery).rows() == [(2,)]
    told: list[str] = []
    real = own_engine().connection.read_parquet

    def read(paths: list[str], *, table_name: str) -> Any:
        told.append(table_name)
        return real(paths, table_name=table_name)

    monkeypatch.setattr(own_engine().connection, "read_parquet", read)
    assert count_cells(tables, robbery, split=("month",)).height == 2
    assert told == []
    make_cut(tmp_path, offences=OFFENCES.replace("2021-02 | Robbery ", "2021-02 | Burglary"))
    assert count_cells(tables, robbery).rows() == [(1,)]
    assert told == ["offences"]


def test_threads_that_ask_at_once_get_the_same(tmp_path: Path) -> None:
    tables, robbery = make_cut(tmp_path, offences=OFFENCES), catalogue()["robbery"]

    def ask(number: int) -> tuple[Any, ...]:
        split = ("month",) if number % 2 else ("deprivation_2025",)
        return (number % 2, *count_cells(tables, robbery, split=split).rows())

    with ThreadPoolExecutor(4) as askers:
        found = set(askers.map(ask, range(16)))
    assert found == {(0, ("1", 1), ("10", 1)), (1, ("2021-01", 1), ("2021-02", 1))}


def test_a_mark_tells_size_time_and_file_apart(tmp_path: Path) -> None:
    part = tmp_path / "areas.parquet"
    part.write_bytes(b"one")
    os.utime(part, ns=(1, 1))
    tables = {"areas": [part], "deprivation": []}
    seen = {marks_of(tables, "areas")}
    part.write_bytes(b"longer")
    os.utime(part, ns=(1, 1))
    seen.add(marks_of(tables, "areas"))
    os.utime(part, ns=(2, 2))
    seen.add(marks_of(tables, "areas"))
    other = tmp_path / "other"
    other.write_bytes(b"longer")
    os.utime(other, ns=(2, 2))
    other.replace(part)
    seen.add(marks_of(tables, "areas"))
    assert len(seen) == 4
    assert marks_of(tables, "deprivation", "boundaries") == ()


def test_a_table_that_the_cut_lacks_is_asked_for_each_time(tmp_path: Path) -> None:
    tables = {name: paths for name, paths in make_cut(tmp_path).items() if name != "residents"}
    for _ in range(2):
        with pytest.raises(NotInCutError, match="holds no table 'residents'"):
            people_of(tables)
        with pytest.raises(NotInCutError, match="holds no table 'areas'"):
            read_places({})
