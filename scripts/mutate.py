"""Breaks the statistics in every small way, and says which breaks no test sees.

python scripts/mutate.py [FAMILY ...], or `make mutation OF="rates series.models"`: a family is a
package or module of `vrn.statistics`, or one module of a package; without one, all are tried. The
sources and their tests are copied into a temporary folder, so that the checkout stays as it is.

What became of each break is kept in .mutation as soon as it is known. A run that was interrupted
goes on where it was, and a later one tries only what may have changed: all breaks of a module that
was edited, those seen by a test whose file was edited (by that test first), and those that no test
saw and nobody explained, where any test of the family was. `--afresh` forgets what is kept.

A break that no test sees is printed as a difference, unless it stands among those explained in
tests/unit/statistics/mutants_explained.toml. Exits with 1 where one is not explained.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = Path("src/vrn/statistics")
TESTS = Path("tests/unit/statistics")
EXPLAINED = ROOT / TESTS / "mutants_explained.toml"
KEPT = ROOT / ".mutation"
TRIER = ROOT / "scripts/try_breaks.py"
TESTED_BY = {
    "alarms": ("alarms", "farrington", "quasi_poisson"),
    "counts": ("counts", "rates"),
    "limits": ("counts", "rates", "proportions", "ratios", "means"),
    "list_sensitivity": ("capture_recapture",),
    "pairs": ("near_repeat",),
    "repeat_events": ("repeat_events", "standardising"),
    "standardising": ("repeat_events", "standardising"),
}
"""Families whose tests do not bear their name, or not only."""
SETTINGS = """
[tool.pytest.ini_options]
addopts = "--strict-markers -m 'not slow'"
filterwarnings = ["error"]
markers = ["slow: takes more than ten seconds", "shared: needs the folder beside the checkout"]
"""
# Under load a property's examples take longer than Hypothesis allows; equal runs see equal breaks;
# that an example fails is all that is asked, not which is the smallest; and a break that only some
# later example would see wants a worked case of its own. For the same reason no slow test is run.
CONFTEST = """
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""
# Rust's threads do not live through a fork, and a process with one thread of each is quicker here.
ALONE = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NOT_SEEN = {"survived", "no test"}
"""What becomes of a break that no test sees; one that makes a loop endless is ended, and seen."""
SECONDS_OF_SILENCE = 15


class Result(NamedTuple):
    """What became of a break, what it was tried on, and the lines taken out and put in."""

    name: str
    status: str
    killer: str
    removed: str
    added: str
    tried_on: str


class Family(NamedTuple):
    """Modules of the statistics that are tried together, and the files of their tests."""

    name: str
    modules: list[Path]
    tests: list[Path]


