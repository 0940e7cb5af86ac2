"""Rows against a contract of their own: sensitive values stay out of words, rules keep to cells."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from vrn.sharing.checks.checking import Checked, check_rows
from vrn.sharing.checks.row_faults import no_faults
from vrn.sharing.checks.shapes import read_shapes, shape_text
from vrn.sharing.checks.shaping import Shaped
from vrn.sharing.column import Column, Kind, Sensitivity
from vrn.sharing.contract import Contract, RowRule, Setting
from vrn.sharing.sampling import sample_rows

SETTING = Setting(date(2024, 6, 30))

CONTRACT = Contract(
    feed="people",
    title="People",
    unit="a person",
    slice_form="all",
    columns=(
        Column(
            name="surname",
            kind=Kind.TEXT,
            meaning="Surname.",
            longest=20,
            sensitivity=Sensitivity.PERSONAL,
        ),
        Column(
            name="nhs_number",
            kind=Kind.CODE,
            meaning="NHS number.",
            pattern=r"^\d{10}$",
            form="ten digits",
            required=False,
            sensitivity=Sensitivity.PERSONAL,
        ),
        Column(
            name="born",
            kind=Kind.MONTH,
            meaning="Month of birth.",
            sensitivity=Sensitivity.PERSONAL,
        ),
        Column(
            name="team",
            kind=Kind.TEXT,
            meaning="Team.",
            known=("red", "blue"),
            required=False,
            sensitivity=Sensitivity.SPECIAL,
        ),
        Column(name="visits", kind=Kind.WHOLE, meaning="Visits.", least=0, required=False),
    ),
    rules=(
        RowRule(
            "twice",
            ("visits", "team"),
            "cannot be both",
            lambda _: (pl.col("visits") != 13) | (pl.col("team") != "red"),
        ),
    ),
)

GOOD = {"surname": "None", "nhs_number": "9434765919", "born": "1999-03", "team": "red"}


def check(**cells: str | None) -> Checked:
    row = GOOD | {"visits": "3"} | cells
    rows = pl.DataFrame([row], schema=dict.fromkeys(CONTRACT.names, pl.String))
    rows = rows.with_columns(pl.lit(2, pl.Int64).alias("line"))
    shaped = Shaped(rows, rows.with_columns(pl.col("line").alias("of")), (), no_faults())
    return check_rows(shaped, CONTRACT, SETTING, "people.csv")


def reason(**cells: str | None) -> str:
    return str(check(**cells).held["reason"].item())


def test_the_surname_none_is_a_surname() -> None:
    checked = check()
    assert checked.good["surname"].to_list() == ["None"]
    assert checked.good["visits"].to_list() == [3]
    assert checked.held.height == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"nhs_number": "943 476"}, "is not ten digits, or nothing"),
        ({"born": "1999-13"}, "is not a month written YYYY-MM, such as 2021-11"),
        ({"surname": "Featherstonehaugh-Cholmondeley"}, "is not text of at most 20 characters"),
        ({"surname": "Bell\x07"}, "holds a control character"),
        ({"visits": "Smith"}, "is not a whole number of at least 0, digits only, or nothing"),
        ({"visits": "13"}, "cannot be both"),
        ({"surname": None}, "is empty; expected text of at most 20 characters"),
    ],
)
def test_a_reason_about_a_person_quotes_nothing(cells: dict[str, str | None], said: str) -> None:
    words = reason(**cells)
    assert words.startswith(said)
    for cell in cells.values():
        assert not cell or f"'{cell}'" not in words
        assert not cell or cell.isdigit() or cell not in words


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-1", "'-1' is not a whole number of at least 0, digits only"),
        ("x" * 60, "'" + "x" * 37 + "...' is not a whole number of at least 0"),
        ("a\tb", "'a b' is not a whole number"),
    ],
)
def test_a_reason_about_no_person_quotes_the_cell(cell: str, said: str) -> None:
    contract = Contract(
        feed="x",
        title="X",
        unit="a row",
        slice_form="all",
        columns=(Column(name="visits", kind=Kind.WHOLE, meaning="Visits.", least=0),),
    )
    rows = pl.DataFrame({"visits": [cell], "line": [2]})
    shaped = Shaped(rows, rows.with_columns(of="line"), (), no_faults())
    held = check_rows(shaped, contract, SETTING, "x").held
    assert str(held["reason"].item()).startswith(said)
    assert held["not_kept"].item() is None


def test_a_row_about_a_person_that_is_held_back_keeps_plain_cells_that_are_right() -> None:
    held = check(nhs_number="943 476", visits="4").held
    assert held["cells"].item() == '{"visits":"4"}'
    assert held["not_kept"].item() == "surname, nhs_number, born, team"
    assert check(visits="Smith").held["cells"].item() == '{"visits":null}'


def test_a_whole_file_fault_shows_no_value_of_a_personal_field() -> None:
    (fault,) = check(born="01/02/1999").faults
    assert str(fault).startswith(
        "people.csv, line 2, column born: months are written in another way, in 1 row."
    )
    (fault,) = check(nhs_number="9.43E+09").faults
    assert "9.43" not in str(fault)


def test_a_flag_shows_no_value_of_a_special_field() -> None:
    (note,) = check(team="green").flagged
    assert note.what == "team holds a value, which is not on the published list"


def test_a_rule_over_a_row_is_silent_where_a_cell_is_wrong_itself() -> None:
    assert reason(visits="13x") == ("is not a whole number of at least 0, digits only, or nothing")


def test_minus_zero_is_zero() -> None:
    contract = Contract(
        feed="x",
        title="X",
        unit="a row",
        slice_form="all",
        columns=(Column(name="east", kind=Kind.DECIMAL, meaning="East."),),
    )
    rows = pl.DataFrame({"east": ["-0.000"], "line": [2]})
    shaped = Shaped(rows, rows.with_columns(of="line"), (), no_faults())
    assert str(check_rows(shaped, contract, SETTING, "x").good["east"].item()) == "0.0"


def test_made_up_people_are_made_up_from_declarations() -> None:
    rows = sample_rows(CONTRACT, 30, np.random.default_rng(1))
    assert rows.height == 30
    assert rows["nhs_number"].drop_nulls().str.contains(r"^\d{10}$").all()
    assert rows["team"].null_count() == 30


def test_the_same_chance_makes_the_same_rows() -> None:
    first, again = (sample_rows(CONTRACT, 5, np.random.default_rng(7)) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(sample_rows(CONTRACT, 5, np.random.default_rng(8)))


# --- outlines -----------------------------------------------------------------------------------


SQUARE = (
    '{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7],'
    "[-1.2,52.6]]]}"
)


def multipolygon(*rings: str) -> str:
    return '{"type":"MultiPolygon","coordinates":[' + ",".join(f"[{ring}]" for ring in rings) + "]}"


def ring(west: float, size: float = 0.1) -> str:
    east = round(west + size, 3)
    return f"[[{west},52.6],[{east},52.6],[{east},52.7],[{west},52.7],[{west},52.6]]"


FLAT = "[[-1.5,52.65],[-1.5,52.65],[-1.5,52.65],[-1.5,52.65]]"


def test_an_outline_comes_back_as_it_was() -> None:
    (wkb,), words, trimmed = read_shapes([SQUARE])
    assert wkb is not None
    assert shape_text(wkb) == SQUARE
    assert (words, trimmed) == ([""], 0)


def test_an_empty_cell_is_no_wrong_outline() -> None:
    assert read_shapes([None]) == ([None], [""], 0)


@pytest.mark.parametrize(
    ("text", "kind", "trimmed"),
    [
        (multipolygon(ring(-1.2), FLAT), '{"type":"Polygon"', 1),
        (multipolygon(ring(-1.2), ring(-1.0), FLAT), '{"type":"MultiPolygon"', 1),
        (multipolygon(ring(-1.2), ring(-1.0)), '{"type":"MultiPolygon"', 0),
    ],
)
def test_parts_without_area_are_left_out(text: str, kind: str, trimmed: int) -> None:
    (wkb,), words, count = read_shapes([text])
    assert wkb is not None
    assert shape_text(wkb).startswith(kind)
    assert (words, count) == ([""], trimmed)


@pytest.mark.parametrize(
    "text", [multipolygon(FLAT), '{"type":"Polygon","coordinates":[]}', "null", "{}", "not JSON"]
)
def test_what_is_no_outline_is_refused(text: str) -> None:
    (wkb,), (words,), _ = read_shapes([text])
    assert wkb is None
    assert words
