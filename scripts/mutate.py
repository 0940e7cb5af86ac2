"""Breaks the statistics in every small way, and says which breaks no test sees.

python scripts/mutate.py [FAMILY ...], or `make mutation OF="rates counts"`: a family is a package
or module of `vrn.statistics`; without one, all are tried, which takes hours. The sources and their
tests are copied into a temporary folder, so that the checkout stays as it is.

A break that no test sees is printed as a difference, unless it stands among those explained in
tests/unit/statistics/mutants_explained.toml. Exits with 1 where one is not explained.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = Path("src/vrn/statistics")
TESTS = Path("tests/unit/statistics")
EXPLAINED = ROOT / TESTS / "mutants_explained.toml"
TESTED_BY = {
    "alarms": ("alarms", "farrington"),
    "counts": ("counts", "rates"),
    "limits": ("counts", "rates", "proportions", "ratios", "means"),
    "list_sensitivity": ("capture_recapture",),
    "pairs": ("near_repeat",),
    "repeat_events": ("repeat_events", "standardising"),
}
"""Families whose tests do not bear their name, or not only."""
SETTINGS = """
[tool.pytest.ini_options]
addopts = "-p no:cacheprovider --strict-markers"
filterwarnings = ["error"]
markers = ["slow: takes more than ten seconds", "shared: needs the folder beside the checkout"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {only}
pytest_add_cli_args_test_selection = {tests}
process_isolation = "forkserver"
use_git_change_detection = false
track_dependencies = false
"""
# Under load a property's examples take longer than Hypothesis allows; equal runs see equal breaks.
CONFTEST = """
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutation",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""
# Rust's threads do not live through a fork, and a process with one thread of each is quicker here.
ALONE = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
SEEN = {"killed", "timeout"}
"""What becomes of a break that a test sees; one that makes a loop endless is ended."""


class Mutant(NamedTuple):
    """A break: its name, what became of it, and the lines taken out and put in."""

    name: str
    status: str
    removed: str
    added: str


def main() -> int:
    """0 where every break is seen by a test or explained, else 1; 2 where nothing could be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", help="such as rates, series or spatial")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    families = asked.families or families_known()
    unknown = sorted(set(families) - set(families_known()))
    if unknown:
        parser.error(f"no family {', '.join(unknown)}; try {', '.join(families_known())}")
    failed = [each for each in families if not try_family(each, asked.processes)]
    print(
        f"not wholly explained: {', '.join(failed)}" if failed else "every break is accounted for"
    )
    return 1 if failed else 0


def families_known() -> list[str]:
    """The packages and modules of `vrn.statistics`, by name."""
    return sorted(path.stem for path in (ROOT / SOURCES).iterdir() if not path.stem.startswith("_"))


def try_family(family: str, processes: int) -> bool:
    """Whether every break of one family is seen or explained; prints those that are not."""
    with tempfile.TemporaryDirectory(prefix="vrn-mutation-") as folder:
        copy = Path(folder)
        _copy(copy, family)
        _mutmut(copy, "run", "--max-children", str(processes))
        found = [*_mutants(copy)]
    tried = [each for each in found if each.status != "not checked"]
    if not tried or len(tried) < len(found):
        print(f"{family}: {len(tried)} of {len(found)} breaks were tried", flush=True)
        return False
    lasting = [each for each in found if each.status not in SEEN]
    open_ones = [each for each in lasting if not _is_explained(each)]
    print(
        f"{family}: {len(found)} breaks, {len(found) - len(lasting)} seen by a test, "
        f"{len(lasting) - len(open_ones)} explained, {len(open_ones)} open",
        flush=True,
    )
    for each in open_ones:
        print(f"\n{each.name} ({each.status})\n- {each.removed}\n+ {each.added}")
    return not open_ones


def _copy(folder: Path, family: str) -> None:
    """The library's statistics and the family's tests, with settings for both tools."""
    shutil.copytree(ROOT / SOURCES, folder / SOURCES, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "src/vrn/__init__.py", folder / "src/vrn/__init__.py")
    shutil.copytree(ROOT / TESTS, folder / TESTS, ignore=shutil.ignore_patterns("__pycache__"))
    of_family = TESTED_BY.get(family, (family,))
    names = sorted({path for each in of_family for path in _tests_of(folder, each)})
    tests = [str(path.relative_to(folder)) for path in names] or [str(TESTS)]
    only = [f"{SOURCES}/{family}.py", f"{SOURCES}/{family}/*"]
    settings = SETTINGS.format(only=json.dumps(only), tests=json.dumps(tests))
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / TESTS / "conftest.py").write_text(CONFTEST, encoding="utf-8")


def _tests_of(folder: Path, family: str) -> Iterator[Path]:
    """Its test files; the examples of the docstrings are no tests here."""
    named = re.compile(rf"test_statistics_{family}(_\w+)?\.py")
    return (path for path in (folder / TESTS).iterdir() if named.fullmatch(path.name))


def _mutmut(folder: Path, *words: str) -> str:
    """What the tool prints; its messages are shown where it fails before it has tried anything."""
    ran = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder,
        env={**os.environ, **ALONE},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        said = [line for line in ran.stdout.splitlines() if "Generating" not in line]
        print(*said[-60:], ran.stderr[-4_000:], sep="\n", file=sys.stderr)
    return ran.stdout


def _mutants(folder: Path) -> Iterator[Mutant]:
    """Every break tried, with what became of it; the difference of those that no test saw."""
    for line in _mutmut(folder, "results", "--all", "true").splitlines():
        name, _, status = line.strip().partition(": ")
        if not status:
            continue
        removed = added = ""
        if status not in SEEN | {"not checked"}:
            shown = _mutmut(folder, "show", name).splitlines()
            removed = _changed(shown, "-")
            added = _changed(shown, "+")
        yield Mutant(name, status, removed, added)


def _changed(difference: list[str], sign: str) -> str:
    lines = (line[1:] for line in difference if line.startswith(sign))
    return " ".join(line.strip() for line in lines if not line.startswith(sign * 2))


def _is_explained(mutant: Mutant) -> bool:
    """Whether the list names this module, the line taken out and the one put in.

    What stands under `everywhere` is a part of a line, and makes no difference in any module.
    """
    listed = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return any(
        mutant.added == mutant.removed.replace(each["from"], to)
        for each in listed["everywhere"]
        for to in each["to"]
    ) or any(
        mutant.name.startswith(f"vrn.statistics.{each['module']}.")
        and mutant.removed == each["from"]
        and mutant.added in each["to"]
        for each in listed["mutant"]
    )


if __name__ == "__main__":
    raise SystemExit(main())
