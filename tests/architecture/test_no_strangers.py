"""The repository speaks of itself alone, and the platform of no area but the one it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sources import LIBRARY, SRC, kept_files, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Made from parts, so that this file does not hold what it looks for.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "python" + "hosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npmjs", "com"),
    )
)
MACHINE = ("/" + "work" + "/", "/" + "root" + "/", "/" + "home" + "/", "/" + "Users" + "/")
SCRATCH = "/" + "tmp" + "/"
SCAFFOLDING = tuple(
    f"{first}{between}{second}"
    for first, between, second in (
        ("helper", " ", "agent"),
        ("sub", "-", "agent"),
        ("sub", "", "agent"),
        ("this ", "sitt", "ing"),
        ("a ", "sitt", "ing"),
        ("language", " ", "model"),
        ("../", "sha", "red/"),
    )
)
# The folder of open files beside a checkout is named where people are told of it.
MAY_NAME_THE_FOLDER_BESIDE = {"Makefile", "README.md", "tests/conftest.py"}

AREA = ("Leice" + "ster", "E0600" + "0016", "Rut" + "land")
REFERENCE = LIBRARY / "partnership" / "reference"


def text_of(path: Path) -> str:
    """The file as text; empty for one that is not text, such as a font."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def finds(paths: Iterable[Path], marks: Iterable[str]) -> Iterator[str]:
    """Each place in which one of the marks stands, whatever its case."""
    folded = [(mark, mark.casefold()) for mark in marks]
    for path in paths:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            for mark, fold in folded:
                if fold in line.casefold():
                    yield f"{named(path, number)} {mark}"


def test_there_are_files_to_look_into() -> None:
    names = {named(path) for path in kept_files()}
    assert {"pyproject.toml", "README.md", "src/vrn/__init__.py", "requirements.txt"} <= names
    assert len(names) > 100


def test_no_file_names_a_packages_registry() -> None:
    assert list(finds(kept_files(), HOSTS)) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert list(finds(kept_files(), MACHINE)) == []
    assert list(finds((p for p in kept_files() if p.is_relative_to(SRC)), [SCRATCH])) == []


def test_no_file_speaks_of_how_it_was_written() -> None:
    found = [
        place
        for place in finds(kept_files(), SCAFFOLDING)
        if place.partition(":")[0] not in MAY_NAME_THE_FOLDER_BESIDE
    ]
    assert found == []


def test_the_platform_knows_no_area_of_its_own() -> None:
    folders = [LIBRARY, SRC / "vrn_web", SRC / "vrn_cli"]
    paths = [
        path
        for path in kept_files()
        if any(path.is_relative_to(folder) for folder in folders)
        and not path.is_relative_to(REFERENCE)
    ]
    assert len(paths) > 50
    assert list(finds(paths, AREA)) == []


@pytest.mark.parametrize("mark", [*HOSTS, *MACHINE, *SCAFFOLDING, *AREA])
def test_a_planted_mark_would_be_seen(mark: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.txt"
    planted.write_text(f"nothing\nas in {mark.upper()}here\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sources.ROOT", tmp_path)
        assert list(finds([planted], [mark])) == [f"planted.txt:2 {mark}"]


def test_this_file_does_not_hold_what_it_looks_for() -> None:
    (own,) = [path for path in kept_files() if path.name == "test_no_strangers.py"]
    assert list(finds([own], [*HOSTS, *MACHINE, SCRATCH, *SCAFFOLDING, *AREA])) == []
