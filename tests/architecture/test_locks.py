"""The locks: every extra but Spark stands in one; Spark has its own, of the same versions."""

from __future__ import annotations

import re
import tomllib

from sources import ROOT

PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; ([^\\]+))?", re.MULTILINE)


def pins_of(name: str) -> set[tuple[str, ...]]:
    """What a lock pins: each package with its version and the machines that it is for."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {tuple(part.strip() for part in found) for found in PINNED.findall(text)}


def names_in(name: str) -> set[str]:
    return {package for package, *_ in pins_of(name)}


def test_make_lock_names_every_extra_but_spark() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (named,) = re.findall(
        r"^EXTRAS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {*named.split(), "spark"} == set(extras["project"]["optional-dependencies"])


def test_spark_stands_in_a_lock_of_its_own() -> None:
    assert {"pyspark", "py4j"} <= names_in("requirements-spark.txt")
    assert not {"pyspark", "py4j"} & names_in("requirements.txt")


def test_what_stands_in_both_locks_is_of_one_version() -> None:
    both = names_in("requirements.txt") & names_in("requirements-spark.txt")
    assert len(both) > 20
    versions = {
        name: {(package, version) for package, version, _ in pins_of(name) if package in both}
        for name in ("requirements.txt", "requirements-spark.txt")
    }
    assert versions["requirements-spark.txt"] <= versions["requirements.txt"]


def test_no_lock_names_an_index() -> None:
    for path in ROOT.glob("requirements*.txt"):
        assert "://" not in path.read_text(encoding="utf-8")
        assert "index-url" not in path.read_text(encoding="utf-8")
