"""`vrn supplied` and `vrn reference`, as an analyst types them over the made-up area."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from vrn_cli.app import app
from vrn_demo.agencies.unit_table import show

if TYPE_CHECKING:
    from pathlib import Path


def typed(*words: str) -> str:
    answer = CliRunner().invoke(app, list(words))
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_table_counted_elsewhere_is_shown_as_supplied(demo_folder: Path) -> None:
    listed = typed("supplied", "--in", str(demo_folder))
    assert "assaults-treated" in listed
    assert "288 cells  partners" in listed
    told = typed("supplied", "assaults-treated", "--area", "Rutland", "--in", str(demo_folder))
    truth = json.loads((demo_folder.parent / "files/known_truth_agencies.json").read_text("utf-8"))
    words = {"*": "suppressed by the supplier", "low": "low: more than 0, and rounds to it"}
    for line, (attended, _) in truth["assaults_treated"].items():
        name, quarter, age = line.split(", ")
        if name != "Rutland" or (quarter, age) == ("2020-21 Q1", "Under 25"):
            continue
        cell = show(attended)
        says = words.get(cell, f"{cell} (attendances)")
        assert f"Rutland, {quarter}: Attendances; {age}: {says}." in told
    assert "Rutland, 2020-21 Q1: Attendances; Under 25: not available." in told
    assert "32 of its 288 cells" in told
    assert "Source         The commissioning support unit of the area" in told


def test_a_table_that_is_not_there_is_answered_with_those_that_are(demo_folder: Path) -> None:
    answer = CliRunner().invoke(app, ["supplied", "moons", "--in", str(demo_folder)])
    assert answer.exit_code == 1
    assert "there are: assaults-treated" in answer.output


def test_the_reference_lists_are_printed_with_their_versions(demo_folder: Path) -> None:
    told = typed("reference", "--in", str(demo_folder))
    for name in ("offence_codes", "unit_costs", "injury_codes", "town_centres"):
        assert any(line.startswith(f"{name} ") for line in told.splitlines()), name
    assert "local mapping" in typed("reference", "--sources", "--in", str(demo_folder))


def test_a_cut_names_the_version_of_each_list_that_it_used(demo_folder: Path) -> None:
    from vrn.sharing.store import Store

    kept = Store.read(demo_folder / "store").cut(None).facts["reference"]
    assert kept["unit_costs"]["version"] == 1
    assert len(kept["own/injury_codes"]["sha256"]) == 64
    assert "mappings/injury-surveillance-general" in kept
