"""Cells counted elsewhere: sealed, shown as supplied, each reason for no number another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vrn.release.aggregate import (
    AggregateFigure,
    CellState,
    Told,
    _make_aggregate,
    check_aggregate,
)
from vrn.release.figure import ForgedFigureError
from vrn.release.lineage import Ground
from vrn.release.recording import record_supplied
from vrn.release.register import NotReleasedError, open_released
from vrn.release.register_file import FILE_NAME
from vrn.release.signing import BrokenSignatureError, make_key, read_private_key
from vrn.release.supplied import released_table, released_tables, table_from_bytes, table_to_bytes
from vrn.release.supplying import release_supplied
from vrn.sharing.fault import TextError
from vrn.sharing.supplied_text import parse_supplied_text, read_supplied_text
from vrn.terms import Clearance

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.release.register import Released
    from vrn.release.supplied import SuppliedTable

TOLD = Told(
    table="treated",
    title="Treated",
    publisher="A unit",
    reference="Table 1",
    definition="Arrivals.",
    small_numbers="* is 1 to 7.",
    caveat="",
    text_sha256="a" * 64,
    clearance=Clearance.PARTNER,
    cut=3,
    cut_hash="c" * 64,
    code_version="test",
    supplies=("r1",),
)
CELL: dict[str, Any] = {
    "counted": "Attendances",
    "unit": "attendances",
    "area": "Midbury",
    "area_code": "",
    "period": "2019-20",
    "part": "Q1",
    "groups": ("Under 25", ""),
    "written": "1245",
    "value": 1245.0,
    "decimals": None,
    "state": CellState.SHOWN,
}
TEXT = """
id = "treated"
title = "Treated"
publisher = "A unit"
reference = "Table 1"
definition = "Arrivals."
unit = "attendances"
small_numbers = "* is 1 to 7."
[units]
"Admissions" = "admissions"
"""
ROW = {
    "line": 2,
    "table": "treated",
    "counted": "Attendances",
    "area": "Midbury",
    "area_code": None,
    "period": "2019-20",
    "within_period": "Q1",
    "group": "Under 25",
    "further_group": None,
    "written": "45",
    "mark": None,
    "value": 45.0,
    "state": "shown",
}
ROWS = (
    {
        **ROW,
        "line": 3,
        "counted": "Admissions",
        "written": "*",
        "value": None,
        "state": "suppressed",
    },
    ROW,
    {**ROW, "line": 4, "area": "Quillmere", "written": None, "mark": "*", "value": None}
    | {"state": "suppressed"},
    {**ROW, "line": 5, "area": "Quillmere", "written": "0", "value": 0.0, "state": "zero"}
    | {"period": "2020-21"},
)
SUPPLY = {
    "id": "r1",
    "supplier": "A unit",
    "file": "t.csv",
    "sha256": "b" * 64,
    "purpose": "To try",
    "received_on": "2024-06-30",
    "rows_loaded": 4,
    "rows_held_back": 0,
    "licence": None,
}


def figure(**changes: Any) -> AggregateFigure:
    return _make_aggregate(TOLD, **{**CELL, **changes})


def released_of(text: str = TEXT, **supply: Any) -> SuppliedTable:
    ground = Ground(
        number=3,
        row_hash="c" * 64,
        supplies={"r1": {**SUPPLY, **supply}},
        slices={"supplied-tables": {"treated": "r1"}},
    )
    return release_supplied(parse_supplied_text(text), ROWS, ground)


def test_a_cell_reads_as_it_was_written() -> None:
    shown = figure()
    assert str(shown) == f"{shown}" == format(shown) == "1245"
    assert shown.sentence == "Midbury, Q1 2019-20: Attendances; Under 25: 1245 (attendances)."
    assert repr(shown) == "<AggregateFigure: treated, Midbury: 1245>"
    assert shown.as_json()["text"] == "1245"
    assert shown.told.citation == "A unit, Table 1"
    assert shown.id == figure().id != figure(area="Quillmere").id
    with pytest.raises(TypeError, match="one way only"):
        format(shown, ".1f")


def test_a_table_may_say_how_many_decimals_are_printed() -> None:
    assert str(figure(written="7.0000000000000007E-2", value=0.07, decimals=2)) == "0.07"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CellState.SUPPRESSED, "suppressed by the supplier"),
        (CellState.NOT_AVAILABLE, "not available"),
        (CellState.LOW, "low: more than 0, and rounds to it"),
    ],
)
def test_each_reason_for_no_number_is_another_and_none_is_0_or_blank(
    state: CellState, words: str
) -> None:
    found = figure(state=state, value=None, written="*")
    assert str(found) == words
    assert not found.is_shown
    assert found.sentence.endswith(f": {words}.")


def test_zero_is_zero() -> None:
    assert str(figure(state=CellState.ZERO, value=0.0, written="0")) == "0"


@pytest.mark.parametrize(
    "changes",
    [{"state": CellState.SUPPRESSED}, {"value": None}, {"state": CellState.ZERO, "value": None}],
)
def test_a_state_and_a_number_belong_together(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a cell of treated is"):
        figure(**changes)


class Heir(str):
    """A text that could say one thing to the seal and another to the page."""

    __slots__ = ()


@pytest.mark.parametrize(
    "forged",
    [
        lambda: replace(figure(), value=1.0),
        lambda: AggregateFigure(told=TOLD, **CELL, seal="0" * 64),
        lambda: figure(area=Heir("Midbury")),
        lambda: figure(value=1245),
        lambda: replace(figure(), groups=["Under 25", ""]),
        lambda: replace(figure(), told=replace(TOLD, publisher="Another")),
        lambda: check_aggregate("1245"),
    ],
)
def test_what_was_not_made_here_or_was_changed_does_not_hold(forged: Any) -> None:
    with pytest.raises(ForgedFigureError):
        forged()


def test_a_cell_changed_after_its_making_shows_nothing() -> None:
    changed = figure()
    object.__setattr__(changed, "value", 9.0)
    object.__delattr__(changed, "area")
    assert repr(changed) == "<AggregateFigure: its seal does not hold>"
    for show in (str, AggregateFigure.as_json, lambda one: one.sentence):
        with pytest.raises(ForgedFigureError):
            show(changed)


def test_a_table_is_released_as_supplied_in_its_own_order() -> None:
    table = released_of()
    assert [each.sentence for each in table.figures()] == [
        "Midbury, Q1 2019-20: Attendances; Under 25: 45 (attendances).",
        "Midbury, Q1 2019-20: Admissions; Under 25: suppressed by the supplier.",
        "Quillmere, Q1 2019-20: Attendances; Under 25: suppressed by the supplier.",
        "Quillmere, Q1 2020-21: Attendances; Under 25: 0 (attendances).",
    ]
    assert [each.unit for each in table.figures()[:2]] == ["attendances", "admissions"]
    assert table.figures()[2].written == "*"
    assert table.states == {"shown": 1, "zero": 1, "suppressed": 2}
    assert table.choices("area") == ("Midbury", "Quillmere")
    assert len(table.figures(area="Quillmere", period="")) == 2
    assert table.figures(area="Nowhere") == ()


def test_who_may_see_it_is_the_licences_or_its_texts() -> None:
    ogl = {"url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}
    assert released_of(licence=ogl).told.clearance is Clearance.OPEN
    assert released_of().told.clearance is Clearance.PARTNER
    public = TEXT.replace("[units]", 'clearance = "public"\n[units]')
    assert released_of(public).told.clearance is Clearance.PUBLIC


def test_a_kept_table_is_read_back_to_the_byte() -> None:
    content = table_to_bytes(released_of())
    again = table_from_bytes(content)
    assert again.figures() == again.figures()
    assert [each.id for each in again.figures()] == [each.id for each in released_of().figures()]
    assert table_to_bytes(again) == content


@pytest.fixture
def register(tmp_path: Path) -> Released:
    make_key(tmp_path / "release.key", tmp_path / "release.pub")
    key = read_private_key(tmp_path / "release.key")
    record_supplied(tmp_path / "released", [released_of()], key=key)
    return open_released(tmp_path / "released", tmp_path / "release.pub")


def test_a_recorded_table_is_found_by_its_name_newest_first(
    register: Released, tmp_path: Path
) -> None:
    assert [each.told.table for each in released_tables(register)] == ["treated"]
    later = released_of()
    later = replace(later, told=replace(later.told, cut=4, title="Treated later"))
    key = read_private_key(tmp_path / "release.key")
    record_supplied(tmp_path / "released", [later], key=key)
    assert released_table(register, "treated").told.title == "Treated later"
    record_supplied(tmp_path / "released", [released_of()], key=key)
    assert released_table(register, "treated").told.title == "Treated", "released again: newest"
    with pytest.raises(NotReleasedError, match="no supplied table 'moons'"):
        released_table(register, "moons")


def test_a_table_that_was_changed_after_its_release_is_not_read(register: Released) -> None:
    (path,) = (register.folder / "tables").glob("*.json")
    plain = json.loads(path.read_text("utf-8"))
    plain["cells"][0][8] = 46.0
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(BrokenSignatureError):
        released_table(register, "treated")


@pytest.mark.parametrize("named", ["file", "table"])
def test_a_register_that_leads_elsewhere_is_not_followed(
    register: Released, tmp_path: Path, named: str
) -> None:
    import sqlite3
    from contextlib import closing

    (path,) = (register.folder / "tables").glob("*.json")
    if named == "file":
        path.rename(path.with_name(f"{'0' * 64}.json"))
        change = f"UPDATE supplied SET sha256 = '{'0' * 64}'"
    else:
        change = "UPDATE supplied SET name = 'moons'"
    with closing(sqlite3.connect(register.folder / FILE_NAME)) as connection:
        connection.execute(change)
        connection.commit()
    name = "treated" if named == "file" else "moons"
    with pytest.raises(BrokenSignatureError):
        released_table(register, name)


def test_a_register_made_before_there_were_tables_holds_none(register: Released) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(register.folder / FILE_NAME)) as connection:
        connection.execute("DROP TABLE supplied")
        connection.commit()
    assert released_tables(register) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('unit = "attendances"', "", "unit is missing"),
        ("[units]", 'clearance = "all"\n[units]', "clearance is one of public, partners"),
        ("[units]", "decimals = 7\n[units]", "decimals is a whole number from 0 to 6"),
        ("[units]", "unti = 1\n[units]", "'unti' means nothing here: perhaps 'unit'"),
    ],
)
def test_what_is_wrong_with_a_tables_text_is_said(old: str, new: str, fault: str) -> None:
    with pytest.raises(TextError, match=fault.replace("'", ".")):
        parse_supplied_text(TEXT.replace(old, new))


def test_a_tables_text_is_found_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "tables" / "treated.toml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    found = read_supplied_text(tmp_path, "treated")
    assert (found.title, found.decimals, len(found.sha256)) == ("Treated", None, 64)
    path.rename(path.with_name("other.toml"))
    with pytest.raises(TextError, match="let both be the same"):
        read_supplied_text(tmp_path, "other")
    with pytest.raises(TextError, match="there is no such text"):
        read_supplied_text(tmp_path, "treated")


def test_a_page_of_a_table_is_counted_and_cut() -> None:
    total, figures = released_of().page({"counted": "Attendances", "area": ""}, start=1, size=1)
    assert total == 3
    assert [str(each) for each in figures] == ["suppressed by the supplier"]


def test_a_register_that_cannot_be_asked_says_so(
    register: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from vrn.release import supplied

    def locked(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(supplied, "ask_register", locked)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        released_tables(register)
