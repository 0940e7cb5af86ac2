"""The demonstration's people: exact keys count too many, linkage finds those drawn."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from recovering import NARROW, WIDER, Recovering

from vrn import chain
from vrn.problem.thresholds import tables_at
from vrn_demo.agencies.files import TRUTH

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
UNFINDABLE = 0.001
"""Of all persons, those whose second record holds too little for any threshold (ours)."""
EXACT_TOO_MANY = 1.007


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> dict[str, Any]:
    text = (demo_folder.parent / "files" / TRUTH).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["in_period"]
    return found


@pytest.fixture(scope="module")
def linked(demo_folder: Path) -> dict[str, Recovering]:
    """The demonstration's cut at each threshold of its model."""
    found = {"in use": Recovering(demo_folder)}
    for name in ("low", "high"):
        found[name] = Recovering(demo_folder)
        tables = tables_at(found[name].tables, name)
        assert tables is not None
        found[name].tables = tables
    return found


@pytest.fixture(scope="module")
def by_exact_keys(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Recovering:
    """The same supplies, cut without the model."""
    folder = tmp_path_factory.mktemp("exact") / "partnership"
    shutil.copytree(demo_folder, folder, ignore=shutil.ignore_patterns("linkage", "published"))
    chain.make_cut(folder)
    return Recovering(folder)


@pytest.mark.parametrize("definition", [NARROW, WIDER])
@pytest.mark.parametrize("role", ["victims", "suspects"])
def test_the_range_is_at_the_number_of_people_drawn_and_exact_keys_are_above_it(
    truth: dict[str, Any],
    linked: dict[str, Recovering],
    by_exact_keys: Recovering,
    role: str,
    definition: str,
) -> None:
    drawn = truth[definition][role]["people"]
    found = {name: each.value(role, definition=definition) for name, each in linked.items()}
    assert found["low"] <= found["in use"] <= found["high"]
    assert found["low"] - UNFINDABLE * drawn <= drawn <= found["high"]
    exact = by_exact_keys.value(role, definition=definition)
    assert exact > found["high"]
    if role == "suspects":
        assert exact > EXACT_TOO_MANY * drawn


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("repeat_share_within_year", "repeat_within_year"), ("repeat_share_ever", "repeat_ever")],
)
def test_shares_of_repeats_are_a_point_nearer_than_exact_keys_bring_them(
    truth: dict[str, Any],
    linked: dict[str, Recovering],
    by_exact_keys: Recovering,
    name: str,
    drawn: str,
) -> None:
    repeats = truth[NARROW]["repeats"]
    share = 100 * repeats[drawn] / repeats["with_suspect"]
    assert linked["low"].value(name, definition=NARROW) == pytest.approx(share, abs=0.15)
    assert linked["in use"].value(name, definition=NARROW) == pytest.approx(share, abs=0.3)
    assert by_exact_keys.value(name, definition=NARROW) < share - 1
