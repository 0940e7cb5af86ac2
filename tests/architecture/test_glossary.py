"""The glossary holds the words that the code uses for its own values."""

from __future__ import annotations

import re

import pytest
from sources import ROOT

import vrn.terms
from vrn.release.figure import State
from vrn.terms import Clearance, Level

GLOSSARY = ROOT / "docs" / "glossary.md"
LINE = re.compile(r"^\| \*\*(?P<word>[^*]+)\*\* \| (?P<meaning>.+) \|$", re.MULTILINE)
OF_THE_CHAIN = (
    "offence", "supply", "receipt", "agreement", "contract", "mapping", "cut", "definition",
    "measure", "tally", "ratio", "estimate", "count", "figure", "cube", "release", "edition",
    "month", "lane", "seal", "register", "lineage", "trace", "outline", "provenance", "document",
    "profile", "feed", "slice", "store", "manifest", "placement", "catalogue", "indicator",
)  # fmt: skip


def glossary() -> dict[str, str]:
    found = LINE.findall(GLOSSARY.read_text(encoding="utf-8"))
    words = [word for word, _ in found]
    assert len(set(words)) == len(words), "a word is explained twice"
    return dict(found)


def spelt(name: str) -> str:
    """CountTable -> count table, AGE_BANDS -> age band."""
    if name.isupper():
        return name.lower().replace("_", " ").removesuffix("s")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_every_word_of_the_chain_is_explained() -> None:
    assert [word for word in OF_THE_CHAIN if word not in glossary()] == []


def test_every_value_type_that_all_rooms_share_is_explained() -> None:
    types = [n for n in vrn.terms.__all__ if n[0].isupper() and not n.endswith("Error")]
    assert types
    assert [name for name in types if spelt(name) not in glossary()] == []


@pytest.mark.parametrize("word", [*Level, *State, *(c.label for c in Clearance)])
def test_every_level_state_and_clearance_is_explained(word: str) -> None:
    assert str(word) in glossary()


def test_each_word_has_one_sentence() -> None:
    for word, meaning in glossary().items():
        assert meaning[0].isupper(), word
        assert meaning.endswith("."), word
        assert not re.search(r"\w\w\. [A-Z]", meaning), f"{word} has more than one sentence"


def test_every_feed_is_named() -> None:
    from vrn.sharing.contracts import CONTRACTS

    assert [feed for feed in CONTRACTS if feed not in glossary()["feed"]] == []


def test_the_folders_of_the_library_are_in_the_decision_that_names_them() -> None:
    decisions = ROOT / "docs" / "decisions"
    text = (decisions / "0001-the-folders-are-the-public-health-steps.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "vrn").glob("*/__init__.py")}
    assert {room for room in rooms if f"| `{room}` |" not in text} == set()


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = [
        f"{path.name} -> {link}"
        for path in (ROOT / "docs").rglob("*.md")
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8"))
        if not (path.parent / link).exists()
    ]
    assert broken == []
