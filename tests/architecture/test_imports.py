"""Imports run one way: the contracts hold, each can fail, and the command starts without weight."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sources import ROOT, SRC

LINT = Path(sys.executable).parent / "lint-imports"
PYPROJECT = ROOT / "pyproject.toml"
HEAVY = (
    "polars", "duckdb", "ibis", "django", "altair", "scipy", "pandas", "statsmodels", "pyarrow",
    "numpy", "shapely", "typst", "docx", "cryptography", "rich",
)  # fmt: skip

PLANTED: dict[str, tuple[str, str]] = {
    "Imports run one way through the steps of the public health approach": (
        "vrn/chain_of_another.py",
        "import vrn_cli",
    ),
    "Inside the library, one way, and no room outside the plan": (
        "vrn/statistics/planted.py",
        "import vrn.partnership",
    ),
    "The library imports no web framework": ("vrn/publish/pages.py", "from django import template"),
    "Public pages never read rows": ("vrn_web/rows.py", "from vrn.sharing import store"),
    "Documents are made of figures and never read rows": (
        "vrn/publish/rows.py",
        "import vrn.problem.tally",
    ),
    "The measuring code knows nothing of the made-up area": (
        "vrn_web/example.py",
        "import vrn_demo",
    ),
    "Only tallies speak to the engine": ("vrn/problem/residents_too.py", "import ibis"),
}
"""For each contract a file and an import that it is there to forbid."""


def run_contracts(folder: Path) -> str:
    """What import-linter says of the sources in folder/src."""
    run = subprocess.run(
        [str(LINT), "--no-cache", "--no-logo", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def copy_sources(folder: Path) -> Path:
    for path in SRC.rglob("*.py"):
        copied = folder / "src" / path.relative_to(SRC)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    shutil.copyfile(PYPROJECT, folder / "pyproject.toml")
    return folder


def contracts() -> list[str]:
    settings = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_every_contract_holds() -> None:
    told = run_contracts(ROOT)
    assert f"Contracts: {len(contracts())} kept, 0 broken." in told, told


def test_every_contract_has_an_import_planted_against_it() -> None:
    assert sorted(PLANTED) == sorted(contracts())


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_breaks_where_its_import_is_planted(contract: str, tmp_path: Path) -> None:
    place, planted = PLANTED[contract]
    folder = copy_sources(tmp_path)
    path = folder / "src" / place
    assert not path.exists()
    path.write_text(f'"""Planted."""\n\n{planted}\n', encoding="utf-8")
    told = run_contracts(folder)
    assert f"{contract} BROKEN" in told, told
    assert place.removesuffix(".py").replace("/", ".") in told


def test_a_room_outside_the_plan_breaks_the_contract(tmp_path: Path) -> None:
    folder = copy_sources(tmp_path)
    (folder / "src" / "vrn" / "miscellany").mkdir()
    (folder / "src" / "vrn" / "miscellany" / "__init__.py").write_text("", encoding="utf-8")
    told = run_contracts(folder)
    assert "Inside the library, one way, and no room outside the plan BROKEN" in told, told
    assert "miscellany" in told


def loaded_by(statement: str) -> set[str]:
    """The packages that a statement has brought in, in a process of its own."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in json.loads(run.stdout)}


@pytest.mark.parametrize(
    "statement", ["import vrn_cli", "import vrn.terms", "import vrn.chain", "import vrn.release"]
)
def test_what_starts_with_the_command_is_light(statement: str) -> None:
    assert sorted(loaded_by(statement) & set(HEAVY)) == []


def test_the_library_alone_starts_no_web() -> None:
    assert "django" not in loaded_by("import vrn.release.register, vrn.publish.document")


def test_a_heavy_import_would_be_seen() -> None:
    assert loaded_by("import vrn_cli, polars") & set(HEAVY)
