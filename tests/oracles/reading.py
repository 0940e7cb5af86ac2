"""Finds the checks whose files lie in a folder, whatever their names begin with, and runs them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tests.oracles import families

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.oracles.checking import Agreements, Check


@dataclass(frozen=True)
class Result:
    """What came of one expected file: answers that agree, of all, or why it could not be read.

    `family` is that of the check that read it, and empty where none did.
    """

    name: str
    passed: int
    total: int
    said: str
    family: str = ""

    @property
    def holds(self) -> bool:
        return self.passed == self.total > 0

    def line(self) -> str:
        return f"{self.name}: {self.passed:,} of {self.total:,} ({self.said})"


def all_checks() -> tuple[tuple[str, Check], ...]:
    """Each check with its family, the longest name first: so the more particular one is taken."""
    found = [
        (module.name, check)
        for module in pkgutil.iter_modules(families.__path__)
        for check in _family(module.name).CHECKS
    ]
    return tuple(sorted(found, key=lambda each: -len(each[1].expected)))


def methods_of(family: str) -> list[str]:
    """The methods of `vrn.statistics` that a family's checks call, in order of name."""
    return sorted(
        name
        for name, thing in vars(_family(family)).items()
        if inspect.isfunction(thing) and thing.__module__.startswith("vrn.statistics.")
    )


def _family(name: str) -> Any:
    return importlib.import_module(f"{families.__name__}.{name}")


def results_of(folder: Path) -> Iterator[Result]:
    """A result for each expected file of the folder, in order of name, as it is known."""
    names = sorted(path.name for path in folder.glob("*.csv"))
    if not names:
        yield Result(str(folder.name), 0, 0, "the folder holds no CSV file")
    checks = all_checks()
    used = set()
    for name in names:
        family, check = next(
            (each for each in checks if name.endswith(each[1].expected)), ("", None)
        )
        if check is not None:
            begin = name.removesuffix(check.expected)
            used |= {name, *(begin + each for each in check.inputs)}
            yield replace(_result(folder, name, check), family=family)
    for name in names:
        if name not in used:
            yield Result(name, 0, 0, "no check reads this file")


def _result(folder: Path, name: str, check: Check) -> Result:
    begin = name.removesuffix(check.expected)
    absent = [begin + each for each in check.inputs if not (folder / (begin + each)).exists()]
    if absent:
        return Result(name, 0, 0, f"its input is not in the folder: {', '.join(absent)}")
    frames = [_read(folder / each) for each in (name, *(begin + each for each in check.inputs))]
    agreements = check.compare(*frames)
    return _counted(name, agreements, check.tolerance)


def _counted(name: str, agreements: Agreements, tolerance: str) -> Result:
    total = sum(each.size for each in agreements.values())
    passed = int(sum(each.sum() for each in agreements.values()))
    wrong = {what: int((~each).sum()) for what, each in agreements.items() if not each.all()}
    said = f"at {tolerance}"
    if wrong:
        said += "; apart: " + ", ".join(f"{what} {count}" for what, count in wrong.items())
    return Result(name, passed, total, said)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(
        path, null_values=["", "NA"], infer_schema_length=None, encoding="utf8", quote_char='"'
    )
