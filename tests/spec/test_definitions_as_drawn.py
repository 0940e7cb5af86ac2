"""The definitions say of every drawn example what is drawn, and their page is printed from them."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from definitions_page import PAGE, printed, shipped
from drawn import frame_of, read_drawn
from examples_definitions import BRIDGE, CLASSES, CODES, KNIFE, NIGHT, PUBLIC, REPEAT

from vrn.problem.definitions import Bridge, make_bridge, make_partition, meets, part_records
from vrn.problem.definitions.offence_codes import classify_offences

ANSWERS = {True: "yes", False: "no", None: "not known"}


def parted() -> pl.DataFrame:
    """The drawn offences with the class that they fall in, as `found`."""
    drawn = frame_of(CLASSES)
    dated = drawn.with_columns(
        ho_code="code", month=pl.lit("2020-05"), committed_from=pl.lit("2020-05-01T12:00")
    )
    rows = classify_offences(dated.drop("code"))
    live = make_partition([shipped()["vrn-2019"], shipped()["duty-2023"]])
    return drawn.with_columns(found=part_records(rows, live))


def test_every_drawn_offence_falls_in_its_class() -> None:
    table = parted()
    assert table["found"].to_list() == table["class"].to_list()


def test_the_bridge_of_the_drawn_offences_is_the_one_drawn() -> None:
    live = make_partition([shipped()["vrn-2019"], shipped()["duty-2023"]])
    counts = Counter(parted()["found"].to_list())
    bridge = make_bridge(counts, live, start="vrn-2019", end="duty-2023")
    assert _written(bridge) == [(row["step"], row["offences"]) for row in read_drawn(BRIDGE)]


def _written(bridge: Bridge) -> list[tuple[str | None, str | None]]:
    steps = [(f"added: {step.reason}", str(step.count)) for step in bridge.steps if step.is_added]
    return [
        (bridge.start, str(bridge.start_total)),
        *steps,
        (bridge.end, str(bridge.end_total)),
        ("left unexplained", str(bridge.remainder)),
    ]


@pytest.mark.parametrize("row", read_drawn(CODES), ids=lambda row: row["written"])
def test_every_form_of_a_code_is_read_as_drawn(row: dict[str, str]) -> None:
    for form in row["written"].split(", "):
        offence = pl.DataFrame(
            {
                "ho_code": [form],
                "month": [row["recorded"]],
                "committed_from": [f"{row['recorded']}-01T12:00"],
            }
        )
        found = classify_offences(offence).row(0, named=True)
        assert found["code"] == (form if row["read as"] == "itself" else row["read as"])
        assert found["offence_group"] == row["group"]


@pytest.mark.parametrize("drawn", [KNIFE, NIGHT, PUBLIC, REPEAT])
def test_a_definition_answers_as_drawn(drawn: str) -> None:
    table = frame_of(drawn)
    numbers = [n for n in ("offences_in_period", "nth", "days_since") if n in table.columns]
    table = table.with_columns(pl.col(name).cast(pl.Int64) for name in numbers)
    answered = [name for name in table.columns if name in shipped()]
    assert answered
    for name in answered:
        found = table.select(meets(shipped()[name])).to_series().to_list()
        assert [ANSWERS[each] for each in found] == table[name].to_list(), name


def test_the_page_is_the_one_printed() -> None:
    """Mend with: python tests/spec/print_definitions.py"""
    assert PAGE.read_text(encoding="utf-8") == printed()
