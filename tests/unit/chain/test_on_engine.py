"""Every journey that counts rows or links people does so on the engine of its partnership."""

from __future__ import annotations

import ast
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from vrn import chain
from vrn.chain import on_engine
from vrn.partnership.engine import DUCKDB, SPARK, engine_in_use

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("engine", [DUCKDB, SPARK])
def test_a_journey_runs_on_the_engine_of_its_partnership(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    partnership = SimpleNamespace(engine=engine)
    monkeypatch.setattr(on_engine, "read_partnership", {tmp_path: partnership}.__getitem__)

    @on_engine.on_chosen_engine
    def journey(folder: Path, *more: int, **named: int) -> tuple[object, ...]:
        return folder, more, named, engine_in_use()

    assert journey(tmp_path, 1, two=2) == (tmp_path, (1,), {"two": 2}, engine)
    assert engine_in_use() == DUCKDB


def test_every_function_that_opens_a_cut_for_measuring_is_such_a_journey(pytestconfig) -> None:
    """Read from the sources: whoever makes a `Measuring` bears the decorator."""
    opening = {}
    for path in sorted((pytestconfig.rootpath / "src/vrn/chain").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "Measuring(" in ast.unparse(node.body):
                opening[node.name] = [ast.unparse(each) for each in node.decorator_list]
    assert len(opening) >= 9
    assert {name for name, by in opening.items() if by != ["on_chosen_engine"]} == set()
    assert opening.keys() <= {*chain.__all__, "look"}
