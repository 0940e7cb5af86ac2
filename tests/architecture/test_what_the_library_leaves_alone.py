"""No clock, no chance, no printing, no settings and no swallowed error in the library."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from sources import LIBRARY, ROOT, SRC, dotted, named, parse, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.localtime", "time.gmtime", "time.strftime",
}  # fmt: skip
OUTSIDE = {"os.environ", "os.getenv", "os.putenv", "sys.argv", "sys.stdout", "sys.stderr"}
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "ftplib", "smtplib"}
# What gives or names a generator of one's own; made from a stated seed it is no global chance.
OWN_CHANCE = {"random.Generator", "random.default_rng", "random.SeedSequence"}
MAKERS = {"_make", "_make_aggregate"}
SEALED = {*MAKERS, "_seal", "_KEY"}
SEALING = ("vrn.release.figure", "vrn.release.aggregate")


def faults_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each line of a source that does what the library leaves to whoever calls it."""
    for node in ast.walk(tree):
        found = _fault_of_statement(node) or _fault_of_name(node)
        if found:
            yield getattr(node, "lineno", 0), found


def _fault_of_statement(node: ast.AST) -> str:
    match node:
        case ast.Assert():
            return "assert"
        case ast.ExceptHandler(type=caught):
            return _caught(caught)
        case ast.Import(names=names):
            return next((n.name for n in names if n.name in NETWORK | {"random"}), "")
        case ast.ImportFrom(module=str(module), names=names):
            return _imported(module, [n.name for n in names])
    return ""


def _fault_of_name(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id="print" | "input" | "breakpoint" as name)):
            return f"{name}()"
        case ast.Call(func=func, args=[], keywords=[]) if dotted(func).endswith("default_rng"):
            return "default_rng() without a seed"
        case ast.Attribute():
            return _outside(dotted(node))
    return ""


def _caught(caught: ast.expr | None) -> str:
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    names = {dotted(kind) if kind else "everything" for kind in kinds}
    return f"except {caught}" if names & {"Exception", "BaseException", "everything"} else ""


def _outside(name: str) -> str:
    last_two = ".".join(name.split(".")[-2:])
    if last_two in CLOCKS or name in OUTSIDE or name.startswith("random."):
        return name
    is_chance = name.startswith(("np.random.", "numpy.random."))
    return name if is_chance and last_two not in OWN_CHANCE else ""


def _imported(module: str, names: list[str]) -> str:
    if module in NETWORK or module == "random":
        return module
    whole = [f"{module}.{name}" for name in names]
    forbidden = OUTSIDE | NETWORK | {"time.time", "numpy.random"}
    return next((name for name in whole if name in forbidden), "")


LIBRARY_FILES = python_files(LIBRARY)


@pytest.mark.parametrize("path", LIBRARY_FILES, ids=[named(path) for path in LIBRARY_FILES])
def test_the_library_leaves_it_to_its_caller(path: Path) -> None:
    assert [f"{named(path, line)} {fault}" for line, fault in faults_in(parse(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        "print('412')",
        "def f():\n    assert 1 == 1",
        "import datetime\ndatetime.datetime.now()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from datetime import date\ntoday = date.today()",
        "from datetime import datetime\nnow = datetime.today",
        "import time\ntime.time()",
        "from time import time",
        "import random",
        "from random import shuffle",
        "import numpy as np\nnp.random.seed(1)",
        "import numpy as np\nrng = np.random.default_rng()",
        "import numpy\nnumpy.random.rand()",
        "from numpy import random",
        "import os\nos.environ['A']",
        "import os\nos.getenv('A')",
        "from os import environ",
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept (ValueError, Exception) as e:\n    raise e",
        "try:\n    f()\nexcept BaseException:\n    pass",
        "try:\n    f()\nexcept:\n    pass",
        "import urllib.request",
        "from urllib import request",
        "import socket",
        "import sys\nsys.stdout.write('412')",
    ],
)
def test_each_of_them_would_be_seen(source: str) -> None:
    assert list(faults_in(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "def f(today):\n    return today.isoformat()",
        "def f(rng: np.random.Generator):\n    return rng.poisson(1)",
        "import numpy as np\nrng = np.random.default_rng(1)",
        "import numpy as np\nrng = np.random.default_rng(seed=1)",
        "try:\n    f()\nexcept (ValueError, KeyError):\n    pass",
        "from urllib.parse import quote",
        "from datetime import date\nday = date(2021, 1, 1)",
        "from time import sleep",
    ],
)
def test_what_is_right_is_left_alone(source: str) -> None:
    assert list(faults_in(ast.parse(source))) == []


def uses_of_the_seal(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a source names what makes or seals a Figure, or reads an exact count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in SEALING:
            yield from ((node.lineno, n.name) for n in node.names if n.name in SEALED)
        elif isinstance(node, ast.Attribute) and node.attr in SEALED:
            if not dotted(node).startswith("self."):
                yield node.lineno, node.attr
        elif isinstance(node, ast.Name) and node.id in MAKERS:
            yield node.lineno, node.id


def outside_release() -> list[Path]:
    folders = [SRC, ROOT / "bench", ROOT / "scripts"]
    paths = [path for folder in folders for path in python_files(folder)]
    return [path for path in paths if not path.is_relative_to(LIBRARY / "release")]


def test_only_release_makes_a_figure() -> None:
    found = [
        f"{named(path, line)} {name}"
        for path in outside_release()
        for line, name in uses_of_the_seal(parse(path))
    ]
    assert found == []


def test_release_itself_does_make_them() -> None:
    """Else the test above would look for a name that is no longer there."""
    rooms = python_files(LIBRARY / "release")
    users = {path.name for path in rooms if any(uses_of_the_seal(parse(path)))}
    assert {"cube.py", "making.py", "supplied.py"} <= users


@pytest.mark.parametrize(
    "source",
    [
        "from vrn.release.figure import Figure, _make",
        "from vrn.release import figure\nfigure._make({})",
        "from vrn.release.aggregate import _make_aggregate",
        "import vrn.release.figure as f\nf._KEY",
        "import vrn\nvrn.release.figure._seal('0')",
    ],
)
def test_another_maker_would_be_seen(source: str) -> None:
    assert list(uses_of_the_seal(ast.parse(source)))


def test_only_the_rooms_below_release_read_an_exact_count() -> None:
    """Those who show things (publish, the web, the command) have no use for `.exact`."""
    shown_by = [LIBRARY / "publish", SRC / "vrn_web", SRC / "vrn_cli"]
    found = [
        named(path, node.lineno)
        for folder in shown_by
        for path in python_files(folder)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "exact"
    ]
    templates = [
        named(path)
        for path in (SRC / "vrn_web").rglob("*.html")
        if ".exact" in path.read_text(encoding="utf-8")
    ]
    assert found + templates == []
