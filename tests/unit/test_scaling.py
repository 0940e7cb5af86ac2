"""The page about scale takes what was measured between its marks, and says how memory grows."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from bench import scaling
from bench.report import Section

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


def taken(memory: float, seconds: float) -> dict[str, object]:
    return {"memory": memory, "seconds": {"one": seconds, "two": seconds}}


def test_what_was_measured_replaces_what_stood_between_the_marks() -> None:
    section = Section("Tallies", "Seconds.", ("rows", "s"), [("1", "2")])
    page = f"before\n{scaling.START}\nold\n{scaling.END}\nafter\n"
    made = scaling.put_into(page, [section], {"memory": "24 GiB"})
    assert "old" not in made
    assert made.startswith(f"before\n{scaling.START}\n")
    assert made.endswith(f"{scaling.END}\nafter\n")
    assert "### Tallies" in made
    assert "| 1    | 2 |" in made
    assert scaling.put_into(made, [section], {"memory": "24 GiB"}) == made


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not both marks"):
        scaling.put_into(f"{scaling.START} and no end", [], {})


def test_growth_is_said_for_each_further_million_rows() -> None:
    kept = {
        1_000_000: {"duckdb": [taken(100, 1)], "spark": [taken(500, 10)]},
        3_000_000: {"duckdb": [taken(140, 2)], "spark": [taken(500, 11)]},
    }
    first, second = scaling._what_follows(kept)
    assert "DuckDB: with each further million rows 20 MB more and 1.00 s more" in first
    assert "Spark: with each further million rows 0 MB more and 1.00 s more" in second
    assert scaling._what_follows({1: kept[1_000_000]}) == []


def test_what_was_ended_says_so_in_its_row() -> None:
    sides = {
        "duckdb": [taken(100, 2) | {"work": 3, "start": 1}],
        "spark": [{"ended": "ended at 9 s"}],
    }
    assert scaling._row(20, "one", sides) == ["20", "one", "2.00", "ended at 9 s", ""]
    assert scaling._whole_row(20, sides, "7") == [
        *("20", "7", "100", "ended at 9 s", "3.0", "ended at 9 s", "1.0", "ended at 9 s"),
    ]
    assert scaling._what_follows({1: sides, 2: sides}) == []


def test_a_side_that_was_ended_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run(*words: str, seconds: float) -> dict[str, object]:
        asked.append(words[-1])
        if words[-1] == "spark":
            raise subprocess.TimeoutExpired("bench", seconds)
        return taken(100, 1) | {"cells": {}}

    monkeypatch.setattr(scaling, "run_child", run)
    monkeypatch.setattr(scaling, "_STARTED", time.monotonic())
    found = scaling.take_turns(Path(), "linkage", 20, 2)
    assert asked == ["duckdb", "spark", "duckdb"]
    assert found["spark"] == [{"ended": "ended at 240 s"}]
    monkeypatch.setattr(scaling, "_STARTED", time.monotonic() - scaling.IN_ALL)
    assert "not begun" in str(scaling.take_turns(Path(), "linkage", 20, 1))
    assert len(asked) == 3


def test_the_page_holds_the_marks_and_the_command() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(scaling.START) == page.count(scaling.END) == 1
    assert "python -m bench.scaling --write docs/scale.md" in page
