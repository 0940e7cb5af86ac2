"""Names a director could read, docstrings that say what is given, and no long file or function."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from sources import LIBRARY, SRC, named, parse, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMPTY_WORDS = {"data", "info", "manager", "helper", "helpers", "util", "utils", "common", "core"}
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

FILES = python_files(SRC)
LIBRARY_FILES = python_files(LIBRARY)
FILE_IDS = [named(path) for path in FILES]
LIBRARY_IDS = [named(path) for path in LIBRARY_FILES]


def words_of(name: str) -> list[str]:
    """The words of a name: read_data -> read, data; DataManager -> data, manager."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def defined_in(tree: ast.Module) -> Iterator[Defined]:
    return (node for node in ast.walk(tree) if isinstance(node, Defined))


def public_in(body: list[ast.stmt]) -> Iterator[Defined]:
    """Functions and classes of a module, and methods of its classes, without a leading _.

    What a Protocol asks for has no body, and its class says what it is for.
    """
    for node in body:
        if isinstance(node, Defined) and not node.name.startswith("_") and not is_asked(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_in(node.body)


def is_asked(node: Defined) -> bool:
    (*_, last) = node.body
    return isinstance(last, ast.Expr) and getattr(last.value, "value", None) is ...


def fault_of_docstring(node: Defined) -> str:
    text = ast.get_docstring(node)
    if not text:
        return "has no docstring"
    first = text.splitlines()[0]
    if len(first) > 100:
        return f"says it in {len(first)} characters"
    return "" if first.endswith(".") else f"ends its first line without a full stop: {first!r}"


@pytest.mark.parametrize("path", FILES, ids=FILE_IDS)
def test_no_name_is_empty_of_meaning(path: Path) -> None:
    names = [path.stem, *(node.name for node in defined_in(parse(path)))]
    assert [name for name in names if EMPTY_WORDS & set(words_of(name))] == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=named)
def test_no_folder_is_empty_of_meaning(folder: Path) -> None:
    assert not EMPTY_WORDS & set(words_of(folder.name))


@pytest.mark.parametrize("path", LIBRARY_FILES, ids=LIBRARY_IDS)
def test_every_public_docstring_opens_with_one_short_sentence(path: Path) -> None:
    faults = [
        f"{named(path, node.lineno)} {node.name} {fault}"
        for node in public_in(parse(path).body)
        if (fault := fault_of_docstring(node))
    ]
    assert faults == []


@pytest.mark.parametrize("path", FILES, ids=FILE_IDS)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    tree = parse(path)
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("path", FILES, ids=FILE_IDS)
def test_no_file_and_no_function_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_FILE
    functions = (n for n in defined_in(parse(path)) if not isinstance(n, ast.ClassDef))
    long = [
        f"{named(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in functions
        if node.end_lineno and node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize(
    ("name", "is_empty"),
    [
        ("read_data", True),
        ("DataManager", True),
        ("utils", True),
        ("HTTPInfo", True),
        ("metadata", False),
        ("score", False),
        ("read_rows", False),
        ("information", False),
    ],
)
def test_an_empty_word_would_be_seen(name: str, is_empty: bool) -> None:
    assert bool(EMPTY_WORDS & set(words_of(name))) is is_empty


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f():\n    pass", "has no docstring"),
        ('def f():\n    """Gives"""', "without a full stop"),
        (f'def f():\n    """{"A" * 100}."""', "in 101 characters"),
        ('class A:\n    """Fine."""\n    def b(self):\n        pass', "has no docstring"),
        ('def f():\n    """Fine."""', ""),
        ("def _f():\n    pass", ""),
        ('class A(Protocol):\n    """Fine."""\n    def b(self): ...', ""),
        ('class A:\n    """Fine."""\n    def _b(self):\n        pass', ""),
    ],
)
def test_a_poor_docstring_would_be_seen(source: str, fault: str) -> None:
    faults = [fault_of_docstring(node) for node in public_in(ast.parse(source).body)]
    assert any(fault in found for found in faults) if fault else not any(faults)
