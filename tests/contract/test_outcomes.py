"""The list of outcomes is whole: each line is shown by one of the table, or by a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from bad_files import CASES
from outcomes import HOLD, LOAD, MEND, REFUSE, ROWS, Row

HERE = Path(__file__).resolve().parent
OUTCOMES = {LOAD, MEND, "flag", HOLD, REFUSE}
BY_NAME = {case.name: case for case in CASES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.arrives} -> {row.outcome}")
def test_each_line_is_shown(row: Row) -> None:
    assert row.outcome in OUTCOMES
    file, is_test, name = row.shown_by.partition("::")
    if not is_test:
        assert BY_NAME[row.shown_by].outcome == row.outcome
        return
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_line_stands_twice() -> None:
    assert len({(row.arrives, row.shown_by) for row in ROWS}) == len(ROWS)


def test_every_refusal_and_every_row_held_back_is_mended_or_says_what_to_do() -> None:
    """Most of the table shows the mended file too; the page of errors is made of those."""
    kept = [case for case in CASES if case.outcome in (REFUSE, HOLD)]
    assert sum(case.mended is not None for case in kept) > len(kept) // 2