def main() -> int:
    """0 where every break is seen by a test or explained, else 1; 2 where nothing could be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", help="such as rates, series or series.models")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--afresh", action="store_true", help="try all, whatever is kept")
    asked = parser.parse_args()
    families = [read_family(each) for each in asked.families or families_known()]
    unknown = [each.name for each in families if not each.modules]
    if unknown:
        parser.error(f"no family {', '.join(unknown)}; try {', '.join(families_known())}")
    if asked.afresh:
        for each in families:
            _forget(each)
    failed = [each.name for each in families if not try_family(each, asked.processes)]
    print(
        f"not wholly explained: {', '.join(failed)}" if failed else "every break is accounted for"
    )
    return 1 if failed else 0


def families_known() -> list[str]:
    """The packages and modules of `vrn.statistics`, by name."""
    return sorted(path.stem for path in (ROOT / SOURCES).iterdir() if not path.stem.startswith("_"))


def read_family(name: str) -> Family:
    """Its modules, none where there is no such family, and its tests, all where none bears it."""
    place = (ROOT / SOURCES).joinpath(*name.split("."))
    alone = place.with_suffix(".py")
    modules = [alone] if alone.is_file() else sorted(place.rglob("*.py"))
    whole = name.partition(".")[0]
    named = re.compile(rf"test_statistics_({'|'.join(TESTED_BY.get(whole, (whole,)))})(_\w+)?\.py")
    tests = sorted(path for path in (ROOT / TESTS).iterdir() if named.fullmatch(path.name))
    return Family(
        name,
        [path.relative_to(ROOT) for path in modules],
        [path.relative_to(ROOT) for path in tests] or [TESTS],
    )


def try_family(family: Family, processes: int) -> bool:
    """Whether every break of one family is seen or explained; prints those that are not."""
    kept, digests = read_kept(family), digest_files(family)
    listed = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    settled = {
        each.name
        for each in kept.values()
        if each.tried_on == (now := tried_on(each, family, digests))
        or (each.tried_on.split()[0] == now.split()[0] and _is_explained(each, listed))
    }
    results = {name: kept[name] for name in settled}
    names: list[str] = []
    said = time.monotonic()
    for line in _lines_of_trier(family, kept, settled, processes):
        if "names" in line:
            names = line["names"]
            continue
        result = Result(**line, tried_on="")
        result = result._replace(tried_on=tried_on(result, family, digests))
        results[result.name] = result
        _keep(family, result)
        if time.monotonic() - said > SECONDS_OF_SILENCE:
            said = time.monotonic()
            print(f"{family.name}: {len(results)} of {len(names)} breaks tried", flush=True)
    return _report(family, [results[name] for name in names if name in results], len(names))


def _report(family: Family, tried: list[Result], every: int) -> bool:
    if not tried or len(tried) < every:
        print(f"{family.name}: {len(tried)} of {every} breaks were tried", flush=True)
        return False
    listed = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    lasting = [each for each in tried if each.status in NOT_SEEN]
    open_ones = [each for each in lasting if not _is_explained(each, listed)]
    print(
        f"{family.name}: {len(tried)} breaks, {len(tried) - len(lasting)} seen by a test, "
        f"{len(lasting) - len(open_ones)} explained, {len(open_ones)} open",
        flush=True,
    )
    for each in open_ones:
        print(f"\n{each.name} ({each.status})\n- {each.removed}\n+ {each.added}", flush=True)
    return not open_ones


def _lines_of_trier(
    family: Family, kept: dict[str, Result], settled: Iterable[str], processes: int
) -> Iterator[dict[str, Any]]:
    """What scripts/try_breaks.py says in a copy, line by line."""
    asked = {
        "modules": [str(path) for path in family.modules],
        "tests": [str(path) for path in family.tests],
        "settled": sorted(settled),
        "killers": {each.name: each.killer for each in kept.values() if each.killer},
        "processes": processes,
    }
    with tempfile.TemporaryDirectory(prefix="vrn-mutation-") as folder:
        copy = Path(folder)
        _copy(copy)
        (copy / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, str(TRIER)],
            cwd=copy,
            env={**os.environ, **ALONE},
            stdout=subprocess.PIPE,
            text=True,
        ) as trier:
            yield from map(json.loads, trier.stdout or ())
        if trier.returncode:
            print((copy / "said.txt").read_text(encoding="utf-8")[-4_000:], file=sys.stderr)


def _copy(folder: Path) -> None:
    """The library's statistics and their tests, with settings for the tools."""
    for path in (SOURCES, TESTS):
        shutil.copytree(
            ROOT / path, folder / path, ignore=shutil.ignore_patterns("__pycache__", "conftest.py")
        )
    shutil.copy(ROOT / "src/vrn/__init__.py", folder / "src/vrn/__init__.py")
    (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / TESTS / "conftest.py").write_text(CONFTEST, encoding="utf-8")


def read_kept(family: Family) -> dict[str, Result]:
    """What became of the family's breaks when they were last tried."""
    lines = [
        line
        for path in family.modules
        if _place(path).is_file()
        for line in _place(path).read_text(encoding="utf-8").splitlines()
    ]
    return {each.name: each for each in (Result(**json.loads(line)) for line in lines)}


def _forget(family: Family) -> None:
    for path in family.modules:
        _place(path).unlink(missing_ok=True)


def _keep(family: Family, result: Result) -> None:
    KEPT.mkdir(exist_ok=True)
    with _place(_module_of(family, result)).open("a", encoding="utf-8") as file:
        file.write(json.dumps(result._asdict()) + "\n")


def _place(module: Path) -> Path:
    return KEPT / (_dotted(module) + ".jsonl")


def _dotted(module: Path) -> str:
    """As in the list of those explained: `series.models`."""
    return ".".join(module.relative_to(SOURCES).with_suffix("").parts)


def _module_of(family: Family, result: Result) -> Path:
    inside = result.name.removeprefix("vrn.statistics.").rpartition(".")[0]
    return next(
        path for path in family.modules if _dotted(path).removesuffix(".__init__") == inside
    )


def digest_files(family: Family) -> dict[str, str]:
    """Of every module and file of tests, as they are when the family is begun."""
    places = [ROOT / path for path in [*family.modules, *family.tests]]
    files = [file for path in places for file in (path.glob("*.py") if path.is_dir() else [path])]
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(files)
    }


def tried_on(result: Result, family: Family, digests: dict[str, str]) -> str:
    """The digests of its module and of the tests that matter: of that which saw it, or all."""
    module = str(_module_of(family, result))
    seen_by = result.killer.partition("::")[0]
    tests = [seen_by] if seen_by else [path for path in digests if path.startswith(str(TESTS))]
    return " ".join(digests.get(path, "") for path in [module, *tests])


def _is_explained(result: Result, listed: dict[str, list[dict[str, Any]]]) -> bool:
    """Whether the list names this module, the line taken out and the one put in.

    What stands under `everywhere` is a part of a line, and makes no difference in any module.
    """
    return any(
        result.added == each["from"].join(parts[:place]) + to + each["from"].join(parts[place:])
        for each in listed["everywhere"]
        if (parts := result.removed.split(each["from"]))
        for place in range(1, len(parts))
        for to in each["to"]
    ) or any(
        result.name.startswith(f"vrn.statistics.{each['module']}.")
        and result.removed == each["from"]
        and result.added in each["to"]
        for each in listed["mutant"]
    )


if __name__ == "__main__":
    raise SystemExit(main())
