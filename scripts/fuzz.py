"""Sends made-up and broken bytes through the door, led by the code they reach, for some minutes.

python scripts/fuzz.py [TARGET ...] [--minutes 5], or `make fuzz MINUTES=5`. Each target runs in a
process of its own, with bounded memory and a limit of seconds for one input. The first inputs are
made from the contracts, so that nobody's file is kept. What breaks something is written below
--kept, and the run ends with 1. Needs Atheris (requirements-peers.txt).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "contract")]

from fuzz_targets import TARGETS, seeds_of  # noqa: E402 - found by the paths above

INSIDE = "--inside"
SECONDS_FOR_ONE = 20
MEGABYTES = 2_500
LONGEST = 6_000
"""Bytes of one input; large ones are for the tests of large files."""


def main() -> int:
    """Runs each target in turn; 1 where one of them broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", help="all unless named")
    parser.add_argument("--minutes", type=float, default=5.0, help="over all targets together")
    parser.add_argument("--kept", type=Path, default=Path("build/fuzz"), help="what broke")
    asked = parser.parse_args()
    names = asked.targets or list(TARGETS)
    if unknown := sorted({*names} - {*TARGETS}):
        parser.error(f"no target {', '.join(unknown)}: try one of {', '.join(TARGETS)}")
    seconds = max(1, int(asked.minutes * 60 / len(names)))
    broken = [name for name in names if not _run(name, seconds, asked.kept.resolve())]
    print("broken: " + ", ".join(broken) if broken else "nothing broke")
    return 1 if broken else 0


def _run(name: str, seconds: int, kept: Path) -> bool:
    """Runs one target for so many seconds; whether nothing broke."""
    with tempfile.TemporaryDirectory(prefix="vrn-fuzz-") as place:
        corpus = Path(place) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds_of(name)):
            (corpus / f"seed-{number:03d}").write_bytes(seed)
        kept.mkdir(parents=True, exist_ok=True)
        print(f"{name}: {number + 1} seeds, {seconds} seconds", flush=True)
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={SECONDS_FOR_ONE}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={kept}/{name}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        command = [sys.executable, __file__, INSIDE, name, str(corpus), *options]
        scratch = os.environ | {"TMPDIR": place}
        return subprocess.run(command, env=scratch, check=False).returncode == 0


def _fuzz(name: str, options: list[str]) -> int:
    """The target itself: its modules are watched for the branches that an input reaches."""
    import atheris

    with atheris.instrument_imports(include=["vrn.sharing"]):
        run = TARGETS[name]()
    atheris.Setup([sys.argv[0], *options], run)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(_fuzz(sys.argv[2], sys.argv[3:]) if sys.argv[1:2] == [INSIDE] else main())
