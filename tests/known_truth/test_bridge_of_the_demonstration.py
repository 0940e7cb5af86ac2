"""The bridge that the command shows is the one that the force's own files give, counted apart."""

from __future__ import annotations

import shutil
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from tests.unit.problem.definitions.recounting import read_raw, recount
from vrn.chain.bridging import bridge
from vrn.sharing.files.naming import own_name
from vrn.sharing.store import Store

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)
PERIODS = ("2020-04..2021-09", "2020-04..2021-03", "2021-06")


@pytest.fixture(scope="module")
def raw(demo_folder: Path) -> list[dict[str, str]]:
    """The rows of the police's files as written, but for those that the door held back."""
    receipts = Store.read(demo_folder / "store").receipts()
    paths = sorted((demo_folder.parent / "files" / "agencies").glob("police_offences_*.csv"))
    names = {own_name(p.name, sha256(p.read_bytes()).hexdigest()): p.name for p in paths}
    held_back = {
        (names[row["file"]], int(row["line"]))
        for receipt in receipts
        if receipt["feed"] == "police-offences"
        for row in receipt["held_back"]
    }
    assert len(held_back) >= len(paths) > 2
    return list(read_raw(paths, held_back))


@pytest.fixture(scope="module")
def own_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the made-up partnership, whose register a test may write into."""
    return shutil.copytree(demo_folder, tmp_path_factory.mktemp("bridge") / "partnership")


@pytest.mark.parametrize("period", PERIODS)
def test_both_totals_and_every_reason_are_those_of_the_files(
    own_folder: Path, raw: list[dict[str, str]], period: str
) -> None:
    first, _, last = period.partition("..")
    counted = recount(raw, first=first, last=last or first)
    lines = bridge(own_folder, "vrn-2019", "duty-2023", today=TODAY, period=period)
    shown = {label.removeprefix("added: "): figure.numerator for label, figure in lines}
    assert shown == {name: n for name, n in counted.items() if name in shown}
    assert set(shown) == set(counted)
    assert sum(n for name, n in counted.items() if name != "duty-2023") == counted["duty-2023"]


def test_an_offence_told_wrong_would_show(raw: list[dict[str, str]]) -> None:
    spoilt = [dict(row) for row in raw]
    one = next(row for row in spoilt if recount([row]).get("domestic"))
    one["DOMESTIC FLAG"] = "N"
    assert recount(spoilt) != recount(raw)
