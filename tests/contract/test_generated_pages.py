"""The pages that are made from the contracts and from the table of bad files stand in docs/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from errors_page import PAGE, errors_page

from vrn.sharing.agreements.states import states_page
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.dictionary import SEED, dictionary_pages, write_pages

if TYPE_CHECKING:
    from vrn.sharing.column import Column

DICTIONARY = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary"


def test_the_page_of_errors_is_what_the_door_says(tmp_path: Path) -> None:
    """Where it is not: python tests/contract/errors_page.py."""
    assert PAGE.read_text(encoding="utf-8") == errors_page(tmp_path)


def test_the_data_dictionary_is_what_the_contracts_say(tmp_path: Path) -> None:
    """Where it is not: python scripts/print_docs.py."""
    write_pages(tmp_path, np.random.default_rng(SEED))
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in DICTIONARY.glob("*.md")}
    assert kept == made
    assert set(made) == {"README.md", *(f"{feed}.md" for feed in CONTRACTS)}


def test_the_life_of_an_agreement_is_what_its_moves_say() -> None:
    """Where it is not: python scripts/print_docs.py."""
    page = DICTIONARY.parent / "agreements.md"
    assert page.read_text(encoding="utf-8") == states_page()


def test_a_page_names_every_column_with_its_meaning() -> None:
    pages = dictionary_pages(np.random.default_rng(SEED))
    for feed, contract in CONTRACTS.items():
        for column in contract.columns:
            check_line(pages[f"{feed}.md"].splitlines(), column)
        for column in contract.stored:
            check_line(pages[f"{feed}.md"].partition("## What is stored")[2].splitlines(), column)


def check_line(lines: list[str], column: Column) -> None:
    line = next(line for line in lines if f"| `{column.name}` |" in line)
    assert column.meaning in line
    assert column.kind in line
    assert line.endswith(f"| {column.sensitivity} |")


def test_a_page_says_how_each_stored_column_is_made() -> None:
    page = dictionary_pages(np.random.default_rng(SEED))["police-people.md"]
    assert "- `home`: keyed token of the postcode (`home_postcode`)" in page
    assert "- `role`: as it arrives" in page
