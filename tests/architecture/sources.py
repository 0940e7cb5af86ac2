"""The files of the project, and small ways to look into Python source without running it."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
LIBRARY = SRC / "vrn"


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is in the repository or would be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(folder: Path) -> tuple[Path, ...]:
    """Every Python file under a folder, in order."""
    return tuple(sorted(folder.rglob("*.py")))


@cache
def parse(path: Path) -> ast.Module:
    """The file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named(path: Path, line: int = 0) -> str:
    """Where something was found, as "src/vrn/chain/cutting.py:12"."""
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{line}" if line else place


def dotted(node: ast.expr) -> str:
    """A name with its attributes, "datetime.datetime.now"; empty where it starts with a call."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""
