"""The bridge's totals and reasons, recounted from raw rows; a misclassified offence is seen."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from unit.problem.definitions.recounting import read_raw, recount
from unit.problem.definitions.shipped import LIVE, shipped_definitions, shipped_partition
from unit.problem.episodes.made_feeds import offences

from vrn.problem.definitions import (
    Clause,
    Definition,
    find_definition,
    make_bridge,
    make_partition,
    part_records,
)
from vrn.problem.definitions.offence_codes import classify_offences
from vrn.problem.episodes import make_episodes

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "CRIME REF,HO CLASS,HO SUBCLASS,RECORDED AT,STATUS,LOCATION TYPE,DOMESTIC FLAG"
FORMS = (
    ("8N", "06"), ("008N", "6"), ("4/1", ""), ("4.1", ""), ("004/01", ""), ("4", "1"), ("4.10", ""),
    ("34A", "01"), ("034B", "00"), ("001", "01"), ("2", ""), ("5D", "01"), ("8P", "34"),
    ("8S", "01"), ("4.3", ""), ("4/7", ""), ("19C", "01"), ("020A", "01"), ("17B", ""),
    ("8G", "01"), ("5C", ""), ("8K", "01"), ("3B", "01"), ("8X", "99"), ("46", "00"),
)  # fmt: skip
PLACES = (
    "STREET",
    "Dwelling",
    "LICENSED PREMISES",
    "Other",
    "DWELLING GARDEN",
    "",
    "Shop or business",
)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A force's file of 4,000 offences: each form of code in each place, flagged or not."""
    rng = np.random.default_rng(20)
    lines = [HEADER]
    for number in range(4000):
        code, subclass = FORMS[rng.integers(len(FORMS))]
        month = f"{rng.integers(1, 13):02d}/2020"
        status = ("Recorded", "Recorded", "Reclassified", "Cancelled")[rng.integers(4)]
        place, flag = PLACES[rng.integers(len(PLACES))], ("Y", "N", "")[rng.integers(3)]
        lines.append(f"20*{number:06d},{code},{subclass},02/{month} 10:00,{status},{place},{flag}")
    path = tmp_path_factory.mktemp("raw") / "police_offences_2020.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8-sig", newline="")
    return path


def stored(raw: Path) -> pl.DataFrame:
    """The raw rows as the door stores them."""
    rows = []
    for line, row in enumerate(read_raw([raw]), 2):
        day, month, year = row["RECORDED AT"][:10].split("/")
        code = f"{row['HO CLASS']}/{row['HO SUBCLASS']}" if row["HO SUBCLASS"] else row["HO CLASS"]
        rows.append(
            {
                "crime_ref": row["CRIME REF"],
                "month": f"{year}-{month}",
                "ho_code": code,
                "recorded_at": f"{year}-{month}-{day}T10:00",
                "status": row["STATUS"].lower(),
                "location_type": row["LOCATION TYPE"].lower() or None,
                "domestic_flag": {"Y": "yes", "N": "no"}.get(row["DOMESTIC FLAG"]),
                "line": line,
            }
        )
    return offences(rows)


def made(raw: Path) -> pl.DataFrame:
    return make_episodes(
        {"police-offences": stored(raw)},
        definitions=shipped_definitions(),
        live=LIVE,
        districts=["D1"],
    )["police_offences"]


def told(table: pl.DataFrame, *, first: str = "2020-01", last: str = "2020-12") -> dict[str, int]:
    """Totals and reasons of the bridge over a cut's table, as the recount names them."""
    kept = table.filter(pl.col("month").is_between(pl.lit(first), pl.lit(last)))
    counts = Counter(kept["definition_class"].to_list())
    bridge = make_bridge(counts, shipped_partition(), start=LIVE[0], end=LIVE[1])
    assert bridge.remainder == 0
    steps = {step.reason: step.count for step in bridge.steps}
    return {LIVE[0]: bridge.start_total, LIVE[1]: bridge.end_total, **steps}


@pytest.mark.parametrize(("first", "last"), [("2020-01", "2020-12"), ("2020-04", "2020-09")])
def test_the_bridge_is_what_the_raw_rows_say(raw: Path, first: str, last: str) -> None:
    assert told(made(raw), first=first, last=last) == recount(
        read_raw([raw]), first=first, last=last
    )


def test_every_reason_and_both_totals_are_in_the_recount(raw: Path) -> None:
    found = recount(read_raw([raw]))
    assert set(found) == {
        *LIVE, "sexual", "domestic", "not a public place"
    }  # fmt: skip
    assert min(found.values()) > 100


@pytest.mark.parametrize("planted", ["in both", "in none", "duty-2023: domestic", "not classified"])
def test_one_offence_in_a_wrong_class_is_seen(raw: Path, planted: str) -> None:
    table = made(raw).with_row_index("n")
    (victim,) = table.filter(pl.col("definition_class") == "duty-2023: sexual")["n"].head(1)
    wrong = table.with_columns(
        definition_class=pl.when(pl.col("n") == victim)
        .then(pl.lit(planted))
        .otherwise("definition_class")
    )
    assert told(wrong) != recount(read_raw([raw]))


def _with_constables(definition: Definition) -> Definition:
    """The definition as if assault with injury on a constable were in it."""
    clauses = tuple(
        Clause(column=c.column, reason=c.reason, any_of=(*c.any_of, "8S"))
        if c.reason == "another offence"
        else Clause(
            column=c.column,
            reason=c.reason,
            any_of=c.any_of,
            none_of=tuple(code for code in c.none_of if code != "8S"),
        )
        for c in definition.clauses
    )
    texts = {n: getattr(definition, n) for n in ("title", "statement", "author", "provenance")}
    return Definition(
        id=definition.id, version=9, dated=date(2024, 1, 1), kind=definition.kind,
        clauses=clauses, **texts,
    )  # fmt: skip


def test_a_definition_that_takes_in_another_offence_is_seen(raw: Path) -> None:
    wrong = make_partition(
        [_with_constables(find_definition(shipped_definitions(), name)) for name in LIVE]
    )
    rows = classify_offences(stored(raw).filter(pl.col("status") != "cancelled")).with_columns(
        place_type=pl.col("location_type"),
        domestic=pl.col("domestic_flag").replace({"yes": "domestic", "no": "not domestic"}),
    )
    both = Counter(part_records(rows, wrong))["in both"]
    assert both > recount(read_raw([raw]))["vrn-2019"]
    right = Counter(part_records(rows, shipped_partition()))["in both"]
    assert right == recount(read_raw([raw]))["vrn-2019"]


def test_classes_stay_when_the_rows_come_in_another_order(raw: Path) -> None:
    table = stored(raw)
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=3)
    first, second = (
        make_episodes(
            {"police-offences": each},
            definitions=shipped_definitions(),
            live=LIVE,
            districts=["D1"],
        )["police_offences"]
        for each in (table, shuffled)
    )
    assert first.equals(second)
