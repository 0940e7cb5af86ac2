"""Counts under definitions and ages equal those of plain Python on drawn rows, and add up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from drawn_agencies import DEFINITIONS, FEEDS, make_agencies_cut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrn.problem.catalogue import catalogue
from vrn.problem.measuring import measure
from vrn.terms import Period, band_of, months_between, quarter_of, side_of_25

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PERIOD = Period("2021-01", "2021-06")
CLASSES = ["in both", "duty-2023: sexual", "duty-2023: domestic", "in none", "not classified"]
CODES = {**DEFINITIONS, **{name: (name,) for name in DEFINITIONS["duty-2023"]}}
AGES = {"all ages": ("under 25", "25 and over", "age not recorded"), "under 25": ("under 25",)}
CHOICES = {
    "month": st.sampled_from(["2021-01", "2021-03", "2021-04", "2021-08"]),
    "definition_class": st.sampled_from(CLASSES),
    "district": st.sampled_from(["D1", "D2", ""]),
    "age": st.sampled_from(["9", "24", "25", ""]),
    "sex": st.sampled_from(["female", "male", "not recorded"]),
    "person": st.sampled_from(["P1", "P2", "P3", "P4"]),
    "crime_ref": st.sampled_from(["C1", "C2", "C3", "C4", "C5"]),
    "nth": st.sampled_from(["1", "2", "3"]),
    "days_since": st.sampled_from(["", "0", "365", "366"]),
}
ROWS = st.lists(st.fixed_dictionaries(CHOICES), max_size=25)
SPLITS = st.lists(
    st.sampled_from(["definition", "age_group", "district", "quarter", "sex", "age_band"]),
    unique=True,
    max_size=4,
)
WHERE = st.sampled_from([{}, {"district": "D2"}, {"age_group": "under 25"}])
CHECKED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def drawn(rows: list[dict[str, str]], names: Iterable[str]) -> str:
    names = list(names)
    return "\n".join([" | ".join(names), *(" | ".join(row[n] for n in names) for row in rows)])


def codes_of(row: Mapping[str, str], name: str) -> list[str]:
    """Every code of a dimension that a row lies under, worked out without the engine."""
    age = int(row["age"]) if row["age"] else None
    match name:
        case "definition":
            return [code for code, parts in CODES.items() if row["definition_class"] in parts]
        case "age_group":
            return [code for code, parts in AGES.items() if side_of_25(age) in parts]
        case "quarter":
            return [quarter_of(row["month"])]
        case "age_band":
            return [band_of(age)]
        case _:
            return [row[name]] if row[name] else []


def expected(
    rows: list[dict[str, str]], split: list[str], where: Mapping[str, str]
) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """The rows of each cell that has any."""
    cells: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if not PERIOD.first <= row["month"] <= PERIOD.last:
            continue
        if any(code not in codes_of(row, name) for name, code in where.items()):
            continue
        keys: list[tuple[str, ...]] = [()]
        for name in split:
            keys = [(*key, code) for key in keys for code in codes_of(row, name)]
        for key in keys:
            cells[key].append(row)
    return cells


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("cut")
    return made


def ask(tables, name: str, split: list[str], where: Mapping[str, str]):
    return measure(
        catalogue()[name],
        tables,
        split=split,
        where=where,
        period=PERIOD,
        residents_edition="mid-2020",
        months_held={feed: months_between("2021-01", "2021-12") for feed in FEEDS},
        definitions=DEFINITIONS,
    ).table.exact


def settled(split: list[str], where: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """A question that can be asked: a definition in it, no dimension twice."""
    asked = {name: code for name, code in where.items() if name not in split}
    if "definition" not in split:
        asked["definition"] = "duty-2023"
    return split, asked


@CHECKED
@given(rows=ROWS, split=SPLITS, where=WHERE)
def test_offences_are_counted_as_plain_python_counts_them(folder, rows, split, where) -> None:
    split, where = settled(split, where)
    names = ("month", "definition_class", "district", "age", "sex")
    tables = make_agencies_cut(folder, police_offences=drawn(rows, names))
    wanted = {key: len(found) for key, found in expected(rows, split, where).items()}
    found = ask(tables, "serious_violence", split, where)
    counts = {tuple(row[: len(split)]): row[len(split)] for row in found.iter_rows()}
    assert {key: count for key, count in counts.items() if count} == wanted


@CHECKED
@given(rows=ROWS, split=SPLITS, where=WHERE)
def test_people_are_counted_once_in_every_cell(folder, rows, split, where) -> None:
    split, where = settled(split, where)
    names = ("month", "definition_class", "district", "age", "sex", "person", "crime_ref")
    tables = make_agencies_cut(folder, police_people=drawn(rows, names))
    wanted = {
        key: len({row["person"] for row in found})
        for key, found in expected(rows, split, where).items()
    }
    found = ask(tables, "suspects", split, where)
    counts = {tuple(row[: len(split)]): row[len(split)] for row in found.iter_rows()}
    assert {key: count for key, count in counts.items() if count} == wanted


@CHECKED
@given(rows=ROWS, name=st.sampled_from(["repeat_share", "repeat_share_within_year"]))
def test_repeats_are_those_of_plain_python(folder, rows, name) -> None:
    rows = list({(row["crime_ref"], row["person"]): row for row in rows}.values())
    tables = make_agencies_cut(folder, police_people=drawn(rows, CHOICES))
    own = expected(rows, [], {"definition": "duty-2023"})[()]
    several = {
        person
        for person in {row["person"] for row in own}
        if len({row["crime_ref"] for row in own if row["person"] == person}) > 1
    }

    def comes_again(row: Mapping[str, str]) -> bool:
        if name == "repeat_share":
            return row["person"] in several
        return row["nth"] != "1" and row["days_since"] in ("0", "365")

    young = [row for row in own if row["age"] in ("9", "24")]
    for group, asked in (("all ages", own), ("under 25", young)):
        cell = ask(tables, name, [], {"definition": "duty-2023", "age_group": group})
        numerator = len({row["crime_ref"] for row in asked if comes_again(row)})
        denominator = len({row["crime_ref"] for row in asked})
        assert cell.select("numerator", "denominator").row(0) == (numerator, denominator)


@CHECKED
@given(rows=ROWS)
def test_offences_add_up_and_rates_rest_on_the_same_numbers(folder, rows) -> None:
    names = ("month", "definition_class", "district", "age", "sex")
    tables = make_agencies_cut(folder, police_offences=drawn(rows, names))

    def total(name: str, *split: str, **where: str) -> int:
        return int(ask(tables, name, list(split), where)["numerator"].sum())

    whole = total("serious_violence", definition="duty-2023")
    classes = DEFINITIONS["duty-2023"]
    assert whole == sum(total("serious_violence", definition=name) for name in classes)
    for split in ("month", "quarter", "sex", "age_band", "knife", "place_type", "hour"):
        assert whole == total("serious_violence", split, definition="duty-2023")
    placed = total("serious_violence", "district", definition="duty-2023")
    assert whole == placed + total("share_not_placed", definition="duty-2023")
    assert whole == total("serious_violence_rate", definition="duty-2023")
    assert placed == total("serious_violence_rate", "district", definition="duty-2023")
    outside = ask(tables, "offences_recorded", ["definition_class"], {})
    counted = dict(outside.select("definition_class", "numerator").iter_rows())
    out = counted.get("in none", 0) + counted.get("not classified", 0)
    assert total("offences_recorded") == whole + out
    assert total("offences_not_classified") == counted.get("not classified", 0)
