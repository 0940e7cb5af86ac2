"""Attendances are set beside offences only where every agreement has the clause for it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TODAY
from vrn import chain
from vrn.chain.clauses import lacking_comparison
from vrn.partnership.folder import read_partnership
from vrn.problem.unknown.estimates import NO_AGREEMENT
from vrn.sharing.store import Store

if TYPE_CHECKING:
    from pathlib import Path

CLAUSE = "compares_without_token = "


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_folder, tmp_path / "p")


def forbid(folder: Path, under: str) -> None:
    path = folder / "agreements" / f"{under}.toml"
    text = path.read_text(encoding="utf-8")
    assert f"{CLAUSE}true" in text
    path.write_text(text.replace(f"{CLAUSE}true", f"{CLAUSE}false"), encoding="utf-8")


@pytest.mark.parametrize(
    "without",
    [
        (),
        ("police-offences",),
        ("police-people",),
        ("ae-attendances",),
        ("police-offences", "ae-attendances"),
    ],
)
def test_every_agreement_in_use_is_asked(folder: Path, without: tuple[str, ...]) -> None:
    for under in without:
        forbid(folder, under)
    receipts = Store.read(folder / "store").live_receipts()
    assert {each["feed"] for each in receipts} > {"street-crime", "police-offences"}
    found = lacking_comparison(read_partnership(folder), receipts)
    assert found == tuple(sorted(without))


def test_a_feed_that_is_not_compared_is_not_asked(folder: Path) -> None:
    forbid(folder, "ambulance-calls")
    receipts = Store.read(folder / "store").live_receipts()
    assert lacking_comparison(read_partnership(folder), receipts) == ()


@pytest.mark.slow
def test_the_cut_leaves_the_match_out_and_the_figures_say_why(folder: Path) -> None:
    assert "not_compared" not in Store.read(folder / "store").cut().facts
    forbid(folder, "ae-attendances")
    cut = chain.make_cut(folder)
    assert cut.facts["not_compared"] == ["ae-attendances"]
    for name in ("attendances_matched_share", "violent_injuries_estimated"):
        cube = chain.measure(folder, name, today=TODAY, period="2020-04..2021-09")
        (figure,) = cube.figures
        assert (figure.is_shown, figure.reason) == (False, NO_AGREEMENT)
